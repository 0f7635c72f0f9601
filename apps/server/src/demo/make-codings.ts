import type { TextIndex } from '@triad/collab';
import type { Context } from '../context.ts';
import { HOUR_MS, MINUTE_MS } from '../context.ts';
import type { MemberBody, RoundBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import { closeRound } from '../rounds/closing.ts';
import { openRound, setDone } from '../rounds/rounds.ts';
import { makeSeen } from '../rounds/seen.ts';
import { noteStarted } from '../rounds/started.ts';
import { at, inWeekBefore } from './made-up-week.ts';
import type { WeekHour } from './made-up-week.ts';
import type { Making } from './make-demo.ts';
import { makeLayer } from './make-layers.ts';
import type { Clockwork } from './make-layers.ts';
import type { DemoCoding, DemoMember, DemoStudy } from './study/study.ts';

/** How the blind round went, in the week before last. Each coder begins the next transcript two hours after the last. */
const OPENED: WeekHour = [-6, 9];
const BEGUN: readonly WeekHour[] = [
  [-6, 10],
  [-5, 9],
  [-4, 9],
];
const DONE_AFTER_MS = 5 * HOUR_MS;
const DUE: WeekHour = [-4, 17];
const CLOSED: WeekHour = [-3, 10];

/** Open coding goes on, and ends now. */
const WORKING_DAY_MS = 8 * HOUR_MS;

/** A coder of the study, and who that is in the project. */
type Coder = DemoMember & { readonly member: Row<MemberBody> };

/**
 * The layers of all coders: those of the blind round dated the week before last, and the round closed as a
 * lead closes one; those of open coding dated today. `texts` is by the study's name. Returns the
 * round in which a transcript was coded.
 */
export async function makeCodings(
  context: Context,
  study: DemoStudy,
  making: Making,
  texts: ReadonlyMap<string, TextIndex>,
): Promise<(transcript: string) => string> {
  const coders = study.members
    .filter(({ roles }) => roles.includes('coder'))
    .map((coder): Coder => ({ ...coder, member: memberOf(making, coder.id) }));
  const lead = coders.find(({ roles }) => roles.includes('lead'));
  if (lead === undefined) throw new Error('no lead of the demo study codes');
  const blind = await openBlindRound(context, study, making, coders, lead);
  const isBlind = ({ transcript }: DemoCoding): boolean =>
    study.blindRound.transcripts.includes(transcript);
  const roundOf = (transcript: string): string =>
    study.blindRound.transcripts.includes(transcript) ? blind.id : making.round;

  const nameOf = ({ transcript, member }: DemoCoding) => ({
    kind: 'layer' as const,
    transcript: making.ids(transcript),
    round: roundOf(transcript),
    member: memberOf(making, member).id,
  });
  const addLayer = async (coding: DemoCoding, fromMs: number): Promise<void> => {
    const index = texts.get(coding.transcript);
    if (index === undefined) throw new Error('a coding of the demo study is of no text');
    const writing = { ids: making.ids, roundOf, at: minuteByMinute(fromMs) };
    await context.documents.create(nameOf(coding), makeLayer(coding, index, writing));
  };
  /** All have opened what the others did. */
  const look = async (codings: readonly DemoCoding[], atMs: number): Promise<void> => {
    const see = makeSeen(at(context, atMs));
    const looks = codings.flatMap((coding) =>
      coders.map(({ member }) =>
        see({ project: making.project.id, member: member.id }, nameOf(coding)),
      ),
    );
    await Promise.all(looks);
  };

  for (const [nth, { id, member }] of coders.entries()) {
    const beganMs = inWeekBefore(context, BEGUN[nth] ?? OPENED);
    const own = study.codings.filter((coding) => coding.member === id && isBlind(coding));
    for (const [index, coding] of own.entries()) {
      const fromMs = beganMs + index * 2 * HOUR_MS;
      await noteStarted(at(context, fromMs), nameOf(coding));
      await addLayer(coding, fromMs);
    }
    await setDone(at(context, beganMs + DONE_AFTER_MS), blind, { member }, true);
  }
  const closedMs = inWeekBefore(context, CLOSED);
  const closing = { version: blind.version, transcripts: null };
  await closeRound(at(context, closedMs), blind, lead, closing);
  await look(study.codings.filter(isBlind), closedMs + HOUR_MS);

  const nowMs = context.clock().getTime();
  const openly = study.codings.filter((coding) => !isBlind(coding));
  for (const coding of openly) await addLayer(coding, nowMs - WORKING_DAY_MS);
  await look(openly, nowMs);
  return roundOf;
}

function openBlindRound(
  context: Context,
  { blindRound }: DemoStudy,
  { project, ids }: Making,
  coders: readonly Coder[],
  lead: Coder,
): Promise<Row<RoundBody>> {
  return openRound(at(context, inWeekBefore(context, OPENED)), project.id, lead, {
    kind: 'blind',
    title: blindRound.title,
    transcripts: blindRound.transcripts.map((transcript) => ids(transcript)),
    coders: coders.map(({ member }) => member.id),
    due: { at: new Date(inWeekBefore(context, DUE)).toISOString(), zone: 'UTC' },
    ownEarlier: true,
  });
}

function memberOf({ members }: Making, slug: string): Row<MemberBody> {
  const found = members.find((each) => each.slug === slug);
  if (found === undefined) throw new Error('somebody of the demo study is not in the project');
  return found.member;
}

/** Spans and sketches a minute apart. */
function minuteByMinute(fromMs: number): Clockwork {
  let at = fromMs;
  return () => {
    at += MINUTE_MS;
    return new Date(at).toISOString();
  };
}
