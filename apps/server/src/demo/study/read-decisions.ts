import { ROLES } from '@triad/realist';
import type { DemoAnswer, DemoDecision, DemoOutcome, DemoRuling, DemoTie } from './agreed-study.ts';
import type { Checked } from './checked.ts';
import type { DemoCoding } from './demo-study.ts';

/** What decisions may refer to: the codings of the blind round. */
export type DecisionTargets = {
  readonly transcripts: readonly string[];
  readonly codings: readonly DemoCoding[];
};

/**
 * Reads one place with what was decided of it, in turn.
 *
 * @throws Error that names the place where it leads nowhere
 */
export function readDecision(source: Checked, targets: DecisionTargets): DemoDecision {
  source.onlyFields(['transcript', 'spans', 'rulings', 'answers']);
  const transcript = source.field('transcript').oneOf(targets.transcripts);
  const here = targets.codings.filter((coding) => coding.transcript === transcript);
  const known = here.flatMap((coding) => coding.spans.map(({ id }) => id));
  const spans = source
    .field('spans')
    .items()
    .map((span) => span.oneOf(known));
  const owners = spans.map((span) =>
    here.findIndex((coding) => coding.spans.some(({ id }) => id === span)),
  );
  if (spans.length === 0 || new Set(owners).size < spans.length) {
    source.field('spans').fail('a place has one span of each of its coders.');
  }
  const rulings = source
    .field('rulings')
    .items()
    .map((ruling) => readRuling(ruling, spans));
  if (!decides(rulings.at(0)) || !decides(rulings.at(-1))) {
    source.field('rulings').fail('the first and the last decide something.');
  }
  const answers = source.field('answers');
  const coders = here.map(({ member }) => member);
  return {
    transcript,
    spans,
    rulings,
    answers: answers.present
      ? answers.items().map((each) => readAnswer(each, coders, rulings))
      : [],
  };
}

function decides(ruling: DemoRuling | undefined): boolean {
  return (ruling?.outcome ?? null) !== null;
}

function readRuling(source: Checked, spans: readonly string[]): DemoRuling {
  source.onlyFields(['outcome', 'why']);
  const outcome = source.field('outcome');
  return {
    outcome: outcome.value === null ? null : readOutcome(outcome, spans),
    why: source.field('why').text(),
  };
}

function readOutcome(source: Checked, spans: readonly string[]): DemoOutcome {
  const kind = source
    .field('kind')
    .oneOf(['coder', 'union', 'intersection', 'drawn', 'both', 'none']);
  const span = (from: Checked): string => from.oneOf(spans);
  switch (kind) {
    case 'coder':
      source.onlyFields(['kind', 'span']);
      return { kind, span: span(source.field('span')) };
    case 'union':
    case 'intersection':
      source.onlyFields(['kind', 'role']);
      return { kind, role: source.field('role').oneOf(ROLES) };
    case 'drawn':
      source.onlyFields(['kind', 'role', 'startOf', 'endOf']);
      return {
        kind,
        role: source.field('role').oneOf(ROLES),
        startOf: span(source.field('startOf')),
        endOf: span(source.field('endOf')),
      };
    case 'both':
      source.onlyFields(['kind', 'spans']);
      return {
        kind,
        spans: source
          .field('spans')
          .items()
          .map((each) => span(each)),
      };
    case 'none':
      source.onlyFields(['kind']);
      return { kind };
  }
}

function readAnswer(
  source: Checked,
  coders: readonly string[],
  rulings: readonly DemoRuling[],
): DemoAnswer {
  source.onlyFields(['member', 'ruling', 'stance', 'text']);
  const ruling = source.field('ruling').count(1);
  if (!decides(rulings[ruling - 1])) source.fail('a ruling is answered that decides something.');
  const stance = source.field('stance').oneOf(['accepts', 'differs']);
  const text = source.field('text').textOrNull();
  if (stance === 'differs' && text === null) source.fail('who differs says in what.');
  return { member: source.field('member').oneOf(coders), ruling, stance, text: text ?? '' };
}

/** @throws Error that names the place where it leads nowhere */
export function readTie(source: Checked, targets: DecisionTargets): DemoTie {
  source.onlyFields(['kind', 'transcript', 'sketches', 'why']);
  const transcript = source.field('transcript').oneOf(targets.transcripts);
  const known = targets.codings
    .filter((coding) => coding.transcript === transcript)
    .flatMap(({ sketches }) => sketches.map(({ id }) => id));
  return {
    kind: source.field('kind').oneOf(['join', 'part']),
    transcript,
    sketches: source
      .field('sketches')
      .items()
      .map((sketch) => sketch.oneOf(known)),
    why: source.field('why').text(),
  };
}
