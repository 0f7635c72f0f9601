import type { PairFigures } from '@triad/collab';
import type { Role } from '@triad/realist';
import { compareRoles } from '@triad/realist';
import { useState } from 'react';
import { agreement } from '../../messages/agreement.ts';
import { say } from '../../messages.ts';
import { Avatar, Select } from '../../ui/index.ts';
import { figureText } from './figure-format.ts';

const words = agreement.pairs;

/** A measure by name; those of characters are of one role: `dice C`. */
type PairMeasure =
  | 'exact'
  | 'overlap'
  | 'overlapOneToOne'
  | `${'dice' | 'kappa' | 'agreement'} ${Role}`;

/** Coder against coder: a number a cell, and the darker the higher. */
export function PairsSection({
  pairs,
  nameOf,
}: {
  readonly pairs: readonly PairFigures[];
  readonly nameOf: (member: string) => string;
}) {
  const [measure, setMeasure] = useState<PairMeasure>('overlapOneToOne');
  const members = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].sort((a, b) =>
    nameOf(a).localeCompare(nameOf(b)),
  );
  const roles = [...new Set(pairs.flatMap(({ characters }) => characters.map(({ role }) => role)))];
  const choices = choicesFor(roles.sort(compareRoles));
  const label = choices.find(({ value }) => value === measure)?.label ?? '';
  return (
    <section aria-labelledby="agreement-pairs" className="stack tight">
      <h3 id="agreement-pairs" className="label">
        {words.title}
      </h3>
      {pairs.length === 0 ? (
        <p className="muted">{words.none}</p>
      ) : (
        <>
          <div className="heat-choice">
            <Select
              label={words.choose}
              hideLabel
              value={measure}
              choices={choices}
              onChange={setMeasure}
            />
          </div>
          <div className="wide">
            <table className="heat">
              <caption className="visually-hidden">{words.caption(label)}</caption>
              <thead>
                <tr>
                  <td />
                  {members.map((member) => (
                    <th key={member} scope="col">
                      <Avatar id={member} name={nameOf(member)} size={20} />
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {members.map((row) => (
                  <tr key={row}>
                    <th scope="row">
                      <span className="row">
                        <Avatar id={row} name={nameOf(row)} size={20} decorative />
                        <bdi className="truncate">{nameOf(row)}</bdi>
                      </span>
                    </th>
                    {members.map((column) => (
                      <PairCell
                        key={column}
                        pair={pairOf(pairs, row, column)}
                        measure={measure}
                        nameOf={nameOf}
                      />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function PairCell({
  pair,
  measure,
  nameOf,
}: {
  readonly pair: PairFigures | null;
  readonly measure: PairMeasure;
  readonly nameOf: (member: string) => string;
}) {
  if (pair === null) return <td className="heat-none" />;
  const value = valueOf(pair, measure);
  const about = words.cell(nameOf(pair.a), nameOf(pair.b), pair.transcripts);
  if (value === null) {
    return (
      <td className="faint" title={`${about}: ${words.undefined}`}>
        –
      </td>
    );
  }
  const tint = Math.round(Math.max(0, Math.min(1, value)) * 26);
  return (
    <td className="num" title={about} style={{ '--tint': `${tint}%` }}>
      {figureText(value)}
    </td>
  );
}

function choicesFor(
  roles: readonly Role[],
): readonly { readonly value: PairMeasure; readonly label: string }[] {
  const ofRole = (measure: 'dice' | 'kappa' | 'agreement') =>
    roles.map((role) => ({
      value: `${measure} ${role}` as const,
      label: words.character(words[measure], say.roles[role].toLowerCase()),
    }));
  return [
    { value: 'overlapOneToOne', label: words.overlapOneToOne },
    { value: 'overlap', label: words.overlap },
    { value: 'exact', label: words.exact },
    ...ofRole('dice'),
    ...ofRole('kappa'),
    ...ofRole('agreement'),
  ];
}

function valueOf(pair: PairFigures, measure: PairMeasure): number | null {
  if (measure === 'exact' || measure === 'overlap' || measure === 'overlapOneToOne') {
    return pair[measure];
  }
  const [name, role] = measure.split(' ') as ['dice' | 'kappa' | 'agreement', Role];
  return pair.characters.find((one) => one.role === role)?.[name] ?? null;
}

function pairOf(pairs: readonly PairFigures[], a: string, b: string): PairFigures | null {
  return (
    pairs.find((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a)) ?? null
  );
}
