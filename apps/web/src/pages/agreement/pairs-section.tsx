import type { PairFigures } from '@triad/collab';
import type { Role } from '@triad/realist';
import { compareRoles } from '@triad/realist';
import { useState } from 'react';
import { agreement } from '../../messages/agreement.ts';
import { say } from '../../messages.ts';
import { Avatar, Select } from '../../ui/index.ts';
import { figureText, heatOf } from './figure-format.ts';

const words = agreement.pairs;

const SPAN_MEASURES = ['overlapOneToOne', 'overlap', 'exact'] as const;
/** Of one role at a time. */
const CHARACTER_MEASURES = ['dice', 'kappa', 'agreement'] as const;
type SpanMeasure = (typeof SPAN_MEASURES)[number];
type CharacterMeasure = (typeof CHARACTER_MEASURES)[number];
type PairMeasure = SpanMeasure | CharacterMeasure;
const ALL = 'all';

/** Coder against coder: a number a cell, and the darker the higher. */
export function PairsSection({
  pairs,
  nameOf,
}: {
  readonly pairs: readonly PairFigures[];
  readonly nameOf: (member: string) => string;
}) {
  const [measure, setMeasure] = useState<PairMeasure>('overlapOneToOne');
  const [chosen, setRole] = useState<Role | null>(null);
  const members = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].sort((a, b) =>
    nameOf(a).localeCompare(nameOf(b)),
  );
  const roles = [...new Set(pairs.flatMap((pair) => pair.roles.map(({ role }) => role)))].sort(
    compareRoles,
  );
  const role = isOfSpans(measure) ? chosen : (chosen ?? roles[0] ?? null);
  const roleName = role === null ? words.allRoles : say.roles[role];
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
              choices={[...SPAN_MEASURES, ...CHARACTER_MEASURES].map((one) => ({
                value: one,
                label: words.measure[one],
              }))}
              onChange={setMeasure}
            />
            <Select
              label={words.chooseRole}
              hideLabel
              value={role ?? ALL}
              choices={[
                ...(isOfSpans(measure) ? [{ value: ALL, label: words.allRoles } as const] : []),
                ...roles.map((one) => ({ value: one, label: say.roles[one] })),
              ]}
              onChange={(value) => setRole(value === ALL ? null : value)}
            />
          </div>
          <p className="small faint">{words.what[measure]}</p>
          <div className="scrolls-wide">
            <table className="heat">
              <caption className="visually-hidden">
                {words.caption(words.of(words.measure[measure], roleName))}
              </caption>
              <thead>
                <tr>
                  <th scope="col">
                    <span className="visually-hidden">{words.coder}</span>
                  </th>
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
                        value={(pair) => valueOf(pair, measure, role)}
                        spans={(pair) => spansOf(pair, role)}
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
  value: valueIn,
  spans: spansIn,
  nameOf,
}: {
  readonly pair: PairFigures | null;
  readonly value: (pair: PairFigures) => number | null;
  readonly spans: (pair: PairFigures) => number;
  readonly nameOf: (member: string) => string;
}) {
  if (pair === null) {
    return (
      <td className="heat-none">
        <span className="visually-hidden">{words.same}</span>
      </td>
    );
  }
  const value = valueIn(pair);
  const spans = spansIn(pair);
  const about = words.cell(nameOf(pair.a), nameOf(pair.b), spans, pair.transcripts);
  if (value === null) {
    return (
      <td className="faint" title={`${about}: ${words.undefined}`}>
        –
      </td>
    );
  }
  return (
    <td className="num" title={about} style={heatOf(value)}>
      {figureText(value)}
      <small className="heat-n">{words.n(spans)}</small>
    </td>
  );
}

function isOfSpans(measure: PairMeasure): measure is SpanMeasure {
  return SPAN_MEASURES.some((one) => one === measure);
}

function valueOf(pair: PairFigures, measure: PairMeasure, role: Role | null): number | null {
  const ofRole = pair.roles.find((one) => one.role === role);
  if (!isOfSpans(measure)) return ofRole?.[measure] ?? null;
  return role === null ? pair[measure] : (ofRole?.[measure] ?? null);
}

function spansOf(pair: PairFigures, role: Role | null): number {
  return role === null ? pair.spans : (pair.roles.find((one) => one.role === role)?.spans ?? 0);
}

function pairOf(pairs: readonly PairFigures[], a: string, b: string): PairFigures | null {
  return (
    pairs.find((pair) => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a)) ?? null
  );
}
