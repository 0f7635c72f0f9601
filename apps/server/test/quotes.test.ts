import { randomUUID } from 'node:crypto';
import { indexText, makeAnchor } from '@triad/collab';
import type { QuoteReference, Role } from '@triad/realist';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import type { Context } from '../src/context.ts';
import type { DecisionBody } from '../src/data/adjudication-records.ts';
import type { Row } from '../src/data/table.ts';
import type { Membership } from '../src/projects/membership.ts';
import { quotesBlob, readQuotes, removeQuotes } from '../src/quotes/kept-quotes.ts';
import { quoteKey, quotesFor, wordsOfQuotes } from '../src/quotes/quotes.ts';
import { importInterview, makeAgreementStage, openBlindRound } from './agreement-stage.ts';
import { wordsIn } from './corrections.ts';
import { invite, newProject, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';

/* Words of what is agreed, as they stand now, asked of the data themselves: who may read which, and when. */

/** The data of a project whose one interview three coders code blind now; the server that made them is closed. */
async function makeData() {
  const stage = await makeAgreementStage(await startServer());
  const { server, project, lead, transcript } = stage;
  const observer = await invite(lead, project, ['observer'], 'Olga');
  const participant = await lead.get('createParticipant', { project }, PARTICIPANT);
  const { version, speakers } = await lead.get('readTranscript', { transcript });
  const known = speakers.map((speaker) =>
    speaker.kind === 'participant' ? { ...speaker, participant: participant.id } : speaker,
  );
  await lead.get('changeTranscript', { transcript }, { version, speakers: known });
  const other = await importInterview(lead, project, 'Interview 2');
  const round = await openBlindRound(stage, [transcript]);
  const apart = await newProject(lead, 'Another project');
  await server.close();
  const open = await openFolder(server.folder);
  onTestFinished(() => open.close());
  const me = async (member: string): Promise<Membership> => ({
    project: present(await open.context.tables.projects.get(project)),
    member: present(await open.context.tables.members.get(member)),
  });
  return {
    ...open,
    ...stage,
    folder: server.folder,
    other,
    round,
    participant,
    apart: apart.id,
    asLead: await me(lead.member),
    asReviewer: await me(stage.reviewer.member),
    asBen: await me(stage.ben.member),
    asObserver: await me(observer.member),
  };
}

const PARTICIPANT = { pseudonym: '#13', description: '' };

function present<Value>(value: Value | null): Value {
  if (value === null) throw new Error('it is not there');
  return value;
}

type Deciding = {
  readonly context: Context;
  readonly project: string;
  readonly round: string;
  readonly ben: { readonly member: string };
  readonly cleo: { readonly member: string };
};

/** A decision as a lead's command would keep it. */
async function decide(
  { context, project, round, ben, cleo }: Deciding,
  transcript: string,
  words: string,
  role: Role = 'C',
): Promise<{ readonly row: Row<DecisionBody>; readonly quote: QuoteReference }> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await context.documents.copy({ kind: 'transcript', transcript })).bytes);
  const index = indexText(doc);
  const startUtf16 = index.text.indexOf(words);
  const anchor = present(makeAnchor(index, { startUtf16, endUtf16: startUtf16 + words.length }));
  const [one, two] = [randomUUID(), randomUUID()];
  const span = randomUUID();
  const row = await context.tables.decisions.insert(randomUUID(), {
    project,
    transcript,
    round,
    place: one < two ? one : two,
    spans: [
      { member: ben.member, span: one, role, edges: '' },
      { member: cleo.member, span: two, role, edges: '' },
    ],
    rulings: [
      {
        number: 1,
        outcome: { kind: 'coder', span: one },
        by: ben.member,
        strategy: null,
        batch: null,
        at: '2026-03-01T09:00:00.000Z',
        why: '',
        ownSpan: false,
      },
    ],
    agreed: [{ id: span, role, anchor, from: [one] }],
  });
  return { row, quote: { transcript, span } };
}

async function ask(context: Context, me: Membership, quote: QuoteReference) {
  return present((await quotesFor(context, me, [quote])).get(quoteKey(quote)) ?? null);
}

const ALONE = 'There was nobody on the whole estate to talk to.';

test('a quote is told with its words, who speaks and whose marks it came of', async () => {
  const data = await makeData();
  const { context, asLead, transcript, ben, participant, round } = data;
  const { row, quote } = await decide(data, transcript, ALONE);
  expect(await ask(context, asLead, quote)).toEqual({
    ...quote,
    role: 'C',
    round,
    decision: row.id,
    state: 'shown',
    words: ALONE,
    range: [41, 41 + ALONE.length],
    turn: expect.any(String),
    startSeconds: 4,
    speaker: '#13',
    participant: participant.id,
    kind: 'participant',
    coders: [ben.member],
  });
  const asked = await decide(data, transcript, 'did you trust the link worker?');
  expect(await ask(context, asLead, asked.quote)).toMatchObject({
    speaker: 'Interviewer',
    participant: null,
    kind: 'interviewer',
  });
});

test('words are those that stand there now', async () => {
  const data = await makeData();
  const { context, asLead, transcript } = data;
  const { quote } = await decide(data, transcript, ALONE);
  const lost = await decide(data, transcript, 'My weeks have a shape again now.', 'O');
  expect(await ask(context, asLead, quote)).toMatchObject({ words: ALONE });
  await correct(context, transcript, (doc) => {
    const text = wordsIn(doc, 1);
    text.delete(0, 'There was nobody'.length);
    text.insert(0, 'There were few');
    const last = wordsIn(doc, 3);
    const at = last.toString().indexOf('My weeks');
    last.delete(at, last.length - at);
  });
  expect(await ask(context, asLead, quote)).toMatchObject({
    state: 'shown',
    words: expect.stringContaining('on the whole estate to talk to.'),
  });
  expect((await ask(context, asLead, quote)).words).not.toContain('nobody');
  expect(await ask(context, asLead, lost.quote)).toMatchObject({
    state: 'lost',
    words: '',
    range: null,
    role: 'O',
    decision: lost.row.id,
  });
});

async function correct(
  { documents }: Context,
  transcript: string,
  change: (doc: Y.Doc) => void,
): Promise<void> {
  const name = { kind: 'transcript', transcript } as const;
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await documents.copy(name)).bytes);
  const before = Y.encodeStateVector(doc);
  doc.transact(() => change(doc));
  await documents.write(name, Y.encodeStateAsUpdate(doc, before));
}

test('what a decision agrees to no more is gone', async () => {
  const data = await makeData();
  const { context, asLead, transcript, project } = data;
  const { row, quote } = await decide(data, transcript, ALONE);
  expect((await ask(context, asLead, quote)).state).toBe('shown');
  await context.tables.decisions.update(row, { ...row.body, agreed: [] });
  expect(await ask(context, asLead, quote)).toMatchObject({ state: 'gone', words: '', role: null });
  for (const other of [
    { transcript: randomUUID(), span: quote.span },
    { transcript, span: randomUUID() },
  ]) {
    expect((await ask(context, asLead, other)).state).toBe('gone');
  }
  expect([...(await wordsOfQuotes(context, project, [quote])).values()]).toEqual([null]);
});

test('who may not read the text now reads no quote of it', async () => {
  const data = await makeData();
  const { context, asLead, asReviewer, asBen, asObserver, transcript, other } = data;
  const here = await decide(data, transcript, ALONE);
  const there = await decide(data, other, ALONE);
  const states = async (me: Membership) => [
    (await ask(context, me, here.quote)).state,
    (await ask(context, me, there.quote)).state,
  ];
  expect(await states(asReviewer)).toEqual(['shown', 'shown']);
  // Ben codes the first blind, and nobody let observers read.
  expect(await states(asBen)).toEqual(['hidden', 'shown']);
  expect(await states(asObserver)).toEqual(['hidden', 'hidden']);
  const blind = await ask(context, asBen, here.quote);
  expect(JSON.stringify(blind)).not.toContain(here.row.id);
  expect(blind).toMatchObject({ words: '', role: null, range: null, coders: [], speaker: '' });

  const row = present(await context.tables.transcripts.get(other));
  await context.tables.transcripts.update(row, { ...row.body, observersRead: true });
  const read = await ask(context, asObserver, there.quote);
  expect(read).toMatchObject({ state: 'shown', words: ALONE, decision: null, coders: [] });
  expect((await ask(context, asLead, there.quote)).decision).toBe(there.row.id);
});

test('a text that is being redacted hides its quotes from everybody', async () => {
  const data = await makeData();
  const { context, asLead, transcript, project } = data;
  const { quote } = await decide(data, transcript, ALONE);
  expect((await ask(context, asLead, quote)).state).toBe('shown');
  const row = present(await context.tables.transcripts.get(transcript));
  await context.tables.transcripts.update(row, { ...row.body, pending: 'redacting' });
  expect((await ask(context, asLead, quote)).state).toBe('hidden');
  expect([...(await wordsOfQuotes(context, project, [quote])).values()]).toEqual([null]);
});

test('somebody outside reads words of their project alone', async () => {
  const data = await makeData();
  const { context, project, apart, transcript } = data;
  const { quote } = await decide(data, transcript, ALONE);
  const asked = [quote, { transcript, span: randomUUID() }];
  expect([...(await wordsOfQuotes(context, project, asked)).values()]).toEqual([ALONE, null]);
  expect([...(await wordsOfQuotes(context, apart, asked)).values()]).toEqual([null, null]);
});

test('after a start words come from what was kept, while it is of now', async () => {
  const data = await makeData();
  const { transcript, folder } = data;
  const { quote, row } = await decide(data, transcript, ALONE);
  await ask(data.context, data.asLead, quote);
  await data.close();
  const { context, close } = await openFolder(folder);
  onTestFinished(() => close());
  /** As it is, without the thread that looks words up in a text. */
  const place = (): never => {
    throw new Error('a text was read');
  };
  const { agreement } = context;
  const kept = {
    ...context,
    agreement: { ...agreement, threads: { ...agreement.threads, place } },
  };
  const rows = (await readQuotes(kept, transcript))?.rows;
  expect(rows?.get(quote.span)?.place?.words).toBe(ALONE);

  await context.tables.decisions.update(row, { ...row.body });
  await expect(readQuotes(kept, transcript)).rejects.toThrow('a text was read');
  expect((await readQuotes(context, transcript))?.rows.has(quote.span)).toBe(true);
  await removeQuotes(context, transcript);
  expect(await context.blobs.get(quotesBlob(transcript))).toBeNull();
  expect((await ask(context, data.asLead, quote)).words).toBe(ALONE);
});

test('after one more decision its words alone are looked up', async () => {
  const data = await makeData();
  const { context, transcript } = data;
  const { quote } = await decide(data, transcript, ALONE);
  await readQuotes(context, transcript);
  const asked: number[] = [];
  const { agreement } = context;
  const { threads } = agreement;
  const place: typeof threads.place = (request) => {
    asked.push(request.anchors.length);
    return threads.place(request);
  };
  const counting = { ...context, agreement: { ...agreement, threads: { ...threads, place } } };
  const more = await decide(data, transcript, 'I went and kept going', 'O');
  const words = async () => {
    const rows = (await readQuotes(counting, transcript))?.rows;
    return [quote, more.quote].map(({ span }) => rows?.get(span)?.place?.words ?? null);
  };
  expect(await words()).toEqual([ALONE, 'I went and kept going']);
  expect(asked).toEqual([1]);
  // Changed to agree to nothing, nothing is looked up; a corrected text is read anew.
  await context.tables.decisions.update(more.row, { ...more.row.body, agreed: [] });
  expect(await words()).toEqual([ALONE, null]);
  expect(asked).toEqual([1]);
  await correct(context, transcript, (doc) => wordsIn(doc, 0).insert(0, 'Well, '));
  expect(await words()).toEqual([ALONE, null]);
  expect(asked).toEqual([1, 1]);
});

test('what is kept of a quote is sealed', async () => {
  const data = await makeData();
  const { quote } = await decide(data, data.transcript, ALONE);
  await ask(data.context, data.asLead, quote);
  const names = await data.context.sealedWith(data.transcript, `${data.transcript}/1`);
  expect(names.some((name) => name.includes(quotesBlob(data.transcript)))).toBe(true);
});
