import type { CmocAnswer, CmocVersionAnswer, QuoteAnswer, ReviewReply } from '@triad/collab';
import type { QuoteReference } from '@triad/realist';
import type { Context } from '../context.ts';
import type { CmocBody, CmocVersionBody, SignOffBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';
import { cmocAccess } from '../gate.ts';
import type { Membership } from '../projects/membership.ts';
import { quoteKey, quotesFor } from '../quotes/quotes.ts';
import { refuse } from '../refusal.ts';
import { signOffAnswer } from '../sign-off/answers.ts';
import { saltedHash } from '../sign-off/salted-hash.ts';
import { isUpForSignOff, standingOfVersion, versionSummary } from '../sign-off/standing.ts';
import type { Present } from '../sign-off/standing.ts';
import { byVersion, presentMembers, versionsOf } from '../sign-off/versions.ts';
import { documentAnswer } from '../transcripts/transcripts.ts';
import { contentOf, contentsOf } from './contents.ts';
import type { CmocContents } from './contents.ts';
import { summaryOf } from './summaries.ts';

/** One CMOC with everything that is said of it, as this member may see it. */
export async function cmocAnswer(
  context: Context,
  me: Membership,
  row: Row<CmocBody>,
): Promise<CmocAnswer> {
  const { tables, documents } = context;
  const [known, versions, signOffs, present, others, head, reviews] = await Promise.all([
    contentOf(context, row),
    versionsOf(context, row),
    tables.signOffs.find('cmoc', row.id),
    presentMembers(context, row.body.project),
    contentsOf(context, row.body.project),
    documents.describe({ kind: 'cmoc', cmoc: row.id }),
    repliesTo(context, row),
  ]);
  // Gone with its project between the check of the membership and now.
  if (head === null) throw refuse('rules/unknown');
  const said = byVersion(signOffs);
  const latest = versions.at(-1) ?? null;
  const quotes = await quotesOf(context, me, known, versions);
  return {
    ...summaryOf({ ...known, latest, signOffs: (latest && said.get(latest.id)) ?? [] }, present),
    document: documentAnswer(head, 'cmoc', cmocAccess(me, row)),
    content: known.content,
    draftSha256: known.sha256,
    quotes: [...quotes.values()],
    alsoIn: alsoIn(row.id, new Set(quotes.keys()), others),
    versions: versions.map((version) =>
      versionAnswer(row, version, { signOffs: said.get(version.id) ?? [], present, quotes }),
    ),
    candidates: row.body.candidates,
    reviews,
  };
}

/** Of the draft and of every version, each once. */
async function quotesOf(
  context: Context,
  me: Membership,
  { content }: CmocContents,
  versions: readonly Row<CmocVersionBody>[],
): Promise<ReadonlyMap<string, QuoteAnswer>> {
  const references = new Map<string, QuoteReference>();
  for (const { evidence } of [content, ...versions.map(({ body }) => body.content)]) {
    for (const { quote } of evidence) references.set(quoteKey(quote), quote);
  }
  return references.size === 0 ? new Map() : quotesFor(context, me, [...references.values()]);
}

/** Drafts that live. */
function alsoIn(
  own: string,
  quotes: ReadonlySet<string>,
  others: readonly CmocContents[],
): CmocAnswer['alsoIn'] {
  return others
    .filter(({ row }) => row.id !== own && row.body.life === 'living')
    .flatMap(({ row, content }) =>
      content.evidence
        .filter(({ quote }) => quotes.has(quoteKey(quote)))
        .map(({ quote, role, bearing }) => ({ ...quote, cmoc: row.id, role, bearing })),
    );
}

function versionAnswer(
  cmoc: Row<CmocBody>,
  version: Row<CmocVersionBody>,
  {
    signOffs,
    present,
    quotes,
  }: {
    readonly signOffs: readonly Row<SignOffBody>[];
    readonly present: Present;
    readonly quotes: ReadonlyMap<string, QuoteAnswer>;
  },
): CmocVersionAnswer {
  const { content, quorum, number } = version.body;
  return {
    ...versionSummary(version),
    content,
    standing: isUpForSignOff(cmoc, number)
      ? standingOfVersion(version, signOffs, present)
      : 'superseded',
    signOffs: signOffs.map((row) => signOffAnswer(row)),
    quorum,
    changedQuotes: changedQuotes(version.body, quotes),
  };
}

/** Told where the reader may see the words; of those that are gone too. */
function changedQuotes(
  { content, salt, quotes: hashes }: CmocVersionBody,
  quotes: ReadonlyMap<string, QuoteAnswer>,
): readonly string[] {
  return content.evidence.flatMap(({ id, quote }) => {
    const now = quotes.get(quoteKey(quote));
    const then = hashes[id];
    if (now === undefined || now.state === 'hidden' || then === undefined) return [];
    return now.state === 'shown' && saltedHash(salt, now.words) === then ? [] : [id];
  });
}

async function repliesTo(
  { tables }: Pick<Context, 'tables'>,
  { id }: Row<CmocBody>,
): Promise<readonly ReviewReply[]> {
  const replies = await tables.reviewReplies.find('cmoc', id);
  const answers = await Promise.all(
    replies.map(async ({ body: { link, kind, text, at } }) => {
      const note = (await tables.reviewLinks.get(link))?.body.note ?? '';
      return { link, note, kind, text, at };
    }),
  );
  return answers.sort((a, b) => (a.at < b.at ? -1 : 1));
}
