import type { AdjudicationAnswer, ComparedGroup, DecisionAnswer } from '@triad/collab';
import { layerFields, placeOf, readSpan } from '@triad/collab';
import type { Span } from '@triad/realist';
import type { Coded, AgreementStage } from './agreement-stage.ts';
import {
  closeRound,
  codeDifferently,
  makeAgreementStage,
  openBlindRound,
} from './agreement-stage.ts';
import { until } from './documents-support/condition.ts';
import { readDocument } from './http-documents.ts';
import type { Client, TestServer } from './http-harness.ts';
import { invite } from './http-harness.ts';
import type { Coder } from './rounds-team.ts';

export type AdjudicationStage = AgreementStage & {
  readonly round: string;
  readonly coded: { readonly ben: Coded; readonly cleo: Coded; readonly dan: Coded };
  /** A second lead, who codes too. */
  readonly lea: Coder;
};

/** Three coders coded differently in a blind round that is closed, with two leads. */
export async function makeAdjudicationStage(server: TestServer): Promise<AdjudicationStage> {
  const stage = await makeAgreementStage(server);
  const lea = await invite(stage.lead, stage.project, ['lead', 'coder'], 'Lea');
  const round = await openBlindRound(stage, [stage.transcript]);
  const coded = await codeDifferently(stage, round);
  await closeRound(stage, round, [stage.ben, stage.cleo, stage.dan]);
  return { ...stage, round, coded, lea };
}

/** What a command names: the state of the text, and the spans of the place at these words. */
export function placeAt(view: AdjudicationAnswer, words: string) {
  const group = groupAt(view, words);
  return { text: view.transcript.result?.text ?? '', spans: group.spans, why: '' };
}

export function groupAt(view: AdjudicationAnswer, words: string): ComparedGroup {
  const at = view.text.indexOf(words);
  const group = view.groups.find(({ hull }) => hull[0] <= at && at < hull[1]);
  if (at < 0 || group === undefined) throw new Error('no place at these words');
  return group;
}

export function decisionAt(view: AdjudicationAnswer, words: string): DecisionAnswer | undefined {
  const place = placeOf(groupAt(view, words));
  return view.decisions.find((decision) => decision.place === place);
}

/** The words of what is agreed, by the text of the same answer. */
export function agreedWords({ text }: AdjudicationAnswer, decision: DecisionAnswer | undefined) {
  return decision?.agreed.map(({ range, role }) =>
    range === null ? null : `${role} ${text.slice(...range)}`,
  );
}

/** The spans of the consensus as this reader is sent them; none where it is not listed for them. */
export async function consensusOf(
  reader: Client,
  transcript: string,
): Promise<readonly Span[] | null> {
  const { documents } = await reader.get('readTranscript', { transcript });
  const listed = documents.find(({ kind }) => kind === 'consensus');
  if (listed === undefined) return null;
  const doc = await readDocument(reader, listed);
  return [...layerFields(doc).spans].flatMap(([id, value]) => readSpan(id, value) ?? []);
}

/** Waits until the consensus holds these quotes, in any order. */
export async function untilAgreed(
  reader: Client,
  transcript: string,
  quotes: readonly string[],
): Promise<void> {
  await until('the consensus is level', async () => {
    const spans = (await consensusOf(reader, transcript)) ?? [];
    const there = spans.map(({ anchor }) => anchor.quote).sort();
    return JSON.stringify(there) === JSON.stringify(quotes.toSorted());
  });
}
