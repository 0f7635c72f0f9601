import { theoryFields } from '@triad/collab';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import type * as Y from 'yjs';
import { SharedText } from '../../collab/index.ts';
import { say } from '../../messages.ts';
import { IconButton } from '../../ui/index.ts';
import type { StatementView } from './use-statements.ts';

/** One statement: title and sentence, typed together with whoever else is here. */
export function StatementCard({
  doc,
  statement,
  number,
  mayWrite,
  isNew,
  onRemove,
  onMove,
}: {
  readonly doc: Y.Doc;
  readonly statement: StatementView;
  readonly number: number;
  readonly mayWrite: boolean;
  /** Just added here: its title takes the focus. */
  readonly isNew: boolean;
  readonly onRemove: () => void;
  /** Null where it is already first or last. */
  readonly onMove: { readonly up: (() => void) | null; readonly down: (() => void) | null };
}) {
  const { titles, sentences } = theoryFields(doc);
  const title = titles.get(statement.id);
  const sentence = sentences.get(statement.id);
  const words = say.theory;
  const name = statement.title === '' ? words.number(number) : statement.title;
  return (
    <li className="statement-card card">
      <div className="statement-head">
        <span className="statement-number num" aria-hidden="true">
          {number}
        </span>
        {mayWrite && title !== undefined ? (
          <SharedText
            ytext={title}
            label={`${words.number(number)}: ${words.statementTitle}`}
            hideLabel
            placeholder={words.titlePlaceholder}
            autoFocus={isNew}
            className="statement-title"
          />
        ) : (
          <h3 dir="auto" className="statement-title-read">
            {statement.title === '' ? words.untitled : statement.title}
          </h3>
        )}
      </div>
      {mayWrite && sentence !== undefined ? (
        <SharedText
          ytext={sentence}
          label={`${words.number(number)}: ${words.sentence}`}
          hideLabel
          multiline
          rows={3}
          placeholder={words.sentencePlaceholder}
          className="statement-sentence"
        />
      ) : (
        <p className="read statement-sentence-read" dir="auto">
          {statement.sentence}
        </p>
      )}
      {/* After the words, so that Tab leads from the title to the sentence. */}
      {mayWrite ? (
        <span className="row statement-acts">
          <IconButton
            icon={<ArrowUp size={15} />}
            label={`${words.moveUp}: ${name}`}
            isDisabled={onMove.up === null}
            onPress={() => onMove.up?.()}
          />
          <IconButton
            icon={<ArrowDown size={15} />}
            label={`${words.moveDown}: ${name}`}
            isDisabled={onMove.down === null}
            onPress={() => onMove.down?.()}
          />
          <IconButton icon={<Trash2 size={15} />} label={words.removeOf(name)} onPress={onRemove} />
        </span>
      ) : null}
    </li>
  );
}
