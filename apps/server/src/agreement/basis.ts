import type { AgreementSettings } from '@triad/collab';
import { AGREEMENT_DEFAULTS, basisOf } from '@triad/collab';
import type {
  LayerCopyBody,
  ProgressBody,
  ProjectBody,
  RoundBody,
  TranscriptBody,
} from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Tables } from '../data/tables.ts';
import { closingFactsOf } from '../rounds/facts.ts';

/** On what the agreement of a transcript rests: the copies of one closed round. */
export type Basis = {
  readonly transcript: Row<TranscriptBody>;
  readonly round: Row<RoundBody>;
  /** By member id; those who finished. */
  readonly coders: readonly CoderBasis[];
  /** In the round, and did not say that they were done. */
  readonly notDone: readonly string[];
};

export type CoderBasis = {
  readonly member: string;
  /** Null: they finished, and had no layer. */
  readonly copy: Row<LayerCopyBody> | null;
  readonly late: boolean;
  readonly laterWork: boolean;
};

/** Those of a project that was never changed are the defaults. */
export function settingsOf({ agreement }: ProjectBody): AgreementSettings {
  return agreement?.settings ?? AGREEMENT_DEFAULTS;
}

/** Of every transcript of the project with a closed round, in the order of their titles. */
export async function findBases(
  tables: Tables,
  project: Row<ProjectBody>,
): Promise<readonly Basis[]> {
  const settings = settingsOf(project.body);
  const rounds = await tables.rounds.find('project', project.id);
  const facts = rounds.map((row) => closingFactsOf(row));
  const isDone = doneIn(await tables.progress.find('project', project.id));
  const copies = new Map<string, readonly Row<LayerCopyBody>[]>();
  const copiesOf = async (round: string): Promise<readonly Row<LayerCopyBody>[]> => {
    const found = copies.get(round) ?? (await tables.layerCopies.find('round', round));
    copies.set(round, found);
    return found;
  };
  const bases: Basis[] = [];
  const listed = await tables.transcripts.find('listed', project.id);
  for (const transcript of listed) {
    const basis = basisOf(facts, transcript.id, transcript.body.basis ?? null);
    const round = rounds.find(({ id }) => id === basis?.id);
    // What is being redacted has no offsets for a moment.
    if (round === undefined || transcript.body.pending !== null) continue;
    const own = (await copiesOf(round.id)).filter(({ body }) => body.transcript === transcript.id);
    bases.push({ transcript, round, ...codersIn(round, own, isDone, settings) });
  }
  const byTitle = new Intl.Collator('en', { numeric: true });
  return bases.sort(
    ({ transcript: a }, { transcript: b }) =>
      byTitle.compare(a.body.title, b.body.title) || (a.id < b.id ? -1 : 1),
  );
}

/** Of one transcript alone; null while no round of it is closed, or it is not to be read now. */
export async function findBasis(
  tables: Tables,
  project: Row<ProjectBody>,
  transcript: Row<TranscriptBody>,
): Promise<Basis | null> {
  if (transcript.body.pending !== null) return null;
  const rounds = await tables.rounds.find('project', project.id);
  const facts = rounds.map((row) => closingFactsOf(row));
  const basis = basisOf(facts, transcript.id, transcript.body.basis ?? null);
  const round = rounds.find(({ id }) => id === basis?.id);
  if (round === undefined) return null;
  const [copies, progress] = await Promise.all([
    tables.layerCopies.find('transcript', transcript.id),
    tables.progress.find('project', project.id),
  ]);
  const own = copies.filter(({ body }) => body.round === round.id);
  const coders = codersIn(round, own, doneIn(progress), settingsOf(project.body));
  return { transcript, round, ...coders };
}

/** Who said that they were done, as round and member. */
function doneIn(progress: readonly Row<ProgressBody>[]): ReadonlySet<string> {
  return new Set(
    progress
      .filter(({ body }) => body.doneAt !== null)
      .map(({ body }) => `${body.round}/${body.member}`),
  );
}

/**
 * Who finished, with the copy that counts. In a blind round it is who said so; an open one asks
 * nobody, so it is whoever marked something.
 */
function codersIn(
  { id, body }: Row<RoundBody>,
  copies: readonly Row<LayerCopyBody>[],
  isDone: ReadonlySet<string>,
  { unfinished, late }: AgreementSettings,
): Pick<Basis, 'coders' | 'notDone'> {
  const members = new Set([
    ...(body.kind === 'blind' ? (body.coders ?? []) : []),
    ...copies.map((copy) => copy.body.member),
  ]);
  const coders: CoderBasis[] = [];
  const notDone: string[] = [];
  for (const member of [...members].sort()) {
    const own = copies
      .filter((copy) => copy.body.member === member)
      .sort((a, b) => a.body.copy - b.body.copy);
    const last = own.at(-1) ?? null;
    const before = own.findLast((copy) => !copy.body.afterReveal) ?? null;
    const copy = late ? last : before;
    const coder = {
      member,
      copy,
      late: copy?.body.afterReveal === true,
      laterWork: !late && last?.body.afterReveal === true,
    };
    if (body.kind === 'open') {
      if (copy !== null && copy.body.spans + copy.body.sketches > 0) coders.push(coder);
    } else if (unfinished || isDone.has(`${id}/${member}`)) coders.push(coder);
    else notDone.push(member);
  }
  return { coders, notDone };
}
