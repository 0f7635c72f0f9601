import { cmocFields, readCmoc, readCmocMemos } from '@triad/collab';
import type { CmocContent } from '@triad/realist';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { planLineage } from '../src/cmocs/plan-lineage.ts';
import { Refusal } from '../src/refusal.ts';
import {
  draft,
  edit,
  evidence,
  makeCmocTeam,
  part,
  propose,
  say,
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

async function contentOf({ lead, project }: CmocTeam, cmoc: string) {
  const { cmocs } = await lead.get('listCmocs', { project });
  if (!cmocs.some(({ id }) => id === cmoc)) throw new Error('no such CMOC');
  const name = `cmoc/${cmoc}`;
  const { generation } = await headOf(team(lead), name);
  return readDocument(lead, { name, generation });
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
});
