import { cmocFields, readCmoc, readCmocMemos } from '@triad/collab';
import type { CmocContent, Evidence } from '@triad/realist';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planLineage } from '../src/cmocs/plan-lineage.ts';
import type { Parent } from '../src/cmocs/plan-lineage.ts';
import { Refusal } from '../src/refusal.ts';
import {
  draft,
  edit,
  evidence,
  makeCmocTeam,
  part,
  propose,
  SENTENCE,
  summary,
} from './cmoc-stage.ts';
import type { CmocTeam } from './cmoc-stage.ts';
import { readDocument } from './http-documents.ts';
import { startServer } from './http-harness.ts';

/** Two drafts with two quotes each, one of them for a part. */
async function twoDrafts(team: CmocTeam) {
  const parts = [part('C', 'outside'), part('M', 'less judged')] as const;
  const quotes = [
    evidence({ part: parts[0].id }),
    evidence({ order: 1, bearing: 'refutes' }),
    evidence({ role: 'M' }),
    evidence({ order: 1 }),
  ] as const;
  const one = await draft(team, { title: 'One', parts, evidence: quotes.slice(0, 2) });
  const two = await draft(team, {
    title: 'Two',
    sentence: [{ text: 'Two', role: null }],
    evidence: quotes.slice(2),
  });
  return { one, two, parts, quotes };
}

async function seen({ lead, project }: CmocTeam, cmoc: string) {
  return { cmoc, version: (await summary(lead, project, cmoc)).version };
}

async function read({ lead, project }: CmocTeam, cmoc: string) {
  const { document } = await lead.get('readCmoc', { project, cmoc });
  return readDocument(lead, document);
}

test('what is combined makes one draft and retires its parents', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, ben, project } = team;
  const { one, two, parts, quotes } = await twoDrafts(team);
  const answer = await lead.get(
    'combineCmocs',
    { project },
    {
      parents: [await seen(team, one.id), await seen(team, two.id)],
      child: {
        title: 'Both',
        group: null,
        parts: [{ parent: one.id, part: parts[0].id }],
        wording: one.id,
      },
      quotes: [
        { parent: one.id, evidence: quotes[0].id, children: [0] },
        { parent: one.id, evidence: quotes[1].id, children: [] },
        { parent: two.id, evidence: quotes[2].id, children: [0] },
        { parent: two.id, evidence: quotes[3].id, children: [0] },
      ],
      memo: 'One mechanism, told twice',
    },
  );
  const [lineage] = answer.lineages;
  const child = lineage?.children[0] ?? '';
  expect(lineage).toMatchObject({
    kind: 'combine',
    parents: [one.id, two.id],
    memo: 'One mechanism, told twice',
    by: lead.member,
    undone: null,
  });
  expect(lineage?.quotes.map(({ children }) => children)).toEqual([[child], [], [child], [child]]);
  expect(answer.cmocs.map(({ id, state, number }) => [id, state, number])).toEqual([
    [one.id, 'retired', 1],
    [two.id, 'retired', 2],
    [child, 'draft', 3],
  ]);
  expect(answer.cmocs[0]?.retired).toEqual({ lineage: lineage?.id });
  const made = answer.cmocs[2];
  expect(made).toMatchObject({
    title: 'Both',
    sentence: SENTENCE,
    parts: { C: 1, M: 0, O: 0 },
    evidence: { supports: 3, refutes: 0, caveat: 0 },
  });
  const retire = { version: answer.cmocs[0]?.version, retired: false, why: 'Mistake' };
  const back = await lead.call('retireCmoc', { project, cmoc: one.id }, retire);
  expect(back.error.code).toBe('cmocs/retired-by-lineage');
  expect((await ben.get('listCmocs', { project })).lineages).toEqual(answer.lineages);

  const doc = await read(team, child);
  const content = readCmoc(doc);
  const [copy] = content.parts;
  expect(copy).toEqual({ ...parts[0], id: expect.not.stringMatching(parts[0].id) as unknown });
  const strip = ({ quote, role, bearing, part: of }: Evidence) => ({ quote, role, bearing, of });
  expect(content.evidence.map(strip)).toEqual([
    { ...strip(quotes[0]), of: copy?.id },
    { ...strip(quotes[2]), of: null },
    { ...strip(quotes[3]), of: null },
  ]);
  expect(readCmocMemos(doc)).toMatchObject([
    {
      by: lead.member,
      text: 'One mechanism, told twice',
      links: [{ kind: 'cmoc', id: child }],
    },
  ]);
});

/** One of `one` with a quote left behind, one with none: everything told. */
function division(
  one: string,
  version: number,
  quotes: readonly Evidence[],
  child: Readonly<Record<string, unknown>> = {},
) {
  const empty = { title: 'A', group: null, parts: [], wording: null, ...child };
  return {
    version,
    children: [empty, { ...empty, title: 'B' }],
    quotes: quotes.map(({ id }, at) => ({ parent: one, evidence: id, children: [0, 1].slice(at) })),
    memo: 'Two mechanisms',
  };
}

test('what is undone comes back as drafts, and keeps its sign-offs', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, ben, project } = team;
  const { one, quotes } = await twoDrafts(team);
  const params = { project, cmoc: one.id };
  const { latest } = await propose(team, one.id);
  const signed = { of: latest?.id, sha256: latest?.sha256, version: 0, text: '' };
  for (const member of [lead, ben]) {
    await member.get('signOff', params, { ...signed, verdict: 'agree' });
  }
  expect((await summary(lead, project, one.id)).state).toBe('agreed');
  const { version } = await seen(team, one.id);
  const divided = await lead.get(
    'divideCmoc',
    params,
    division(one.id, version, quotes.slice(0, 2)),
  );
  const [lineage] = divided.lineages;
  expect(lineage?.children).toHaveLength(2);
  const retired = await ben.get('readCmoc', params);
  expect(retired).toMatchObject({ state: 'retired', signOffs: { agree: 2, outstanding: [] } });
  const undo = { version: lineage?.version, why: 'One after all' };
  const undone = await lead.get('undoLineage', { project, lineage: lineage?.id ?? '' }, undo);
  // It is told that it was, and why.
  expect(undone.lineages).toMatchObject([{ id: lineage?.id, undone: { by: lead.member } }]);
  expect(undone.cmocs.map(({ state }) => state)).toEqual(['draft', 'draft', 'retired', 'retired']);
  const back = await ben.get('readCmoc', params);
  expect(back).toMatchObject({ state: 'draft', signOffs: null, revising: false, retired: null });
  expect(back.versions).toMatchObject([
    { standing: 'superseded', signOffs: [{ verdict: 'agree' }, { verdict: 'agree' }] },
  ]);
  expect(
    (await ben.call('signOff', params, { ...signed, version: 1, verdict: 'object', text: 'No' }))
      .error.code,
  ).toBe('sign-offs/other-version');
  // The same words, put to sign-off afresh.
  const again = await propose(team, one.id);
  expect(again).toMatchObject({ state: 'proposed', latest: { number: 2 } });
  expect(again.signOffs?.outstanding).toHaveLength(3);
  const twice = await lead.call('undoLineage', { project, lineage: lineage?.id ?? '' }, undo);
  expect(twice.error.code).toBe('lineages/over');
});

test('what was built on since is undone first', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const { one, quotes } = await twoDrafts(team);
  const { version } = await seen(team, one.id);
  const body = division(one.id, version, quotes.slice(0, 2));
  const first = await lead.get('divideCmoc', { project, cmoc: one.id }, body);
  const [lineage] = first.lineages;
  const child = lineage?.children[0] ?? '';
  const pieces = readCmoc(await read(team, child)).evidence;
  const second = await lead.get(
    'divideCmoc',
    { project, cmoc: child },
    division(child, (await seen(team, child)).version, pieces),
  );
  const undo = (of: typeof lineage) =>
    lead.call('undoLineage', { project, lineage: of?.id ?? '' }, { version: of?.version, why: '' });
  expect((await undo(lineage)).error.code).toBe('lineages/built-on');
  expect((await undo(second.lineages[1])).status).toBe(200);
  expect((await undo(lineage)).status).toBe(200);
});

test('whatever is not told, or moved on, changes nothing', async () => {
  const team = await makeCmocTeam(await startServer());
  const { lead, project } = team;
  const { one, two, quotes, parts } = await twoDrafts(team);
  const { version } = await seen(team, one.id);
  const whole = division(one.id, version, quotes.slice(0, 2));
  const params = { project, cmoc: one.id };
  const [first] = whole.quotes;
  const refused = async (body: unknown) => (await lead.call('divideCmoc', params, body)).error;
  expect(await refused({ ...whole, quotes: [] })).toMatchObject({
    code: 'lineages/quotes-left',
    message: expect.stringContaining('2 quotes are missing') as unknown,
  });
  expect((await refused({ ...whole, quotes: [...whole.quotes, first] })).code).toBe(
    'lineages/told-twice',
  );
  const gone = { parent: one.id, evidence: crypto.randomUUID(), children: [] };
  expect((await refused({ ...whole, quotes: [...whole.quotes, gone] })).code).toBe(
    'lineages/moved',
  );
  const far = whole.quotes.map((each) => ({ ...each, children: [7] }));
  expect((await refused({ ...whole, quotes: far })).code).toBe('lineages/no-child');
  const child = { parts: [{ parent: two.id, part: parts[0].id }] };
  const foreign = division(one.id, version, quotes.slice(0, 2), child);
  expect((await refused(foreign)).code).toBe('lineages/moved');
  expect((await refused({ ...whole, memo: ' ' })).code).toBe('request/invalid');
  const group = division(one.id, version, quotes.slice(0, 2), { group: crypto.randomUUID() });
  expect((await refused(group)).code).toBe('cmocs/no-group');
  await lead.get('changeCmoc', params, { version, number: 7 });
  expect((await refused(whole)).code).toBe('request/stale');
  // A quote that came meanwhile is one that nothing was said of.
  await edit(lead, one.document, (doc) => {
    const late = evidence({ order: 5 });
    cmocFields(doc).evidence.set(late.id, late);
  });
  const now = { ...whole, version: (await seen(team, one.id)).version };
  expect((await refused(now)).code).toBe('lineages/quotes-left');
  const { cmocs, lineages } = await lead.get('listCmocs', { project });
  expect(cmocs.map(({ state }) => state)).toEqual(['draft', 'draft']);
  expect(lineages).toEqual([]);
});

test('no evidence is lost or made up, whatever goes where', () => {
  fc.assert(
    fc.property(stages, ({ parents, children, quotes }) => {
      let made = 0;
      const contents = planLineage(parents, children, quotes, () => `new ${(made += 1)}`);
      const ids = contents.flatMap(({ parts, evidence: pieces }) => [
        ...parts.map(({ id }) => id),
        ...pieces.map(({ id }) => id),
      ]);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [at, content] of contents.entries()) {
        const expected = quotes
          .filter(({ children: to }) => to.includes(at))
          .map(({ parent, evidence: id }) => find(parents, parent, id).quote.span);
        expect(content.evidence.map(({ quote }) => quote.span).sort()).toEqual(expected.sort());
        const own = new Set(content.parts.map(({ id }) => id));
        for (const { part: of } of content.evidence) expect(of === null || own.has(of)).toBe(true);
        expect(content.evidence.map(({ order }) => order)).toEqual(
          content.evidence.map((_, i) => i),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('one piece that is not told of is always missed', () => {
  fc.assert(
    fc.property(stages, fc.nat(), ({ parents, children, quotes }, which) => {
      if (quotes.length === 0) return;
      const told = quotes.filter((_, at) => at !== which % quotes.length);
      expect(() => planLineage(parents, children, told, () => 'x')).toThrow(Refusal);
    }),
  );
});

function find(parents: readonly Parent[], parent: string, id: string): Evidence {
  const found = parents
    .find(({ cmoc }) => cmoc === parent)
    ?.content.evidence.find((each) => each.id === id);
  if (found === undefined) throw new Error('no such evidence');
  return found;
}

/** Parents with parts and evidence, children that take some parts, and where each piece goes. */
const stages = fc
  .record({
    parents: fc.array(
      fc.record({ parts: fc.nat(3), pieces: fc.array(fc.option(fc.nat(3)), { maxLength: 6 }) }),
      { minLength: 1, maxLength: 3 },
    ),
    children: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ parents, children }) => {
    const made = parents.map(({ parts: count, pieces }, index): Parent => {
      const parts = Array.from({ length: count }, (_, at) => part('C', `${at}`, at));
      const content: CmocContent = {
        title: '',
        sentence: [],
        narrative: '',
        parts,
        evidence: pieces.map((of, order) =>
          evidence({ order, part: of === null ? null : (parts[of]?.id ?? null) }),
        ),
      };
      return { cmoc: `parent ${index}`, content };
    });
    const pieces = made.flatMap(({ cmoc, content }) =>
      content.evidence.map(({ id }) => ({ parent: cmoc, evidence: id })),
    );
    const parts = made.flatMap(({ cmoc, content }) =>
      content.parts.map(({ id }) => ({ parent: cmoc, part: id })),
    );
    return fc.record({
      parents: fc.constant(made),
      children: fc.array(
        fc.record({
          title: fc.constant('T'),
          group: fc.constant(null),
          parts: fc.subarray(parts),
          wording: fc.option(fc.constantFrom(...made.map(({ cmoc }) => cmoc))),
        }),
        { minLength: children, maxLength: children },
      ),
      quotes: fc
        .array(fc.subarray(Array.from({ length: children }, (_, at) => at)), {
          minLength: pieces.length,
          maxLength: pieces.length,
        })
        .map((to) => pieces.map((piece, at) => ({ ...piece, children: to[at] ?? [] }))),
    });
  });
