import type { SourceLine } from '../source-line.ts';
import { bodyOf, couldBeSpeaker, headsNoSpeech, shareSpoken, type LabelGroup } from './groups.ts';
import { readsAsSpeech } from './label-shape.ts';
import type { Candidate, LabelForm, LineReading } from './parse-label.ts';

/** Names are looked for in this much of what stands before the conversation. */
const MAX_PREAMBLE_UTF16 = 20_000;

/**
 * Adds to the established labels those that stand once and are like them: the clerk who says one sentence, the senator
 * who asks one question. Where nothing recurs at all, a file that is labelled throughout is taken at its word.
 */
export function admitSingletons(
  groups: ReadonlyMap<string, LabelGroup>,
  established: ReadonlySet<string>,
  lines: readonly SourceLine[],
  usable: readonly (Candidate | null)[],
  readings: readonly LineReading[],
  context: { readonly cues: boolean; readonly mentioned: string },
): Set<string> {
  const single = [...groups.values()].filter(
    (group) => !established.has(group.label) && group.shape.possible && !group.shape.meta,
  );
  if (established.size === 0) return labelledThroughout(single, lines, usable, readings, groups);
  const peers = [...established].flatMap((label) => groups.get(label) ?? []);
  if (peers.some((group) => group.forms.has('voice'))) return new Set(established);
  const first = peers.reduce((least, group) => Math.min(least, group.at[0] ?? Infinity), Infinity);
  const before = lines.slice(0, first).map((line) => line.text);
  const preamble = `${context.mentioned}\n${before.join('\n')}`.slice(0, MAX_PREAMBLE_UTF16);
  const likeness = describePeers(peers);
  const accepted = new Set(established);
  const early: LabelGroup[] = [];
  for (const group of single) {
    const at = group.at[0] ?? 0;
    const candidate = usable[at] ?? null;
    const line = lines[at];
    if (group.at.length > 1 && !group.shape.name && !group.shape.code && !group.shape.group)
      continue;
    if (candidate === null || line === undefined) continue;
    if (
      !isLikePeers(
        group,
        candidate,
        bodyText(lines, usable, readings, groups, at),
        likeness,
        preamble,
      )
    )
      continue;
    if (at < first) early.push(group);
    else accepted.add(group.label);
  }
  // Before the first label that recurs, only an unbroken run of speech up to it counts: title pages have headings too.
  let reach = first;
  for (const group of early.toSorted((a, b) => (b.at[0] ?? 0) - (a.at[0] ?? 0))) {
    const at = group.at[0] ?? 0;
    const between = usable
      .slice(at + 1, reach)
      .some((candidate) => candidate !== null && !accepted.has(candidate.label));
    const isTimed = (usable[at]?.start ?? readings[at - 1]?.stamp ?? null) !== null;
    if (between || !(isTimed || readsAsSpeech(bodyText(lines, usable, readings, groups, at))))
      break;
    accepted.add(group.label);
    reach = at;
  }
  return accepted;
}

type Likeness = {
  readonly forms: ReadonlySet<LabelForm>;
  readonly strong: boolean;
  readonly lowerBodies: boolean;
  /** Names of one word are usual here. */
  readonly oneWord: boolean;
  readonly firstWords: ReadonlySet<string>;
  readonly capitals: boolean;
  /** Written in small letters, as `p1:`. */
  readonly small: boolean;
  /** Names and times have lines of their own. */
  readonly timedAlone: boolean;
  readonly spoken: number | null;
};

function describePeers(peers: readonly LabelGroup[]): Likeness {
  const total = peers.reduce((sum, group) => sum + group.at.length, 0);
  const forms = new Map<LabelForm, number>();
  for (const group of peers)
    for (const [form, n] of group.forms) forms.set(form, (forms.get(form) ?? 0) + n);
  const plain = peers.filter((group) => group.shape.name && !group.shape.role && !group.shape.code);
  return {
    spoken: shareSpoken(peers),
    forms: new Set(
      [...forms]
        .filter(([form, n]) => form === 'nick' || n >= Math.max(1, total * 0.1))
        .map(([form]) => form),
    ),
    strong: peers.reduce((sum, group) => sum + group.strong, 0) >= total * 0.8,
    lowerBodies: peers.reduce((sum, group) => sum + group.lowerBodies, 0) > total * 0.4,
    oneWord: plain.some((group) => group.shape.words === 1),
    firstWords: new Set(
      peers.map((group) => firstWord(group.label)).filter((word) => word !== null),
    ),
    small: peers.every((group) => /^\p{Ll}/u.test(group.label)),
    timedAlone: peers.reduce((sum, group) => sum + group.timedAlone, 0) >= Math.max(2, total * 0.8),
    capitals: peers.every(
      (group) =>
        group.label === group.label.toUpperCase() && group.label !== group.label.toLowerCase(),
    ),
  };
}

/** `Senator` of `Senator Greene`; null for a label of one word that is a name. */
function firstWord(label: string): string | null {
  return label.split(' ')[0]?.toLowerCase() ?? null;
}

function isLikePeers(
  group: LabelGroup,
  candidate: Candidate,
  body: string,
  peers: Likeness,
  preamble: string,
): boolean {
  const { shape } = group;
  if (headsNoSpeech(group, peers.spoken)) return false;
  if (!peers.forms.has(candidate.form) || body === '' || (peers.strong && !candidate.strong))
    return false;
  const known = group.label.length >= 4 && preamble.includes(group.label);
  if (shape.group) return peers.small || !/^\p{Ll}/u.test(group.label);
  if (peers.timedAlone && isTimedAlone(group, candidate)) return true;
  if (!couldBeSpeaker(shape)) return known && candidate.form === 'own' && shape.words <= 6;
  if (shape.role || known) return true;
  // `Well, people said: we need more time.`
  if (candidate.form === 'inline' && shape.runsOn) return false;
  if (candidate.form === 'inline' && /^\p{Ll}/u.test(body) && !peers.lowerBodies) return false;
  if (shape.caseless)
    return (
      shape.words <= 3 &&
      (candidate.form !== 'inline' || (shape.words <= 2 && group.label.length <= 8))
    );
  if (peers.capitals && group.label !== group.label.toUpperCase()) return false;
  if (shape.code || candidate.form === 'timed') return true;
  const shared = firstWord(group.label);
  if (shape.words > 1)
    return (
      candidate.form === 'own' ||
      shape.words <= 4 ||
      (shared !== null && peers.firstWords.has(shared))
    );
  return peers.oneWord || peers.strong || candidate.form === 'own';
}

/** `Name  00:12` and nothing else: where the others are so too, nobody writes such a line but to say who speaks. */
function isTimedAlone(group: LabelGroup, candidate: Candidate): boolean {
  return candidate.form === 'timed' && group.timedAlone > 0 && group.shape.words <= 5;
}

/** What a label is followed by, up to a few lines. */
function bodyText(
  lines: readonly SourceLine[],
  usable: readonly (Candidate | null)[],
  readings: readonly LineReading[],
  groups: ReadonlyMap<string, LabelGroup>,
  at: number,
): string {
  const candidate = usable[at];
  const line = lines[at];
  if (candidate === null || candidate === undefined || line === undefined) return '';
  const parts = [bodyOf(line, candidate)];
  for (let index = at + 1; index < Math.min(lines.length, at + 4); index += 1) {
    const next = lines[index];
    const other = usable[index] ?? null;
    // Right below a name and time stand the words, whatever they begin with.
    const isWords =
      index === at + 1 && candidate.form === 'timed' && other?.form === 'inline' && parts[0] === '';
    if (next === undefined || (!isWords && mayBeLabel(other, groups))) break;
    if (next.join === 'paragraph' && parts.join('').trim() !== '') break;
    if (readings[index]?.stamp === null && !next.heading) parts.push(next.text);
  }
  return parts.join(' ').trim();
}

function mayBeLabel(candidate: Candidate | null, groups: ReadonlyMap<string, LabelGroup>): boolean {
  if (candidate === null) return false;
  const shape = groups.get(candidate.label)?.shape;
  return candidate.form === 'voice' || (shape !== undefined && couldBeSpeaker(shape));
}

function labelledThroughout(
  single: readonly LabelGroup[],
  lines: readonly SourceLine[],
  usable: readonly (Candidate | null)[],
  readings: readonly LineReading[],
  groups: ReadonlyMap<string, LabelGroup>,
): Set<string> {
  const likely = single.filter(
    (group) =>
      couldBeSpeaker(group.shape) &&
      (!group.shape.caseless || group.shape.words <= 3 || group.shape.role),
  );
  const labelled = likely.flatMap((group) => group.at);
  const spoken = labelled.filter((at) =>
    readsAsSpeech(bodyText(lines, usable, readings, groups, at)),
  ).length;
  const paragraphs = lines.filter(
    (line, index) =>
      (line.join === 'paragraph' || (usable[index] ?? null) !== null) &&
      !line.heading &&
      readings[index]?.stamp === null,
  ).length;
  const coverage = labelled.length / Math.max(1, paragraphs);
  const roles = likely.filter((group) => group.shape.role || group.shape.code);
  if (
    roles.some((group) => group.shape.role) &&
    coverage >= 0.5 &&
    roles.length === likely.length
  ) {
    return new Set(likely.map((group) => group.label));
  }
  if (roles.length >= 2 && roles.length >= likely.length * 0.5 && coverage >= 0.3)
    return new Set(likely.map((group) => group.label));
  if (likely.length >= 2 && coverage >= 0.5 && spoken >= labelled.length * 0.5)
    return new Set(likely.map((group) => group.label));
  return new Set();
}
