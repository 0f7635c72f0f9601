import type { Gamma } from '@triad/agreement';
import type { AgreementSettings, LeftOut } from '@triad/collab';
import type { RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Basis } from './basis.ts';
import type { Drawing } from './sampling.ts';
import { drawingOf, GAMMA } from './sampling.ts';

/** What a methods text is made of. */
export type MethodsFacts = {
  readonly settings: AgreementSettings;
  readonly bases: readonly Pick<Basis, 'round' | 'coders' | 'notDone'>[];
  readonly gammas: readonly Gamma[];
  readonly leftOut: LeftOut;
  readonly version: string;
};

/**
 * How agreement was worked out, as a paper tells it: what was coded by whom, what counts as a difference,
 * every setting, what was left out. It counts, and judges nothing.
 */
export function methodsText({ settings, bases, gammas, leftOut, version }: MethodsFacts): string {
  if (bases.length === 0) return '';
  return [
    whatWasCoded(bases),
    DIFFERENCES,
    ...(settings.coefficients ? [coefficients(settings, bases.length, gammas)] : [NO_COEFFICIENTS]),
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
  gammas: readonly Gamma[],
): string {
  const sentences = [
    'Agreement on spans was measured by first reading with F (exact, overlapping, and overlapping matched one to one; Hripcsak & Rothschild 2005), alpha for unitizing (Krippendorff 1995, with the expected disagreement of 2004; Krippendorff and others 2016), and agreement, dice and alpha over characters. Agreement on roles was measured over a table with a column for each place used in each configuration, with percentage agreement, alpha (Krippendorff 2004) and kappa (Cohen 1960; Fleiss 1971; Davies & Fleiss 1982).',
    transcripts > 1
      ? 'Figures of several transcripts are pooled: counts, coincidences and disagreements are added before the division.'
      : '',
    gamma
      ? `Gamma (Mathet, Widlöcher & Métivier 2015) was measured with alpha ${GAMMA.alpha} and beta ${GAMMA.beta}; the expected disorder is of ${GAMMA.samples} ${GAMMA.sampler} samples (seed ${GAMMA.seed})${precisionInWords(gammas)}.`
      : '',
    intervals ? intervalsInWords(drawingOf(transcripts)) : 'No intervals were drawn.',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** The worst of the transcripts. */
function precisionInWords(gammas: readonly Gamma[]): string {
  const known = gammas.flatMap(({ precision }) => precision.value ?? []);
  if (known.length === 0) return '';
  return `, known to ${number(Math.ceil(100 * Math.max(...known)))}% or better`;
}

function intervalsInWords({ what, resamples, seed }: Drawing): string {
  const drawn =
    what === 'transcripts'
      ? 'resamples of whole transcripts'
      : "resamples of each transcript's passages (turns across whose borders no mark goes), laid end to end";
  return `Intervals (95%) are of ${number(resamples)} ${drawn} (seed ${seed}).`;
}

function whatCounts(
  { turns, unfinished, late, coefficients }: AgreementSettings,
  leftOut: LeftOut,
) {
  const are = (count: number, one: string, many: string): string => (count === 1 ? one : many);
  const { otherTurns, undecided, unsure, lost, corrected, elsewhere, tooFewCoders } = leftOut;
  const ofFigures = [
    turns === 'all' ? 'Figures are of all turns.' : "Figures are of participants' turns alone.",
    otherTurns > 0
      ? `${plural(otherTurns, 'mark lies', 'marks lie')} in other turns and ${are(otherTurns, 'is', 'are')} in no figure.`
      : '',
    undecided > 0
      ? `${plural(undecided, 'mark has', 'marks have')} no decided role and ${are(undecided, 'is', 'are')} in no figure.`
      : '',
    unsure > 0
      ? `${plural(unsure, 'mark', 'marks')} that coders were unsure of ${are(unsure, 'is', 'are')} counted; each figure but gamma stands beside the one without ${are(unsure, 'it', 'them')}.`
      : '',
    elsewhere > 0
      ? `${plural(elsewhere, 'mark', 'marks')} that a configuration has on another transcript ${are(elsewhere, 'counts', 'count')} in nothing here.`
      : '',
    tooFewCoders > 0
      ? `${plural(tooFewCoders, 'transcript has', 'transcripts have')} fewer than two coders and ${are(tooFewCoders, 'adds', 'add')} nothing to figures.`
      : '',
  ];
  const sentences = [
    ...(coefficients ? ofFigures : []),
    unfinished
      ? 'Coders who did not say that they had finished are counted.'
      : 'Coders who did not say that they had finished are left out.',
    late
      ? 'Changes made after the work was revealed are counted.'
      : 'Changes made after the work was revealed are not counted.',
    corrected > 0
      ? `Words of ${plural(corrected, 'mark', 'marks')} were corrected since; ${are(corrected, 'it stands', 'they stand')} on what is there now.`
      : '',
    lost > 0
      ? `${plural(lost, 'mark', 'marks')} whose words are gone from the text ${are(lost, 'is', 'are')} left out.`
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
