import { reportSpans, reportTable } from '@triad/agreement';
import type { Continuum, Table } from '@triad/agreement';
import type { AgreementAnswer, TranscriptAgreementAnswer } from '@triad/collab';
import { consolidate, readConsolidationInput } from '@triad/consolidation';
import { AGREEMENT_LIMITS } from '../src/agreement/agreement-threads.ts';
import { LIMITS } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  closeRound,
  code,
  codeDifferently,
  importInterview,
  makeAgreementStage,
  openBlindRound,
  roundVersion,
  settled,
  TURNS,
} from './agreement-stage.ts';
import { correct, wordsIn } from './corrections.ts';
import { until } from './documents-support/condition.ts';
import { startServer } from './http-harness.ts';
import { openLayer } from './redaction-stage.ts';

/* Agreement from the closing of a blind round on: what it says, on what it stands, and who is told. */

/** A stage on which three coders coded differently in a blind round that is closed. */
async function closedStage() {
  const stage = await makeAgreementStage(await startServer());
  const round = await openBlindRound(stage, [stage.transcript]);
  const coded = await codeDifferently(stage, round);
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  return { ...stage, round, coded };
}

function figure(answer: AgreementAnswer, name: string, role: string | null = null) {
  return answer.figures.find((each) => each.name === name && each.role === role);
}

test('nothing is told of a round while it is open, and everything when it is closed', async () => {
  const stage = await makeAgreementStage(await startServer());
  const { reviewer, ben, lead, project, transcript } = stage;
  const round = await openBlindRound(stage, [transcript]);
  await codeDifferently(stage, round);
  const before = await reviewer.get('readAgreement', { project });
  expect(before).toMatchObject({ transcripts: [], hidden: 0, figures: [], pairs: [], methods: '' });
  expect((await ben.call('readTranscriptAgreement', { transcript })).error.code).toBe(
    'rules/blind',
  );
  const early = await lead.call('readTranscriptAgreement', { transcript });
  expect(early.error.code).toBe('agreement/no-round');

  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  const answer = await settled(reviewer, project);
  expect(answer.places).toMatchObject({
    places: 5,
    differ: 4,
    kinds: { agree: 1, missed: 1, boundary: 1, role: 1, undecided: 1, unsure: 1, split: 0 },
    rolePairs: [{ a: 'C', b: 'M', places: 1 }],
    configurations: 1,
    sketches: { 'part-role': 1, 'part-missing': 0, bearing: 0, 'tied-otherwise': 0 },
  });
  expect(answer.leftOut).toMatchObject({ undecided: 1, unsure: 1, lost: 0 });
  expect(answer.roles).toContainEqual({ a: 'M', b: 'M', places: 4 });
  expect(answer.roles).toContainEqual({ a: 'O', b: null, places: 2 });
  expect(answer.methods).toContain('3 coders');
  expect(answer.job).toMatchObject({ state: 'done', done: 1, total: 1, by: null });
  // Coders may look at it, too.
  expect((await ben.get('readAgreement', { project })).places).toEqual(answer.places);
});

test('figures are pooled, named, and undefined for a reason', async () => {
  const { reviewer, project } = await closedStage();
  const answer = await settled(reviewer, project);
  // By hand, without the undecided one: Ben and Cleo share 2 of 5 and 4, Ben and Dan 3 of 5 and 3, Cleo and Dan 1 of 4 and 3.
  expect(figure(answer, 'spanF1Exact')?.value).toBeCloseTo((4 / 9 + 6 / 8 + 2 / 7) / 3, 12);
  // Nobody used an intervention.
  expect(answer.figures.some(({ role }) => role === 'I')).toBe(false);
  expect(figure(answer, 'cohenKappa')).toMatchObject({ value: null, reason: 'not-two-coders' });
  // Three columns; Dan has no sketch, so Ben and Cleo pair on each: they differ in one.
  expect(figure(answer, 'observedAgreement')?.value).toBeCloseTo(2 / 3, 12);
  expect(figure(answer, 'observedAgreement')).toMatchObject({ n: 3, coders: 3 });
  for (const each of answer.figures) {
    expect(each.value === null, each.name).toBe(each.reason !== null);
  }
  expect(answer.pairs).toHaveLength(3);
  // Of one transcript passages are drawn, and the methods say so.
  const f = figure(answer, 'spanF1Exact');
  expect(f?.interval?.[0]).toBeLessThanOrEqual(f?.value ?? 0);
  expect(f?.interval?.[1]).toBeGreaterThanOrEqual(f?.value ?? 1);
  expect(answer.methods).toContain("resamples of each transcript's passages");
});

test('a transcript is shown with its words, each place under an id that holds', async () => {
  const { reviewer, project, transcript, coded, round, ben } = await closedStage();
  await settled(reviewer, project);
  const view = await reviewer.get('readTranscriptAgreement', { transcript });
  expect(view.text).toBe(TURNS.map(({ text }) => text).join('\n'));
  expect(view.transcript).toMatchObject({ id: transcript, round, notDone: [] });
  const mark = view.spans.find(({ id }) => id === coded.ben.spans[1]);
  expect(mark).toMatchObject({
    member: ben.member,
    role: 'M',
    unsure: false,
    memos: ['Legitimacy?'],
  });
  expect(view.text.slice(mark?.startUtf16, mark?.endUtf16)).toBe('so I felt it was meant for me');
  const kinds = view.differences.map(({ kind }) => kind);
  expect(kinds).toEqual(['boundary', 'undecided', 'role', 'missed', 'part-role']);
  const least = [coded.ben.spans[1], coded.cleo.spans[1], coded.dan.spans[1]].sort()[0];
  expect(view.differences[0]?.id).toBe(`boundary.${least}`);
  expect(view.sketches.map(({ restatement }) => restatement).sort()).toEqual([
    'Alone, they went',
    'When nobody is there, people go because it was meant for them',
  ]);
});

test('who did not say that they were done is absent, unless the lead counts them', async () => {
  const stage = await makeAgreementStage(await startServer());
  const { lead, reviewer, project, dan } = stage;
  const round = await openBlindRound(stage, [stage.transcript]);
  await codeDifferently(stage, round);
  await closeRound(stage, round, [stage.ben, stage.cleo]);
  const without = await settled(reviewer, project);
  expect(without.transcripts[0]).toMatchObject({ notDone: [dan.member] });
  expect(without.transcripts[0]?.coders).toHaveLength(2);
  expect(figure(without, 'cohenKappa')?.reason).toBeNull();

  const settings = { ...without.settings, unfinished: true };
  const refused = await reviewer.call('changeAgreement', { project }, { version: 0, settings });
  expect(refused.error.code).toBe('rules/not-allowed');
  await lead.get('changeAgreement', { project }, { version: 0, settings });
  const stale = await lead.call('changeAgreement', { project }, { version: 0, settings });
  expect(stale.error.code).toBe('request/stale');
  const counted = await settled(reviewer, project);
  expect(counted.settingsVersion).toBe(1);
  expect(counted.transcripts[0]).toMatchObject({ notDone: [] });
  expect(counted.transcripts[0]?.coders).toHaveLength(3);
});

test('a result says that the text has moved on, and is worked out anew', async () => {
  const { lead, reviewer, project, transcript } = await closedStage();
  const first = await settled(reviewer, project);
  const stood = first.transcripts[0]?.result;
  await correct(lead, transcript, (doc) => {
    wordsIn(doc, 1).delete(0, 'There'.length);
    wordsIn(doc, 1).insert(0, 'Here');
  });
  const now = await settled(reviewer, project);
  expect(now.transcripts[0]?.result?.text).not.toBe(stood?.text);
  // A corrected word takes no mark of a closed round away.
  expect(now.places).toEqual(first.places);
  expect(now.leftOut).toMatchObject({ lost: 0, corrected: 3 });
  expect(now.methods).toContain('Words of 3 marks were corrected since');

  const sentence = 'Here was nobody on the whole estate to talk to.';
  await correct(lead, transcript, (doc) => wordsIn(doc, 1).delete(0, sentence.length));
  const gone = await settled(reviewer, project);
  // Three spans lost their words; they are told, and count in nothing.
  expect(gone.leftOut).toMatchObject({ lost: 3, corrected: 0 });
  expect(gone.places.places).toBe(4);
});

test('what came after the reveal counts only where the lead says so', async () => {
  const { lead, reviewer, ben, project, transcript, round } = await closedStage();
  const before = await settled(reviewer, project);
  const version = await roundVersion(lead, project, round);
  const again = { member: ben.member, reason: 'The end was overlooked' };
  await lead.get('reopenRound', { project, round }, { version, ...again });
  await code(ben, transcript, round, [{ words: 'She rang before every session.', role: 'C' }]);
  await lead.get(
    'closeAgain',
    { project, round },
    { version: await roundVersion(lead, project, round), member: ben.member },
  );
  const still = await settled(reviewer, project);
  expect(still.places).toEqual(before.places);
  const own = (answer: AgreementAnswer) =>
    answer.transcripts[0]?.coders.find(({ member }) => member === ben.member);
  expect(own(still)).toMatchObject({ laterWork: true, late: false });
  const settings = { ...still.settings, late: true };
  await lead.get('changeAgreement', { project }, { version: 0, settings });
  const counted = await settled(reviewer, project);
  expect(counted.places.places).toBe(before.places.places + 1);
  expect(own(counted)).toMatchObject({ laterWork: false, late: true });
});

test('of what a member codes blind nothing is told, and of the rest everything', async () => {
  const stage = await closedStage();
  const { lead, ben, reviewer, project, transcript } = stage;
  const second = await importInterview(lead, project, 'Interview 2');
  const other = await openBlindRound(stage, [second]);
  await code(ben, second, other, [{ words: 'She rang before every session.', role: 'C' }]);
  await closeRound(stage, other, [stage.ben, stage.cleo]);
  const all = await settled(reviewer, project);
  expect(all.transcripts.map(({ id }) => id)).toEqual([transcript, second]);
  await openBlindRound(stage, [transcript]);
  const known = await ben.get('readAgreement', { project });
  expect(known).toMatchObject({ hidden: 1, job: null, places: { places: 1 } });
  expect(known.transcripts.map(({ id }) => id)).toEqual([second]);
  const asked = await ben.call('readAgreement', { project });
  expect(asked.status).toBe(200);
  // Those asked for by name are no way around it.
  const byName = await fetch(
    `${ben.address}/api/projects/${project}/agreement?transcripts=${transcript}`,
    { headers: { cookie: ben.cookie ?? '' } },
  );
  expect(((await byName.json()) as AgreementAnswer).transcripts).toEqual([]);
  expect((await ben.call('readTranscriptAgreement', { transcript })).error.code).toBe(
    'rules/blind',
  );
});

test('a flag is set, settled by a lead and taken back by who set it', async () => {
  const { lead, reviewer, ben, transcript, project, coded } = await closedStage();
  await settled(reviewer, project);
  const place = { kind: 'spans', span: coded.ben.spans[1] };
  const flag = await reviewer.get('createFlag', { transcript }, { place, note: 'C or M?' });
  const flagged = async (reader: typeof lead): Promise<TranscriptAgreementAnswer['flags']> =>
    (await reader.get('readTranscriptAgreement', { transcript })).flags;
  expect(await flagged(lead)).toEqual([flag]);
  expect((await settled(lead, project)).transcripts[0]?.result?.flags).toBe(1);
  const long = await reviewer.call(
    'createFlag',
    { transcript },
    { place, note: 'x'.repeat(LIMITS.flagNoteUtf16 + 1) },
  );
  expect(long.error.code).toBe('request/invalid');
  const params = { transcript, flag: flag.id };
  const settle = { version: flag.version, settled: true };
  expect((await ben.call('settleFlag', params, settle)).error.code).toBe('rules/not-allowed');
  const over = await lead.get('settleFlag', params, settle);
  expect(over.settledBy).toBe(lead.member);
  expect((await settled(lead, project)).transcripts[0]?.result?.flags).toBe(0);
  expect((await lead.call('settleFlag', params, settle)).error.code).toBe('request/stale');
  expect((await ben.call('removeFlag', params)).error.code).toBe('rules/not-allowed');
  await reviewer.get('removeFlag', params);
  expect(await flagged(lead)).toEqual([]);
});

test('the job is stopped, and goes on where it was', async () => {
  const stage = await makeAgreementStage(await startServer());
  const { lead, reviewer, project } = stage;
  const transcripts = [stage.transcript];
  for (let each = 2; each <= 12; each += 1) {
    transcripts.push(await importInterview(lead, project, `Interview ${each}`));
  }
  const round = await openBlindRound(stage, transcripts);
  await codeDifferently(stage, round);
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  const begun = await reviewer.get('workOutAgreement', { project });
  expect(begun).toMatchObject({ state: 'running', total: 12, by: reviewer.member });
  await reviewer.get('stopAgreement', { project });
  const stopped = (await reviewer.get('readAgreement', { project })).job;
  expect(stopped?.state).toBe('stopped');
  expect(stopped?.done).toBeLessThan(12);
  const again = await reviewer.get('workOutAgreement', { project });
  expect(again.total).toBe(12 - (stopped?.done ?? 0));
  const answer = await settled(reviewer, project);
  expect(answer.job).toMatchObject({ state: 'done', done: again.total });
});

test('a job that a stop of the server cut goes on by itself', async () => {
  const server = await startServer();
  const stage = await makeAgreementStage(server);
  const { lead, project } = stage;
  const transcripts = [stage.transcript];
  for (let each = 2; each <= 6; each += 1) {
    transcripts.push(await importInterview(lead, project, `Interview ${each}`));
  }
  const round = await openBlindRound(stage, transcripts);
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  await lead.get('workOutAgreement', { project });
  await server.close();
  const next = await startServer({ dataFolder: server.folder });
  const moved = Object.assign(stage.reviewer, { address: next.address });
  const answer = await settled(moved, project);
  expect(answer.job?.state).toBe('done');
  expect(answer.transcripts.every(({ result }) => result !== null)).toBe(true);
});

test('a redaction and a removal take what was worked out along', async () => {
  const { server, lead, reviewer, project, transcript } = await closedStage();
  await settled(reviewer, project);
  const words = 'There was nobody on the whole estate to talk to.';
  await lead.get(
    'redact',
    { transcript },
    { words, startUtf16: undefined, endUtf16: undefined, all: true, replacement: '[place]' },
  );
  const after = await settled(reviewer, project);
  expect(after.places.places).toBe(5);
  await lead.get('removeTranscript', { transcript });
  expect((await reviewer.get('readAgreement', { project })).transcripts).toEqual([]);
  await until('nothing of it is left', async () => {
    const { default: sqlite } = await import('node:sqlite');
    const database = new sqlite.DatabaseSync(`${server.folder}/triad.sqlite`, { readOnly: true });
    const left = database
      .prepare("select count(*) as n from records where collection in ('comparisons', 'flags')")
      .get() as { readonly n: number };
    database.close();
    return left.n === 0;
  });
});

test('figures and the tables behind them are exported, without a word of the text', async () => {
  const { reviewer, project, transcript } = await closedStage();
  const answer = await settled(reviewer, project);
  const as = (format: string) =>
    fetch(
      `${reviewer.address}/api/projects/${project}/agreement/export?as=${format}&transcripts=${transcript}`,
      { headers: { cookie: reviewer.cookie ?? '' } },
    );
  const json = (await (await as('json')).json()) as {
    readonly figures: readonly unknown[];
    readonly transcripts: readonly {
      readonly agreement: Continuum;
      readonly consolidation: unknown;
      readonly table: { readonly table: Table };
    }[];
  };
  expect(json.figures).toEqual(answer.figures);
  const [own] = json.transcripts;
  if (own === undefined) throw new Error('nothing was exported');
  // What the command line makes of it is what the page shows.
  const again = reportSpans(own.agreement) as unknown as {
    readonly spanF1: { readonly mean: object };
  };
  expect(again.spanF1.mean).toMatchObject({ exact: figure(answer, 'spanF1Exact')?.value });
  expect(reportTable(own.table.table)).toMatchObject({
    alphaNominal: figure(answer, 'alphaNominal')?.value,
  });
  const found = consolidate(readConsolidationInput(own.consolidation));
  expect(found.groups).toHaveLength(answer.places.places);

  const workbook = await as('xlsx');
  expect(workbook.headers.get('content-disposition')).toMatch(/agreement .*\.xlsx/);
  const archive = Buffer.from(await (await as('csv')).arrayBuffer());
  for (const bytes of [Buffer.from(await workbook.arrayBuffer()), archive]) {
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
  }
  expect(archive.includes('Figures.csv')).toBe(true);
  expect(JSON.stringify(json)).not.toContain('meant for me');
  expect((await as('pdf')).status).toBe(400);
});

test('a transcript with more than can be compared says so, and the others are all the same', async () => {
  const stage = await makeAgreementStage(await startServer());
  const { lead, ben, reviewer, project, transcript } = stage;
  const other = await importInterview(lead, project, 'Interview 2');
  const round = await openBlindRound(stage, [transcript, other]);
  // Entries that read as nothing count too: they would have to be read first.
  const { doc, raw } = await openLayer(ben, transcript, round);
  const before = Y.encodeStateVector(doc);
  doc.transact(() => {
    const spans = doc.getArray('spans');
    const many = AGREEMENT_LIMITS.agreementSpans + 1;
    spans.push(Array.from({ length: many }, (_, at) => ({ id: String(at) })));
  });
  raw.update(Y.encodeStateAsUpdate(doc, before));
  await until('it is on disk', () => raw.acknowledged.length > 0 || raw.ended !== null);
  expect(raw.ended).toBeNull();
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  const { transcripts } = await settled(reviewer, project);
  expect(transcripts[0]?.failed).toContain('50,000');
  expect(transcripts[1]?.result).not.toBeNull();
  const view = await reviewer.call('readTranscriptAgreement', { transcript });
  expect(view.error.code).toBe('agreement/too-many-spans');
});
// agreementBytes is met in the same way: both are counted of the copies.

test('each setting changes what it says, and the methods text says each', async () => {
  const stage = await makeAgreementStage(await startServer());
  const { lead, ben, cleo, reviewer, project, transcript } = stage;
  const round = await openBlindRound(stage, [transcript]);
  // One lies in a question, one reaches from an answer over a question into the next.
  const question = 'did you trust the link worker';
  await code(ben, transcript, round, [
    { words: question, role: 'C' },
    { words: 'kept going.\nAnd did you trust the link worker?\nShe rang', role: 'M' },
  ]);
  await code(cleo, transcript, round, [{ words: 'kept going', role: 'M' }]);
  await closeRound(stage, round, [ben, cleo]);
  const all = await settled(reviewer, project);
  expect(all.methods).toContain('Figures are of all turns.');
  expect(figure(all, 'gamma')).toBeUndefined();
  expect(figure(all, 'spanF1Exact')).toMatchObject({ n: 3 });

  let version = 0;
  const change = async (news: Partial<AgreementAnswer['settings']>): Promise<AgreementAnswer> => {
    const settings = { ...all.settings, ...news };
    await lead.get('changeAgreement', { project }, { version, settings });
    version += 1;
    return settled(reviewer, project);
  };
  const answers = await change({ turns: 'participants' });
  expect(answers.methods).toContain(
    "Figures are of participants' turns alone. 1 mark lies in other turns",
  );
  expect(answers.leftOut.otherTurns).toBe(1);
  expect(figure(answers, 'spanF1Exact')).toMatchObject({ n: 2 });
  // Places are shown all the same.
  expect(answers.places.places).toBe(all.places.places);

  const drawn = await change({ gamma: true });
  expect(drawn.methods).toContain('Gamma (Mathet, Widlöcher & Métivier 2015)');
  expect(figure(drawn, 'gamma')?.value).toBeLessThan(1);
  const plain = await change({ intervals: false });
  expect(plain.methods).toContain('No intervals were drawn.');
  expect(plain.figures.every(({ interval }) => interval === null)).toBe(true);
  const none = await change({ coefficients: false });
  expect(none.methods).toContain('No coefficients were reported.');
  expect([none.figures, none.pairs]).toEqual([[], []]);
});
