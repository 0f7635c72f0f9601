import type { CommentTarget, RouteName } from '@triad/collab';
import { makeAnchor, ROUTES } from '@triad/collab';
import type { TextRange } from '@triad/realist';
import { createHash } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { keysBeside } from '../../src/sealing/open-keyring.ts';
import { code } from '../agreement-stage.ts';
import { SHARED_KEY } from '../cluster-stage.ts';
import { correct, wordsIn } from '../corrections.ts';
import { until } from '../documents-support/condition.ts';
import { readText } from '../http-documents.ts';
import type { Client } from '../http-harness.ts';
import {
  importForm,
  invite,
  makeFolder,
  shortInterview,
  startServer,
  tokenOf,
} from '../http-harness.ts';
import { placeIn } from '../redaction-stage.ts';
import type { Coder, RoundsTeam } from '../rounds-team.ts';
import { documentsOf, makeRoundsTeam, openBlind, ownLayer, write } from '../rounds-team.ts';
import type { Cmocs } from './cmocs.ts';
import { makeCmocs, thingsOf } from './cmocs.ts';

export const START_MS = Date.parse('2026-03-01T09:00:00Z');

/** Stands in the text, and in whatever the others write. */
export const WORD = 'walk';

/** Comments on the first transcript from before the round, by what others do to them meanwhile. */
export type Comments = {
  readonly removed: string;
  readonly resolved: string;
  readonly answered: string;
  readonly placed: string;
  /** Ben's and the lead's own, which others resolve. */
  readonly byBen: string;
  readonly byLead: string;
};

/** What the path of a route needs. */
export type Params = Readonly<Record<string, string>>;

/** A project as it is when somebody in a blind round begins, to be copied for each run. */
export type World = RoundsTeam & {
  readonly folder: string;
  /** A lead who codes, but not in the round. */
  readonly dan: Coder;
  /** A coder outside the round who has opened nothing yet. */
  readonly eve: Coder;
  /** The blind round, of the lead, Ben and Cleo on the first transcript. */
  readonly round: string;
  /** A blind round of Ben and Cleo on it that is over. */
  readonly pilot: string;
  readonly comments: Comments;
  /** On the first transcript from before the round, which others settle. */
  readonly flag: string;
  /** Of the place on the first transcript that another lead decides otherwise meanwhile. */
  readonly decision: string;
  readonly cmocs: Cmocs;
  readonly inviteToken: string;
  /** Where the word stands, by transcript. */
  readonly places: Readonly<Record<string, TextRange>>;
  /** What was there before the round, by the last name of a path that it fills. */
  readonly things: Readonly<Record<string, readonly Params[]>>;
};

/** Open coding by all, a blind round that is over, then one of the lead, Ben and Cleo. */
export async function makeWorld(): Promise<World> {
  const folder = await makeFolder();
  const server = await startServer({
    dataFolder: folder,
    serverKey: SHARED_KEY,
    clock: () => new Date(START_MS),
  });
  const team = await makeRoundsTeam(server, withOriginal);
  const { lead, ben, cleo, reviewer, project, one, two, first } = team;
  const dan = await invite(lead, project, ['lead', 'coder'], 'Dan');
  const eve = await invite(lead, project, ['coder'], 'Eve');
  await correct(dan, one, (doc) => wordsIn(doc, 0).insert(0, 'Well, '));
  // Everybody but Eve has been everywhere: what is begun by asking is begun.
  for (const coder of [lead, ben, cleo, dan, reviewer]) {
    for (const transcript of [one, two]) await documentsOf(coder, transcript);
  }
  const pilot = await openBlind(team);
  for (const coder of [ben, cleo]) await markLines(coder, one, pilot.id, coder === ben);
  await sayDone(project, pilot.id, [ben, cleo]);
  const closing = { version: pilot.version, transcripts: null };
  await lead.get('closeRound', { project, round: pilot.id }, closing);
  await write(dan, await ownLayer(dan, one, first));
  // Of what is closed on the other transcript everybody may know.
  const early = await openBlind(team, {
    title: 'Early',
    transcripts: [two],
    coders: [lead, ben, cleo].map(({ member }) => member),
  });
  const spans: string[] = [];
  for (const coder of [lead, ben, cleo]) {
    spans.push(...(await markLines(coder, two, early.id, coder === ben)));
  }
  await sayDone(project, early.id, [lead, ben, cleo]);
  await dan.get(
    'closeRound',
    { project, round: early.id },
    { version: early.version, transcripts: null },
  );
  // Whatever else is closed there.
  const { version } = await dan.get('readTranscript', { transcript: two });
  await dan.get('changeTranscript', { transcript: two }, { version, basis: early.id });
  const decisions = await decideSome(dan, [one, two], cleo.member);
  await consolidate(dan, project);
  const cmocs = await makeCmocs(team);
  const comments = await discuss(team, dan);
  const place = { kind: 'spans', span: crypto.randomUUID() };
  const { id: flag } = await dan.get('createFlag', { transcript: one }, { place, note: 'Before' });

  const invited = { roles: ['coder'], note: '', validDays: 1 };
  const { id: anInvite, link } = await lead.get('createInvite', { project }, invited);
  const described = { pseudonym: '#3', description: '' };
  const { id: participant } = await lead.get('createParticipant', { project }, described);
  const { versions } = await lead.get('readHistory', { transcript: one });
  const places = Object.fromEntries(
    await Promise.all(
      [one, two].map(async (id) => [id, placeIn(await readText(lead, id), WORD)] as const),
    ),
  );
  const coders = [lead.member, ben.member, cleo.member];
  const { id: round } = await openBlind(team, { title: 'Again', coders });
  for (const coder of [lead, ben, cleo]) await ownLayer(coder, one, round);
  await server.close();
  return {
    ...team,
    folder,
    dan,
    eve,
    round,
    pilot: pilot.id,
    comments,
    flag,
    decision: decisions[0]?.decision ?? '',
    cmocs,
    inviteToken: tokenOf(link),
    places,
    things: {
      ...thingsOf(project, cmocs),
      project: [{ project }],
      transcript: [{ transcript: one }, { transcript: two }],
      round: [round, pilot.id, first].map((id) => ({ project, round: id })),
      member: [
        ...[cleo, reviewer].map(({ member }) => ({ transcript: one, round: pilot.id, member })),
        { transcript: two, round: first, member: cleo.member },
      ].map((layer) => ({ project, ...layer })),
      comment: Object.values(comments).map((comment) => ({ transcript: one, comment })),
      flag: [{ transcript: one, flag }],
      // Of what is coded blind nobody there is told even whether there is such a span.
      span: [
        { transcript: one, span: crypto.randomUUID() },
        { transcript: two, span: String(spans[0]) },
      ],
      candidate: [{ project, candidate: crypto.randomUUID() }],
      invite: [{ project, invite: anInvite }],
      participant: [{ project, participant }],
      version: versions.map(({ id }) => ({ transcript: one, version: id })),
      // Under which an edit would be; each run has its own.
      lease: [{ transcript: one }],
      decision: decisions.map(({ transcript, decision }) => ({ transcript, decision })),
      batch: decisions.map(({ transcript, batch }) => ({ project, transcript, batch })),
      tie: decisions.map(({ transcript, tie }) => ({ transcript, tie })),
    },
  };
}

/** Dan codes nothing blind, and so may. */
async function consolidate(dan: Client, project: string): Promise<void> {
  const { id } = await dan.get('consolidate', { project }, { decide: false });
  await until('candidates are computed', async () => {
    const { job } = await dan.get('readConsolidation', { project });
    return job?.id === id && job.state === 'done';
  });
}

function withOriginal(): FormData {
  const original = Buffer.from(
    `Interviewer: What changed?\n#1: I began to ${WORD}.\nThen I slept.`,
  );
  const sha256 = createHash('sha256').update(original).digest('hex');
  return importForm(shortInterview({ keepOriginal: true, sha256 }), new Uint8Array(original));
}

async function discuss({ lead, ben, one }: RoundsTeam, dan: Client): Promise<Comments> {
  const index = await readText(dan, one);
  const anchor = makeAnchor(index, placeIn(index, WORD));
  if (anchor === null) throw new Error('no anchor');
  const say = async (author: Client, target: CommentTarget = { kind: 'transcript' }) =>
    (await author.get('createComment', { transcript: one }, { target, text: 'From before' })).id;
  return {
    removed: await say(dan),
    resolved: await say(dan),
    answered: await say(dan),
    placed: await say(dan, { kind: 'passage', anchor }),
    byBen: await say(ben),
    byLead: await say(lead),
  };
}

/** Spans on the text's lines, on the last of them if `isLast`, and a sketch of the first; their ids. */
async function markLines(
  coder: Coder,
  transcript: string,
  round: string,
  isLast: boolean,
): Promise<readonly string[]> {
  const words = ['changed', 'I began', WORD, ...(isLast ? ['slept'] : [])];
  const marks = words.map((each) => ({ words: each, role: 'C' as const }));
  const sketch = { restatement: '', parts: [{ role: 'C' as const, of: [0] }] };
  return (await code(coder, transcript, round, marks, [sketch])).spans;
}

async function sayDone(project: string, round: string, coders: readonly Coder[]): Promise<void> {
  for (const coder of coders) await coder.get('setRoundDone', { project, round }, { done: true });
}

/** On each transcript a place by hand, others by one coder's spans, so that one is left, and a tie. */
async function decideSome(dan: Client, transcripts: readonly string[], coder: string) {
  const made: Record<'transcript' | 'decision' | 'batch' | 'tie', string>[] = [];
  for (const transcript of transcripts) {
    const view = await dan.get('readAdjudication', { transcript });
    const text = view.transcript.result?.text;
    const { spans = [] } = view.groups[0] ?? {};
    const outcome = { kind: 'union', role: 'C' };
    const byHand = { text, spans, outcome, why: 'From before' };
    const { id: decision } = await dan.get('decide', { transcript }, byHand);
    const strategy = `coder:${coder}`;
    const many = await dan.get('decideMany', { transcript }, { text, strategy, why: '' });
    const sketches = view.sketches.slice(0, 1).map(({ id }) => id);
    const apart = { kind: 'part', sketches, why: 'From before' };
    const { id: tie } = await dan.get('tieSketches', { transcript }, apart);
    made.push({ transcript, decision, batch: many.batch, tie });
  }
  return made;
}

/** The same world in a folder of its own. */
export async function copyOf(world: World): Promise<string> {
  const folder = await makeFolder();
  await cp(world.folder, folder, { recursive: true });
  await cp(keysBeside(world.folder), keysBeside(folder), { recursive: true });
  return folder;
}

/** Everything from before the round that a route's path can name. */
export function thingsFor(name: RouteName, { things }: World): readonly Params[] {
  const last = [...ROUTES[name].path.matchAll(/:(\w+)/g)].at(-1)?.[1];
  if (last === undefined) return [{}];
  const named = things[last];
  if (named === undefined) throw new Error(`nothing from before the round is a :${last}`);
  return named;
}
