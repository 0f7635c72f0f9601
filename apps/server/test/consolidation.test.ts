import type { AdjudicationAnswer, CandidateAnswer, ConsolidationAnswer } from '@triad/collab';
import { addSketch, ownSpan, placeOf, quoted } from '@triad/collab';
import type { Outcome } from '@triad/collab';
import type { SpanId } from '@triad/realist';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { CandidateBody } from '../src/data/adjudication-records.ts';
import type { Row } from '../src/data/table.ts';
import { acceptCandidate } from '../src/consolidation/settle-candidate.ts';
import type { AgreementStage } from './agreement-stage.ts';
import {
  closeRound,
  code,
  codeDifferently,
  importInterview,
  makeAgreementStage,
  openBlindRound,
} from './agreement-stage.ts';
import { until } from './documents-support/condition.ts';
import { Client, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import { openLayer } from './redaction-stage.ts';
import { LATER } from './rounds-team.ts';

/* Candidates from the closed round and the decisions on: what is proposed and why, and what becomes of it. */

async function closedStage() {
  const stage = await makeAgreementStage(await startServer());
  const round = await openBlindRound(stage, [stage.transcript]);
  const coded = await codeDifferently(stage, round);
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  return { ...stage, round, coded };
}

type Asked = { readonly decide?: boolean; readonly all?: boolean };

/** Has candidates computed, and waits until they are. */
async function consolidate(
  { lead, project }: Pick<AgreementStage, 'lead' | 'project'>,
  { decide = false, ...more }: Asked = {},
): Promise<ConsolidationAnswer> {
  const { id } = await lead.get('consolidate', { project }, { decide, ...more });
  return consolidated(lead, project, id);
}

async function consolidated(lead: Client, project: string, id: string) {
  let answer = await lead.get('readConsolidation', { project });
  await until('candidates are computed', async () => {
    answer = await lead.get('readConsolidation', { project });
    return answer.job?.id === id && answer.job.state !== 'running';
  });
  return answer;
}

function only({ candidates }: ConsolidationAnswer): CandidateAnswer {
  const [first] = candidates;
  if (first === undefined) throw new Error('there is no candidate');
  return first;
}

/** Role, and the words that are agreed or were inferred; null: not decided. */
function told({ parts }: CandidateAnswer) {
  return parts.map((part) => [
    part.role,
    part.kind === 'inferred'
      ? part.words
      : part.decision && part.quotes.map(({ words }) => words).join(' | '),
  ]);
}

/** What the lead decides of the place with this span. */
async function decide(
  { lead, transcript }: Pick<AgreementStage, 'lead' | 'transcript'>,
  span: string,
  outcome: (place: AdjudicationAnswer['groups'][number]) => Outcome,
): Promise<string> {
  const shown = await lead.get('readAdjudication', { transcript });
  const place = shown.groups.find(({ spans }) => spans.includes(span));
  if (place === undefined) throw new Error('no such place');
  const before = shown.decisions.find((each) => each.place === placeOf(place));
  const body = {
    text: shown.transcript.result?.text,
    spans: place.spans,
    outcome: outcome(place),
    why: '',
  };
  if (before === undefined) return (await lead.get('decide', { transcript }, body)).id;
  const { id: decision, version } = before;
  return (await lead.get('changeDecision', { transcript, decision }, { ...body, version })).id;
}

const ALONE = 'There was nobody on the whole estate to talk to.';

test('sketches are proposed with what the strategy agrees of their places', async () => {
  const stage = await closedStage();
  const { reviewer, project, transcript, ben, cleo, coded, round } = stage;
  const before = await reviewer.get('readConsolidation', { project });
  expect(before).toMatchObject({ job: null, candidates: [], stale: [], fresh: [transcript] });
  expect(before.hidden).toBe(0);

  const answer = await consolidate(stage, { decide: true });
  expect(answer.job).toMatchObject({
    state: 'done',
    done: 1,
    total: 1,
    by: stage.lead.member,
    strategy: 'majority',
    // Of five places one coder alone marked the last.
    decided: 4,
    leftOpen: 1,
  });
  expect(answer).toMatchObject({ stale: [], fresh: [], hidden: 0 });
  expect(answer.methods).not.toBe('');
  expect(answer.candidates).toHaveLength(1);
  const candidate = only(answer);
  expect(candidate).toMatchObject({
    transcript,
    round,
    from: 'sketches',
    support: 2,
    state: 'open',
    cmoc: null,
    outdated: false,
    bearings: [],
    elsewhere: [],
  });
  expect(told(candidate)).toEqual([
    ['C', ALONE],
    ['C', 'so I felt it was meant for me'],
    ['M', 'so I felt it was meant for me'],
    ['O', 'I went and kept going'],
  ]);
  expect(candidate.parts.map((part) => part.kind === 'quoted' && part.contested)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(candidate.why).toEqual({
    kind: 'sketches',
    coders: expect.arrayContaining([
      { member: ben.member, sketches: 1 },
      { member: cleo.member, sketches: 1 },
    ]),
    sharedPlaces: 3,
    places: 3,
    byHand: false,
  });
  expect(candidate.restatements).toContainEqual({ member: cleo.member, text: 'Alone, they went' });
  expect(candidate.sketches.map(({ sketch }) => sketch).sort()).toEqual(
    [...coded.ben.sketches, ...coded.cleo.sketches].sort(),
  );
});

test('a strategy of one coder leaves what others coded to be consolidated', async () => {
  const stage = await closedStage();
  const { lead, project, transcript, ben, cleo, dan } = stage;
  const other = await importInterview(lead, project, 'Interview 2');
  const round = await lead.get(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: '',
      transcripts: [other],
      coders: [cleo.member, dan.member],
      due: LATER,
      ownEarlier: false,
    },
  );
  const tied = [{ restatement: 'Told once', parts: [{ role: 'C', of: [0] }] }] as const;
  await code(cleo, other, round.id, [{ words: ALONE, role: 'C' }], tied);
  await code(dan, other, round.id, [{ words: 'I went and kept going', role: 'O' }]);
  await closeRound(stage, round.id, [cleo, dan]);
  const { method } = await lead.get('readProject', { project });
  await lead.get(
    'changeMethod',
    { project },
    { version: 0, settings: { ...method, strategy: `coder:${ben.member}` }, groups: [] },
  );

  const answer = await consolidate(stage, { decide: true });
  // Ben's five places, and of the other interview's two none.
  expect(answer.job).toMatchObject({ state: 'done', done: 2, decided: 5, leftOpen: 2 });
  expect([answer.stale, answer.fresh]).toEqual([[], []]);
  expect(answer.candidates.map((each) => [each.transcript, told(each)[0]])).toEqual([
    [transcript, ['C', ALONE]],
    [other, ['C', null]],
  ]);
});

test('what was not decided has no quote until it is', async () => {
  const stage = await closedStage();
  const { lead, project, coded, transcript } = stage;
  const answer = await consolidate(stage);
  expect(answer.job).toMatchObject({ strategy: null, decided: 0, leftOpen: 0 });
  expect(told(only(answer))).toEqual([
    ['C', null],
    ['C', null],
    ['M', null],
    ['O', null],
  ]);
  await decide(stage, String(coded.ben.spans[0]), () => ({
    kind: 'coder',
    span: String(coded.ben.spans[0]),
  }));
  // It shows at once, and that there is something new is told.
  const after = await lead.get('readConsolidation', { project });
  expect(told(only(after))[0]).toEqual(['C', ALONE]);
  expect(after.stale).toEqual([transcript]);
  expect((await consolidate(stage)).stale).toEqual([]);
});

test('a place of which nothing is kept leaves the candidate', async () => {
  const stage = await closedStage();
  const { lead, project, coded } = stage;
  await consolidate(stage, { decide: true });
  await decide(stage, String(coded.ben.spans[1]), () => ({ kind: 'none' }));
  const left = await lead.get('readConsolidation', { project });
  expect(told(only(left))).toEqual([
    ['C', ALONE],
    ['O', 'I went and kept going'],
  ]);
  for (const at of [0, 2]) {
    await decide(stage, String(coded.ben.spans[at]), () => ({ kind: 'none' }));
  }
  expect((await lead.get('readConsolidation', { project })).candidates).toEqual([]);
  await decide(stage, String(coded.ben.spans[0]), () => ({
    kind: 'union',
    role: 'C',
  }));
  expect(told(only(await lead.get('readConsolidation', { project })))).toEqual([['C', ALONE]]);
});

test('computing again leaves what did not move on, unless all is asked for', async () => {
  const stage = await closedStage();
  const first = await consolidate(stage, { decide: true });
  const again = await consolidate(stage);
  expect(again.job).toMatchObject({ total: 0, done: 0 });
  expect(again.candidates).toEqual(first.candidates);
  const all = await consolidate(stage, { all: true });
  expect(all.job).toMatchObject({ total: 1, done: 1 });
  expect(all.candidates).toEqual(first.candidates);
});

test('what a lead parted is proposed apart, and an accepted one is outdated', async () => {
  const stage = await closedStage();
  const { lead, project, transcript, coded } = stage;
  const candidate = only(await consolidate(stage, { decide: true }));
  await lead.get(
    'acceptCandidate',
    { project, candidate: candidate.id },
    { version: candidate.version, into: null },
  );
  await lead.get(
    'tieSketches',
    { transcript },
    { kind: 'part', sketches: [coded.cleo.sketches[0]], why: 'Another story' },
  );
  const between = await lead.get('readConsolidation', { project });
  expect(between.stale).toEqual([transcript]);
  const { candidates } = await consolidate(stage);
  expect(candidates.map(({ state, outdated, support }) => [state, outdated, support])).toEqual([
    ['open', false, 1],
    ['open', false, 1],
    ['accepted', true, 2],
  ]);
  expect(candidates[2]?.id).toBe(candidate.id);
  expect(candidates[0]?.why).toMatchObject({ byHand: true });
});

test('a candidate is set aside with why, and opened again', async () => {
  const stage = await closedStage();
  const { lead, reviewer, project } = stage;
  const { id: candidate, version } = only(await consolidate(stage));
  const change = { version, state: 'set-aside', why: 'Too thin' };
  const refused = await reviewer.call('changeCandidate', { project, candidate }, change);
  expect(refused.error.code).toBe('rules/not-allowed');
  const aside = await lead.get('changeCandidate', { project, candidate }, change);
  expect(aside).toMatchObject({
    state: 'set-aside',
    settled: { by: lead.member, why: 'Too thin' },
  });
  const stale = await lead.call('changeCandidate', { project, candidate }, change);
  expect(stale.error.code).toBe('request/stale');
  // What was said of it stays when it is computed again.
  expect(only(await consolidate(stage, { all: true }))).toMatchObject({ state: 'set-aside' });
  const open = await lead.get(
    'changeCandidate',
    { project, candidate },
    { version: aside.version, state: 'open', why: '' },
  );
  expect(open).toMatchObject({ state: 'open', settled: null });
});

test('an accepted candidate is a draft with its quotes, once', async () => {
  const stage = await closedStage();
  const { lead, project, transcript } = stage;
  const { id: candidate, version } = only(await consolidate(stage, { decide: true }));
  const accepted = await lead.get(
    'acceptCandidate',
    { project, candidate },
    { version, into: null },
  );
  expect(accepted.candidate).toMatchObject({ state: 'accepted', cmoc: accepted.cmoc });
  const cmoc = await lead.get('readCmoc', { project, cmoc: accepted.cmoc });
  expect(cmoc).toMatchObject({ number: 1, state: 'draft', candidates: [candidate] });
  expect(cmoc.content.sentence).toEqual([
    { text: 'When nobody is there, people go because it was meant for them', role: null },
  ]);
  expect(cmoc.content.parts.map(({ role, text }) => [role, text])).toEqual([
    ['C', ''],
    ['C', ''],
    ['M', ''],
    ['O', ''],
  ]);
  const words = new Map(cmoc.quotes.map((quote) => [quote.span, quote.words]));
  expect(cmoc.content.evidence.map(({ quote, role }) => [role, words.get(quote.span)])).toEqual([
    ['C', ALONE],
    ['C', 'so I felt it was meant for me'],
    ['M', 'so I felt it was meant for me'],
    ['O', 'I went and kept going'],
  ]);
  expect(cmoc.content.evidence.every(({ quote }) => quote.transcript === transcript)).toBe(true);

  const version2 = accepted.candidate.version;
  const twice = await lead.call(
    'acceptCandidate',
    { project, candidate },
    { version: version2, into: null },
  );
  expect(twice.error.code).toBe('candidates/accepted');
  const changed = await lead.call(
    'changeCandidate',
    { project, candidate },
    { version: version2, state: 'open', why: '' },
  );
  expect(changed.error.code).toBe('candidates/accepted');
});

test('a candidate can go into a CMOC that is there', async () => {
  const stage = await closedStage();
  const { lead, project } = stage;
  const { id: candidate, version } = only(await consolidate(stage, { decide: true }));
  const made = await lead.get('createCmoc', { project }, { title: 'Meant for me', group: null });
  const unknown = await lead.call(
    'acceptCandidate',
    { project, candidate },
    { version, into: crypto.randomUUID() },
  );
  expect(unknown.error.code).toBe('rules/unknown');
  const { cmoc } = await lead.get(
    'acceptCandidate',
    { project, candidate },
    { version, into: made.id },
  );
  expect(cmoc).toBe(made.id);
  const { content } = await lead.get('readCmoc', { project, cmoc });
  expect(content).toMatchObject({ title: 'Meant for me', sentence: [] });
  expect(content.evidence).toHaveLength(4);
});

test('without an agreed quote nothing becomes of a candidate', async () => {
  const stage = await closedStage();
  const { lead, project } = stage;
  const { id: candidate, version } = only(await consolidate(stage));
  const refused = await lead.call(
    'acceptCandidate',
    { project, candidate },
    { version, into: null },
  );
  expect(refused.error.code).toBe('candidates/undecided');
  expect((await lead.get('listCmocs', { project })).cmocs).toEqual([]);
});

test('what is inferred is no quote: a place has to be decided first', async () => {
  const stage = await makeAgreementStage(await startServer());
  const { lead, ben, cleo, project, transcript } = stage;
  const round = await openBlindRound(stage, [transcript]);
  const tied = [
    {
      restatement: '',
      parts: [
        { role: 'C', of: [0] },
        { role: 'M', of: 'somebody waits for them' },
      ],
    },
    { restatement: '', parts: [{ role: 'M', of: 'nobody said a word of it' }] },
  ] as const;
  const coded = await code(ben, transcript, round, [{ words: ALONE, role: 'C' }], tied);
  await code(cleo, transcript, round, [{ words: ALONE, role: 'C' }]);
  await closeRound(stage, round, [ben, cleo, stage.dan]);
  const { candidates } = await consolidate(stage);
  const ofSketch = (at: number) => {
    const found = candidates.find(({ sketches }) => sketches[0]?.sketch === coded.sketches[at]);
    if (found === undefined) throw new Error('a sketch without a candidate');
    return {
      params: { project, candidate: found.id },
      body: { version: found.version, into: null },
    };
  };
  const { params, body } = ofSketch(0);
  const refused = await lead.call('acceptCandidate', params, body);
  expect(refused.error.code).toBe('candidates/undecided');
  await decide(stage, String(coded.spans[0]), () => ({ kind: 'none' }));
  const nothing = await lead.call('acceptCandidate', params, body);
  expect(nothing.error.code).toBe('candidates/nothing-left');
  await decide(stage, String(coded.spans[0]), () => ({ kind: 'union', role: 'C' }));
  const { cmoc } = await lead.get('acceptCandidate', params, body);
  const { content } = await lead.get('readCmoc', { project, cmoc });
  expect([content.parts.length, content.evidence.length]).toEqual([2, 1]);
  // Where nothing is quoted there is nothing to wait for.
  const whole = ofSketch(1);
  await lead.get('acceptCandidate', whole.params, whole.body);
});

test('nothing is accepted while a text of its quotes is redacted', async () => {
  const stage = await closedStage();
  const { server, lead, project, transcript } = stage;
  const other = await importInterview(lead, project, 'Interview 2');
  const { id } = only(await consolidate(stage, { decide: true }));
  await server.close();
  const { context, close } = await openFolder(server.folder);
  const { tables } = context;
  const there = async <Found>(found: Promise<Found | null>): Promise<Found> => {
    const row = await found;
    if (row === null) throw new Error('a record is gone');
    return row;
  };
  const me = {
    project: await there(tables.projects.get(project)),
    member: await there(tables.members.get(lead.member)),
  };
  const asked = await there(tables.candidates.get(id));
  const counted = Promise.withResolvers<void>();
  const redactions = Object.create(tables.redactions, {
    count: {
      value: async (...of: Parameters<typeof tables.redactions.count>) => {
        const count = await tables.redactions.count(...of);
        counted.resolve();
        return count;
      },
    },
  }) as typeof tables.redactions;
  const waiting = { ...context, tables: { ...tables, redactions } };
  // Asked for before, and carried out after, it would bring words back that went in between.
  const late = await context.locks(`comments/${transcript}`, async () => {
    const accepting = acceptCandidate(waiting, me, asked, { version: asked.version, into: null });
    const outcome = accepting.catch((error: unknown) => error);
    await counted.promise;
    await tables.redactions.insert(crypto.randomUUID(), {
      project,
      transcript,
      by: lead.member,
      at: new Date().toISOString(),
      places: 1,
      original: null,
    });
    return () => outcome;
  });
  expect(await late()).toMatchObject({ code: 'decisions/moved' });

  const text = await there(tables.transcripts.get(transcript));
  await tables.transcripts.update(text, { ...text.body, pending: 'redacting' });
  const refused = async (row: Row<CandidateBody>) => {
    const seen = { version: row.version, into: null };
    await expect(acceptCandidate(context, me, row, seen)).rejects.toMatchObject({
      code: 'transcripts/redacting',
    });
  };
  const here = await there(tables.candidates.get(id));
  await refused(here);
  const parts = [{ role: 'C', member: lead.member, words: 'somebody waits' }] as const;
  const elsewhere = [{ member: lead.member, role: 'M', transcript, round: '', span: id }] as const;
  const far = { ...here.body, parts, transcript: other, elsewhere };
  await refused(await tables.candidates.update(here, far));
  await close();
});

test('what a crash cut after a draft was made is not made twice', async () => {
  const stage = await closedStage();
  const { lead, project } = stage;
  const { id: candidate, version } = only(await consolidate(stage, { decide: true }));
  const { cmoc } = await lead.get(
    'acceptCandidate',
    { project, candidate },
    { version, into: null },
  );
  const again = await restarted(stage, async ({ tables }) => {
    const row = await tables.candidates.get(candidate);
    if (row === null) throw new Error('the candidate is gone');
    await tables.candidates.update(row, { ...row.body, state: 'open', cmoc: null, settled: null });
  });
  const open = only(await again.get('readConsolidation', { project }));
  expect(open.state).toBe('open');
  const accepted = await again.get(
    'acceptCandidate',
    { project, candidate },
    { version: open.version, into: null },
  );
  expect(accepted.cmoc).toBe(cmoc);
  expect((await again.get('listCmocs', { project })).cmocs).toHaveLength(1);
});

/** The lead at a server that was started anew, after something was done to the data. */
async function restarted(
  { server, lead }: Pick<AgreementStage, 'server' | 'lead'>,
  act: (context: Awaited<ReturnType<typeof openFolder>>['context']) => Promise<void>,
): Promise<Client> {
  await server.close();
  const open = await openFolder(server.folder);
  await act(open.context);
  await open.close();
  const next = await startServer({ dataFolder: server.folder });
  const client = new Client(next.address);
  client.cookie = lead.cookie;
  return client;
}

test('a job that is stopped keeps what it has done, and the next does the rest', async () => {
  const stage = await makeAgreementStage(await startServer());
  const { lead, project, transcript } = stage;
  const transcripts = [transcript];
  for (const title of ['Interview 2', 'Interview 3', 'Interview 4']) {
    transcripts.push(await importInterview(lead, project, title));
  }
  const round = await openBlindRound(stage, transcripts);
  await codeDifferently(stage, round);
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  const { id, total } = await lead.get('consolidate', { project }, { decide: true });
  expect(total).toBe(4);
  // Whoever asks meanwhile joins the one that runs.
  expect((await lead.get('consolidate', { project }, { decide: false })).id).toBe(id);
  const running = await lead.call('undoStrategy', { project, batch: id });
  await lead.get('stopConsolidation', { project });
  const stopped = await consolidated(lead, project, id);
  const done = stopped.job?.done ?? 0;
  expect(stopped.job).toMatchObject({ state: 'stopped', total: 4 });
  expect(running.error.code).toBe('consolidation/running');
  expect(stopped.fresh).toHaveLength(4 - done);
  const rest = await consolidate(stage);
  expect(rest.job).toMatchObject({ state: 'done', total: 4 - done, done: 4 - done });
  expect(rest.fresh).toEqual([]);
});

test('a job that a crash cut goes on at the next start', async () => {
  const stage = await closedStage();
  const { project, transcript } = stage;
  const first = await consolidate(stage, { decide: true });
  const run = first.job?.id ?? '';
  const lead = await restarted(stage, async ({ tables }) => {
    const job = await tables.consolidationJobs.get(project);
    if (job === null) throw new Error('the job is gone');
    // As it was before the candidates of its transcript were kept.
    await tables.consolidationJobs.update(job, { ...job.body, state: 'running', endedAt: null });
    await tables.consolidated.remove(transcript);
    for (const id of await tables.candidates.ids('project', project)) {
      await tables.candidates.remove(id);
    }
  });
  const answer = await consolidated(lead, project, run);
  expect(answer.job).toMatchObject({
    id: run,
    state: 'done',
    done: 1,
    total: 1,
    decided: 4,
    leftOpen: 1,
    startedAt: first.job?.startedAt,
  });
  expect(told(only(answer))).toEqual(told(only(first)));
});

test('what the strategy decided is undone together, but for what a lead decided since', async () => {
  const stage = await closedStage();
  const { lead, project, coded } = stage;
  const { job } = await consolidate(stage, { decide: true });
  const batch = job?.id ?? '';
  await decide(stage, String(coded.ben.spans[0]), () => ({
    kind: 'coder',
    span: String(coded.cleo.spans[0]),
  }));
  // Computing candidates again leaves what can be undone.
  const between = await consolidate(stage, { all: true });
  expect(between.job).toMatchObject({ strategy: null, decided: 0 });
  expect(between.byStrategy).toMatchObject({
    batch,
    strategy: 'majority',
    by: lead.member,
    places: 3,
  });
  const { id: second } = await lead.get('consolidate', { project }, { decide: true });
  expect((await consolidated(lead, project, second)).byStrategy?.batch).toBe(batch);
  const undone = await lead.get('undoStrategy', { project, batch });
  expect(undone).toEqual({ batch, decided: 3, left: 1 });
  const answer = await lead.get('readConsolidation', { project });
  expect(told(only(answer))).toEqual([
    ['C', ALONE],
    ['C', null],
    ['M', null],
    ['O', null],
  ]);
  expect(answer.job).toMatchObject({ decided: 0 });
  expect(answer.byStrategy).toBeNull();
  const unknown = await lead.call('undoStrategy', { project, batch: crypto.randomUUID() });
  expect(unknown.error.code).toBe('decisions/no-batch');
});

test('who codes a transcript blind is told nothing of its candidates', async () => {
  const stage = await closedStage();
  const { ben, dan, project, lead, transcript } = stage;
  await consolidate(stage, { decide: true });
  expect((await ben.get('readConsolidation', { project })).candidates).toHaveLength(1);
  const other = await importInterview(lead, project, 'Interview 2');
  await openBlindRound(stage, [transcript, other]);
  const blind = await ben.get('readConsolidation', { project });
  expect(blind).toMatchObject({
    job: null,
    byStrategy: null,
    candidates: [],
    stale: [],
    fresh: [],
    hidden: 1,
  });
  expect(JSON.stringify(blind)).not.toContain('estate');
  expect(
    (await dan.call('readProvenance', { transcript, span: crypto.randomUUID() })).error.code,
  ).toBe('rules/blind');
});

test('parts that lie on other transcripts come with what is agreed there', async () => {
  const stage = await makeAgreementStage(await startServer());
  const { lead, ben, cleo, project, transcript } = stage;
  const other = await importInterview(lead, project, 'Interview 2');
  const round = await openBlindRound(stage, [transcript, other]);
  const there = [{ words: 'My weeks have a shape again now.', role: 'O' }] as const;
  const far = await code(ben, other, round, there);
  await code(cleo, other, round, there);
  const here = [{ words: ALONE, role: 'C' }] as const;
  const near = await code(ben, transcript, round, here);
  await code(cleo, transcript, round, here);
  const { doc, raw } = await openLayer(ben, transcript, round);
  const before = Y.encodeStateVector(doc);
  addSketch(
    { doc, origin: null, now: () => '2026-03-01T09:00:00.000Z', newId: () => crypto.randomUUID() },
    {
      form: 'plain',
      restatement: '',
      parts: [
        { role: 'C', filledBy: quoted([ownSpan(near.spans[0] as SpanId)]) },
        { role: 'M', filledBy: { kind: 'inferred', words: 'somebody waits for them' } },
        {
          role: 'O',
          filledBy: quoted([
            { span: far.spans[0] as SpanId, elsewhere: { transcript: other, round } },
          ]),
        },
      ],
    },
  );
  raw.update(Y.encodeStateAsUpdate(doc, before));
  await until('it is on disk', () => raw.acknowledged.length > 0);
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);

  const answer = await consolidate(stage, { decide: true });
  const candidate = answer.candidates.find(({ from }) => from === 'sketches');
  if (candidate === undefined) throw new Error('there is no candidate');
  expect(told(candidate)).toEqual([
    ['C', ALONE],
    ['M', 'somebody waits for them'],
  ]);
  expect(candidate.elsewhere).toMatchObject([
    {
      member: ben.member,
      role: 'O',
      transcript: other,
      span: far.spans[0],
      quotes: [{ state: 'shown', words: 'My weeks have a shape again now.' }],
    },
  ]);
  const { cmoc } = await lead.get(
    'acceptCandidate',
    { project, candidate: candidate.id },
    { version: candidate.version, into: null },
  );
  const { content } = await lead.get('readCmoc', { project, cmoc });
  expect(content.sentence).toEqual([{ text: 'When … then … because …', role: null }]);
  expect(content.parts.map(({ role, text, inferred }) => [role, text, inferred])).toEqual([
    ['C', '', false],
    ['M', 'somebody waits for them', true],
    ['O', '', false],
  ]);
  expect(content.evidence.map(({ quote, role }) => [quote.transcript, role])).toEqual([
    [transcript, 'C'],
    [other, 'O'],
  ]);
  // Who codes the other one blind sees that part empty.
  await openBlindRound(stage, [other]);
  const blind = await ben.get('readConsolidation', { project });
  expect(blind.hidden).toBe(1);
  expect(blind.candidates.map(({ elsewhere }) => elsewhere)).toEqual([[]]);
});
