import type { Reason, Table } from '@triad/agreement';
import { bootstrapTables, poolTables, reportTable } from '@triad/agreement';
import type { AgreementFigure } from '@triad/collab';
import { TABLE_FIGURES } from '@triad/collab/agreement';
import { compareRoles, isRole } from '@triad/realist';
import type { RoleRows } from './reliability-table.ts';
import { valuesOf } from './reliability-table.ts';
import { drawingOf } from './sampling.ts';

/**
 * The figures over the roles that places have in configurations, over the tables of all transcripts side
 * by side.
 * @param sure without parts marked unsure; null: none is
 */
export function tableFigures(
  tables: readonly RoleRows[],
  sure: readonly RoleRows[] | null,
  intervals: boolean,
): readonly AgreementFigure[] {
  const coders = [...new Set(tables.flatMap((table) => table.coders))].sort();
  const rows = tables.map((table) => rowsOf(table, coders));
  const pooled = poolTables(rows);
  const found = flatten(pooled);
  const without =
    sure === null ? found : flatten(poolTables(sure.map((table) => rowsOf(table, coders))));
  const alpha = intervals ? limitsOf(rows) : null;
  const n = pooled[0]?.length ?? 0;
  const about = {
    of: 'table' as const,
    unit: 'parts' as const,
    n,
    transcripts: tables.filter(({ rows: [row = ''] }) => row !== '').length,
    coders: coders.length,
  };
  return [...found.values()]
    .map(({ name, role, value, reason }) => ({
      name,
      role,
      value,
      reason,
      interval: name === 'alphaNominal' ? alpha : null,
      withoutUnsure: without.get(keyOf(name, role))?.value ?? null,
      ...about,
    }))
    .sort((a, b) => placeOf(a) - placeOf(b));
}

/** What a transcript has is drawn together; of a few, part by part. */
function limitsOf(tables: readonly Table[]) {
  const drawing = drawingOf(tables.length);
  const units = drawing.what === 'transcripts' ? tables : tables.flatMap(columnsOf);
  return bootstrapTables(units, drawing);
}

function columnsOf(table: Table): readonly Table[] {
  const many = table[0]?.length ?? 0;
  return Array.from({ length: many }, (_, at) => table.map((row) => [row[at] ?? null]));
}

/** A row for every coder of the project; of who has not finished the transcript an empty one. */
function rowsOf({ coders: own, rows }: RoleRows, coders: readonly string[]): Table {
  const none = valuesOf('.'.repeat(rows[0]?.length ?? 0));
  return coders.map((coder) => {
    const row = rows[own.indexOf(coder)];
    return row === undefined ? none : valuesOf(row);
  });
}

type Flat = Pick<AgreementFigure, 'name' | 'role' | 'value' | 'reason'>;

function flatten(table: Table): ReadonlyMap<string, Flat> {
  const report = reportTable(table);
  const flat = new Map<string, Flat>();
  const put = (name: Flat['name'], role: Flat['role'], value: unknown, path: string): void => {
    const known = typeof value === 'number' ? value : null;
    const reason: Reason | null = known === null ? (report.reasons[path] ?? 'nothing-left') : null;
    flat.set(keyOf(name, role), { name, role, value: known, reason });
  };
  for (const name of TABLE_FIGURES) {
    const found = report[name];
    if (typeof found !== 'object' || found === null) put(name, null, found, name);
    else {
      for (const [role, value] of Object.entries(found).sort()) {
        if (isRole(role)) put(name, role, value, `${name}.${role}`);
      }
    }
  }
  return flat;
}

function keyOf(name: string, role: string | null): string {
  return `${name} ${role}`;
}

function placeOf({ name, role }: AgreementFigure): number {
  const place = (TABLE_FIGURES as readonly string[]).indexOf(name);
  return 10 * place + (role === null ? 0 : compareRoles(role, 'C'));
}
