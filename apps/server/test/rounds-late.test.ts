import type { LateChanges } from '@triad/collab';
import {
  addSpan,
  CLOSE,
  digestLayer,
  DOCUMENT_SCHEMA,
  findLateChanges,
  layerFields,
  makeAnchor,
  readLayerContent,
  removeSpan,
} from '@triad/collab';
import type { SpanId } from '@triad/realist';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { closeRound } from '../src/rounds/closing.ts';
import { reopenRound } from '../src/rounds/reopening.ts';
import { until } from './documents-support/condition.ts';
import { readDocument } from './http-documents.ts';
import { Client, makeFolder, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import { asking, layerOf, openLayer, placeIn, textOf } from './redaction-stage.ts';
import type { Coder, RoundsTeam } from './rounds-team.ts';
import { makeRoundsTeam, openBlind, ownLayer, roundOf, write } from './rounds-team.ts';

test('a first layer that was begun after the reveal is told as made after it', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, one, first, project } = team;
  await write(cleo, await ownLayer(cleo, one, first));
  const params = { project, round: first };
  let { version } = await lead.get('closeRound', params, { version: 1, transcripts: null });
  const reason = 'He joined late.';
  ({ version } = await lead.get('reopenRound', params, { version, member: ben.member, reason }));
  const [late] = await markIn(team, ben, first, ['slept']);
  ({ version } = await lead.get('closeAgain', params, { version, member: ben.member }));
  const told = async () =>
    (await lead.get('readRoundRecord', params)).copies
      .filter(({ member }) => member === ben.member)
      .map(({ spans, afterReveal }) => [spans, afterReveal]);
  expect(await told()).toEqual([[1, true]]);
  expect(await lateIn(team, cleo, first)).toEqual({ spans: [late], removed: 0 });

  // A layer that is begun by looking at the page is no late work.
  const again = { version, member: cleo.member, reason };
  ({ version } = await lead.get('reopenRound', params, again));
  await ownLayer(cleo, team.two, first);
  await lead.get('closeAgain', params, { version, member: cleo.member });
  const { copies } = await lead.get('readRoundRecord', params);
  expect(copies.filter(({ afterReveal }) => afterReveal)).toHaveLength(1);
});

test('readers of a revealed layer are told what it held then, live and for good', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, one, project } = team;
  const round = await openBlind(team);
  const [walk, slept] = await markIn(team, ben, round.id, ['began to walk', 'slept']);
  if (walk === undefined || slept === undefined) throw new Error('no spans');
  const asked = { transcript: one, round: round.id, member: ben.member };
  // Before the reveal there is nothing to be told, and to others not even that.
  expect(await ben.get('readRevealed', asked)).toEqual({ revealed: null });
  for (const other of [cleo, lead]) {
    expect((await other.call('readRevealed', asked)).status).toBe(403);
  }
  const params = { project, round: round.id };
  let { version } = await lead.get('closeRound', params, { version: 1, transcripts: null });
  expect((await roundOf(cleo, project, round.id)).everReopenedFor).toBeUndefined();
  expect(await lateIn(team, cleo, round.id)).toEqual(NOTHING);

  const reason = 'The end was overlooked.';
  ({ version } = await lead.get('reopenRound', params, { version, member: ben.member, reason }));
  expect((await roundOf(cleo, project, round.id)).everReopenedFor).toEqual([ben.member]);
  const [late] = await markIn(team, ben, round.id, ['What changed'], slept);
  expect(await lateIn(team, cleo, round.id)).toEqual({ spans: [late], removed: 1 });
  ({ version } = await lead.get('closeAgain', params, { version, member: ben.member }));
  expect(await lateIn(team, cleo, round.id)).toEqual({ spans: [late], removed: 1 });

  // What words were taken out of is not late for that; what was, still is.
  await lead.get('redact', { transcript: one }, asking(await textOf(lead, one), 'walk'));
  expect(await lateIn(team, cleo, round.id)).toEqual({ spans: [late], removed: 1 });
  await lead.get('redact', { transcript: one }, asking(await textOf(lead, one), 'changed'));
  expect(await lateIn(team, cleo, round.id)).toEqual({ spans: [late], removed: 1 });

  // Whoever codes it blind again learns nothing of it.
  await openBlind(team, { coders: [cleo.member] });
  expect((await cleo.call('readRevealed', asked)).status).toBe(403);
});

test('the coder is told by whom and why it was opened again, others are not', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, project } = team;
  const round = await openBlind(team);
  const params = { project, round: round.id };
  expect((await ben.call('readReopening', params)).status).toBe(403);
  let { version } = await lead.get('closeRound', params, { version: 1, transcripts: null });
  expect(await ben.get('readReopening', params)).toEqual({ reopening: null });
  const reason = 'The end was overlooked.';
  ({ version } = await lead.get('reopenRound', params, { version, member: ben.member, reason }));
  expect(await ben.get('readReopening', params)).toMatchObject({
    reopening: { by: lead.member, reason },
  });
  expect(await cleo.get('readReopening', params)).toEqual({ reopening: null });
  await lead.get('closeAgain', params, { version, member: ben.member });
  expect(await ben.get('readReopening', params)).toEqual({ reopening: null });
});

test('what would have no effect while its coder is blind elsewhere is refused', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, cleo, lead, one, first, project } = team;
  const reopen = async (round: string, coder: Coder) => {
    const { version } = await roundOf(lead, project, round);
    const body = { version, member: coder.member, reason: 'A slip' };
    return (await lead.call('reopenRound', { project, round }, body)).error?.code || 'opened';
  };
  await lead.get('closeRound', { project, round: first }, { version: 1, transcripts: [one] });
  await openBlind(team, { coders: [ben.member] });
  expect(await reopen(first, ben)).toBe('rounds/coder-blind-elsewhere');
  expect(await reopen(first, cleo)).toBe('opened');
  // With a transcript that he does not code blind it has an effect there.
  const { version } = await roundOf(lead, project, first);
  await lead.get('closeRound', { project, round: first }, { version, transcripts: null });
  expect(await reopen(first, ben)).toBe('opened');
});

test('what is closed later is not open for whom what was closed before was opened again', async () => {
  const team = await makeRoundsTeam(await startServer());
  const { ben, lead, one, two, first, project } = team;
  const [earlier, later] = [await ownLayer(ben, one, first), await ownLayer(ben, two, first)];
  for (const layer of [earlier, later]) await write(ben, layer);
  const params = { project, round: first };
  let { version } = await lead.get('closeRound', params, { version: 1, transcripts: [one] });
  const reason = 'He slept.';
  ({ version } = await lead.get('reopenRound', params, { version, member: ben.member, reason }));
  const { reopenedFor } = await lead.get('closeRound', params, { version, transcripts: null });
  expect(reopenedFor).toEqual([ben.member]);
  await write(ben, earlier);
  await expect(write(ben, later)).rejects.toThrow(`${CLOSE.forbidden.code}`);
});

test('a round of which a closing was cut short is copied before it is opened again', async () => {
  const folder = await makeFolder();
  const team = await makeRoundsTeam(await startServer({ dataFolder: folder }));
  const { ben, lead, one, two, first, project, server } = team;
  for (const transcript of [one, two]) await write(ben, await ownLayer(ben, transcript, first));
  await lead.get('closeRound', { project, round: first }, { version: 1, transcripts: [one] });
  await server.close();
  const { context, close } = await openFolder(folder);
  const present = async () => {
    const row = await context.tables.rounds.get(first);
    if (row === null) throw new Error('no round');
    return row;
  };
  const member = await context.tables.members.get(lead.member);
  if (member === null) throw new Error('no lead');
  const put = () => Promise.reject(new Error('the disk is full'));
  const full = { ...context, blobs: { ...context.blobs, put } };
  const before = await present();
  const body = { version: before.version, transcripts: [two] };
  await expect(closeRound(full, before, { member }, body)).rejects.toThrow('the disk is full');
  const cut = await present();
  const again = { version: cut.version, member: ben.member, reason: 'A slip' };
  const opened = await reopenRound(context, cut, { member }, again);
  expect(opened.body.closedTranscripts[two]?.copied).toBe(true);
  expect(opened.body.reopened.map((entry) => entry.closedAt)).toEqual([null]);
  await close();

  const reader = new Client((await startServer({ dataFolder: folder })).address);
  reader.cookie = lead.cookie;
  const { copies } = await reader.get('readRoundRecord', { project, round: first });
  const of = copies.filter((copy) => copy.transcript === two && copy.member === ben.member);
  expect(of.map(({ spans, afterReveal }) => [spans, afterReveal])).toEqual([[1, false]]);
});

const NOTHING = { spans: [], removed: 0 };

/** Marks words in the coder's own layer of a round, as an annotator does; and takes a span away. */
async function markIn(
  { one }: RoundsTeam,
  coder: Coder,
  round: string,
  quotes: readonly string[],
  gone?: SpanId,
): Promise<readonly SpanId[]> {
  const index = await textOf(coder, one);
  const { doc, raw } = await openLayer(coder, one, round);
  const before = Y.encodeStateVector(doc);
  const editor = {
    doc,
    origin: null,
    now: () => new Date().toISOString(),
    newId: () => crypto.randomUUID(),
  };
  if (gone !== undefined) removeSpan(editor, gone);
  const made = quotes.map((quote) => {
    const anchor = makeAnchor(index, placeIn(index, quote));
    if (anchor === null) throw new Error('no anchor');
    return addSpan(editor, { role: 'C', anchor });
  });
  raw.update(Y.encodeStateAsUpdate(doc, before));
  await until('it is on disk', () => raw.acknowledged.length > 0 || raw.ended !== null);
  expect(layerFields(doc).spans.size).toBeGreaterThan(0);
  return made;
}

/** What of Ben's layer is late, as a reader works it out from what the server says. */
async function lateIn(
  { ben, one }: RoundsTeam,
  reader: Client,
  round: string,
): Promise<{ readonly spans: readonly string[]; readonly removed: number }> {
  const asked = { transcript: one, round, member: ben.member };
  const { revealed: told } = await reader.get('readRevealed', asked);
  if (told === null) throw new Error('nothing is revealed');
  const head = await layerOf(reader, ben.member, one, round);
  const doc = await readDocument(reader, head);
  const now = digestLayer(readLayerContent(doc, DOCUMENT_SCHEMA.layer));
  const changes: LateChanges = findLateChanges(
    { spans: new Map(told.spans), sketches: new Map(told.sketches), memos: new Map(told.memos) },
    now,
  );
  return { spans: [...changes.spans], removed: changes.removed.spans };
}
