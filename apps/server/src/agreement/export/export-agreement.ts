import type { AgreementAnswer } from '@triad/collab';
import { writeCsv, writeXlsx, writeZip } from '@triad/interchange';
import { exportedJson } from './exported-json.ts';
import { sheetsOf } from './sheets.ts';
import type { ExportedTranscript } from './sheets.ts';

export type ExportFormat = 'xlsx' | 'csv' | 'json';

/** All that an export is made of: what the page shows, with names in the place of ids. */
export type ExportRequest = {
  readonly as: ExportFormat;
  readonly answer: AgreementAnswer;
  readonly transcripts: readonly ExportedTranscript[];
  /** Of members, by id; no two alike. */
  readonly names: Readonly<Record<string, string>>;
  readonly at: string;
};

/** The figures and the tables behind them, as a file. It holds no word of a transcript. */
export async function exportAgreement(request: ExportRequest): Promise<Uint8Array> {
  if (request.as === 'json') {
    return Buffer.from(`${JSON.stringify(exportedJson(request), null, 1)}\n`);
  }
  const sheets = sheetsOf(request);
  if (request.as === 'xlsx') return writeXlsx(sheets);
  const files = sheets.map((sheet) => ({
    name: `${sheet.name}.csv`,
    bytes: Buffer.from(writeCsv(sheet)),
  }));
  const methods = { name: 'Methods.txt', bytes: Buffer.from(`${request.answer.methods}\n`) };
  return writeZip([...files, methods], new Date(request.at));
}
