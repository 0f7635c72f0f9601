import type {
  AdjudicationAnswer,
  CandidateAnswer,
  CmocAnswer,
  CmocSummary,
  LineageAnswer,
  QuoteAnswer,
} from '@triad/collab';
import { cmocFields, partTextKey, placeOf, readCmoc, writeCmoc } from '@triad/collab';
import type {
  CmocContent,
  CmocPart,
  CmocPartId,
  Evidence,
  EvidenceId,
  MarkRole,
} from '@triad/realist';
import { canonicalJson, missingMarks, sentenceText } from '@triad/realist';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { until } from '../apps/server/test/documents-support/condition.ts';
import {
  importForm,
  invite,
  newProject,
  setUp,
  shortInterview,
  startServer,
} from '../apps/server/test/http-harness.ts';
import type { Client } from '../apps/server/test/http-harness.ts';
import { LATER } from '../apps/server/test/rounds-team.ts';
import type { Coder, Marked } from './paper/code-excerpts.ts';
import { codeExcerpts, writeDocument } from './paper/code-excerpts.ts';
import { FIRST, SECOND } from './paper/codings.ts';
import type { Study, StudyCmoc } from './paper/the-study.ts';
import { markedSentence, readStudy } from './paper/the-study.ts';

/*
 * The published study, from the excerpts to its twelve configurations under five outcomes, each signed by
 * the whole team: through the HTTP API, and the documents that coders and leads write.
 */

test('the study comes out of two codings as it was published', async (context) => {
  const study = readStudy(context);
  countAsPublished(study);
  const team = await gather(study);
  const marked = await codeBlind(team, study);
  await adjudicate(team, study, marked);
  const drafts = await consolidate(team, study);
  await divideAndCombine(team, study, drafts);
  const cmocs = await write(team, study);
  await sign(team, cmocs);
  await compare(team, study);
}, 120_000);

/** What is compared is all of it. */
function countAsPublished({ cmocs, groups, quotes, excerpts }: Study): void {
  expect([cmocs.length, groups.length, quotes.size, excerpts.size]).toEqual([12, 5, 22, 10]);
  const caveats = [...quotes.values()].filter(({ bearing }) => bearing === 'caveat');
  expect(caveats).toHaveLength(3);
  const unmarked = cmocs.filter(({ marks }) => Object.values(marks).includes(null));
  expect(unmarked.map(({ number, marks }) => [number, marks.M])).toEqual([[11, null]]);
}

type Team = {
  readonly project: string;
  readonly lead: Coder;
  readonly second: Coder;
  readonly others: readonly Coder[];
  /** By participant. */
  readonly transcripts: ReadonlyMap<string, string>;
  /** Outcome group ids by title. */
  readonly groups: ReadonlyMap<string, string>;
};

async function gather(study: Study): Promise<Team> {
  const account = await setUp(await startServer(), 'Ana');
  const { id: project, me } = await newProject(account, 'Youth peer support');
  const lead: Coder = Object.assign(account, { member: me });
  const second = await invite(lead, project, ['coder'], 'Ben');
  const others = [
    await invite(lead, project, ['reviewer'], 'Rea'),
    await invite(lead, project, ['observer'], 'Olu'),
  ];
  const transcripts = new Map<string, string>();
  for (const [pseudonym, turns] of study.excerpts) {
    const body = { pseudonym, description: '' };
    const { id: participant } = await lead.get('createParticipant', { project }, body);
    const { id } = await lead.get(
      'importTranscript',
      { project },
      importForm(
        shortInterview({
          title: `Participant ${pseudonym}`,
          fileName: `${pseudonym}.txt`,
          speakers: [
            { key: 's1', name: 'INTERVIEWER', kind: 'interviewer', participant: null },
            { key: 's2', name: pseudonym, kind: 'participant', participant },
          ],
          turns: turns.map(({ speaker, text }) => ({
            speaker: speaker === pseudonym ? 's2' : 's1',
            start: null,
            end: null,
            text,
          })),
        }),
      ),
    );
    transcripts.set(pseudonym, id);
  }
  const groups = study.groups.map((title) => ({ id: crypto.randomUUID(), title }));
  const { settings, methodVersion } = await lead.get('listCmocs', { project });
  await lead.get(
    'changeMethod',
    { project },
    { version: methodVersion, settings: { ...settings, quorum: { kind: 'all' } }, groups },
  );
  return {
    project,
    lead,
    second,
    others,
    transcripts,
    groups: new Map(groups.map(({ id, title }) => [title, id])),
  };
}

async function codeBlind(
  { project, lead, second, transcripts }: Team,
  study: Study,
): Promise<{ readonly first: Marked; readonly second: Marked }> {
  const coders = [lead, second];
  const { id: round } = await lead.get(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: '',
      transcripts: [...transcripts.values()],
      coders: coders.map(({ member }) => member),
      due: LATER,
      ownEarlier: false,
    },
  );
  const where = { round, transcripts };
  const marked = {
    first: await codeExcerpts(lead, study, FIRST, where),
    second: await codeExcerpts(second, study, SECOND, where),
  };
  for (const coder of coders) {
    await coder.get('setRoundDone', { project, round }, { done: true });
  }
  const { rounds } = await lead.get('readProject', { project });
  const version = rounds.find(({ id }) => id === round)?.version;
  await lead.get('closeRound', { project, round }, { version, transcripts: null });
  return marked;
}

/** The lead takes the whole of what was cut, and the first coder's reading where they differ. */
async function adjudicate(
  { lead, transcripts }: Team,
  study: Study,
  { first }: { readonly first: Marked },
): Promise<void> {
  const kinds = { boundary: 0, role: 0 };
  for (const [participant, transcript] of transcripts) {
    const answer = await lead.get('readAdjudication', { transcript });
    for (const group of answer.groups) {
      const quote = [...study.quotes.values()].find(
        ({ name, participant: whose }) =>
          whose === participant && group.spans.includes(first.get(name) ?? ''),
      );
      if (quote === undefined) throw new Error('a place without a quote of the study');
      if (group.kinds.includes('agree')) continue;
      if (group.kinds.includes('boundary')) kinds.boundary += 1;
      if (group.kinds.includes('role')) kinds.role += 1;
      const role = FIRST.roles[quote.name];
      const outcome = group.kinds.includes('role')
        ? { kind: 'coder', span: first.get(quote.name) }
        : { kind: 'union', role };
      const decision = await lead.get(
        'decide',
        { transcript },
        { text: textOf(answer), spans: group.spans, outcome, why: 'The whole clause is needed.' },
      );
      expect(decision.place).toBe(placeOf(group));
      expect(decision.agreed.map((agreed) => agreed.role)).toEqual([role]);
    }
  }
  expect(kinds.boundary).toBeGreaterThanOrEqual(6);
  expect(kinds.role).toBeGreaterThanOrEqual(3);
}

function textOf({ transcript }: AdjudicationAnswer): string {
  const text = transcript.result?.text;
  if (text === undefined) throw new Error('nothing was worked out');
  return text;
}

/** By the name of the sketch in the codings, the draft that its candidate became. */
async function consolidate(
  { project, lead }: Team,
  study: Study,
): Promise<ReadonlyMap<string, string>> {
  await lead.get('consolidate', { project }, { decide: true });
  let answer = await lead.get('readConsolidation', { project });
  await until('candidates are computed', async () => {
    answer = await lead.get('readConsolidation', { project });
    return answer.job?.state === 'done';
  });
  // What both marked alike the strategy decided.
  expect(answer.job).toMatchObject({ leftOpen: 0, strategy: 'majority' });
  const proposed = answer.candidates.filter(({ from }) => from === 'sketches');
  expect(proposed).toHaveLength(FIRST.sketches.length);
  const drafts = new Map<string, string>();
  for (const sketch of FIRST.sketches) {
    const candidate = proposed.find((each) => holds(each, study, sketch.parts));
    if (candidate === undefined) throw new Error(`no candidate of ${sketch.name}`);
    expect(candidate.support).toBe(2);
    const { cmoc } = await lead.get(
      'acceptCandidate',
      { project, candidate: candidate.id },
      { version: candidate.version, into: null },
    );
    drafts.set(sketch.name, cmoc);
  }
  for (const candidate of answer.candidates.filter(({ from }) => from === 'closeness')) {
    await lead.get(
      'changeCandidate',
      { project, candidate: candidate.id },
      { version: candidate.version, state: 'set-aside', why: 'They only stand side by side.' },
    );
  }
  return drafts;
}

/** Whether a candidate has all quotes of a sketch, those that lie elsewhere too. */
function holds(
  candidate: CandidateAnswer,
  study: Study,
  parts: (typeof FIRST.sketches)[number]['parts'],
): boolean {
  const quotes = new Set(
    [
      ...candidate.parts.flatMap((part) => (part.kind === 'quoted' ? part.quotes : [])),
      ...candidate.elsewhere.flatMap((each) => each.quotes),
    ].map(({ words }) => words),
  );
  const wanted = parts.flatMap((part) => ('quotes' in part ? part.quotes : []));
  return wanted.every((name) => quotes.has(study.quotes.get(name)?.text ?? ''));
}

async function divideAndCombine(
  { project, lead, groups }: Team,
  study: Study,
  drafts: ReadonlyMap<string, string>,
): Promise<void> {
  const tied = await lead.get('readCmoc', { project, cmoc: drafts.get('4 and 10') ?? '' });
  const childOf = (number: number) => {
    const cmoc = cmocNumber(study, number);
    return { title: cmoc.title, group: groups.get(cmoc.group), parts: [], wording: null };
  };
  const goesTo = ({ quote }: Evidence): readonly number[] => {
    const words = wordsOf(tied.quotes, quote);
    return cmocNumber(study, 4).quotes.some(({ text }) => text === words) ? [0] : [1];
  };
  await lead.get(
    'divideCmoc',
    { project, cmoc: tied.id },
    {
      version: tied.version,
      children: [childOf(4), childOf(10)],
      quotes: tied.content.evidence.map((evidence) => ({
        parent: tied.id,
        evidence: evidence.id,
        children: goesTo(evidence),
      })),
      memo: 'Empathy leads to engagement, and empowerment to wellbeing: two mechanisms, two outcomes.',
    },
  );
  const halves: CmocAnswer[] = [];
  for (const name of ['12, first half', '12, second half']) {
    halves.push(await lead.get('readCmoc', { project, cmoc: drafts.get(name) ?? '' }));
  }
  await lead.get(
    'combineCmocs',
    { project },
    {
      parents: halves.map(({ id, version }) => ({ cmoc: id, version })),
      child: childOf(12),
      quotes: halves.flatMap(({ id, content }) =>
        content.evidence.map((evidence) => ({ parent: id, evidence: evidence.id, children: [0] })),
      ),
      memo: 'Both tell how a shared interest builds a network in the community.',
    },
  );
}

/** The lead writes each draft: title, sentence with its marks, parts, and what each quote bears. */
async function write(
  { project, lead, groups }: Team,
  study: Study,
): Promise<readonly CmocSummary[]> {
  for (const summary of await living(lead, project)) {
    const answer = await lead.get('readCmoc', { project, cmoc: summary.id });
    const cmoc = cmocOf(study, answer);
    await writeDocument(lead, answer.document, (doc) => rewrite(doc, answer, cmoc));
    const { version } = await lead.get('readCmoc', { project, cmoc: summary.id });
    await lead.get(
      'changeCmoc',
      { project, cmoc: summary.id },
      { version, group: groups.get(cmoc.group) },
    );
  }
  // Numbers are for display: they are given as they were printed, from the first on.
  for (const cmoc of study.cmocs) {
    const drafts = await living(lead, project);
    const found = drafts.find(({ title }) => title === cmoc.title);
    if (found === undefined) throw new Error(`CMOC ${cmoc.number} is missing`);
    if (found.number === cmoc.number) continue;
    await lead.get(
      'changeCmoc',
      { project, cmoc: found.id },
      { version: found.version, number: cmoc.number },
    );
  }
  return living(lead, project);
}

async function living(lead: Client, project: string): Promise<readonly CmocSummary[]> {
  const { cmocs } = await lead.get('listCmocs', { project });
  return cmocs.filter(({ state }) => state !== 'retired');
}

/** The CMOC of the study whose quotes a draft has. */
function cmocOf(study: Study, { content, quotes }: CmocAnswer): StudyCmoc {
  const words = new Set(content.evidence.map(({ quote }) => wordsOf(quotes, quote)));
  const found = study.cmocs.filter((cmoc) => cmoc.quotes.some(({ text }) => words.has(text)));
  const [only] = found;
  if (found.length !== 1 || only === undefined) throw new Error('a draft of several CMOCs');
  return only;
}

function rewrite(doc: Y.Doc, { quotes }: CmocAnswer, cmoc: StudyCmoc): void {
  const before = readCmoc(doc);
  const fields = cmocFields(doc);
  const parts = (['C', 'M', 'O'] as const).map((role, order) =>
    partOf(role, order, cmoc.parts[role]),
  );
  doc.transact(() => {
    fields.title.delete(0, fields.title.length);
    fields.narrative.delete(0, fields.narrative.length);
    fields.sentence.delete(0, fields.sentence.length);
    for (const { id } of before.parts) {
      fields.parts.delete(id);
      for (const which of ['text', 'resource', 'reasoning', 'for'] as const) {
        fields.partTexts.delete(partTextKey(id, which));
      }
    }
    for (const { id } of before.evidence) fields.evidence.delete(id);
    writeCmoc(doc, {
      title: cmoc.title,
      sentence: markedSentence(cmoc),
      parts,
      narrative: cmoc.quotes.some(({ bearing }) => bearing === 'caveat')
        ? 'The mechanism is not always triggered: see the caveat.'
        : '',
      evidence: evidenceOf(before, quotes, cmoc, parts),
    });
  });
}

function partOf(role: 'C' | 'M' | 'O', order: number, text: string): CmocPart {
  return {
    id: crypto.randomUUID() as CmocPartId,
    role,
    order,
    text,
    inferred: false,
    mechanism:
      role === 'M' ? { form: 'whole', resource: '', reasoning: '', effect: 'helping' } : null,
    outcome: role === 'O' ? { forWhom: '', sign: 'intended', horizon: null } : null,
  };
}

/** Each quote once, in the role that the first coder read, where coders had used it in two. */
function evidenceOf(
  before: CmocContent,
  quotes: readonly QuoteAnswer[],
  cmoc: StudyCmoc,
  parts: readonly CmocPart[],
): readonly Evidence[] {
  return cmoc.quotes.map(({ name, text, bearing }, order) => {
    const found = before.evidence.find(({ quote }) => wordsOf(quotes, quote) === text);
    if (found === undefined) throw new Error(`${name} is not among the evidence`);
    const role = FIRST.roles[name] as MarkRole;
    return {
      ...found,
      id: crypto.randomUUID() as EvidenceId,
      role,
      part: parts.find((part) => part.role === role)?.id ?? null,
      bearing,
      standing: 'observed',
      footing: 'volunteered',
      order,
    };
  });
}

async function sign(
  { project, lead, second, others }: Team,
  cmocs: readonly CmocSummary[],
): Promise<void> {
  for (const { id: cmoc } of cmocs) {
    const draft = await lead.get('readCmoc', { project, cmoc });
    const sha256 = hashOf(draft.content);
    const { latest } = await lead.get(
      'proposeCmoc',
      { project, cmoc },
      { version: draft.version, sha256, note: '' },
    );
    expect(latest?.sha256).toBe(sha256);
    for (const member of [lead, second, ...others]) {
      await member.get(
        'signOff',
        { project, cmoc },
        { of: latest?.id, sha256, version: 0, verdict: 'agree', text: '' },
      );
    }
  }
}

function hashOf(content: CmocContent): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** The result holds every sentence, quote, participant and caveat, and the way back to both coders. */
async function compare({ project, lead, second }: Team, study: Study): Promise<void> {
  const { cmocs, groups, lineages } = await lead.get('listCmocs', { project });
  const agreed = cmocs.filter(({ state }) => state === 'agreed');
  expect(agreed).toHaveLength(12);
  expect(cmocs).toHaveLength(15);
  await comesOfCandidates(lead, project, cmocs, lineages);
  expect(groups.map(({ title }) => title)).toEqual(study.groups);
  expect(lineages.map(({ kind }) => kind).toSorted()).toEqual(['combine', 'divide']);
  for (const cmoc of study.cmocs) {
    const summary = agreed.find(({ number }) => number === cmoc.number);
    if (summary === undefined) throw new Error(`CMOC ${cmoc.number} is not agreed`);
    const answer = await lead.get('readCmoc', { project, cmoc: summary.id });
    const [version] = answer.versions;
    expect(version).toMatchObject({ number: 1, standing: 'agreed' });
    const content = version?.content ?? answer.content;
    expect(content.title).toBe(cmoc.title);
    expect(sentenceText(content.sentence)).toBe(cmoc.sentence);
    expect(content.sentence).toEqual(markedSentence(cmoc));
    expect(groups.find(({ id }) => id === answer.group)?.title).toBe(cmoc.group);
    for (const role of ['C', 'M', 'O'] as const) {
      const own = content.parts.filter((part) => part.role === role);
      expect(own.map(({ text }) => text)).toEqual([cmoc.parts[role]]);
    }
    const quotes = content.evidence.map(({ quote, bearing }) => {
      const found = quoteOf(answer.quotes, quote);
      return { participant: found?.speaker, text: found?.words, bearing };
    });
    expect(quotes).toEqual(
      cmoc.quotes.map(({ participant, text, bearing }) => ({ participant, text, bearing })),
    );
    for (const { quote } of content.evidence) {
      const way = await lead.get('readProvenance', quote);
      expect(way.spans.map(({ member }) => member).toSorted()).toEqual(
        [lead.member, second.member].toSorted(),
      );
      expect(way.decision?.ruling?.by).toBe(lead.member);
      expect(
        way.agreed.flatMap(({ evidence }) => evidence).some((each) => each.cmoc === summary.id),
      ).toBe(true);
    }
  }
  const eleventh = study.cmocs.find(({ number }) => number === 11);
  if (eleventh === undefined) throw new Error('there is no CMOC 11');
  expect(missingMarks(markedSentence(eleventh))).toEqual(['M']);
}

/** Each is what a candidate became, or was combined or divided out of such. */
async function comesOfCandidates(
  lead: Client,
  project: string,
  cmocs: readonly CmocSummary[],
  lineages: readonly LineageAnswer[],
): Promise<void> {
  const made = new Set(lineages.flatMap(({ children }) => children));
  const { candidates } = await lead.get('readConsolidation', { project });
  for (const { id: cmoc } of cmocs) {
    if (made.has(cmoc)) continue;
    const answer = await lead.get('readCmoc', { project, cmoc });
    expect(answer.candidates).toHaveLength(1);
    const candidate = candidates.find(({ id }) => answer.candidates.includes(id));
    expect(candidate).toMatchObject({ state: 'accepted', cmoc, from: 'sketches' });
  }
  expect(cmocs.filter(({ id }) => !made.has(id))).toHaveLength(12);
}

function quoteOf(
  quotes: readonly QuoteAnswer[],
  { transcript, span }: Evidence['quote'],
): QuoteAnswer | undefined {
  return quotes.find((quote) => quote.transcript === transcript && quote.span === span);
}

function wordsOf(quotes: readonly QuoteAnswer[], quote: Evidence['quote']): string {
  return quoteOf(quotes, quote)?.words ?? '';
}

function cmocNumber({ cmocs }: Study, number: number): StudyCmoc {
  const found = cmocs.find((cmoc) => cmoc.number === number);
  if (found === undefined) throw new Error(`the study has no CMOC ${number}`);
  return found;
}
