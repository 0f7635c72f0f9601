import type { Context } from '../../context.ts';
import { now } from '../../context.ts';
import type { RoundBody } from '../../data/records.ts';
import type { Row } from '../../data/table.ts';
import type { FileAnswer } from '../../http/route-types.ts';
import { namesIn } from '../../projects/member-names.ts';
import type { Membership } from '../../projects/membership.ts';
import { refuse } from '../../refusal.ts';
import type { ComparisonRows } from '../compare.ts';
import { comparisonBlob } from '../kept.ts';
import { knownTo, overviewFor, summaryOf } from '../overview.ts';
import type { ExportFormat } from './export-agreement.ts';
import type { ExportedTranscript } from './sheets.ts';

const FORMATS: Readonly<Record<ExportFormat, string>> = { xlsx: 'xlsx', csv: 'zip', json: 'json' };

/** What the member sees on the page, and the raw tables behind it. Refuses with `agreement/no-format`. */
export async function exportFor(
  context: Context,
  me: Membership,
  chosen: ReadonlySet<string> | null,
  as: string,
): Promise<FileAnswer> {
  const format = (Object.keys(FORMATS) as ExportFormat[]).find((each) => each === as);
  if (format === undefined) throw refuse('agreement/no-format');
  const answer = await overviewFor(context, me, chosen, 'for intervals');
  const { bases, kept } = await knownTo(context, me, chosen);
  const about = new Map(answer.transcripts.map((transcript) => [transcript.id, transcript]));
  const transcripts: ExportedTranscript[] = [];
  for (const { transcript, round } of bases) {
    const row = kept.get(transcript.id);
    const summary = summaryOf(row);
    const own = about.get(transcript.id);
    const blob = await context.blobs.get(comparisonBlob(transcript.id));
    if (row === undefined || summary === null || own === undefined || blob === null) continue;
    const { rows } = JSON.parse(Buffer.from(blob.bytes).toString()) as { rows: ComparisonRows };
    const { participants } = row.body.stamp;
    const table = summary.all.table;
    transcripts.push({ about: own, round: nameOf(round), rows, table, participants });
  }
  const at = now(context);
  const names = await namesIn(context, me.project.id);
  const bytes = await context.agreement.threads.export({
    as: format,
    answer,
    transcripts,
    names,
    at,
  });
  return { fileName: `agreement ${at.slice(0, 10)}.${FORMATS[format]}`, bytes };
}

function nameOf({ body: { title, number, kind } }: Row<RoundBody>): string {
  return title === '' ? `Round ${number} (${kind})` : `${number}: ${title}`;
}
