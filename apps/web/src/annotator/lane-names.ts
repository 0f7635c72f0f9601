import type { MemberAnswer } from '@triad/collab';
import { adjudicating } from '../messages/adjudicating.ts';
import { annotator as words } from '../messages/annotator.ts';
import { initialsOf } from '../ui/avatar.tsx';
import { AGREED, memberOf, otherRoundOf } from './lanes.ts';

const { own } = adjudicating;

/** What rounds beside the one of the page are called, by id. */
export type OtherRounds = ReadonlyMap<string, { readonly name: string; readonly number: number }>;

/** What those are called whose lanes stand on the page: in another round with that round. */
export type LaneNames = {
  readonly members: readonly MemberAnswer[];
  readonly otherRounds: OtherRounds;
};

export function nameOfLane({ members, otherRounds }: LaneNames, lane: string): string {
  const member = memberOf(lane);
  if (member === AGREED) {
    const other = otherRounds.get(otherRoundOf(lane) ?? '');
    return other === undefined ? own.lane : own.laneOf(other.name);
  }
  const name = members.find(({ id }) => id === member)?.name ?? words.formerMember;
  const round = otherRoundOf(lane);
  return round === null ? name : words.inRound(name, otherRounds.get(round)?.name ?? '');
}

export function initialsOfLane(names: LaneNames, lane: string): string {
  if (memberOf(lane) === AGREED) return own.laneInitials;
  const initials = initialsOf(nameOfLane(names, memberOf(lane)));
  const round = names.otherRounds.get(otherRoundOf(lane) ?? '');
  return round === undefined ? initials : words.initialsInRound(initials, round.number);
}

/** How the heads of lanes stand: beside one another, upright, in two rows, or not at all. */
export type LaneHeads = 'across' | 'upright' | 'staggered' | 'none';

/** Of the letters and figures in a head, pixels (css/margin.css). */
const LETTER_PX = 7.2;
const LINE_PX = 9;

/** As they fit whole: two layers of one coder differ by their last figure alone. */
export function headsFor(labels: readonly string[], widthPx: number): LaneHeads {
  const longest = Math.max(0, ...labels.map((label) => [...label].length));
  if (longest * LETTER_PX <= widthPx) return 'across';
  if (widthPx >= LINE_PX) return 'upright';
  return widthPx >= LINE_PX / 2 ? 'staggered' : 'none';
}

/** One's own first, then by name; with how many spans each has. */
export function listLanes(
  names: LaneNames,
  lanes: readonly string[],
  { me, spansIn }: { readonly me: string; readonly spansIn: (lane: string) => number },
): readonly { readonly member: string; readonly spans: number }[] {
  return lanes
    .map((member) => ({ member, spans: spansIn(member) }))
    .sort(
      (a, b) =>
        Number(b.member === me) - Number(a.member === me) ||
        nameOfLane(names, a.member).localeCompare(nameOfLane(names, b.member)),
    );
}
