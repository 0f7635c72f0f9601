import type { SignOffCounts, VersionSummary } from '@triad/collab';
import type { CmocState } from '@triad/realist';
import { electorate, quorumOf, standingOf } from '@triad/realist';
import type { CmocBody, CmocVersionBody, SignOffBody } from '../data/cmoc-records.ts';
import type { MemberBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';

/** Members who are there, by id: all are asked to sign. */
export type Present = ReadonlyMap<string, Row<MemberBody>>;

/** What a version that was put to sign-off is, by what was said of it and who is there. */
export function standingOfVersion(
  { body }: Row<CmocVersionBody>,
  signOffs: readonly Row<SignOffBody>[],
  present: Present,
): 'proposed' | 'agreed' | 'contested' {
  const facts = signOffs.map(({ body: { member, verdict, ended } }) => ({
    member,
    verdict,
    ended: ended !== null,
  }));
  return standingOf(facts, body.quorum, votersOf(body, signOffs, present).size);
}

/** Whether sign-offs of this version still count: no later one was put, and it did not come back as a draft. */
export function isUpForSignOff({ body }: Row<CmocBody>, number: number): boolean {
  return number === body.versions && number > body.setAside;
}

export function stateOf(
  cmoc: Row<CmocBody>,
  latest: Row<CmocVersionBody> | null,
  signOffs: readonly Row<SignOffBody>[],
  present: Present,
): CmocState {
  if (cmoc.body.life === 'retired') return 'retired';
  if (latest === null || !isUpForSignOff(cmoc, latest.body.number)) return 'draft';
  return standingOfVersion(latest, signOffs, present);
}

export function countsOf(
  { body }: Row<CmocVersionBody>,
  signOffs: readonly Row<SignOffBody>[],
  present: Present,
): SignOffCounts {
  const signed = new Set(signOffs.map((row) => row.body.member));
  const count = (of: (body: SignOffBody) => boolean): number =>
    signOffs.filter((row) => of(row.body)).length;
  return {
    agree: count(({ verdict }) => verdict.startsWith('agree')),
    object: count(({ verdict, ended }) => verdict === 'object' && ended === null),
    abstain: count(({ verdict }) => verdict === 'abstain'),
    outstanding: [...present.keys()].filter((member) => !signed.has(member)),
    said: signOffs.map(({ body: { member, verdict, ended } }) => ({
      member,
      verdict,
      ended: ended !== null,
    })),
    quorum: quorumOf(body.quorum, votersOf(body, signOffs, present).size),
    remindedAt: body.remindedAt,
  };
}

export function versionSummary({ id, body }: Row<CmocVersionBody>): VersionSummary {
  const { number, sha256, by, at, note } = body;
  return { id, number, sha256, by, at, note };
}

function votersOf(
  { signers }: CmocVersionBody,
  signOffs: readonly Row<SignOffBody>[],
  present: Present,
): ReadonlySet<string> {
  return electorate(
    signers,
    (member) => present.has(member),
    signOffs.map(({ body }) => body.member),
  );
}
