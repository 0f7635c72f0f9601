import { createHash } from 'node:crypto';
import { readCmoc } from '@triad/collab';
import type { CmocContent } from '@triad/realist';
import { canonicalJson } from '@triad/realist';
import * as Y from 'yjs';
import type { Context } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { Row } from '../data/table.ts';
import type { DocumentHost } from '../documents/host.ts';

type Needs = Pick<Context, 'tables' | 'documents'>;

export type CmocContents = {
  readonly row: Row<CmocBody>;
  readonly content: CmocContent;
  /** Of its canonical JSON, hex. */
  readonly sha256: string;
};

/** Every CMOC of a project, retired ones too, with what its draft says now; what did not change is at hand. */
export async function contentsOf(
  context: Needs,
  project: string,
): Promise<readonly CmocContents[]> {
  const rows = (await context.tables.cmocs.find('project', project)).filter(
    ({ body }) => body.life !== 'making',
  );
  const contents: CmocContents[] = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    contents.push(...(await Promise.all(some.map((row) => contentOf(context, row)))));
  }
  return contents;
}

/** What one draft says now. */
export async function contentOf(context: Needs, row: Row<CmocBody>): Promise<CmocContents> {
  const { documents } = context;
  const name = { kind: 'cmoc', cmoc: row.id } as const;
  const known = knownBy(documents);
  // Before it is read: what is written meanwhile has another mark, and is read again the next time.
  const mark = await documents.mark(name);
  const before = known.get(row.id, mark);
  if (before !== null) return { row, ...before };
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await documents.copy(name)).bytes);
  const content = readCmoc(doc);
  doc.destroy();
  const json = canonicalJson(content);
  const sha256 = createHash('sha256').update(json).digest('hex');
  known.put(row.id, { mark, content, sha256, units: json.length });
  return { row, content, sha256 };
}

/** Asked of the store at the same time. */
const AT_ONCE = 16;
/** UTF-16 units of drafts, as JSON, that are kept at hand, of all projects. */
const MOST_UNITS = 32 * 1024 * 1024;

type Kept = Omit<CmocContents, 'row'> & { readonly mark: string; readonly units: number };

/** What drafts said when they were last read: the latest asked for, within bounds. */
class KnownContents {
  readonly #kept = new Map<string, Kept>();
  #units = 0;

  get(cmoc: string, mark: string): Omit<CmocContents, 'row'> | null {
    const found = this.#kept.get(cmoc);
    if (found === undefined || found.mark !== mark || mark === '') return null;
    this.#kept.delete(cmoc);
    this.#kept.set(cmoc, found);
    return { content: found.content, sha256: found.sha256 };
  }

  put(cmoc: string, kept: Kept): void {
    this.#forget(cmoc);
    this.#kept.set(cmoc, kept);
    this.#units += kept.units;
    for (const [oldest] of this.#kept) {
      if (this.#units <= MOST_UNITS) break;
      this.#forget(oldest);
    }
  }

  #forget(cmoc: string): void {
    this.#units -= this.#kept.get(cmoc)?.units ?? 0;
    this.#kept.delete(cmoc);
  }
}

const KNOWN = new WeakMap<DocumentHost, KnownContents>();

function knownBy(documents: DocumentHost): KnownContents {
  const known = KNOWN.get(documents) ?? new KnownContents();
  KNOWN.set(documents, known);
  return known;
}
