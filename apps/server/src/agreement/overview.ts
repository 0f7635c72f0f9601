import type { AgreementAnswer, AgreementTranscript, LeftOut } from '@triad/collab';
import { blindRoundOf, isBlindAnywhere } from '@triad/collab';
import type { Context } from '../context.ts';
import type { AgreementJobBody, ComparisonBody, FlagBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { roundFacts } from '../rounds/facts.ts';
import type { AgreementService } from './agreement-service.ts';
import type { Basis } from './basis.ts';
import { findBases, settingsOf } from './basis.ts';
import type { Summary } from './compare.ts';
import { addPlaces, addRoles } from './count-places.ts';
import { keptIn } from './kept.ts';
import { methodsText } from './methods.ts';
import { movedOn, stampOf } from './stamp.ts';

type Needs = Pick<Context, 'tables' | 'blobs' | 'documents' | 'version'> & {
  readonly agreement: AgreementService;
};

/** What one member may know of a project's agreement, and what was kept of it. */
export type Known = {
  readonly bases: readonly Basis[];
  readonly hidden: number;
  readonly kept: ReadonlyMap<string, Row<ComparisonBody>>;
  /** They code something blind now. */
  readonly isBlind: boolean;
};

/** `chosen`: ids of transcripts; null: all. Of those the member codes blind now nothing is known. */
export async function knownTo(
  { tables }: Pick<Context, 'tables'>,
  { project, member }: Membership,
  chosen: ReadonlySet<string> | null,
): Promise<Known> {
  const rounds = await roundFacts(tables, project.id);
  const all = await findBases(tables, project);
  const shown = all.filter(
    ({ transcript }) => blindRoundOf(rounds, transcript.id, member.id) === null,
  );
  return {
    bases: shown.filter(({ transcript }) => chosen === null || chosen.has(transcript.id)),
    hidden: all.length - shown.length,
    kept: await keptIn({ tables }, project.id),
    isBlind: isBlindAnywhere(rounds, member.id),
  };
}

export async function overviewFor(
  context: Needs,
  me: Membership,
  chosen: ReadonlySet<string> | null,
  wait: 'for intervals' | 'for nothing' = 'for nothing',
): Promise<AgreementAnswer> {
  const { tables, agreement } = context;
  const { project } = me;
  const settings = settingsOf(project.body);
  const { bases, hidden, kept, isBlind } = await knownTo(context, me, chosen);
  const flags = await tables.flags.find('project', project.id);
  const job = await tables.agreementJobs.get(project.id);
  const transcripts = await Promise.all(
    bases.map((basis) =>
      transcriptAnswer(context, me, basis, { kept: kept.get(basis.transcript.id), flags, isBlind }),
    ),
  );
  // What was worked out by other settings adds to nothing: it would be told by those of now.
  const ofOthers = new Set(
    transcripts.flatMap(({ id, result }) => (result?.movedOn.includes('settings') ? [id] : [])),
  );
  const pooled = bases.filter(({ transcript }) => !ofOthers.has(transcript.id));
  const summaries = pooled.flatMap(({ transcript }) => {
    const summary = summaryOf(kept.get(transcript.id));
    return summary === null ? [] : [summary];
  });
  // Whether they are there already would tell whoever codes blind what the server has done since.
  const isAwaited = wait === 'for intervals' || isBlind;
  const { figures, pairs, intervals } = await agreement.figures(
    {
      project: project.id,
      settings,
      results: pooled.flatMap(({ transcript }) => kept.get(transcript.id) ?? []),
      areAll: chosen === null && hidden === 0 && ofOthers.size === 0,
    },
    isAwaited ? 'awaited' : job?.body.state === 'running' ? 'later' : 'begun',
  );
  // As of rounds that were closed before agreement was worked out by itself.
  const isBehind = transcripts.some(
    ({ result, failed }) => failed === null && (result === null || result.movedOn.length > 0),
  );
  const leftOut = addLeftOut(summaries);
  if (isBehind) agreement.wake(project.id);
  return {
    settings,
    settingsVersion: project.body.agreement?.version ?? 0,
    job: job === null || isBlind ? null : jobAnswer(job),
    transcripts,
    hidden,
    places: addPlaces(summaries.map(({ places }) => places)),
    figures: settings.coefficients ? figures : [],
    intervals,
    pairs: settings.coefficients ? pairs : [],
    roles: addRoles(summaries.map(({ roles }) => roles)),
    leftOut,
    methods: methodsText({
      settings,
      bases: pooled.filter(
        ({ transcript, coders }) =>
          coders.length > 0 && summaryOf(kept.get(transcript.id)) !== null,
      ),
      gammas: summaries.flatMap(({ gamma }) => gamma ?? []),
      leftOut,
      version: context.version,
    }),
  };
}

export function jobAnswer({ body }: Row<AgreementJobBody>): NonNullable<AgreementAnswer['job']> {
  const { run, state, done, total, by, startedAt, endedAt } = body;
  return { id: run, state, done, total, by, startedAt, endedAt };
}

type KeptOfIt = {
  readonly kept: Row<ComparisonBody> | undefined;
  /** Of the project. */
  readonly flags: readonly Row<FlagBody>[];
  /** The reader codes something blind now. */
  readonly isBlind: boolean;
};

export async function transcriptAnswer(
  { agreement }: Needs,
  { project }: Membership,
  basis: Basis,
  { kept, flags, isBlind }: KeptOfIt,
): Promise<AgreementTranscript> {
  const { transcript, round, coders, notDone } = basis;
  const summary = summaryOf(kept);
  const counted = new Map(summary?.coders.map((coder) => [coder.member, coder]));
  const settings = settingsOf(project.body);
  const own = flags.filter(({ body }) => body.transcript === transcript.id);
  return {
    id: transcript.id,
    title: transcript.body.title,
    round: round.id,
    coders: coders.map(({ member, copy, late, laterWork }) => ({
      member,
      spans: counted.get(member)?.spans ?? copy?.body.spans ?? 0,
      sketches: counted.get(member)?.sketches ?? copy?.body.sketches ?? 0,
      lost: counted.get(member)?.lost ?? 0,
      sha256: copy?.body.sha256 ?? null,
      late,
      laterWork,
    })),
    notDone,
    result:
      kept === undefined || summary === null
        ? null
        : {
            at: isBlind ? null : kept.body.at,
            text: kept.body.stamp.text.state,
            lengthUtf16: summary.lengthUtf16,
            places: summary.places,
            movedOn: movedOn(
              kept.body.stamp,
              stampOf(
                basis,
                settings,
                await agreement.texts.now(transcript.id, kept.body.stamp.text),
              ),
            ),
            flags: own.filter(({ body }) => body.settledBy === null).length,
          },
    failed: kept !== undefined && 'failed' in kept.body.outcome ? kept.body.outcome.failed : null,
  };
}

export function summaryOf(kept: Row<ComparisonBody> | undefined): Summary | null {
  return kept !== undefined && 'summary' in kept.body.outcome ? kept.body.outcome.summary : null;
}

function addLeftOut(summaries: readonly Summary[]): LeftOut {
  const sum = (of: (summary: Summary) => number): number =>
    summaries.reduce((total, summary) => total + of(summary), 0);
  return {
    undecided: sum(({ leftOut }) => leftOut.undecided),
    unsure: sum(({ leftOut }) => leftOut.unsure),
    lost: sum(({ leftOut }) => leftOut.lost),
    corrected: sum(({ leftOut }) => leftOut.corrected),
    otherTurns: sum(({ leftOut }) => leftOut.otherTurns),
    elsewhere: sum(({ leftOut }) => leftOut.elsewhere),
    tooFewCoders: summaries.filter(({ coders }) => coders.length < 2).length,
  };
}
