import type { AgreementAnswer } from '@triad/collab';
import { agreement } from '../../messages/agreement.ts';

const words = agreement.leftOut;

/** What is in no count and no figure, or in them with a reservation. */
export function LeftOutSection({
  answer: { leftOut, transcripts, hidden },
  nameOf,
}: {
  readonly answer: Pick<AgreementAnswer, 'leftOut' | 'transcripts' | 'hidden'>;
  readonly nameOf: (member: string) => string;
}) {
  const counted = (
    ['undecided', 'unsure', 'lost', 'otherTurns', 'elsewhere', 'tooFewCoders'] as const
  ).flatMap((what) => (leftOut[what] === 0 ? [] : [words[what](leftOut[what])]));
  const absent = new Map<string, string[]>();
  for (const { title, notDone } of transcripts) {
    for (const member of notDone) absent.set(member, [...(absent.get(member) ?? []), title]);
  }
  const facts = [
    ...(hidden === 0 ? [] : [agreement.hidden(hidden)]),
    ...[...absent].map(([member, titles]) => words.notDone(nameOf(member), shortened(titles))),
    ...counted,
  ];
  return (
    <section aria-labelledby="agreement-left-out" className="stack tight">
      <h3 id="agreement-left-out" className="label">
        {words.title}
      </h3>
      {facts.length === 0 ? (
        <p className="muted">{words.nothing}</p>
      ) : (
        <ul className="left-out-facts">
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

const MOST_TITLES = 4;

function shortened(titles: readonly string[]): readonly string[] {
  if (titles.length <= MOST_TITLES + 1) return titles;
  return [...titles.slice(0, MOST_TITLES), words.more(titles.length - MOST_TITLES)];
}
