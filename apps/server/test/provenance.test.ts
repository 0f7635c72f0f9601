import type { AdjudicationAnswer, Outcome, ProvenanceAnswer } from '@triad/collab';
import { expect, test } from 'vitest';
import {
  closeRound,
  codeDifferently,
  makeAgreementStage,
  openBlindRound,
  TURNS,
} from './agreement-stage.ts';
import type { AgreementStage } from './agreement-stage.ts';
import { correct, wordsIn } from './corrections.ts';
import { until } from './documents-support/condition.ts';
import { startServer } from './http-harness.ts';
import { passageOf } from '../src/provenance/passage.ts';

/* The whole way of one quote: from any coder's span of it, or what is agreed, back and forward. */

async function closedStage() {
  const stage = await makeAgreementStage(await startServer());
  const round = await openBlindRound(stage, [stage.transcript]);
  const coded = await codeDifferently(stage, round);
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  const [ben, cleo, dan] = [coded.ben, coded.cleo, coded.dan].map(({ spans }) => spans.map(String));
  return { ...stage, round, coded, spans: { ben: ben ?? [], cleo: cleo ?? [], dan: dan ?? [] } };
}

async function decide(
  { lead, transcript }: Pick<AgreementStage, 'lead' | 'transcript'>,
  span: string,
  outcome: Outcome,
  why = '',
): Promise<AdjudicationAnswer['decisions'][number]> {
  const shown = await lead.get('readAdjudication', { transcript });
  const place = shown.groups.find(({ spans }) => spans.includes(span));
  const text = shown.transcript.result?.text;
  return lead.get('decide', { transcript }, { text, spans: place?.spans, outcome, why });
}

test('a passage says where its first and its last turn go on beyond it', () => {
  const said = 'word '.repeat(200).trim();
  const turns = [
    { startUtf16: 0, endUtf16: said.length + 1, speaker: 'a', startSeconds: null },
    {
      startUtf16: said.length + 1,
      endUtf16: 2 * said.length + 1,
      speaker: 'b',
      startSeconds: null,
    },
  ] as unknown as Parameters<typeof passageOf>[0]['turns'];
  const cutOf = (...hull: readonly [number, number]) =>
    passageOf({ text: `${said}\n${said}`, turns }, hull, String).isCut;
  expect(cutOf(500, 504)).toEqual([true, true]);
  expect(cutOf(0, 4)).toEqual([false, true]);
  expect(cutOf(2 * said.length - 3, 2 * said.length + 1)).toEqual([true, false]);
});

const MEANT = 'so I felt it was meant for me';

test('a place that nobody decided has each coder’s mark as it was', async () => {
  const { reviewer, transcript, spans, round, ben, cleo, dan, coded } = await closedStage();
  const way = await reviewer.get('readProvenance', { transcript, span: spans.cleo[1] ?? '' });
  const { coders } = (await reviewer.get('readTranscriptAgreement', { transcript })).transcript;
  expect(way).toMatchObject({
    transcript: { id: transcript, title: 'Interview 1' },
    round: { id: round, kind: 'blind' },
    missing: [],
    decision: null,
    agreed: [],
  });
  const byMember = new Map(way.spans.map((span) => [span.member, span]));
  expect(byMember.get(ben.member)).toMatchObject({
    id: spans.ben[1],
    role: 'M',
    unsure: false,
    quote: MEANT,
    markedAt: '2026-03-01T09:00:00.000Z',
    sha256: coders.find(({ member }) => member === ben.member)?.sha256,
    memos: ['Legitimacy?'],
    sketches: [{ id: coded.ben.sketches[0], member: ben.member }],
  });
  expect(byMember.get(cleo.member)).toMatchObject({ quote: 'it was meant for me' });
  expect(byMember.get(dan.member)).toMatchObject({ quote: MEANT, memos: [], sketches: [] });
  const { passage } = way;
  expect(passage?.text.slice(passage.hull[0] - passage.startUtf16).startsWith(MEANT)).toBe(true);
  expect(passage).toMatchObject({ speaker: '#1', startSeconds: 4 });
  expect(passage?.turns.map(({ speaker }) => speaker)).toContain('Interviewer');
  expect(passage?.turns[0]?.startUtf16).toBe(passage?.startUtf16);
  // Two of three did not mark the last place.
  const alone = await reviewer.get('readProvenance', { transcript, span: spans.ben[4] ?? '' });
  expect(alone.missing).toEqual([cleo.member, dan.member].sort());
  expect(alone.spans).toHaveLength(1);
});

test('every span of a place, and what is agreed of it, tell the same way', async () => {
  const stage = await closedStage();
  const { lead, ben, transcript, spans } = stage;
  const own = spans.ben[1] ?? '';
  const decision = await decide(stage, own, { kind: 'coder', span: own }, 'All of it');
  const agreed = decision.agreed[0]?.id ?? '';
  const way = await lead.get('readProvenance', { transcript, span: agreed });
  expect(way.decision).toMatchObject({
    id: decision.id,
    ruling: { number: 1, outcome: { kind: 'coder', span: own }, by: lead.member, why: 'All of it' },
    earlier: [],
    touched: [],
  });
  expect(way.agreed).toMatchObject([
    {
      span: agreed,
      state: 'shown',
      words: MEANT,
      coders: [ben.member],
      candidates: [],
      evidence: [],
    },
  ]);
  for (const span of [own, spans.cleo[1] ?? '', spans.dan[1] ?? '']) {
    expect(await ben.get('readProvenance', { transcript, span })).toEqual(way);
  }
});

test('earlier rulings and coders’ answers are told', async () => {
  const stage = await closedStage();
  const { lead, ben, transcript, spans } = stage;
  const own = spans.ben[1] ?? '';
  const { id: decision, version } = await decide(stage, own, { kind: 'none' }, 'Not a mechanism');
  await ben.get(
    'answerDecision',
    { transcript, decision },
    { ruling: 1, stance: 'differs', text: 'It is one' },
  );
  const { text, spans: place } = await placeNow(stage, own);
  await lead.get(
    'changeDecision',
    { transcript, decision },
    { version, text, spans: place, outcome: { kind: 'union', role: 'M' }, why: 'Ben is right' },
  );
  const way = await lead.get('readProvenance', { transcript, span: own });
  expect(way.decision).toMatchObject({
    ruling: { number: 2, why: 'Ben is right' },
    earlier: [{ number: 1, outcome: { kind: 'none' }, why: 'Not a mechanism' }],
    answers: [{ member: ben.member, ruling: 1, stance: 'differs', text: 'It is one' }],
  });
  expect(way.agreed).toHaveLength(1);
});

async function placeNow(
  { lead, transcript }: Pick<AgreementStage, 'lead' | 'transcript'>,
  span: string,
) {
  const shown = await lead.get('readAdjudication', { transcript });
  const place = shown.groups.find(({ spans }) => spans.includes(span));
  return { text: shown.transcript.result?.text, spans: place?.spans ?? [] };
}

test('a quote leads on to its candidate, its CMOC and what became of that', async () => {
  const stage = await closedStage();
  const { lead, dan, project, transcript, spans } = stage;
  const candidate = await proposed(stage);
  const { cmoc } = await lead.get(
    'acceptCandidate',
    { project, candidate: candidate.id },
    { version: candidate.version, into: null },
  );
  const evidence = await evidenceFrom(stage, spans.dan[1] ?? '');
  // It serves as a context and as a mechanism there.
  expect(evidence).toMatchObject([
    { cmoc, number: 1, title: '', state: 'draft', role: 'C', bearing: 'supports', versions: [] },
    { cmoc, number: 1, state: 'draft', role: 'M', inDraft: true, parents: [], children: [] },
  ]);
  const draft = await lead.get('readCmoc', { project, cmoc });
  await lead.get(
    'proposeCmoc',
    { project, cmoc },
    { version: draft.version, sha256: draft.draftSha256, note: '' },
  );
  expect(await evidenceFrom(stage, spans.dan[1] ?? '')).toMatchObject([
    { state: 'proposed', versions: [1], inDraft: true },
    { state: 'proposed', versions: [1], inDraft: true },
  ]);
  const { version, content } = await lead.get('readCmoc', { project, cmoc });
  const child = { title: 'One', group: null, parts: [], wording: null };
  const { lineages } = await lead.get(
    'divideCmoc',
    { project, cmoc },
    {
      version,
      children: [child, { ...child, title: 'Two' }],
      quotes: content.evidence.map(({ id }) => ({ parent: cmoc, evidence: id, children: [1] })),
      memo: 'Two stories',
    },
  );
  const [one = '', two = ''] = lineages[0]?.children ?? [];
  const after = await evidenceFrom(stage, spans.dan[1] ?? '');
  expect(after.filter((each) => each.cmoc === cmoc)).toMatchObject([
    { state: 'retired', versions: [1], children: [one, two], parents: [] },
    { state: 'retired', versions: [1], children: [one, two], parents: [] },
  ]);
  expect(after.filter((each) => each.cmoc === two)).toMatchObject([
    { title: 'Two', state: 'draft', versions: [], inDraft: true, parents: [cmoc] },
    { title: 'Two', state: 'draft', versions: [], inDraft: true, parents: [cmoc] },
  ]);
  expect(after.some((each) => each.cmoc === one)).toBe(false);
  const way = await dan.get('readProvenance', { transcript, span: spans.dan[1] ?? '' });
  expect(way.agreed[0]?.candidates).toEqual([{ id: candidate.id, state: 'accepted', cmoc }]);
});

/** The candidate of the sketches, once the strategy decided. */
async function proposed({ lead, project }: AgreementStage) {
  const { id } = await lead.get('consolidate', { project }, { decide: true });
  let answer = await lead.get('readConsolidation', { project });
  await until('candidates are computed', async () => {
    answer = await lead.get('readConsolidation', { project });
    return answer.job?.id === id && answer.job.state === 'done';
  });
  const [candidate] = answer.candidates;
  if (candidate === undefined) throw new Error('there is no candidate');
  return candidate;
}

async function evidenceFrom(
  { dan, transcript }: Pick<AgreementStage, 'dan' | 'transcript'>,
  span: string,
): Promise<ProvenanceAnswer['agreed'][number]['evidence']> {
  const { agreed } = await dan.get('readProvenance', { transcript, span });
  return agreed[0]?.evidence ?? [];
}

test('a mark whose words are gone still says what was marked', async () => {
  const stage = await closedStage();
  const { lead, transcript, spans, ben } = stage;
  const own = spans.ben[4] ?? '';
  const decision = await decide(stage, own, { kind: 'coder', span: own });
  await correct(lead, transcript, (doc) => {
    const text = wordsIn(doc, 3);
    const at = text.toString().indexOf('My weeks');
    text.delete(at, text.length - at);
  });
  const way = await lead.get('readProvenance', { transcript, span: own });
  expect(way.spans).toMatchObject([
    { id: own, member: ben.member, quote: 'My weeks have a shape again now.', range: null },
  ]);
  expect(way).toMatchObject({ passage: null, decision: { id: decision.id } });
  expect(way.agreed).toMatchObject([{ state: 'lost', words: '' }]);
});

test('a way is told to nobody who codes the transcript blind', async () => {
  const stage = await closedStage();
  const { ben, lead, transcript, spans } = stage;
  const span = spans.ben[0] ?? '';
  expect((await ben.call('readProvenance', { transcript, span })).status).toBe(200);
  const unknown = await lead.call('readProvenance', { transcript, span: crypto.randomUUID() });
  expect(unknown.error.code).toBe('rules/unknown');
  await openBlindRound(stage, [transcript]);
  expect((await ben.call('readProvenance', { transcript, span })).error.code).toBe('rules/blind');
});

test('evidence of an earlier round keeps its way when figures rest on another', async () => {
  const stage = await closedStage();
  const { lead, transcript, spans, round } = stage;
  const own = spans.ben[0] ?? '';
  const { agreed } = await decide(stage, own, { kind: 'coder', span: own });
  const second = await openBlindRound(stage, [transcript]);
  await closeRound(stage, second, [stage.ben, stage.cleo, stage.dan]);
  const shown = await lead.get('readTranscriptAgreement', { transcript });
  expect(shown.transcript.round).toBe(second);
  const way = await lead.get('readProvenance', { transcript, span: agreed[0]?.id ?? '' });
  expect(way.round.id).toBe(round);
  expect(way.spans.map(({ quote }) => quote)).toContain(TURNS[1].text.slice(0, 48));
  expect(way.agreed).toMatchObject([{ state: 'shown' }]);
});
