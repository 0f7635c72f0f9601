import type { CmocVersionAnswer } from '@triad/collab';
import type { Sheet } from '@triad/interchange';
import { electorate, quorumOf, sentenceText } from '@triad/realist';
import { byGroupThenNumber } from '../cmocs/list-answer.ts';
import { knownCmocs, summaryOf } from '../cmocs/summaries.ts';
import type { KnownCmoc } from '../cmocs/summaries.ts';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type {
  CmocVersionBody,
  ReviewLinkBody,
  ReviewReplyBody,
  SignOffBody,
} from '../data/cmoc-records.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { FileAnswer } from '../http/route-types.ts';
import { methodOf } from '../method/settings.ts';
import { namesIn } from '../projects/member-names.ts';
import { refuse } from '../refusal.ts';
import { signOffSheets } from './sign-off-sheets.ts';
import type {
  ExportedCmoc,
  ExportedReview,
  ExportedSignOff,
  ExportedVersion,
} from './sign-off-sheets.ts';
import type { SignOffRecord } from './sign-off-sheets.ts';
import { isUpForSignOff, standingOfVersion } from './standing.ts';
import type { Present } from './standing.ts';
import { byVersion, versionsOf } from './versions.ts';

const FORMATS = { xlsx: 'xlsx', csv: 'zip', json: 'json' } as const;

/** The record of sign-offs as a file. Refuses with `sign-offs/no-format` or `sign-offs/export-failed`. */
export async function exportSignOffs(
  context: Context,
  project: Row<ProjectBody>,
  as: string,
): Promise<FileAnswer> {
  const format = (Object.keys(FORMATS) as (keyof typeof FORMATS)[]).find((each) => each === as);
  if (format === undefined) throw refuse('sign-offs/no-format');
  const record = await signOffRecord(context, project);
  const bytes =
    format === 'json'
      ? Buffer.from(`${JSON.stringify(record, null, 1)}\n`)
      : await context.jobs
          .write(format, sheetsFor(format, record), record.at)
          .catch(() => Promise.reject(refuse('sign-offs/export-failed')));
  return { fileName: `sign-offs ${record.at.slice(0, 10)}.${FORMATS[format]}`, bytes };
}

/** A draft, or a record from before it was refused, may hold half of a character, which no CSV can say. */
function sheetsFor(format: 'csv' | 'xlsx', record: SignOffRecord): readonly Sheet[] {
  const sheets = signOffSheets(record);
  if (format === 'xlsx') return sheets;
  return sheets.map((sheet) => ({
    ...sheet,
    rows: sheet.rows.map((row) =>
      row.map((cell) => (typeof cell === 'string' ? cell.toWellFormed() : cell)),
    ),
  }));
}

async function signOffRecord(context: Context, project: Row<ProjectBody>): Promise<SignOffRecord> {
  const { groups } = methodOf(project);
  const { cmocs, present } = await knownCmocs(context, project.id);
  const said = byVersion(await context.tables.signOffs.find('project', project.id));
  const { reviews, links } = await readReviews(context, project.id);
  const names = await namesIn(context, project.id);
  const members = await context.tables.members.find('project', project.id);
  const people: People = {
    present,
    name: (member) => names[member] ?? member,
    roles: new Map(members.map(({ id, body }) => [id, body.roles])),
  };
  const compare = byGroupThenNumber(groups);
  const sorted = cmocs
    .map((known) => ({ known, summary: summaryOf(known, present) }))
    .sort((a, b) => compare(a.summary, b.summary));
  const exported: ExportedCmoc[] = [];
  for (const { known, summary } of sorted) {
    const versions = await versionsOf(context, known.row);
    exported.push({
      id: known.row.id,
      number: summary.number,
      title: summary.title,
      group: groups.find(({ id }) => id === summary.group)?.title ?? null,
      state: summary.state,
      versions: versions.map((row) => exportVersion(known, row, said.get(row.id) ?? [], people)),
      reviews: (reviews.get(known.row.id) ?? []).flatMap((row) => exportReview(row, links)),
      outstanding: (summary.signOffs?.outstanding ?? []).map((member) => people.name(member)),
    });
  }
  return { project: project.body.title, at: now(context), cmocs: exported };
}

type People = {
  readonly present: Present;
  readonly name: (member: string) => string;
  readonly roles: ReadonlyMap<string, readonly string[]>;
};

function exportVersion(
  { row: cmoc }: KnownCmoc,
  version: Row<CmocVersionBody>,
  signOffs: readonly Row<SignOffBody>[],
  people: People,
): ExportedVersion {
  const { number, sha256, content, by, at, note, quorum, signers } = version.body;
  const voters = electorate(
    signers,
    (member) => people.present.has(member),
    signOffs.map(({ body }) => body.member),
  );
  const standing: CmocVersionAnswer['standing'] = isUpForSignOff(cmoc, number)
    ? standingOfVersion(version, signOffs, people.present)
    : 'superseded';
  return {
    number,
    sha256,
    title: content.title,
    sentence: sentenceText(content.sentence),
    by: people.name(by),
    at,
    note,
    standing,
    quorum,
    needed: quorumOf(quorum, voters.size),
    of: voters.size,
    signOffs: signOffs.flatMap(({ body }) => exportSignOff(body, people)),
  };
}

/** What the member said before, and what they say. */
function exportSignOff(
  { member, earlier, ...body }: SignOffBody,
  { name, roles }: People,
): readonly ExportedSignOff[] {
  return [...earlier, body].map(({ verdict, text, at, ended }, index) => ({
    member: name(member),
    roles: roles.get(member) ?? [],
    verdict,
    text,
    at,
    ended: ended?.how === 'went-on' ? { ...ended, by: name(ended.by) } : ended,
    earlier: index < earlier.length,
  }));
}

type Links = ReadonlyMap<string, Row<ReviewLinkBody>>;

/** By CMOC, in the order in which they were said. */
async function readReviews(
  { tables }: Pick<Context, 'tables'>,
  project: string,
): Promise<{
  readonly reviews: ReadonlyMap<string, readonly Row<ReviewReplyBody>[]>;
  readonly links: Links;
}> {
  const [links, replies] = await Promise.all([
    tables.reviewLinks.find('project', project),
    tables.reviewReplies.find('project', project),
  ]);
  const sorted = [...replies].sort((a, b) => (a.body.at < b.body.at ? -1 : 1));
  return {
    reviews: Map.groupBy(sorted, ({ body }) => body.cmoc),
    links: new Map(links.map((row) => [row.id, row])),
  };
}

function exportReview(
  { body: { link, item, earlier, ...body } }: Row<ReviewReplyBody>,
  links: Links,
): readonly ExportedReview[] {
  const of = links.get(link)?.body;
  return [...earlier, body].map(({ kind: answer, text, at }, index) => ({
    link: of?.note ?? '',
    sentence: of?.items.find(({ id }) => id === item)?.sentence ?? '',
    answer,
    text,
    at,
    earlier: index < earlier.length,
  }));
}
