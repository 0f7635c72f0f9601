import type { ChangedEvent, ChangedThing } from '@triad/collab';
import { CHANGED_THINGS, isAllowed, NOTHING_HIDDEN } from '@triad/collab';
import { expect, test } from 'vitest';
import { until } from './documents-support/condition.ts';
import { connected, listenAs } from './events-client.ts';
import type { EventClient } from './events-client.ts';
import { importForm, shortInterview, startServer } from './http-harness.ts';
import { makeToDecide, NONE } from './rules-decisions.ts';
import type { ToDecide } from './rules-decisions.ts';
import { CMOC_CAUSES } from './rules-cmocs.ts';
import { makeTeam } from './rules-team.ts';
import type { Subject, Team } from './rules-team.ts';

/* What changes is told to exactly those who may read it. */

type Ears = EventClient & { readonly subject: Subject };
type Cause = (team: Team, transcript: string) => Promise<void>;

/** Told of elsewhere: they come later. */
const ELSEWHERE = ['counts', 'progress'] as const;

/** Makes each thing change once, by the owner. */
const CAUSES: Readonly<Record<Exclude<ChangedThing, (typeof ELSEWHERE)[number]>, Cause>> = {
  project: ({ project }) => fence(project),
  members: async ({ owner, project, subjects }) => {
    const member = subjects[0]?.member ?? '';
    const members = await owner.get('listMembers', { project });
    const row = members.find(({ id }) => id === member);
    await owner.get(
      'changeMember',
      { project, member },
      { version: row?.version, roles: row?.roles },
    );
  },
  invites: async ({ owner, project }) => {
    await owner.get('createInvite', { project }, { roles: ['coder'], note: '', validDays: 1 });
  },
  participants: async ({ owner, project }) => {
    const body = { pseudonym: crypto.randomUUID(), description: '' };
    await owner.get('createParticipant', { project }, body);
  },
  transcripts: async ({ owner, project }) => {
    await owner.get('importTranscript', { project }, importForm(shortInterview()));
  },
  rounds: async ({ owner, project, round: id }) => {
    const { rounds } = await owner.get('readProject', { project });
    const version = rounds.find((round) => round.id === id)?.version;
    await owner.get('changeRound', { project, round: id }, { version, title: 'Pilot' });
  },
  documents: async ({ owner }, transcript) => {
    await owner.get('readTranscript', { transcript });
  },
  agreement: async ({ owner, project }) => {
    await owner.get('workOutAgreement', { project });
  },
  decisions: async (team) => {
    const { transcript, next } = await (toDecide ??= makeToDecide(team));
    await team.owner.get('decide', { transcript }, { ...next(), ...NONE });
  },
  consolidation: async ({ owner, project }) => {
    await owner.get('consolidate', { project }, { decide: false });
  },
  flags: async ({ owner }, transcript) => {
    const place = { kind: 'spans', span: crypto.randomUUID() };
    await owner.get('createFlag', { transcript }, { place, note: '' });
  },
  ...CMOC_CAUSES,
  comments: async ({ owner }, transcript) => {
    await owner.get(
      'createComment',
      { transcript },
      { target: { kind: 'transcript' }, text: 'A question' },
    );
  },
};

let toDecide: Promise<ToDecide> | null = null;
let fence: (project: string) => Promise<void> = () => Promise.resolve();

test('every event reaches exactly those whose roles allow them to read it', async () => {
  const team = await makeTeam(await startServer());
  const ears: Ears[] = team.subjects.map((subject) => ({ ...listenAs(subject), subject }));
  for (const each of ears) {
    await connected(each);
    expect(await each.watch(team.project)).toEqual({ ok: true });
  }
  // What everybody hears: when it has come, all before it has.
  fence = async (project) => {
    const { version } = await team.owner.get('readProject', { project });
    const changed = await team.owner.get('changeProject', { project }, { version, title: 'T' });
    const isFence = (event: ChangedEvent) =>
      event.what === 'project' && event.version === changed.version;
    await until('everybody heard the fence', () => ears.every(({ heard }) => heard.some(isFence)));
  };

  const sets = { heard: new Set<string>(), missed: new Set<string>() };
  for (const [thing, cause] of Object.entries(CAUSES) as [ChangedThing, Cause][]) {
    for (const [name, transcript] of Object.entries(team.transcripts)) {
      for (const { heard } of ears) heard.length = 0;
      await cause(team, transcript);
      await fence(team.project);
      const observersRead = name === 'open';
      for (const { heard, subject } of ears) {
        const act = CHANGED_THINGS[thing];
        const belongs = thing === 'documents' || thing === 'comments';
        const about = belongs ? { observersRead } : {};
        const allowed = isAllowed(act, subject.roles, { ...NOTHING_HIDDEN, ...about });
        const events = heard.filter(({ what }) => what === thing);
        const cell = `${thing} on ${name} by ${subject.roles.join('+')}`;
        expect(events.length > 0, cell).toBe(allowed);
        expect(
          events.every(({ project }) => project === team.project),
          cell,
        ).toBe(true);
        sets[allowed ? 'heard' : 'missed'].add(thing);
      }
    }
  }
  // Counts are what the next test is about; progress is of blind rounds (rounds-*.test.ts).
  const prompt = Object.keys(CHANGED_THINGS).filter(
    (thing) => !(ELSEWHERE as readonly string[]).includes(thing),
  );
  expect([...sets.heard].sort()).toEqual(prompt.sort());
  expect([...sets.missed].sort()).toEqual([
    'agreement',
    'comments',
    'consolidation',
    'decisions',
    'documents',
    'flags',
    'invites',
    'participants',
    'reviews',
  ]);
}, 60_000);

test('that coders work is told to those alone who may see layers', async () => {
  const team = await makeTeam(await startServer());
  const { openDocument } = await import('./http-documents.ts');
  const { layerFields } = await import('@triad/collab');
  const Y = await import('yjs');
  const ears: Ears[] = team.subjects.map((subject) => ({ ...listenAs(subject), subject }));
  for (const each of ears) {
    await connected(each);
    await each.watch(team.project);
  }
  const transcript = team.transcripts.closed;
  const { documents } = await team.owner.get('readTranscript', { transcript });
  const layer = documents.find(({ writable }) => writable);
  if (layer === undefined) throw new Error('no layer of their own');
  const raw = openDocument(team.owner, layer);
  await raw.ready();
  for (const { heard } of ears) heard.length = 0;
  const doc = new Y.Doc();
  const id = crypto.randomUUID();
  layerFields(doc).spans.set(id, { id });
  raw.update(Y.encodeStateAsUpdate(doc));
  const readers = ears.filter(({ subject }) =>
    isAllowed('layer.read', subject.roles, NOTHING_HIDDEN),
  );
  const others = ears.filter((ear) => !readers.includes(ear));
  const isTold = (event: ChangedEvent) => event.what === 'counts' && event.id === transcript;
  await until('readers are told', () => readers.every(({ heard }) => heard.some(isTold)));
  expect(others.length).toBeGreaterThan(0);
  for (const { heard } of others) expect(heard).toEqual([]);
}, 30_000);
