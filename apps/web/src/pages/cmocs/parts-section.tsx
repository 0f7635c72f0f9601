import type { CmocPart, MarkRole } from '@triad/realist';
import { Plus } from 'lucide-react';
import { Fragment, useState } from 'react';
import { say } from '../../messages.ts';
import { cmocs } from '../../messages/cmocs.ts';
import { Button } from '../../ui/index.ts';
import type { CmocGiven } from './cmoc-view.tsx';
import { addPart } from './edit-cmoc.ts';
import { PartBox } from './part-box.tsx';
import './parts-section.css';

const words = cmocs.parts;

/** Contexts, mechanisms and outcomes in their boxes, in the direction in which they work. */
export function PartsSection({
  given,
  parts,
}: {
  readonly given: CmocGiven;
  readonly parts: readonly CmocPart[];
}) {
  const { writing, roles } = given;
  const [added, setAdded] = useState<string | null>(null);
  const beside = (['I', 'A'] as const).filter((role) => roles.includes(role));
  const column = (role: MarkRole) => (
    <PartColumn
      role={role}
      parts={parts.filter((part) => part.role === role)}
      given={given}
      added={added}
      onAdded={setAdded}
    />
  );
  if (parts.length === 0 && writing === null) {
    return (
      <section aria-label={words.title} className="cmoc-section">
        <p className="muted">{words.none}</p>
      </section>
    );
  }
  return (
    <section aria-label={words.title} className="cmoc-parts">
      {beside.length === 0 ? null : (
        <div className="part-pair">
          {beside.map((role) => (
            <Fragment key={role}>{column(role)}</Fragment>
          ))}
        </div>
      )}
      <div className="part-flow">
        {column('C')}
        <span className="part-arrow" aria-hidden="true">
          →
        </span>
        {column('M')}
        <span className="part-arrow" aria-hidden="true">
          →
        </span>
        {column('O')}
      </div>
    </section>
  );
}

function PartColumn({
  role,
  parts,
  given,
  added,
  onAdded,
}: {
  readonly role: MarkRole;
  readonly parts: readonly CmocPart[];
  readonly given: CmocGiven;
  /** The part that was just added here: its words take the focus. */
  readonly added: string | null;
  readonly onAdded: (part: string) => void;
}) {
  const { writing, list } = given;
  return (
    <div className="part-column">
      {parts.map((part, at) => (
        <PartBox
          key={part.id}
          part={part}
          name={parts.length < 2 ? say.roles[role] : words.words(say.roles[role], at + 1)}
          given={given}
          isNew={part.id === added}
          isFirst={at === 0}
          isLast={at === parts.length - 1}
        />
      ))}
      {writing === null ? (
        parts.length > 0 ? null : (
          <p className={`part-box ${role.toLowerCase()} part-none`}>{words.noneOf[role]}</p>
        )
      ) : (
        <Button
          kind="quiet"
          className={`part-add ${parts.length === 0 ? 'alone' : ''}`}
          icon={<Plus size={14} aria-hidden="true" />}
          onPress={() => onAdded(addPart(writing.doc, role, { form: list.settings.mechanism }))}
        >
          {words.add(say.roles[role].toLowerCase())}
        </Button>
      )}
    </div>
  );
}
