import {
  BEARINGS,
  FOOTINGS,
  MARK_ROLES,
  MECHANISM_EFFECTS,
  OUTCOME_HORIZONS,
  OUTCOME_SIGNS,
  STANDINGS,
} from '@triad/realist';
import type { DemoCmoc, DemoCmocPart, DemoEvidence, DemoWording } from './agreed-study.ts';
import type { Checked } from './checked.ts';
import { readSentence } from './read-sentence.ts';

/** What a CMOC may refer to; `earlier` are those that stand before it. */
export type CmocTargets = {
  readonly groups: readonly string[];
  readonly sketches: readonly string[];
  /** Of the blind round, by transcript. */
  readonly spans: ReadonlyMap<string, string>;
  readonly earlier: readonly DemoCmoc[];
};

const FIELDS = 'id of group title sentence wording parts evidence narrative memos first'.split(' ');

/**
 * Reads one CMOC with its evidence.
 *
 * @throws Error that names the place where it leads nowhere, or a sentence has no marks
 */
export function readCmoc(source: Checked, targets: CmocTargets): DemoCmoc {
  source.onlyFields(FIELDS);
  const parts = source
    .field('parts')
    .items()
    .map((part) => readPart(part, targets.earlier));
  const partIds = parts.map(({ id }) => id);
  const first = source.field('first');
  return {
    id: source.field('id').text(),
    of: readOrigin(source, targets),
    group: source.field('group').oneOf(targets.groups),
    draft: {
      title: source.field('title').text(),
      sentence: readSentence(source.field('sentence')),
      narrative: source.field('narrative').textOrEmpty(),
      parts,
      evidence: source
        .field('evidence')
        .items()
        .map((each) => readEvidence(each, parts, targets.spans)),
    },
    first: first.present ? readFirst(first) : {},
    memos: source
      .field('memos')
      .items()
      .map((memo) => readMemo(memo, partIds)),
  };
}

function readOrigin(source: Checked, { sketches, earlier }: CmocTargets): DemoCmoc['of'] {
  const of = source.field('of').onlyFields(['sketches', 'cmocs']);
  const known = earlier.map(({ id }) => id);
  if (of.field('sketches').present) {
    const named = of.field('sketches').items();
    return { kind: 'candidates', sketches: named.map((sketch) => sketch.oneOf(sketches)) };
  }
  const wording = source.field('wording');
  return {
    kind: 'cmocs',
    parents: of
      .field('cmocs')
      .items()
      .map((parent) => parent.oneOf(known)),
    wording: wording.value === null ? null : wording.oneOf(known),
  };
}

function readPart(source: Checked, earlier: readonly DemoCmoc[]): DemoCmocPart {
  source.onlyFields(
    'id from role text inferred resource reasoning effect for sign horizon'.split(' '),
  );
  const role = source.field('role').oneOf(MARK_ROLES);
  const from = source.field('from');
  return {
    id: source.field('id').text(),
    from: from.present ? readFrom(from, earlier) : null,
    role,
    text: source.field('text').textOrEmpty(),
    inferred: source.field('inferred').flag(),
    mechanism:
      role === 'M'
        ? {
            resource: source.field('resource').textOrEmpty(),
            reasoning: source.field('reasoning').textOrEmpty(),
            effect: source.field('effect').oneOf(MECHANISM_EFFECTS),
          }
        : null,
    outcome:
      role === 'O'
        ? {
            forWhom: source.field('for').text(),
            sign: source.field('sign').oneOf(OUTCOME_SIGNS),
            horizon: source.field('horizon').oneOf(OUTCOME_HORIZONS),
          }
        : null,
  };
}

/** `cmoc/part`. */
function readFrom(source: Checked, earlier: readonly DemoCmoc[]): DemoCmocPart['from'] {
  const [cmoc = '', part = ''] = source.text().split('/');
  const parts = earlier.find(({ id }) => id === cmoc)?.draft.parts ?? [];
  if (!parts.some(({ id }) => id === part)) source.fail('there is no such part above.');
  return { cmoc, part };
}

/** A piece plays the role of its part, unless it says another, or none. */
function readEvidence(
  source: Checked,
  parts: readonly DemoCmocPart[],
  spans: CmocTargets['spans'],
): DemoEvidence {
  source.onlyFields(['span', 'part', 'role', 'bearing', 'standing', 'footing']);
  const span = source.field('span').oneOf([...spans.keys()]);
  const [part, role] = [source.field('part'), source.field('role')];
  const of = part.value === null ? null : part.oneOf(parts.map(({ id }) => id));
  const ofPart = parts.find(({ id }) => id === of)?.role ?? null;
  const standing = source.field('standing');
  const footing = source.field('footing');
  return {
    span,
    transcript: spans.get(span) ?? '',
    part: of,
    role: !role.present ? ofPart : role.value === null ? null : role.oneOf(MARK_ROLES),
    bearing: source.field('bearing').oneOf(BEARINGS),
    standing: standing.present ? standing.oneOf(STANDINGS) : null,
    footing: footing.present ? footing.oneOf(FOOTINGS) : null,
  };
}

function readFirst(source: Checked): Partial<DemoWording> {
  source.onlyFields(['title', 'sentence', 'narrative']);
  const [title, sentence] = [source.field('title'), source.field('sentence')];
  const narrative = source.field('narrative');
  return {
    ...(title.present ? { title: title.text() } : {}),
    ...(sentence.present ? { sentence: readSentence(sentence) } : {}),
    ...(narrative.present ? { narrative: narrative.text() } : {}),
  };
}

function readMemo(source: Checked, parts: readonly string[]): DemoCmoc['memos'][number] {
  source.onlyFields(['on', 'text']);
  const on = source.field('on').oneOf(['cmoc', ...parts]);
  return { on: on === 'cmoc' ? null : on, text: source.field('text').text() };
}
