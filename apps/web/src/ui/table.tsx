import type { ReactNode } from 'react';
import './table.css';

export type Column<Row> = {
  readonly id: string;
  readonly header: string;
  readonly renderCell: (row: Row) => ReactNode;
  /** Numbers stand right, in figures of one width. */
  readonly numeric?: boolean;
  /** Left out on a narrow page, first those with the highest number. */
  readonly leaveOutBelow?: 600 | 900 | 1100 | 1600;
  /** The header is read out and not drawn. */
  readonly hideHeader?: boolean;
  /** As narrow as what is in it: what can stand in one line stands in one. */
  readonly tight?: boolean;
  /** The cell that names the row. */
  readonly isRowHeader?: boolean;
};

/** Rows and columns, as a plain table: every reader of tables can walk it. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}) {
  const classOf = (column: Column<Row>) =>
    [
      column.numeric === true ? 'num right' : '',
      column.tight === true ? 'tight' : '',
      column.leaveOutBelow === undefined ? '' : `below-${column.leaveOutBelow}`,
    ].join(' ');
  return (
    <table className="table" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={classOf(column)}>
              {column.hideHeader === true ? (
                <span className="visually-hidden">{column.header}</span>
              ) : (
                column.header
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) =>
              column.isRowHeader === true ? (
                <th key={column.id} scope="row" className={classOf(column)}>
                  {column.renderCell(row)}
                </th>
              ) : (
                <td key={column.id} className={classOf(column)}>
                  {column.renderCell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
