import type { AgreementAnswer, AgreementFigure } from '@triad/collab';
import { Info } from 'lucide-react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { agreement } from '../../messages/agreement.ts';
import { say } from '../../messages.ts';
import { RoleBadge } from '../../ui/index.ts';
import { figureText, percentOf, scaleStart } from './figure-format.ts';

const words = agreement.figures;

/** The coefficients with what each is of; those that are undefined say why. */
export function FiguresSection({
  figures,
  intervals,
}: Pick<AgreementAnswer, 'figures' | 'intervals'>) {
  const common = commonOf(figures);
  return (
    <section aria-labelledby="agreement-figures" className="stack">
      <div className="stack tight">
        <h3 id="agreement-figures" className="label">
          {words.title}
        </h3>
        <p className="muted agreement-lead">
          {words.lead}
          {intervals === 'coming' ? ` ${words.intervalsComing}` : null}
          {intervals === 'off' ? ` ${words.intervalsOff}` : null}
          {common === null ? null : ` ${words.common(common.transcripts, common.coders)}`}
        </p>
      </div>
      <FigureTable
        title={words.spans}
        lead={words.spansLead}
        figures={figures.filter((figure) => figure.of === 'spans')}
        common={common}
      />
      <FigureTable
        title={words.table}
        lead={words.tableLead}
        figures={figures.filter((figure) => figure.of === 'table')}
        common={common}
      />
    </section>
  );
}

/** Of how many transcripts and coders most of the figures are; a row says only where it is not. */
type Common = Pick<AgreementFigure, 'transcripts' | 'coders'>;

function commonOf(figures: readonly AgreementFigure[]): Common | null {
  const counts = Map.groupBy(figures, ({ transcripts, coders }) => `${transcripts} ${coders}`);
  return [...counts.values()].toSorted((a, b) => b.length - a.length)[0]?.[0] ?? null;
}

function FigureTable({
  title,
  lead,
  figures,
  common,
}: {
  readonly title: string;
  readonly lead: string;
  readonly figures: readonly AgreementFigure[];
  readonly common: Common | null;
}) {
  // A role that nobody uses would have a row for each measure: they are told together.
  const unused = figures.filter(({ reason, role }) => reason === 'nothing-coded' && role !== null);
  const told = figures.filter((figure) => !unused.includes(figure));
  const from = scaleStart(
    figures.flatMap(({ value, interval }) => [
      ...(value === null ? [] : [value]),
      ...(interval ?? []),
    ]),
  );
  return (
    <div className="stack tight">
      <h4>{title}</h4>
      <p className="small faint">
        {lead} {figures.length === 0 ? words.none : words.scale(figureText(from))}
      </p>
      {figures.length === 0 ? null : (
        <table className="table figures">
          <caption className="visually-hidden">{words.caption(title)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.column.name}</th>
              <th scope="col" className="num right">
                {words.column.value}
              </th>
              <th scope="col">{words.column.interval}</th>
              <th scope="col" className="num right">
                {words.column.withoutUnsure}
              </th>
              <th scope="col" className="below-600">
                {words.column.n}
              </th>
            </tr>
          </thead>
          <tbody>
            {told.map((figure) => (
              <FigureRow
                key={`${figure.name} ${figure.role ?? ''}`}
                {...{ figure, from, common }}
              />
            ))}
          </tbody>
        </table>
      )}
      <Unused figures={unused} />
    </div>
  );
}

function Unused({ figures }: { readonly figures: readonly AgreementFigure[] }) {
  if (figures.length === 0) return null;
  const roles = [...new Set(figures.flatMap(({ role }) => role ?? []))];
  const names = [...new Set(figures.map(({ name }) => agreement.measure[name].name))];
  return (
    <p className="small muted">
      {words.unused(
        roles.map((role) => say.roles[role].toLowerCase()),
        names,
      )}
    </p>
  );
}

function FigureRow({
  figure,
  from,
  common,
}: {
  readonly figure: AgreementFigure;
  readonly from: number;
  readonly common: Common | null;
}) {
  const { name, role, value, reason, withoutUnsure, unit, n, transcripts, coders } = figure;
  const measure = agreement.measure[name];
  const of =
    transcripts === common?.transcripts && coders === common.coders
      ? words.unit[unit](n)
      : words.of(words.unit[unit](n), transcripts, coders);
  return (
    <tr>
      <th scope="row">
        <span className="figure-name">
          {role === null ? null : <RoleBadge role={role} decorative />}
          <span>
            {measure.name}
            {role === null ? null : `, ${say.roles[role].toLowerCase()}`}
          </span>
          <About name={measure.name} what={measure.what} source={measure.source} />
        </span>
        <span className="figure-of muted small">{of}</span>
      </th>
      {value === null ? (
        <>
          <td className="num right faint">{words.undefined}</td>
          <td colSpan={2} className="muted">
            {reason === null ? words.noInterval : words.reason[reason]}
          </td>
        </>
      ) : (
        <>
          <td className="num right figure-value">{figureText(value)}</td>
          <td>
            <Interval value={value} interval={figure.interval} from={from} />
          </td>
          <td className="num right muted">
            {withoutUnsure === null ? '–' : figureText(withoutUnsure)}
          </td>
        </>
      )}
      <td className="muted small below-600">{of}</td>
    </tr>
  );
}

function Interval({
  value,
  interval,
  from,
}: {
  readonly value: number;
  readonly interval: AgreementFigure['interval'];
  readonly from: number;
}) {
  const [low, high] = interval ?? [value, value];
  const left = percentOf(low, from);
  return (
    <span className="interval">
      <span className="interval-track" aria-hidden="true">
        <i style={{ left: `${left}%`, width: `${percentOf(high, from) - left}%` }} />
        <b style={{ left: `${percentOf(value, from)}%` }} />
      </span>
      <span className="small num muted nowrap">
        {interval === null ? words.noInterval : words.interval(figureText(low), figureText(high))}
      </span>
    </span>
  );
}

/** One sentence on a measure, and where it comes from. */
function About({
  name,
  what,
  source,
}: {
  readonly name: string;
  readonly what: string;
  readonly source: string;
}) {
  return (
    <DialogTrigger>
      <AriaButton className="about-btn" aria-label={words.about(name)}>
        <Info size={13} aria-hidden="true" />
      </AriaButton>
      <Popover className="popover about" placement="bottom start" offset={4}>
        <Dialog aria-label={words.about(name)} className="about-words">
          <p>{what}</p>
          <p className="small faint">{source}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
