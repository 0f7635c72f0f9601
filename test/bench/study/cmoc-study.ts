import type { CmocContent, CmocPart, CmocPartId, Evidence, EvidenceId } from '@triad/realist';
import { BEARINGS, STANDINGS } from '@triad/realist';
import { randomUUID } from 'node:crypto';
import { makeSignInLink } from '../../../apps/server/src/accounts/sign-in-links.ts';
import { decideByStrategy } from '../../../apps/server/src/adjudication/decide-by-strategy.ts';
import { findBases } from '../../../apps/server/src/agreement/basis.ts';
import { contentOf } from '../../../apps/server/src/cmocs/contents.ts';
import { makeCmoc } from '../../../apps/server/src/cmocs/make-cmoc.ts';
import type { Context } from '../../../apps/server/src/context.ts';
import { HOUR_MS } from '../../../apps/server/src/context.ts';
import { proposeCmoc } from '../../../apps/server/src/sign-off/propose.ts';
import type { Random } from '../support/random.ts';
import { seeded } from '../support/random.ts';
import {
  beginStudy,
  closeStudy,
  codeInterview,
  moreCoders,
  storeInterview,
} from './coded-study.ts';

/** Of the study; every CMOC has as many pieces of evidence as go on each. */
export const CMOC_STUDY = {
  transcripts: 40,
  coders: 3,
  spansEach: 120,
  words: 8_000,
  turns: 160,
  cmocs: 150,
  evidence: 2_000,
  /** Of the CMOCs, put to sign-off. */
  proposed: 60,
} as const;

export type CmocStudy = {
  readonly project: string;
  readonly signIn: string;
  /** Of one CMOC with as much evidence as any. */
  readonly cmoc: string;
};

/** A project that came as far as a hundred and fifty CMOCs, with the quotes of forty interviews. */
export async function makeCmocStudy(context: Context): Promise<CmocStudy> {
  const { transcripts, coders, cmocs, evidence, proposed } = CMOC_STUDY;
  const random = seeded(20_261_127);
  const study = await beginStudy(context, 'Forty interviews', 'Coder 1', moreCoders(coders));
  const { draft, project, first } = study;
  for (let each = 0; each < transcripts; each += 1) {
    const interview = codeInterview(random, CMOC_STUDY);
    await storeInterview(context, study, each + 1, interview, CMOC_STUDY);
  }
  const shown = await closeStudy(context, study);
  const signIn = await makeSignInLink(context, first.id, project, HOUR_MS);
  const how = { by: draft.lead.id, strategy: 'union', batch: randomUUID(), why: '' } as const;
  const quotes: Evidence['quote'][] = [];
  for (const basis of await findBases(context.tables, shown)) {
    await decideByStrategy(context, basis, how);
    const decided = await context.tables.decisions.find('transcript', basis.transcript.id);
    for (const { body } of decided) {
      for (const { id } of body.agreed) quotes.push({ transcript: body.transcript, span: id });
    }
  }
  if (quotes.length < evidence) throw new Error(`no more than ${quotes.length} quotes are agreed`);
  const each = Math.ceil(evidence / cmocs);
  const made: string[] = [];
  for (let number = 0; number < cmocs; number += 1) {
    const own = Array.from({ length: Math.min(each, evidence - number * each) }, () =>
      random.pick(quotes),
    );
    const content = makeContent(random, number, own);
    const row = await makeCmoc(context, {
      project,
      by: draft.lead.id,
      group: null,
      content,
      candidates: [],
    });
    made.push(row.id);
    if (number >= proposed) continue;
    const { sha256 } = await contentOf(context, row);
    const me = { project: shown, member: draft.lead };
    await proposeCmoc(context, me, row, { version: row.version, sha256, note: '' });
  }
  return { project, signIn, cmoc: made[0] ?? '' };
}

function makeContent(
  random: Random,
  number: number,
  quotes: readonly Evidence['quote'][],
): CmocContent {
  const part = (role: 'C' | 'M' | 'O', text: string): CmocPart => ({
    id: random.uuid() as CmocPartId,
    role,
    order: 0,
    text,
    inferred: false,
    mechanism:
      role === 'M' ? { form: 'whole', resource: '', reasoning: '', effect: 'helping' } : null,
    outcome: role === 'O' ? { forWhom: 'carer', sign: 'intended', horizon: 'proximal' } : null,
  });
  const parts = [
    part('C', 'somebody waits with them'),
    part('M', 'it is noticed'),
    part('O', 'they stay'),
  ];
  return {
    title: `Somebody waits, ${number + 1}`,
    sentence: [
      { text: 'When ', role: null },
      { text: 'somebody waits with them', role: 'C' },
      { text: ', ', role: null },
      { text: 'they stay', role: 'O' },
      { text: ', because ', role: null },
      { text: 'it is noticed', role: 'M' },
      { text: '.', role: null },
    ],
    parts,
    narrative: 'Told by most of those who were asked, in their own words and in different places.',
    evidence: quotes.map((quote, order) => {
      const of = random.pick(parts);
      return {
        id: random.uuid() as EvidenceId,
        quote,
        part: of.id,
        role: of.role,
        bearing: random.pick(BEARINGS),
        standing: random.pick(STANDINGS),
        footing: null,
        order,
      };
    }),
  };
}
