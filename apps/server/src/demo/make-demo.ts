import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Speaker, TextIndex } from '@triad/collab';
import { LIMITS } from '@triad/collab';
import { createDemoAccount } from '../accounts/accounts.ts';
import type { Context } from '../context.ts';
import { MINUTE_MS, now } from '../context.ts';
import type { AccountBody, MemberBody, ProjectBody } from '../data/records.ts';
import type { Row } from '../data/table.ts';
import type { Membership } from '../projects/membership.ts';
import { addMember, draftProject, listMemberships, showProject } from '../projects/projects.ts';
import { eraseProject } from '../projects/remove-project.ts';
import { refuse } from '../refusal.ts';
import { storeTranscript } from '../transcripts/import.ts';
import { makeComments } from './make-comments.ts';
import { makeIds, makeLayer, makeText, makeTheory } from './make-layers.ts';
import type { Clockwork, Ids } from './make-layers.ts';
import { loadDemoStudy } from './study/study.ts';
import type { DemoStudy, DemoTranscript } from './study/study.ts';

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
  const study = loadDemoStudy();
  const ids = makeIds();
  const accounts = await makeAccounts(context, study);
  const first = caller ?? accounts.find(({ roles }) => roles.includes('lead'))?.account;
  if (first === undefined) throw new Error('the demo study has no lead');
  const draft = await draftProject(
    context,
    first.id,
    { title: study.title, description: study.description, demo: true, firstRun },
    makeTheory(study.statements, ids, now(context)),
  );
  const project = draft.project.id;
  try {
    const members: (DemoPerson & { readonly slug: string })[] = [];
    for (const { slug, roles, account } of accounts) {
      const member =
        account.id === first.id ? draft.lead : await addMember(context, project, account.id, roles);
      members.push({ slug, account, member });
    }
    await makeTranscripts(context, study, { ...draft, members, ids });
    return {
      project: await showProject(context, draft),
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

async function makeTranscripts(context: Context, study: DemoStudy, making: Making): Promise<void> {
  const { round, ids, members } = making;
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
    for (const coding of study.codings) {
      const author = members.find(({ slug }) => slug === coding.member);
      if (coding.transcript !== transcript.id || author === undefined) continue;
      await context.documents.create(
        { kind: 'layer', transcript: ids(transcript.id), round, member: author.member.id },
        makeLayer(coding, text.index, { ids, round, at: workingDay(context) }),
      );
    }
    texts.set(transcript.id, text.index);
    text.doc.destroy();
  }
  await makeComments(context, study, making, texts);
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

/** Spans and sketches a minute apart, ending now. */
function workingDay(context: Context): Clockwork {
  let at = context.clock().getTime() - 8 * 60 * MINUTE_MS;
  return () => {
    at += MINUTE_MS;
    return new Date(at).toISOString();
  };
}
