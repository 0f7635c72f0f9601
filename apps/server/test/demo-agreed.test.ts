import { readFileSync } from 'node:fs';
import type {
  AdjudicationAnswer,
  CmocAnswer,
  CmocListAnswer,
  CmocSummary,
  ConsolidationAnswer,
  ReviewLinkAnswer,
} from '@triad/collab';
import { missingMarks, sentenceText } from '@triad/realist';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { AgreedSources } from '../src/demo/study/agreed.ts';
import { loadDemoAgreed, readAgreed } from '../src/demo/study/agreed.ts';
import { Checked } from '../src/demo/study/checked.ts';
import { loadDemoStudy } from '../src/demo/study/study.ts';
import type { Client } from './http-harness.ts';
import { setUp, shareServer } from './http-harness.ts';

const study = loadDemoStudy();
const agreed = loadDemoAgreed(study);
const server = shareServer();

/** The demo, as a newcomer meets it who asked for one. */
type Demo = {
  readonly lead: Client;
  readonly project: string;
  readonly nameOf: (member: string) => string;
  readonly adjudicated: readonly AdjudicationAnswer[];
  readonly consolidation: ConsolidationAnswer;
  readonly list: CmocListAnswer;
  readonly cmocs: readonly CmocAnswer[];
  readonly reviews: readonly ReviewLinkAnswer[];
};

let demo: Demo;

beforeAll(async () => {
  const lead = await setUp(await server());
  const { id: project } = await lead.get('createDemo');
  const members = await lead.get('listMembers', { project });
  const overview = await lead.get('readAdjudicationOverview', { project });
  const list = await lead.get('listCmocs', { project });
  demo = {
    lead,
    project,
    nameOf: (member) => members.find(({ id }) => id === member)?.name ?? '',
    adjudicated: await Promise.all(
      overview.transcripts.map(({ id }) => lead.get('readAdjudication', { transcript: id })),
    ),
    consolidation: await lead.get('readConsolidation', { project }),
    list,
    cmocs: await Promise.all(
      list.cmocs.map(({ id }) => lead.get('readCmoc', { project, cmoc: id })),
    ),
    reviews: await lead.get('listReviewLinks', { project }),
  };
}, 60_000);

/** By the study's name; titles are different from one another. */
function titled<Some extends Pick<CmocSummary, 'title'>>(
  cmocs: readonly Some[],
  slug: string,
): Some {
  const title = agreed.cmocs.find(({ id }) => id === slug)?.draft.title;
  const found = cmocs.find((each) => each.title === title);
  if (found === undefined) throw new Error(`no CMOC ${slug}`);
  return found;
}

function said(cmoc: CmocAnswer, number: number): readonly string[] {
  const signOffs = cmoc.versions.find((each) => each.number === number)?.signOffs ?? [];
  return signOffs.map(({ member, verdict, ended }) =>
    [demo.nameOf(member).split(' ')[0], verdict, ended?.how ?? ''].join(' ').trim(),
  );
}

describe('adjudication of the demo study', () => {
  test('every outcome occurs, by the lead and by the strategy', () => {
    const rulings = demo.adjudicated.flatMap(({ decisions }) =>
      decisions.flatMap(({ ruling, earlier }) => [
        ...earlier,
        ...(ruling === null ? [] : [ruling]),
      ]),
    );
    const kinds = rulings.map(({ outcome }) => outcome?.kind ?? 'reopened');
    expect(new Set(kinds)).toEqual(
      new Set(['coder', 'union', 'intersection', 'drawn', 'both', 'none', 'reopened']),
    );
    const byHand = rulings.filter(({ strategy }) => strategy === null);
    expect(byHand.filter(({ why }) => why === '')).toEqual([]);
    expect(new Set(byHand.map(({ ownSpan }) => ownSpan))).toEqual(new Set([true, false]));
    const batches = new Set(rulings.flatMap(({ batch }) => batch ?? []));
    expect([...batches]).toEqual([demo.consolidation.job?.id]);
  });

  test('some decisions were reopened and decided otherwise', () => {
    const reopened = demo.adjudicated
      .flatMap(({ decisions }) => decisions)
      .filter(({ earlier }) => earlier.some(({ outcome }) => outcome === null));
    expect(reopened).toHaveLength(3);
    for (const { ruling, earlier } of reopened) {
      expect(ruling?.outcome).not.toEqual(earlier[0]?.outcome);
    }
  });

  test('coders accepted, and differed with a reason', () => {
    const answers = demo.adjudicated.flatMap(({ decisions }) =>
      decisions.flatMap((each) => each.answers),
    );
    const differs = answers.filter(({ stance }) => stance === 'differs');
    expect(differs.length).toBeGreaterThanOrEqual(3);
    expect(differs.filter(({ text }) => text === '')).toEqual([]);
    expect(answers.filter(({ stance }) => stance === 'accepts').length).toBeGreaterThan(5);
    expect(new Set(answers.map(({ member }) => demo.nameOf(member).split(' ')[0]))).toEqual(
      new Set(['Farid', 'Kasia']),
    );
  });

  test('places are left for a newcomer to decide', async () => {
    const { project } = demo;
    // Known once the job, which begins when the demo is there, has compared them.
    const places = await vi.waitFor(async () => {
      const overview = await demo.lead.get('readAdjudicationOverview', { project });
      const counted = overview.transcripts.flatMap((each) => each.places ?? []);
      expect(counted).toHaveLength(2);
      return counted;
    }, 20_000);
    for (const { open, decided, agreed: agreeing } of places) {
      expect(open).toBeGreaterThanOrEqual(4);
      expect(decided).toBeGreaterThanOrEqual(30);
      // The strategy has decided these, too.
      expect(agreeing).toBe(0);
    }
  });

  test('sketches were joined and parted by hand', () => {
    const ties = demo.adjudicated.flatMap((each) => each.ties);
    expect(ties.map(({ kind }) => kind).sort()).toEqual(['join', 'part']);
    const byHand = demo.adjudicated.flatMap(({ configurations }) =>
      configurations.filter((each) => each.byHand),
    );
    expect(byHand.length).toBeGreaterThanOrEqual(2);
  });
});

describe('consolidation of the demo study', () => {
  test('candidates are accepted, set aside and open, and none is stale', () => {
    const { candidates, stale, fresh, job } = demo.consolidation;
    expect(new Set(candidates.map(({ state }) => state))).toEqual(
      new Set(['accepted', 'set-aside', 'open']),
    );
    expect(new Set(candidates.map(({ from }) => from))).toEqual(new Set(['sketches', 'closeness']));
    const aside = candidates.filter(({ state }) => state === 'set-aside');
    expect(aside.filter(({ settled }) => settled?.why !== '')).toHaveLength(2);
    expect(candidates.filter(({ outdated }) => outdated)).toEqual([]);
    expect({ stale, fresh, state: job?.state }).toEqual({ stale: [], fresh: [], state: 'done' });
  });

  test('every CMOC came of a candidate or of other CMOCs', () => {
    const made = new Set(demo.list.lineages.flatMap(({ children }) => children));
    const accepted = new Map(demo.consolidation.candidates.map(({ id, cmoc }) => [id, cmoc]));
    for (const { id, candidates } of demo.cmocs) {
      expect(made.has(id)).toBe(candidates.length === 0);
      for (const candidate of candidates) expect(accepted.get(candidate)).toBe(id);
    }
  });
});

describe('CMOCs of the demo study', () => {
  test('they stand under four outcomes, in every state', () => {
    const { groups, cmocs } = demo.list;
    expect(groups).toHaveLength(4);
    const living = cmocs.filter(({ state }) => state !== 'retired');
    expect(new Set(living.map(({ group }) => group))).toEqual(new Set(groups.map(({ id }) => id)));
    expect(new Set(cmocs.map(({ state }) => state))).toEqual(
      new Set(['draft', 'proposed', 'agreed', 'contested', 'retired']),
    );
  });

  test('their parts are of every kind that a page shows', () => {
    const parts = demo.cmocs.flatMap(({ content }) => content.parts);
    const mechanisms = parts.flatMap(({ mechanism }) => mechanism ?? []);
    expect(new Set(mechanisms.map(({ form, effect }) => `${form} ${effect}`))).toEqual(
      new Set([
        'whole helping',
        'whole hindering',
        'resource-and-reasoning helping',
        'resource-and-reasoning hindering',
      ]),
    );
    const outcomes = parts.flatMap(({ outcome }) => outcome ?? []);
    expect(new Set(outcomes.map(({ sign }) => sign))).toEqual(
      new Set(['intended', 'unintended', 'no-change']),
    );
    expect(new Set(outcomes.map(({ horizon }) => horizon)).size).toBe(2);
    expect(outcomes.filter(({ forWhom }) => forWhom === '')).toEqual([]);
    const inferred = parts.filter((part) => part.inferred);
    expect(new Set(inferred.map(({ role }) => role))).toEqual(new Set(['C', 'M']));
  });

  test('their evidence is of every kind, and leads to words', () => {
    const all = demo.cmocs.flatMap(({ content }) => content.evidence);
    expect(new Set(all.map(({ bearing }) => bearing))).toEqual(
      new Set(['supports', 'refutes', 'caveat']),
    );
    expect(new Set(all.map(({ standing }) => standing))).toEqual(
      new Set(['observed', 'anticipated', 'implied', null]),
    );
    expect(new Set(all.map(({ footing }) => footing))).toEqual(
      new Set(['volunteered', 'agreed', 'corrected', 'added', null]),
    );
    for (const { content, quotes } of demo.cmocs) {
      for (const { quote } of content.evidence) {
        const found = quotes.find((each) => each.span === quote.span);
        expect(found?.state).toBe('shown');
        expect(found?.words).not.toBe('');
      }
    }
    expect(demo.cmocs.some(({ alsoIn }) => alsoIn.length > 0)).toBe(true);
  });

  test('one sentence has no mechanism marked, and has one', () => {
    const unmarked = demo.cmocs.filter(
      ({ state, content }) =>
        state !== 'retired' && missingMarks(content.sentence).some((role) => role === 'M'),
    );
    expect(unmarked.map(({ title }) => title)).toEqual([titled(demo.cmocs, 'four-numbers').title]);
    expect(unmarked[0]?.parts.M).toBe(1);
    for (const { content } of demo.cmocs) {
      expect(sentenceText(content.sentence)).not.toMatch(/[[\]]/);
      expect(missingMarks(content.sentence)).not.toContain('O');
    }
  });

  test('two became one, and one became two, with a memo', () => {
    const { lineages } = demo.list;
    expect(
      lineages.map(({ kind, parents, children }) => [kind, parents.length, children.length]),
    ).toEqual([
      ['combine', 2, 1],
      ['divide', 1, 2],
    ]);
    for (const { memo, parents, quotes } of lineages) {
      expect(memo).not.toBe('');
      const retired = demo.cmocs.filter(({ id }) => parents.includes(id));
      expect(retired.map(({ state }) => state)).toEqual(parents.map(() => 'retired'));
      expect(quotes.filter(({ children }) => children.length === 0)).toEqual([]);
    }
    const [, divided] = lineages;
    expect(divided?.quotes.filter(({ children }) => children.length === 2)).toHaveLength(2);
    // What the parents were signed for stays with them.
    expect(said(titled(demo.cmocs, 'the-note'), 1)).toEqual([
      'Kasia agree-with-comment',
      'Farid agree',
    ]);
  });
});

describe('sign-off of the demo study', () => {
  test('states are as they were written', () => {
    const states = Object.fromEntries(
      agreed.cmocs.map(({ id }) => [id, titled(demo.cmocs, id).state]),
    );
    expect(states).toEqual({
      'kept-by-ear': 'agreed',
      'life-after': 'proposed',
      'the-note': 'retired',
      warned: 'retired',
      'putting-up': 'proposed',
      'four-numbers': 'contested',
      'bad-call': 'retired',
      'missed-call': 'proposed',
      'once-said': 'proposed',
      'not-for-me': 'draft',
      'said-to-the-file': 'agreed',
      'as-far-as-ten': 'agreed',
      'nobody-at-ten': 'proposed',
    });
    expect(titled(demo.cmocs, 'four-numbers').revising).toBe(true);
    expect(demo.cmocs.filter(({ revising }) => revising)).toHaveLength(1);
  });

  test('one was objected to, revised and signed anew', () => {
    const revised = titled(demo.cmocs, 'life-after');
    expect(revised.versions.map(({ number, standing }) => `${number} ${standing}`)).toEqual([
      '1 superseded',
      '2 proposed',
    ]);
    expect(said(revised, 1)).toEqual(['Farid agree', 'Kasia object']);
    expect(said(revised, 2)).toEqual(['Kasia agree', 'Imogen agree']);
    const [first, second] = revised.versions;
    expect(first?.content.title).not.toBe(second?.content.title);
    expect(first?.content.evidence).toEqual(second?.content.evidence);
    expect(revised.signOffs?.quorum).toBe(3);
  });

  test('objections are open, withdrawn, and gone on from', () => {
    expect(said(titled(demo.cmocs, 'four-numbers'), 1)).toContain('Farid object');
    expect(said(titled(demo.cmocs, 'missed-call'), 1)).toContain('Kasia object withdrawn');
    expect(said(titled(demo.cmocs, 'said-to-the-file'), 1)).toContain('Farid object went-on');
  });

  test('every member of the study signed, with every verdict', () => {
    const all = demo.cmocs.flatMap(({ versions }) => versions.flatMap((each) => each.signOffs));
    expect(new Set(all.map(({ member }) => demo.nameOf(member)))).toEqual(
      new Set(study.members.map(({ name }) => name)),
    );
    expect(new Set(all.map(({ verdict }) => verdict))).toEqual(
      new Set(['agree', 'agree-with-comment', 'object', 'abstain']),
    );
    // Whoever asked for the demo has all of it to sign.
    const me = demo.list.signers.find((member) => demo.nameOf(member) === 'Lea') ?? '';
    const up = demo.list.cmocs.filter(({ state }) => !['draft', 'retired'].includes(state));
    expect(up.filter(({ signOffs }) => signOffs?.outstanding.includes(me) !== true)).toEqual([]);
  });

  test('outside reviewers answered two of three', () => {
    expect(demo.reviews.map(({ state, openedAt }) => [state, openedAt !== null])).toEqual([
      ['open', true],
    ]);
    const [{ items = [] } = {}] = demo.reviews;
    expect(items.map(({ reply }) => reply?.kind ?? null)).toEqual([
      'fits',
      'in-my-experience',
      null,
    ]);
    for (const { quotes, versionNumber } of items) {
      expect(quotes).toHaveLength(2);
      expect(versionNumber).toBe(1);
    }
    expect(titled(demo.cmocs, 'putting-up').reviews).toHaveLength(1);
  });
});

describe('all of it', () => {
  test('was done in one week, in turn, before now', () => {
    const decisions = demo.adjudicated.flatMap((each) => each.decisions);
    const reviews = demo.reviews.flatMap(({ items }) => items.flatMap(({ reply }) => reply ?? []));
    const versions = demo.cmocs.flatMap((cmoc) => cmoc.versions);
    const signOffs = versions.flatMap((version) => version.signOffs);
    const steps = [
      decisions.flatMap(({ earlier }) => earlier.slice(0, 1)),
      decisions.flatMap(({ earlier, ruling }) => (earlier.length > 0 && ruling ? [ruling] : [])),
      demo.adjudicated.flatMap(({ ties }) => ties),
      decisions.flatMap(({ ruling }) => (typeof ruling?.batch === 'string' ? [ruling] : [])),
      versions,
      signOffs,
      reviews,
    ].map((step) => step.map(({ at }) => at).sort());
    for (const step of steps) expect(step.length).toBeGreaterThan(0);
    const firsts = steps.map((step) => step[0] ?? '');
    expect(firsts).toEqual([...firsts].sort());
    const last = steps.at(-1)?.at(-1) ?? '';
    expect(last < new Date().toISOString()).toBe(true);
    const days = (Date.parse(last) - Date.parse(firsts[0] ?? '')) / 86_400_000;
    expect(days).toBeLessThan(7);
  });

  test('a quote leads from its CMOC to every coder, and back', async () => {
    const cmoc = titled(demo.cmocs, 'life-after');
    const drawn = demo.adjudicated
      .flatMap(({ decisions }) => decisions)
      .find(({ ruling }) => ruling?.outcome?.kind === 'drawn' && ruling.strategy === null);
    const [span] = drawn?.agreed ?? [];
    const evidence = cmoc.content.evidence.find(({ quote }) => quote.span === span?.id);
    if (evidence === undefined) throw new Error('the drawn span is no evidence');
    const { transcript } = evidence.quote;
    const way = await demo.lead.get('readProvenance', { transcript, span: evidence.quote.span });
    expect(way.decision?.ruling).toMatchObject({ outcome: { kind: 'drawn', role: 'M' } });
    expect(way.decision?.ruling?.why).not.toBe('');
    const coders = new Set(way.spans.map(({ member }) => demo.nameOf(member).split(' ')[0]));
    expect(coders).toEqual(new Set(['Imogen', 'Farid', 'Kasia']));
    const serves = way.agreed.flatMap((each) => each.evidence);
    expect(serves).toContainEqual(
      expect.objectContaining({ cmoc: cmoc.id, versions: [1, 2], inDraft: true }),
    );
    // Forward, from one coder's own span.
    const [own] = way.spans;
    const forth = await demo.lead.get('readProvenance', { transcript, span: own?.id ?? '' });
    expect(forth).toEqual(way);
  });

  test('the consensus holds what is agreed', async () => {
    for (const { id, round } of demo.adjudicated.map(({ transcript }) => transcript)) {
      const { documents } = await demo.lead.get('readTranscript', { transcript: id });
      expect(documents.map(({ name }) => name)).toContain(`consensus/${id}/${round}`);
    }
  });
});

describe('a mistake in what was agreed', () => {
  type Json = {
    decisions: { spans: string[]; rulings: { outcome: unknown }[] }[];
    cmocs: { sentence: string; evidence: { span: string; part: string | null }[] }[];
    first: { signOffs: Record<string, unknown>[] }[];
  };
  const read = (name: keyof AgreedSources): unknown =>
    JSON.parse(
      readFileSync(new URL(`../src/demo/study/agreed/${name}.json`, import.meta.url), 'utf8'),
    );
  const broken = (name: keyof AgreedSources, breakIt: (json: Json) => void) => {
    const json = read(name) as Json;
    breakIt(json);
    const source = (each: keyof AgreedSources): Checked =>
      new Checked(each === name ? json : read(each), `${each}.json `);
    return () =>
      readAgreed(study, {
        decisions: source('decisions'),
        cmocs: source('cmocs'),
        signing: source('signing'),
      });
  };

  test('a span that is not there is named', () => {
    const load = broken('decisions', ({ decisions }) => decisions[3]?.spans.push('i9-nothing'));
    expect(load).toThrow(/^decisions\.json decisions\[3\]\.spans\[1\]: one of /u);
  });

  test('an outcome takes a span of its place', () => {
    const load = broken('decisions', ({ decisions }) => {
      const ruling = decisions[0]?.rulings[0];
      if (ruling !== undefined) ruling.outcome = { kind: 'coder', span: 'i2-ear' };
    });
    expect(load).toThrow(/^decisions\.json decisions\[0\]\.rulings\[0\]\.outcome\.span: one of /u);
  });

  test('a place is decided once', () => {
    const load = broken('decisions', ({ decisions }) => {
      const [first] = decisions;
      if (first !== undefined) decisions.push(first);
    });
    expect(load).toThrow("decisions.json decisions: 'f2-monitor' stands here twice.");
  });

  test.each([
    ['a bracket that marks nothing', 'When [C:it] is so [, O:that] follows', 'a bracket stands'],
    ['a mark that no words can have', 'When [C:it] is so, [Q:that] follows', 'be marked Q'],
    ['a sentence without its outcome', 'When [C:it] is so, that follows', 'no words are marked O'],
  ])('%s is named', (_, sentence, reason) => {
    const load = broken('cmocs', ({ cmocs }) => {
      const cmoc = cmocs[2];
      if (cmoc !== undefined) cmoc.sentence = sentence;
    });
    expect(load).toThrow('cmocs.json cmocs[2].sentence: ');
    expect(load).toThrow(reason);
  });

  test('evidence of no part is named', () => {
    const load = broken('cmocs', ({ cmocs }) => {
      const evidence = cmocs[0]?.evidence[1];
      if (evidence !== undefined) evidence.part = 'elsewhere';
    });
    expect(load).toThrow(/^cmocs\.json cmocs\[0\]\.evidence\[1\]\.part: one of /u);
  });

  test('an objection gives its reason', () => {
    const load = broken('signing', ({ first }) => {
      const objection = first[1]?.signOffs[1];
      if (objection !== undefined) delete objection['text'];
    });
    expect(load).toThrow('signing.json first[1].signOffs[1].text: some text is expected.');
  });
});
