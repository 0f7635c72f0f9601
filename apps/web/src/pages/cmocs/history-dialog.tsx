import type { CmocAnswer, QuoteAnswer } from '@triad/collab';
import type { CmocContent } from '@triad/realist';
import { useState } from 'react';
import { cmocs } from '../../messages/cmocs.ts';
import { dateTime } from '../../messages/format.ts';
import { Dialog, Notice, RadioGroup, Select } from '../../ui/index.ts';
import { differenceOf } from './difference.ts';
import { DifferenceView } from './difference-view.tsx';
import './history-dialog.css';

const words = cmocs.history;
const DRAFT = 'draft';

/** The versions of a CMOC, and what differs between any two of them, or one and the draft. */
export default function HistoryDialog({
  answer,
  content,
  quotes,
  nameOf,
  onClose,
}: {
  readonly answer: CmocAnswer;
  /** Of the draft. */
  readonly content: CmocContent;
  readonly quotes: ReadonlyMap<string, QuoteAnswer>;
  readonly nameOf: (member: string) => string;
  readonly onClose: () => void;
}) {
  const versions = answer.versions.toSorted((a, b) => b.number - a.number);
  const [latest, earlier] = versions;
  const [to, setTo] = useState(
    answer.revising || earlier === undefined ? DRAFT : (latest?.id ?? DRAFT),
  );
  const [from, setFrom] = useState(
    answer.revising || earlier === undefined ? (latest?.id ?? DRAFT) : earlier.id,
  );
  const [how, setHow] = useState<'inline' | 'beside'>('inline');
  const contentOf = (id: string): CmocContent =>
    versions.find((version) => version.id === id)?.content ?? content;
  const before = contentOf(from);
  const after = contentOf(to);
  const choices = [
    { value: DRAFT, label: words.draft },
    ...versions.map(({ id, number, at, standing }) => ({
      value: id,
      label: words.version(number, dateTime(at), words.standings[standing]),
    })),
  ];
  const noted = versions.filter(({ note }) => note !== '');
  return (
    <Dialog isOpen onClose={onClose} title={words.title} lead={words.lead} size="large">
      {versions.length === 0 ? (
        <Notice>{words.none}</Notice>
      ) : (
        <div className="stack">
          <div className="history-choice">
            <Select label={words.from} value={from} choices={choices} onChange={setFrom} />
            <Select label={words.to} value={to} choices={choices} onChange={setTo} />
            <RadioGroup
              label={words.how}
              orientation="horizontal"
              value={how}
              choices={[
                { value: 'inline', label: words.inline },
                { value: 'beside', label: words.beside },
              ]}
              onChange={setHow}
            />
          </div>
          {noted
            .filter(({ id }) => id === from || id === to)
            .map(({ id, by, note, number }) => (
              <p key={id} className="small muted" dir="auto">
                {words.note(number, nameOf(by), note)}
              </p>
            ))}
          <DifferenceView
            difference={differenceOf(before, after)}
            before={before}
            after={after}
            quotes={quotes}
            isBeside={how === 'beside'}
          />
        </div>
      )}
    </Dialog>
  );
}
