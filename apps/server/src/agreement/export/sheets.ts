import type { AgreementTranscript } from '@triad/collab';
import type { Sheet } from '@triad/interchange';
import type { ComparisonRows } from '../compare.ts';
import type { RoleRows } from '../reliability-table.ts';
import { valuesOf } from '../reliability-table.ts';
import { differencesOf } from '../view.ts';
import type { ExportRequest } from './export-agreement.ts';

export type ExportedTranscript = {
  readonly about: AgreementTranscript;
  /** Title of the round, or its number and kind. */
  readonly round: string;
  readonly rows: ComparisonRows;
  readonly table: RoleRows;
  /** Keys of the speakers whose turns figures are of; null: of all. */
  readonly participants: readonly string[] | null;
};

/** The sheets of an export, what is asked for first first. */
export function sheetsOf(request: ExportRequest): readonly Sheet[] {
  return [
    figures(request),
    pairs(request),
    transcripts(request),
    places(request),
    differences(request),
    spans(request),
    table(request),
    {
      name: 'Methods',
      columns: [{ title: 'Methods', width: 100 }],
      rows: request.answer.methods.split('\n\n').map((paragraph) => [paragraph]),
    },
  ];
}

function figures({ answer }: ExportRequest): Sheet {
  return {
    name: 'Figures',
    columns: columns(
      'Figure',
      'Of',
      'Role',
      'Value',
      'Undefined because',
      'Low (95%)',
      'High (95%)',
      'Without unsure',
      'Unit',
      'n',
      'Transcripts',
      'Coders',
    ),
    rows: answer.figures.map((figure) => [
      figure.name,
      figure.of === 'spans' ? 'spans, by first reading' : 'roles in configurations',
      figure.role ?? 'all',
      figure.value,
      figure.reason,
      figure.interval?.[0] ?? null,
      figure.interval?.[1] ?? null,
      figure.withoutUnsure,
      figure.unit,
      figure.n,
      figure.transcripts,
      figure.coders,
    ]),
  };
}

function pairs({ answer, names }: ExportRequest): Sheet {
  return {
    name: 'Pairs of coders',
    columns: columns(
      'Coder A',
      'Coder B',
      'Transcripts',
      'Role',
      'Spans',
      'F exact',
      'F overlap',
      'F one to one',
      'Agreement (characters)',
      'Kappa (characters)',
      'Dice (characters)',
    ),
    rows: answer.pairs.flatMap((pair) => {
      const of = [names[pair.a] ?? pair.a, names[pair.b] ?? pair.b, pair.transcripts];
      const f = (found: Omit<typeof pair, 'a' | 'b' | 'transcripts' | 'roles'>) => [
        found.spans,
        found.exact,
        found.overlap,
        found.overlapOneToOne,
      ];
      return [
        [...of, 'all', ...f(pair), null, null, null],
        ...pair.roles.map((own) => [
          ...of,
          own.role,
          ...f(own),
          own.agreement,
          own.kappa,
          own.dice,
        ]),
      ];
    }),
  };
}

function transcripts({ answer, transcripts: own, names }: ExportRequest): Sheet {
  const rounds = new Map(own.map(({ about, round }) => [about.id, round]));
  return {
    name: 'Transcripts',
    columns: columns(
      'Transcript',
      'Round',
      'Coders',
      'Not done',
      'Characters',
      'Places',
      'Differ',
      'Worked out',
      'State of the text (SHA-256)',
      'Copies of the layers (SHA-256)',
      'Moved on since',
    ),
    rows: answer.transcripts.map(({ id, title, coders, notDone, result }) => [
      title,
      rounds.get(id) ?? null,
      coders.map(({ member }) => names[member] ?? member).join(', '),
      notDone.map((member) => names[member] ?? member).join(', '),
      result?.lengthUtf16 ?? null,
      result?.places.places ?? null,
      result?.places.differ ?? null,
      result?.at ?? null,
      result?.text ?? null,
      coders
        .map(({ member, sha256 }) => `${names[member] ?? member}: ${sha256 ?? 'no layer'}`)
        .join(', '),
      result?.movedOn.join(', ') ?? null,
    ]),
  };
}

function places({ transcripts: own, names }: ExportRequest): Sheet {
  return {
    name: 'Places',
    columns: columns(
      'Transcript',
      'Place',
      'Starts',
      'Ends',
      'Shared from',
      'Shared to',
      'Kinds',
      'Not marked by',
      'Spans',
    ),
    rows: own.flatMap(({ about, rows }) =>
      rows.groups.map(({ id, hull, shared, kinds, missing, spans: ids }) => [
        about.title,
        id,
        ...hull,
        ...shared,
        kinds.join(', '),
        missing.map((member) => names[member] ?? member).join(', '),
        ids.join(' '),
      ]),
    ),
  };
}

function differences({ transcripts: own, names }: ExportRequest): Sheet {
  return {
    name: 'Differences',
    columns: columns('Transcript', 'Kind', 'Place', 'Sketches', 'Coders', 'Link'),
    rows: own.flatMap(({ about, rows }) =>
      differencesOf(rows.groups, rows.disagreements, rows.layers).map((difference) => [
        about.title,
        difference.kind,
        difference.group,
        difference.sketches.join(' '),
        difference.coders.map((member) => names[member] ?? member).join(', '),
        difference.id,
      ]),
    ),
  };
}

function spans({ transcripts: own, names }: ExportRequest): Sheet {
  return {
    name: 'Spans',
    columns: columns('Transcript', 'Coder', 'Span', 'Starts', 'Ends', 'Role', 'Unsure', 'Place'),
    rows: own.flatMap(({ about, rows }) => {
      const groups = new Map(
        rows.groups.flatMap(({ id, spans: ids }) => ids.map((each) => [each, id] as const)),
      );
      return rows.layers.flatMap(({ member, spans: marked }) =>
        marked.map(({ id, start, end, role, unsure }) => [
          about.title,
          names[member] ?? member,
          id,
          start,
          end,
          role,
          unsure,
          groups.get(id) ?? null,
        ]),
      );
    }),
  };
}

/** A row for each place in each configuration, since a sheet may have few columns. */
function table({ transcripts: own, names }: ExportRequest): Sheet {
  const coders = [...new Set(own.flatMap(({ table: { coders: ids } }) => ids))].sort();
  return {
    name: 'Roles',
    columns: columns(
      'Transcript',
      'Configuration',
      'Place',
      ...coders.map((coder) => names[coder] ?? coder),
    ),
    rows: own.flatMap(({ about, rows, table: { coders: ids, rows: roles } }) =>
      rows.columns.map(({ configuration, group }, at) => [
        about.title,
        configuration + 1,
        group,
        ...coders.map((coder) => valuesOf(roles[ids.indexOf(coder)] ?? '')[at] ?? null),
      ]),
    ),
  };
}

function columns(...titles: readonly string[]): Sheet['columns'] {
  return titles.map((title) => ({ title, width: Math.max(12, title.length + 2) }));
}
