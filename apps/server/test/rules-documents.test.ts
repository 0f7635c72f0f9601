import type { Act, DocumentKind, MemberRole, Situation } from '@triad/collab';
import { CLOSE, DOCUMENT_KINDS, isAllowed } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import { openDocument } from './http-documents.ts';
import type { DocumentToOpen } from './http-documents.ts';
import { Client, startServer } from './http-harness.ts';
import { makeToDecide } from './rules-decisions.ts';
import type { ToDecide } from './rules-decisions.ts';
import { draftDocument } from './rules-cmocs.ts';
import { makeTeam } from './rules-team.ts';
import type { Subject, Team } from './rules-team.ts';

/* Every kind of document with every set of roles, over real sockets: opened, and written to. */

type Cell = {
  readonly document: DocumentToOpen;
  readonly situation: Situation;
  readonly what: string;
};

const ACTS: Readonly<Record<DocumentKind, { readonly read: Act; readonly write: Act }>> = {
  transcript: { read: 'transcript.read', write: 'transcript.write' },
  layer: { read: 'layer.read', write: 'layer.write' },
  consensus: { read: 'consensus.read', write: 'consensus.write' },
  cmoc: { read: 'cmoc.read', write: 'cmoc.write' },
  theory: { read: 'theory.read', write: 'theory.write' },
};

test('every document is opened and written by every set of roles', async () => {
  const team = await makeTeam(await startServer());
  const seen = new Set<string>();
  for (const subject of team.subjects) {
    for (const kind of DOCUMENT_KINDS) {
      for (const cell of await cellsOf(kind, team, subject)) {
        const read = isAllowed(ACTS[kind].read, subject.roles, cell.situation);
        const write = read && isAllowed(ACTS[kind].write, subject.roles, cell.situation);
        const name = `${cell.what} by ${subject.roles.join('+')}`;
        expect(await tryToRead(subject, cell.document), `read ${name}`).toBe(
          read ? 'sent' : CLOSE.forbidden.code,
        );
        expect(await tryToWrite(subject, cell.document), `write ${name}`).toBe(
          write ? 'stored' : CLOSE.forbidden.code,
        );
        seen.add(`${kind} ${read} ${write}`);
        const { lease, name: of } = cell.document;
        if (lease === undefined) continue;
        await subject.get('releaseLease', { transcript: of.split('/')[1] ?? '', lease });
      }
    }
  }
  expect([...seen].sort()).toEqual([
    'cmoc true false',
    'cmoc true true',
    'consensus false false',
    'consensus true false',
    'layer false false',
    'layer true false',
    'layer true true',
    'theory true false',
    'theory true true',
    'transcript false false',
    'transcript true false',
    'transcript true true',
  ]);
}, 120_000);

test('who is no member, or not signed in, is sent nothing', async () => {
  const team = await makeTeam(await startServer());
  const stranger = new Client(team.server.address);
  for (const kind of DOCUMENT_KINDS) {
    for (const { document, what } of await cellsOf(kind, team, team.owner)) {
      const outside = openDocument(team.outsider, document);
      await until('it is refused', () => outside.ended !== null);
      expect([CLOSE.unknown.code, CLOSE.forbidden.code], what).toContain(outside.ended?.code);
      expect(outside.frames, what).toEqual([]);
      const nobody = openDocument(stranger, document);
      await until('it is refused', () => nobody.ended !== null);
      expect(nobody.ended?.code, what).toBe(CLOSE.signedOut.code);
      expect(nobody.frames, what).toEqual([]);
    }
  }
}, 60_000);

test('another role, or none, ends open connections at once', async () => {
  const team = await makeTeam(await startServer());
  const coder = subjectWith(team, ['coder']);
  const transcript = team.transcripts.closed;
  const { documents } = await coder.get('readTranscript', { transcript });
  const open = documents
    .filter(({ kind, writable }) => kind === 'transcript' || writable)
    .map((document) => openDocument(coder, document));
  expect(open).toHaveLength(2);
  for (const raw of open) await raw.ready();
  await setRoles(team, coder, ['observer']);
  for (const raw of open) expect(await raw.end()).toBe(CLOSE.forbidden.code);

  await setRoles(team, coder, ['coder']);
  const again = documents.slice(0, 1).map((document) => openDocument(coder, document));
  for (const raw of again) await raw.ready();
  await team.owner.get('removeMember', { project: team.project, member: coder.member });
  for (const raw of again) {
    const code = await raw.end();
    expect([CLOSE.forbidden.code, CLOSE.unknown.code]).toContain(code);
  }
  const work = await team.owner.get('readTranscript', { transcript });
  expect(work.documents.some(({ name }) => name.endsWith(coder.member))).toBe(true);
});

test('sign-out ends the connections of its session alone', async () => {
  const team = await makeTeam(await startServer());
  const { owner } = team;
  const transcript = team.transcripts.closed;
  const { documents } = await owner.get('readTranscript', { transcript });
  const [text] = documents;
  if (text === undefined) throw new Error('no document');
  const other = new Client(owner.address);
  await other.get('signIn', {}, { email: 'owner@example.org', password: 'a long enough one' });
  const [mine, theirs] = [openDocument(owner, text), openDocument(other, text)];
  await mine.ready();
  await theirs.ready();
  await other.get('signOut');
  expect(await theirs.end()).toBe(CLOSE.signedOut.code);
  expect(mine.ended).toBeNull();
});

test('observers are cut off when a transcript is closed to them', async () => {
  const team = await makeTeam(await startServer());
  const observer = subjectWith(team, ['observer']);
  const transcript = team.transcripts.open;
  const { documents, version } = await observer.get('readTranscript', { transcript });
  const [text] = documents;
  if (text === undefined) throw new Error('no document');
  const raw = openDocument(observer, text);
  await raw.ready();
  await team.owner.get('changeTranscript', { transcript }, { version, observersRead: false });
  expect(await raw.end()).toBe(CLOSE.forbidden.code);
});

function subjectWith(team: Team, roles: readonly MemberRole[]): Subject {
  const subject = team.subjects.find((each) => each.roles.join() === roles.join());
  if (subject === undefined) throw new Error('no such subject');
  return subject;
}

async function setRoles(team: Team, subject: Subject, roles: readonly MemberRole[]): Promise<void> {
  const path = { project: team.project, member: subject.member };
  const members = await team.owner.get('listMembers', { project: team.project });
  const version = members.find(({ id }) => id === subject.member)?.version;
  await team.owner.get('changeMember', path, { version, roles });
}

const made = new Map<Team, Promise<ToDecide>>();
function toDecideOf(team: Team): Promise<ToDecide> {
  const known = made.get(team) ?? makeToDecide(team);
  made.set(team, known);
  return known;
}

/** The documents of a kind as the subject meets them, by situation. */
async function cellsOf(kind: DocumentKind, team: Team, subject: Subject): Promise<readonly Cell[]> {
  const { owner, project } = team;
  if (kind === 'theory') {
    const { theory } = await owner.get('readProject', { project });
    return [{ document: theory, situation: {}, what: kind }];
  }
  if (kind === 'consensus') {
    const { transcript, next } = await toDecideOf(team);
    const span = next();
    const outcome = { kind: 'coder', span: span.spans[0] };
    await owner.get('decide', { transcript }, { ...span, outcome });
    let document: DocumentToOpen | undefined;
    await until('something is agreed', async () => {
      const { documents } = await owner.get('readTranscript', { transcript });
      document = documents.find((each) => each.kind === kind);
      return document !== undefined;
    });
    if (document === undefined) throw new Error('no consensus');
    return [{ document, situation: { unblinded: true }, what: kind }];
  }
  if (kind === 'cmoc') {
    return [{ document: await draftDocument(team), situation: {}, what: kind }];
  }
  const cells: Cell[] = [];
  for (const [name, transcript] of Object.entries(team.transcripts)) {
    const observersRead = name === 'open';
    // Makes the owner's own layer, and the subject's where there can be one.
    await subject.call('readTranscript', { transcript });
    const { documents } = await owner.get('readTranscript', { transcript });
    for (const document of documents.filter((each) => each.kind === kind)) {
      if (kind === 'transcript') {
        cells.push({ document, situation: { observersRead }, what: `${name} transcript` });
        if (!subject.roles.includes('lead')) continue;
        const { id: lease } = await subject.get('takeLease', { transcript });
        const situation = { observersRead, holdsLease: true };
        cells.push({ document: { ...document, lease }, situation, what: `${name}, leased` });
      } else {
        const own = document.name.endsWith(subject.member);
        if (!own && !document.name.endsWith(owner.member)) continue;
        const situation = { observersRead, own, roundOpen: true, shown: true };
        cells.push({ document, situation, what: `${own ? 'own' : "other's"} layer on ${name}` });
      }
    }
  }
  return cells;
}

/** Whether the document is sent, or the code with which it is refused. */
async function tryToRead(client: Client, document: DocumentToOpen): Promise<'sent' | number> {
  const raw = openDocument(client, document);
  await raw.ready();
  if (raw.ended === null) raw.step1();
  await until('it is sent or refused', () => raw.step2s.length > 0 || raw.ended !== null);
  if (raw.ended !== null) expect(raw.frames).toEqual([]);
  return raw.ended?.code ?? 'sent';
}

/** Whether an update is acknowledged, or the code with which it is refused. */
async function tryToWrite(client: Client, document: DocumentToOpen): Promise<'stored' | number> {
  const raw = openDocument(client, document);
  await raw.ready();
  if (raw.ended === null) {
    const doc = new Y.Doc();
    doc.getMap('memos').set(crypto.randomUUID(), 'x');
    raw.update(Y.encodeStateAsUpdate(doc));
  }
  await until('it is stored or refused', () => raw.acknowledged.length > 0 || raw.ended !== null);
  return raw.ended?.code ?? 'stored';
}
