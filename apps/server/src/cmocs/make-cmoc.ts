import { randomUUID } from 'node:crypto';
import { addToDraft, LIMITS, readCmoc } from '@triad/collab';
import type { CmocContent, Evidence } from '@triad/realist';
import * as Y from 'yjs';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { CmocBody } from '../data/cmoc-records.ts';
import type { ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { methodOf } from '../method/settings.ts';
import { refuse } from '../refusal.ts';
import { announceCmoc } from './announce-cmocs.ts';
import { nextNumber } from './numbers.ts';
import { putCmoc, showCmoc } from './put-cmoc.ts';
import { shownCmoc, withCmocs } from './with-cmocs.ts';

type Needs = Pick<Context, 'tables' | 'documents' | 'announce' | 'locks' | 'clock'>;

export type NewCmoc = {
  readonly project: string;
  /** Member id. */
  readonly by: string;
  readonly group: string | null;
  readonly content: CmocContent;
  /** Candidates that it came of. */
  readonly candidates: readonly string[];
};

/** Makes a draft, with the next number. Refuses with `cmocs/too-many`, `cmocs/no-group` or `cmocs/too-large`. */
export function makeCmoc(context: Needs, made: NewCmoc): Promise<Row<CmocBody>> {
  const { project, by, group, content, candidates } = made;
  return withCmocs(context, project, async (row) => {
    refuseUnknownGroup(row, group);
    refuseTooLarge(content);
    const number = await nextNumber(context, project, 1);
    const put = await putCmoc(
      context,
      randomUUID(),
      {
        project,
        number,
        group,
        retiredBy: null,
        versions: 0,
        setAside: 0,
        createdBy: by,
        createdAt: now(context),
        candidates,
        lineage: null,
      },
      content,
    );
    const shown = await showCmoc(context, put);
    announceCmoc(context, shown);
    return shown;
  });
}

/**
 * Puts a candidate's parts and evidence into a draft that is there, behind what it has; who has it open sees
 * them come. Refuses with `cmocs/retired` or `cmocs/too-large`.
 */
export function addToCmoc(
  context: Needs,
  cmoc: Row<CmocBody>,
  added: {
    readonly parts: CmocContent['parts'];
    readonly evidence: readonly Evidence[];
    readonly candidate: string;
  },
): Promise<Row<CmocBody>> {
  const { tables, documents } = context;
  return withCmocs(context, cmoc.body.project, async () => {
    const row = await shownCmoc(context, cmoc.id);
    if (row.body.life !== 'living') throw refuse('cmocs/retired');
    const name = { kind: 'cmoc', cmoc: row.id } as const;
    const doc = new Y.Doc();
    Y.applyUpdate(doc, (await documents.copy(name)).bytes);
    const before = Y.encodeStateVector(doc);
    addToDraft(doc, added);
    refuseTooLarge(readCmoc(doc));
    await documents.write(name, Y.encodeStateAsUpdate(doc, before));
    doc.destroy();
    const changed = await tables.cmocs.update(row, {
      ...row.body,
      candidates: [...new Set([...row.body.candidates, added.candidate])],
    });
    announceCmoc(context, changed);
    return changed;
  });
}

export function refuseUnknownGroup(project: Row<ProjectBody>, group: string | null): void {
  if (group === null || methodOf(project).groups.some(({ id }) => id === group)) return;
  throw refuse('cmocs/no-group');
}

export function refuseTooLarge({ parts, evidence }: Pick<CmocContent, 'parts' | 'evidence'>): void {
  if (parts.length > LIMITS.cmocParts || evidence.length > LIMITS.evidence) {
    throw refuse('cmocs/too-large', LIMITS.cmocParts, LIMITS.evidence);
  }
}
