import type { DecisionAnswer, Ruling } from '@triad/collab';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { adjudicating as words } from '../../messages/adjudicating.ts';
import { dateTime } from '../../messages/format.ts';
import { RoleBadge } from '../../ui/index.ts';
import { shortened } from '../agreement/quote-pieces.ts';
import { deciderInWords, outcomeInWords } from './decision-words.ts';
import './decision-view.css';

export type DecisionViewProps = {
  readonly decision: DecisionAnswer;
  readonly nameOf: (member: string) => string;
  /** Words of a range of the text that the decision is of. */
  readonly quoteOf: (range: readonly [startUtf16: number, endUtf16: number]) => string;
  /** What can be done about the ruling that holds. */
  readonly acts?: ReactNode;
};

/** What was decided of a place: by whom, when and why, what is agreed, what was ruled before, who answered. */
export function DecisionView({ decision, nameOf, quoteOf, acts = null }: DecisionViewProps) {
  const { ruling, earlier, agreed, touched } = decision;
  // A decision that was taken back waits; what it was is the last of the earlier ones.
  const before = ruling === null ? earlier : earlier.toReversed();
  return (
    <section className="decision" aria-label={words.ruling.title}>
      {ruling === null ? (
        <p className="muted">{words.ruling.waits}</p>
      ) : (
        <RulingView ruling={ruling} decision={decision} nameOf={nameOf} />
      )}
      {touched.length === 0 ? null : (
        <p className="decision-touched">
          <TriangleAlert size={13} aria-hidden="true" />
          <span>{words.touched.since(touched)}</span>
        </p>
      )}
      {agreed.length === 0 ? null : (
        <ul className="decision-agreed" aria-label={words.ruling.agreed}>
          {agreed.map(({ id, role, range }) => (
            <li key={id}>
              <RoleBadge role={role} />
              {range === null ? (
                <span className="faint">{words.ruling.wordsGone}</span>
              ) : (
                <q dir="auto">{shortened(quoteOf(range))}</q>
              )}
            </li>
          ))}
        </ul>
      )}
      {acts === null ? null : <div className="row wrap">{acts}</div>}
      <Replies decision={decision} nameOf={nameOf} />
      {before.length === 0 ? null : (
        <details className="decision-earlier">
          <summary>{words.ruling.earlier(before.length)}</summary>
          <ol>
            {before.map((one) => (
              <li key={one.number}>
                <RulingView ruling={one} decision={decision} nameOf={nameOf} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function RulingView({
  ruling,
  decision,
  nameOf,
}: {
  readonly ruling: Ruling;
  readonly decision: DecisionAnswer;
  readonly nameOf: (member: string) => string;
}) {
  return (
    <>
      <p className="decision-what">
        <b dir="auto">{outcomeInWords(ruling.outcome, decision.spans, nameOf)}</b>{' '}
        <span className="faint small">
          <bdi>{deciderInWords(ruling, nameOf)}</bdi> ·{' '}
          <time dateTime={ruling.at}>{dateTime(ruling.at)}</time>
        </span>
      </p>
      {ruling.why === '' ? (
        <p className="faint small">{words.ruling.noWhy}</p>
      ) : (
        <p className="decision-why" dir="auto">
          {ruling.why}
        </p>
      )}
    </>
  );
}

function Replies({
  decision: { answers, ruling },
  nameOf,
}: Pick<DecisionViewProps, 'decision' | 'nameOf'>) {
  if (answers.length === 0) return null;
  return (
    <ul className="decision-replies" aria-label={words.reply.title}>
      {answers.map(({ id, member, stance, text, at, ruling: answered }) => (
        <li key={id}>
          <p>
            <b dir="auto">
              {stance === 'accepts'
                ? words.reply.accepts(nameOf(member))
                : words.reply.differs(nameOf(member))}
            </b>{' '}
            <span className="faint small">
              <time dateTime={at}>{dateTime(at)}</time>
              {answered === ruling?.number ? '' : ` · ${words.reply.toEarlier}`}
            </span>
          </p>
          {text === '' ? null : <p dir="auto">{text}</p>}
        </li>
      ))}
    </ul>
  );
}
