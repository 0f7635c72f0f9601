import type {
  AccountAnswer,
  MemberAnswer,
  ProjectAnswer,
  ProjectSummary,
  SessionAnswer,
  TranscriptAnswer,
  TranscriptSummary,
} from '@triad/collab';
import { parseDocumentName } from '@triad/collab';
import type { Owner } from './database.ts';

/*
 * As much of the server's answers as pages need to open without it: names, and what is one's own.
 * Never an address, another's count, or who began what.
 */

export function ownerNow(account: AccountAnswer): Owner {
  return { account: { ...account, email: '' }, contactAt: Date.now() };
}

export function trimProject(project: ProjectAnswer): ProjectAnswer {
  return {
    ...project,
    rounds: project.rounds.map((round) => ({
      ...round,
      progress: round.progress.map((each) =>
        each.member === project.me ? each : { ...each, doneAt: null, started: null },
      ),
    })),
  };
}

export function trimMembers(members: readonly MemberAnswer[]): readonly MemberAnswer[] {
  return members.map((member) => ({ ...member, email: null }));
}

/** The text and one's own layers; `me` is the member. */
export function trimTranscript(transcript: TranscriptAnswer, me: string): TranscriptAnswer {
  return {
    ...transcript,
    layers: transcript.layers.filter(({ member }) => member === me),
    documents: transcript.documents.filter(({ name }) => isOwn(name, me)),
    original: { ...transcript.original, fileName: '' },
    editing: null,
  };
}

/** Whether a device may keep a document of this name for this member. */
export function isOwn(name: string, me: string): boolean {
  const parsed = parseDocumentName(name);
  return parsed?.kind === 'transcript' || (parsed?.kind === 'layer' && parsed.member === me);
}

/** What signing in answered when the server was last heard. */
export function sessionOf({ account }: Owner): SessionAnswer {
  return { account, setupNeeded: false, version: '' };
}

/** What the list of projects says of one that is on this device. */
export function summaryOf(project: ProjectAnswer, transcripts: number): ProjectSummary {
  const { id, title, description, roles, members, demo, deviceCopies } = project;
  const { createdAt, changedAt } = project;
  return {
    id,
    title,
    description,
    roles,
    members,
    transcripts,
    demo,
    deviceCopies,
    createdAt,
    changedAt,
  };
}

export function transcriptSummaryOf(transcript: TranscriptAnswer): TranscriptSummary {
  const {
    project: _project,
    deviceCopies: _copies,
    documents: _documents,
    editing: _editing,
    ...summary
  } = transcript;
  return summary;
}
