import { Link } from '@tanstack/react-router';
import type { CmocListAnswer, CmocSummary } from '@triad/collab';
import { signing } from '../../messages/signing.ts';
import { Avatar, RadioGroup } from '../../ui/index.ts';
import type { Cell, MatrixFilter } from './matrix.ts';
import { cellOf, columnsOf, MATRIX_FILTERS, rowsOf } from './matrix.ts';
import './matrix-section.css';
import './standing.css';

const words = signing.matrix;

/** CMOCs by members: what each said, as a mark with a name. */
export function MatrixSection({
  project,
  list,
  me,
  nameOf,
  filter,
  onFilter,
}: {
  readonly project: string;
  readonly list: CmocListAnswer;
  readonly me: string;
  readonly nameOf: (member: string) => string;
  readonly filter: MatrixFilter;
  readonly onFilter: (filter: MatrixFilter) => void;
}) {
  const rows = rowsOf(list.cmocs, filter, me);
  const members = columnsOf(list.cmocs, list.signers).toSorted((a, b) =>
    nameOf(a).localeCompare(nameOf(b), 'en'),
  );
  return (
    <section className="stack" aria-labelledby="matrix-title">
      <header className="row wrap between">
        <h3 id="matrix-title">{words.title}</h3>
        <RadioGroup
          label={words.filter}
          hideLabel
          orientation="horizontal"
          value={filter}
          choices={MATRIX_FILTERS.map((value) => ({ value, label: words.filters[value] }))}
          onChange={onFilter}
        />
      </header>
      {rows.length === 0 ? (
        <p className="muted">{words.empty}</p>
      ) : (
        // What is wider than the page scrolls in its own box, which the keyboard reaches.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="matrix-box" tabIndex={0} role="group" aria-label={words.label}>
          <table className="table matrix" aria-label={words.label}>
            <thead>
              <tr>
                <th scope="col">{words.cmoc}</th>
                {members.map((member) => (
                  <th key={member} scope="col" className="matrix-cell">
                    <Avatar id={member} name={nameOf(member)} />
                  </th>
                ))}
                <th scope="col">{words.state}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((cmoc) => (
                <tr key={cmoc.id}>
                  <RowHead project={project} cmoc={cmoc} />
                  {members.map((member) => (
                    <MatrixCell key={member} name={nameOf(member)} cell={cellOf(cmoc, member)} />
                  ))}
                  <RowState cmoc={cmoc} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Legend />
    </section>
  );
}

function RowHead({ project, cmoc }: { readonly project: string; readonly cmoc: CmocSummary }) {
  return (
    <th scope="row">
      <Link
        to="/projects/$project/cmocs/$cmoc"
        params={{ project, cmoc: cmoc.id }}
        className="matrix-cmoc"
      >
        <span className="num faint">{cmoc.number}</span>{' '}
        {cmoc.title === '' ? signing.untitled : cmoc.title}
      </Link>
    </th>
  );
}

function RowState({ cmoc }: { readonly cmoc: CmocSummary }) {
  const { state, latest, signOffs, revising } = cmoc;
  return (
    <td className="matrix-state">
      <span className={state === 'contested' ? 'standing contested' : 'standing'}>
        {signing.state[state]}
      </span>
      <span className="faint small">
        {latest === null ? '' : ` · ${signing.version(latest.number)}`}
        {signOffs === null ? '' : ` · ${words.ofQuorum(signOffs.agree, signOffs.quorum)}`}
        {revising ? ` · ${words.revising}` : ''}
      </span>
    </td>
  );
}

function MatrixCell({ name, cell }: { readonly name: string; readonly cell: Cell }) {
  const { mark, said, isOpen } = drawn(cell);
  return (
    <td className={`matrix-cell ${isOpen ? 'open' : ''} ${cell.kind}`}>
      <span role="img" aria-label={words.cell(name, said)} title={words.cell(name, said)}>
        {mark}
      </span>
    </td>
  );
}

function drawn(cell: Cell): {
  readonly mark: string;
  readonly said: string;
  readonly isOpen: boolean;
} {
  if (cell.kind === 'waiting') {
    return { mark: signing.mark.waiting, said: words.waits, isOpen: false };
  }
  if (cell.kind === 'not-asked') return { mark: ' ', said: words.notAsked, isOpen: false };
  const { verdict, ended } = cell;
  if (verdict === 'object' && ended) {
    return { mark: `(${signing.mark.object})`, said: words.ended, isOpen: false };
  }
  return {
    mark: signing.mark[verdict],
    said: signing.verdict[verdict],
    isOpen: verdict === 'object',
  };
}

function Legend() {
  return (
    <ul className="matrix-legend faint small" aria-label={words.legend}>
      {(['agree', 'agree-with-comment', 'object', 'abstain'] as const).map((verdict) => (
        <li key={verdict}>
          <b aria-hidden="true">{signing.mark[verdict]}</b> {signing.verdict[verdict]}
        </li>
      ))}
      <li>
        <b aria-hidden="true">({signing.mark.object})</b> {words.ended}
      </li>
      <li>
        <b aria-hidden="true">{signing.mark.waiting}</b> {words.waits}
      </li>
    </ul>
  );
}
