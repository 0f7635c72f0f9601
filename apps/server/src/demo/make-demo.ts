import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Speaker, TextIndex } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { createDemoAccount } from '../accounts/accounts.ts';
import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { AccountBody, MemberBody, ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { addMember, draftProject, listMemberships, showProject } from '../projects/projects.ts';
import { eraseProject } from '../projects/remove-project.ts';
import { refuse } from '../refusal.ts';
import { storeTranscript } from '../transcripts/import.ts';
import { makeAgreed, startComparing } from './agreed/make-agreed.ts';
import { at, inWeekBefore } from './made-up-week.ts';
import type { WeekHour } from './made-up-week.ts';
import { makeCodings } from './make-codings.ts';
import { makeComments } from './make-comments.ts';
import { makeIds, makeText, makeTheory } from './make-layers.ts';
import type { Ids } from './make-layers.ts';
import { loadDemoStudy } from './study/study.ts';
import type { DemoStudy, DemoTranscript } from './study/study.ts';

/** When the study began: a Monday, of the week before last. */
const BEGUN: WeekHour = [-7, 9];

export type DemoProject = {
  readonly project: Row<ProjectBody>;
  readonly members: readonly DemoPerson[];
  /** The member who asked for it, where somebody did. */
  readonly caller: Row<MemberBody> | null;
};

export type DemoPerson = {
  readonly account: Row<AccountBody>;
  readonly member: Row<MemberBody>;
};

/** A demo project of which the person who asks is a lead and coder beside the study's own. */
export async function createDemoFor(
  context: Context,
  account: Row<AccountBody>,
): Promise<Membership> {
  const memberships = await listMemberships(context, account.id);
  if (memberships.filter(({ project }) => project.body.demo).length >= LIMITS.demoStudies) {
    throw refuse('projects/too-many-demos', LIMITS.demoStudies);
  }
  const { project, caller } = await makeDemo(context, account);
  if (caller === null) throw new Error('a demo without the one who asked for it');
  return { project, member: caller };
}

/** The demo behind the first-run page: made once, and found again when asked for again. */
export function ensureFirstRunDemo(
  context: Context,
): Promise<{ readonly project: string; readonly lead: Row<AccountBody> }> {
  return context.locks('first-run-demo', async () => {
    for (const { id, body } of await context.tables.projects.find('demo', 'first-run')) {
      const lead = body.pending === null ? await findDemoLead(context, id) : null;
      if (lead !== null) return { project: id, lead };
    }
    const { project, members } = await makeDemo(context, null, true);
    const lead = members.find(({ member }) => member.body.roles.includes('lead'));
    if (lead === undefined) throw new Error('the demo study has no lead');
    return { project: project.id, lead: lead.account };
  });
}

async function findDemoLead({ tables }: Context, project: string) {
  for (const { body } of await tables.members.find('present', project)) {
    const account = body.roles.includes('lead') ? await tables.accounts.get(body.account) : null;
    if (account?.body.demo === true) return account;
  }
  return null;
}

/**
 * Makes the demo study: accounts without passwords, a project, transcripts, layers. Everything is
 * new each time, so no demo shares anybody with another. It is shown by its last write.
 */
export async function makeDemo(
  context: Context,
  caller: Row<AccountBody> | null,
  firstRun = false,
): Promise<DemoProject> {
  startComparing(context);
  const study = loadDemoStudy();
  const ids = makeIds();
  const accounts = await makeAccounts(context, study);
  const first = caller ?? accounts.find(({ roles }) => roles.includes('lead'))?.account;
  if (first === undefined) throw new Error('the demo study has no lead');
  const begun = at(context, inWeekBefore(context, BEGUN));
  const draft = await draftProject(
    begun,
    first.id,
    { title: study.title, description: study.description, demo: true, firstRun },
    makeTheory(study.statements, ids, now(begun)),
  );
  const project = draft.project.id;
  try {
    const members: (DemoPerson & { readonly slug: string })[] = [];
    for (const { slug, roles, account } of accounts) {
      const member =
        account.id === first.id ? draft.lead : await addMember(begun, project, account.id, roles);
      members.push({ slug, account, member });
    }
    const making = { ...draft, members, ids };
    const texts = await makeTranscripts(begun, study, making);
    const roundOf = await makeCodings(context, study, making, texts);
    const made = await makeAgreed(context, study, { ...making, roundOf }, texts);
    await makeComments(context, study, { ...making, roundOf }, texts);
    return {
      project: await showProject(context, { ...draft, project: made }),
      members: members.map(({ account, member }) => ({ account, member })),
      caller: caller === null ? null : draft.lead,
    };
  } catch (error) {
    await eraseProject(context, project).catch(() => undefined);
    throw error;
  }
}

/** Addresses at example.org, where no mail goes, made different for each demo. */
async function makeAccounts(context: Context, { members }: DemoStudy) {
  const tag = randomBytes(4).toString('hex');
  const made = [];
  for (const { id, name, email, roles } of members) {
    const account = await createDemoAccount(context, {
      name,
      email: email.replace('@', `+${tag}@`),
    });
    made.push({ slug: id, roles, account });
  }
  return made;
}

/** A demo project while it is made. */
export type Making = {
  readonly project: Row<ProjectBody>;
  readonly lead: Row<MemberBody>;
  readonly round: string;
  readonly members: readonly (DemoPerson & { readonly slug: string })[];
  readonly ids: Ids;
};

/** Gives their texts by the study's name. */
async function makeTranscripts(
  context: Context,
  study: DemoStudy,
  making: Making,
): Promise<ReadonlyMap<string, TextIndex>> {
  const { ids } = making;
  const texts = new Map<string, TextIndex>();
  const participants = await makeParticipants(context, study, making.project.id);
  for (const transcript of study.transcripts) {
    const text = makeText(transcript, (label) => (label === transcript.interviewer ? 's1' : 's2'));
    await storeTranscript(
      context,
      describe(context, transcript, making, participants),
      text.update,
      transcript.bytes,
      ids(transcript.id),
    );
    texts.set(transcript.id, text.index);
    text.doc.destroy();
  }
  return texts;
}

/** Pseudonym to id. */
async function makeParticipants({ tables }: Context, study: DemoStudy, project: string) {
  const byPseudonym = new Map<string, string>();
  for (const { pseudonym, kind, note } of study.participants) {
    const id = randomUUID();
    byPseudonym.set(pseudonym, id);
    await tables.participants.insert(id, {
      project,
      pseudonym,
      description: `${kind}: ${note}`.slice(0, 200),
    });
  }
  return byPseudonym;
}

function describe(
  context: Context,
  { title, participant, interviewer, fileName, bytes, turns }: DemoTranscript,
  { project, lead }: Making,
  participants: ReadonlyMap<string, string>,
) {
  const speakers: Speaker[] = [
    { key: 's1', name: interviewer, kind: 'interviewer', participant: null },
    {
      key: 's2',
      name: participant,
      kind: 'participant',
      participant: participants.get(participant) ?? null,
    },
  ];
  return {
    project: project.id,
    title,
    fileName,
    format: 'txt' as const,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    originalKept: true,
    speakers,
    turns: turns.length,
    words: turns.reduce((sum, { text }) => sum + text.split(/\s+/).filter(Boolean).length, 0),
    durationSeconds: Math.max(...turns.map(({ start }) => start)),
    observersRead: false,
    importedBy: lead.id,
    importedAt: now(context),
  };
}
