import type { AgreementFigure, AgreementSettings, LeftOut } from '@triad/collab';
import type { RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Basis } from './basis.ts';
import type { Drawing } from './sampling.ts';
import { drawingOf, GAMMA } from './sampling.ts';

/** What a methods text is made of. */
export type MethodsFacts = {
  readonly settings: AgreementSettings;
  readonly bases: readonly Pick<Basis, 'round' | 'coders' | 'notDone'>[];
  readonly figures: readonly AgreementFigure[];
  readonly leftOut: LeftOut;
  readonly version: string;
};

/**
 * How agreement was worked out, as a paper tells it: what was coded by whom, what counts as a difference,
 * every setting, what was left out. It counts, and judges nothing.
 */
export function methodsText({ settings, bases, figures, leftOut, version }: MethodsFacts): string {
  if (bases.length === 0) return '';
  return [
    whatWasCoded(bases),
    DIFFERENCES,
    ...(settings.coefficients
      ? [coefficients(settings, bases.length, figures)]
      : [NO_COEFFICIENTS]),
    whatCounts(settings, leftOut),
    `Worked out with Triad ${version}.`,
  ].join('\n\n');
}

function whatWasCoded(bases: MethodsFacts['bases']): string {
  const rounds = new Map(bases.map(({ round }) => [round.id, round]));
  const coders = new Set(bases.flatMap((basis) => basis.coders.map(({ member }) => member)));
  const many = `${plural(bases.length, 'transcript was', 'transcripts were')} coded by ${plural(coders.size, 'coder', 'coders')}`;
  const named = [...rounds.values()]
    .sort((a, b) => a.body.number - b.body.number)
    .map((round) => roundInWords(round));
  return `${many} in ${listed(named)}. Each coder marked words as context (C), mechanism (M) or outcome (O), and tied marks into configurations.`;
}

function roundInWords({ body }: Row<RoundBody>): string {
  const kind =
    body.kind === 'blind'
      ? `round ${body.number}, in which coders worked blind to one another`
      : `round ${body.number}, in which coders could see one another's work`;
  return body.closed === null ? kind : `${kind} (closed ${body.closed.at.slice(0, 10)})`;
}

const DIFFERENCES =
  'Marks of different coders were matched one to one where they have the same role and share a quarter of the shorter, or have different roles and share more than half of the longer; matched marks form a place. Coders differ at a place where one of them did not mark it, where they begin or end it differently, where they cut one passage differently, where they give it different roles, or where a role is left undecided. The same words in different roles in different configurations are no difference.';

const NO_COEFFICIENTS = 'No coefficients were reported.';

function coefficients(
  { intervals, gamma }: AgreementSettings,
  transcripts: number,
  figures: readonly AgreementFigure[],
): string {
  const sentences = [
    'Agreement on spans was measured by first reading with F (exact, overlapping, and overlapping matched one to one; Hripcsak & Rothschild 2005), alpha for unitizing (Krippendorff 1995, with the expected disagreement of 2004; Krippendorff and others 2016), and agreement, dice and alpha over characters. Agreement on roles was measured over a table with a column for each place used in each configuration, with percentage agreement, alpha (Krippendorff 2004) and kappa (Cohen 1960; Fleiss 1971; Davies & Fleiss 1982).',
    transcripts > 1
      ? 'Figures of several transcripts are pooled: counts, coincidences and disagreements are added before the division.'
      : '',
    gamma
      ? `Gamma (Mathet, Widlöcher & Métivier 2015) was measured with alpha ${GAMMA.alpha} and beta ${GAMMA.beta}; the expected disorder is of ${GAMMA.samples} ${GAMMA.sampler} samples (seed ${GAMMA.seed}).`
      : '',
    intervals && figures.some(({ interval }) => interval !== null)
      ? intervalsInWords(drawingOf(transcripts))
      : 'No intervals were drawn.',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function intervalsInWords({ what, resamples, seed }: Drawing): string {
  const drawn =
    what === 'transcripts'
      ? 'resamples of whole transcripts'
      : "resamples of each transcript's passages (turns across whose borders no mark goes), laid end to end";
  return `Intervals (95%) are of ${number(resamples)} ${drawn} (seed ${seed}).`;
}

function whatCounts(settings: AgreementSettings, leftOut: LeftOut): string {
  const sentences = [
    settings.turns === 'all'
      ? 'Figures are of all turns.'
      : `Figures are of participants' turns alone; ${plural(leftOut.otherTurns, 'mark lies', 'marks lie')} in other turns.`,
    settings.unfinished
      ? 'Coders who did not say that they had finished are counted.'
      : 'Coders who did not say that they had finished are left out.',
    settings.late
      ? 'Changes made after the work was revealed are counted.'
      : 'Changes made after the work was revealed are not counted.',
    leftOut.undecided > 0
      ? `${plural(leftOut.undecided, 'mark has', 'marks have')} no decided role and ${leftOut.undecided === 1 ? 'is' : 'are'} left out of figures.`
      : '',
    leftOut.unsure > 0
      ? `${plural(leftOut.unsure, 'mark', 'marks')} that coders were unsure of ${leftOut.unsure === 1 ? 'is' : 'are'} counted; each figure without ${leftOut.unsure === 1 ? 'it' : 'them'} stands beside it.`
      : '',
    leftOut.lost > 0
      ? `${plural(leftOut.lost, 'mark', 'marks')} whose words were changed later ${leftOut.lost === 1 ? 'is' : 'are'} left out.`
      : '',
    leftOut.elsewhere > 0
      ? `${plural(leftOut.elsewhere, 'mark', 'marks')} that a configuration has on another transcript ${leftOut.elsewhere === 1 ? 'counts' : 'count'} in nothing here.`
      : '',
    leftOut.tooFewCoders > 0
      ? `${plural(leftOut.tooFewCoders, 'transcript has', 'transcripts have')} fewer than two coders and ${leftOut.tooFewCoders === 1 ? 'adds' : 'add'} nothing to the figures.`
      : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function plural(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}

function listed(items: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(items);
}
