import type { QuoteAnswer, Speaker } from '@triad/collab';
import { blindRoundOf } from '@triad/collab';
import type { QuoteReference } from '@triad/realist';
import type { Context } from '../context.ts';
import { memberMay } from '../projects/membership.ts';
import type { Membership } from '../projects/membership.ts';
import { roundFacts } from '../rounds/facts.ts';
import type { KnownQuotes } from './known-quotes.ts';
import type { QuoteRow } from './kept-quotes.ts';
import { pseudonymsOf, speakerOf } from './speakers.ts';

type Needs = Pick<Context, 'tables' | 'quotes'>;

export function quoteKey({ transcript, span }: QuoteReference): string {
  return `${transcript}/${span}`;
}

/**
 * What is agreed, with its words as they stand now, by {@link quoteKey}: every reference has an answer.
 * Words that the member may not read now (an observer of a text that they are not shown, who codes it
 * blind) are not in it.
 */
export async function quotesFor(
  context: Needs,
  { project, member }: Membership,
  references: readonly QuoteReference[],
): Promise<ReadonlyMap<string, QuoteAnswer>> {
  const { tables } = context;
  const transcripts = await knownOf(context, references);
  const rounds = await roundFacts(tables, project.id);
  const people = await pseudonymsOf(context, project.id);
  const readsDecisions = memberMay(member, 'decisions.read', { unblinded: true });
  const isShown = ({ row: { id, body } }: KnownQuotes): boolean =>
    memberMay(member, 'transcript.read', { observersRead: body.observersRead }) &&
    blindRoundOf(rounds, id, member.id) === null;
  const shown = new Map<string, boolean>();
  for (const [id, known] of transcripts) {
    if (known !== 'closed' && known.row.body.project === project.id) shown.set(id, isShown(known));
  }
  const answers = new Map<string, QuoteAnswer>();
  for (const reference of references) {
    const known = transcripts.get(reference.transcript);
    answers.set(quoteKey(reference), answerTo(reference, known));
  }
  return answers;

  function answerTo(
    reference: QuoteReference,
    known: KnownQuotes | 'closed' | undefined,
  ): QuoteAnswer {
    if (known === 'closed') return without(reference, 'hidden');
    const isShownNow = shown.get(reference.transcript);
    if (known === undefined || isShownNow === undefined) return without(reference, 'gone');
    if (!isShownNow) return without(reference, 'hidden');
    const row = known.rows.get(reference.span);
    if (row === undefined) return without(reference, 'gone');
    const answer = quoteAnswer(reference, row, known.row.body.speakers, people);
    return readsDecisions ? answer : { ...answer, decision: null, coders: [] };
  }
}

/**
 * Their words alone, by {@link quoteKey}, for somebody who is no member; null where nothing is agreed
 * under the id any more, or its words are gone, or nobody may read them at this moment.
 */
export async function wordsOfQuotes(
  context: Needs,
  project: string,
  references: readonly QuoteReference[],
): Promise<ReadonlyMap<string, string | null>> {
  const transcripts = await knownOf(context, references);
  return new Map(
    references.map((reference) => {
      const known = transcripts.get(reference.transcript);
      const isThere =
        known !== undefined && known !== 'closed' && known.row.body.project === project;
      const words = isThere ? known.rows.get(reference.span)?.place?.words : undefined;
      return [quoteKey(reference), words ?? null] as const;
    }),
  );
}

/** Of the transcripts that are there; `closed`: it is being redacted. */
async function knownOf(
  { quotes, tables }: Needs,
  references: readonly QuoteReference[],
): Promise<ReadonlyMap<string, KnownQuotes | 'closed'>> {
  const ids = [...new Set(references.map(({ transcript }) => transcript))];
  const found = new Map<string, KnownQuotes | 'closed'>();
  await Promise.all(
    ids.map(async (id) => {
      const known = await quotes.of(id);
      if (known !== null) found.set(id, known);
      else if ((await tables.transcripts.get(id))?.body.pending === 'redacting') {
        found.set(id, 'closed');
      }
    }),
  );
  return found;
}

function quoteAnswer(
  { transcript, span }: QuoteReference,
  { role, round, decision, coders, place }: QuoteRow,
  speakers: readonly Speaker[],
  people: ReadonlyMap<string, string>,
): QuoteAnswer {
  if (place === null) {
    return { ...without({ transcript, span }, 'lost'), role, round, decision, coders };
  }
  return {
    transcript,
    span,
    role,
    round,
    decision,
    state: 'shown',
    words: place.words,
    range: [place.start, place.end],
    turn: place.turn,
    startSeconds: place.startSeconds,
    ...speakerOf(place.speaker, speakers, people),
    coders,
  };
}

function without(
  { transcript, span }: QuoteReference,
  state: Exclude<QuoteAnswer['state'], 'shown'>,
): QuoteAnswer {
  return {
    transcript,
    span,
    role: null,
    round: null,
    decision: null,
    state,
    words: '',
    range: null,
    turn: null,
    startSeconds: null,
    speaker: '',
    participant: null,
    kind: null,
    coders: [],
  };
}
