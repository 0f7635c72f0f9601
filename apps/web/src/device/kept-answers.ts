import type {
  AccountAnswer,
  MemberAnswer,
  ProjectAnswer,
  ProjectSummary,
  SessionAnswer,
  TranscriptAnswer,
  TranscriptSummary,
} from '@triad/collab';
import { METHOD_DEFAULTS } from '@triad/collab';
import { complete, deviceIfAny, openDevice, OWNER } from './database.ts';
import type { AnswerRecord, Owner } from './database.ts';
import { isExpired } from './judge.ts';
import {
  ownerNow,
  sessionOf,
  summaryOf,
  transcriptSummaryOf,
  trimMembers,
  trimProject,
  trimTranscript,
} from './trim-answers.ts';

/** What a page asks for, and this device can answer. */
export type Asked =
  | { readonly what: 'session' | 'projects' }
  | { readonly what: 'project' | 'members' | 'transcripts'; readonly project: string }
  | { readonly what: 'transcript'; readonly transcript: string };

/** Keeps what the page of a transcript needs, once it was opened here. */
export async function keepAnswers(
  account: AccountAnswer,
  project: ProjectAnswer,
  members: readonly MemberAnswer[],
  transcript: TranscriptAnswer,
): Promise<void> {
  const database = await openDevice();
  const write = database.transaction(['owner', 'answers'], 'readwrite', { durability: 'strict' });
  const owner = await write.objectStore('owner').get(OWNER);
  // Another account's device is first cleared by whoever finds that.
  if (owner !== undefined && owner.account.id !== account.id) return;
  const answers: readonly AnswerRecord[] = [
    record(`project ${project.id}`, project.id, trimProject(project)),
    record(`members ${project.id}`, project.id, trimMembers(members)),
    record(`transcript ${transcript.id}`, project.id, trimTranscript(transcript, project.me)),
  ];
  await complete(write, [
    write.objectStore('owner').put(ownerNow(account), OWNER),
    ...answers.map((answer) => write.objectStore('answers').put(answer)),
  ]);
}

/** Null where nothing is kept here, or what is kept is too old to be shown. */
export async function readOwner(): Promise<Owner | null> {
  const database = await deviceIfAny();
  return (await database?.get('owner', OWNER)) ?? null;
}

/** The server knows this account at this moment; does nothing where nothing is kept. */
export async function noteContact(account: AccountAnswer): Promise<void> {
  const database = await deviceIfAny();
  if (database === null) return;
  const write = database.transaction('owner', 'readwrite', { durability: 'strict' });
  const owner = await write.store.get(OWNER);
  if (owner?.account.id !== account.id) return;
  await complete(write, [write.store.put(ownerNow(account), OWNER)]);
}

/** What this device answers in the server's place; undefined where it cannot. */
export async function answerFromDevice(asked: Asked): Promise<unknown> {
  const owner = await readOwner();
  if (owner === null || isExpired(owner, Date.now())) return undefined;
  const answers = (await (await deviceIfAny())?.getAll('answers')) ?? [];
  return answerFrom(asked, owner, answers);
}

/** Exported for its test. */
export function answerFrom(
  asked: Asked,
  owner: Owner,
  answers: readonly AnswerRecord[],
):
  | SessionAnswer
  | ProjectAnswer
  | TranscriptAnswer
  | readonly ProjectSummary[]
  | readonly MemberAnswer[]
  | readonly TranscriptSummary[]
  | undefined {
  const find = (key: string): unknown => answers.find((answer) => answer.key === key)?.value;
  const all = <T>(what: string): readonly T[] =>
    answers.filter(({ key }) => key.startsWith(`${what} `)).map(({ value }) => value as T);
  const transcripts = all<TranscriptAnswer>('transcript');
  switch (asked.what) {
    case 'session':
      return sessionOf(owner);
    case 'projects':
      return all<ProjectAnswer>('project').map((project) =>
        summaryOf(project, transcripts.filter((each) => each.project === project.id).length),
      );
    case 'project': {
      const project = find(`project ${asked.project}`) as ProjectAnswer | undefined;
      // A page from before there were settings of the method kept none.
      return project && { ...project, method: project.method ?? METHOD_DEFAULTS };
    }
    case 'members':
      return find(`members ${asked.project}`) as readonly MemberAnswer[] | undefined;
    case 'transcripts': {
      if (find(`project ${asked.project}`) === undefined) return undefined;
      return transcripts
        .filter(({ project }) => project === asked.project)
        .map(transcriptSummaryOf)
        .sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
    }
    case 'transcript':
      return find(`transcript ${asked.transcript}`) as TranscriptAnswer | undefined;
  }
}

/** Removes the answers of transcripts, and of projects of which none is left. */
export async function removeAnswers(transcripts: ReadonlySet<string>): Promise<void> {
  const database = await deviceIfAny();
  if (database === null) return;
  const write = database.transaction('answers', 'readwrite', { durability: 'strict' });
  const answers = await write.store.getAll();
  const isText = ({ key }: AnswerRecord): boolean => key.startsWith('transcript ');
  const gone = answers.filter(
    (answer) => isText(answer) && transcripts.has(answer.key.slice('transcript '.length)),
  );
  const left = new Set(
    answers
      .filter((answer) => isText(answer) && !gone.includes(answer))
      .map(({ project }) => project),
  );
  const orphans = answers.filter((answer) => !isText(answer) && !left.has(answer.project));
  await complete(
    write,
    [...gone, ...orphans].map(({ key }) => write.store.delete(key)),
  );
}

/** Removes the answers of all other projects; resolves with how many are left. */
export async function keepAnswersOf(projects: ReadonlySet<string>): Promise<number> {
  const database = await deviceIfAny();
  if (database === null) return 0;
  const write = database.transaction('answers', 'readwrite', { durability: 'strict' });
  const answers = await write.store.getAll();
  const gone = answers.filter(({ project }) => !projects.has(project));
  await complete(
    write,
    gone.map(({ key }) => write.store.delete(key)),
  );
  return answers.length - gone.length;
}

function record(key: string, project: string, value: unknown): AnswerRecord {
  return { key, project, value };
}
