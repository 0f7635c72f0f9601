import type { DocumentAnswer, OpenRoundBody, ProjectAnswer, RoundAnswer } from '@triad/collab';
import { layerFields } from '@triad/collab';
import * as Y from 'yjs';
import { until } from './documents-support/condition.ts';
import type { RawClient } from './documents-support/raw-client.ts';
import { openDocument } from './http-documents.ts';
import type { Client, TestServer } from './http-harness.ts';
import { importForm, invite, newProject, setUp, shortInterview } from './http-harness.ts';

export type Coder = Client & { readonly member: string };

/** A lead who codes, two coders and a reviewer, and two transcripts. */
export type RoundsTeam = {
  readonly server: TestServer;
  readonly project: string;
  readonly lead: Coder;
  readonly ben: Coder;
  readonly cleo: Coder;
  readonly reviewer: Coder;
  readonly one: string;
  readonly two: string;
  /** The round that came with the project. */
  readonly first: string;
};

export async function makeRoundsTeam(
  server: TestServer,
  form: () => FormData = () => importForm(shortInterview()),
): Promise<RoundsTeam> {
  const account = await setUp(server, 'Ana');
  const { id: project, me, rounds } = await newProject(account);
  return {
    server,
    project,
    lead: Object.assign(account, { member: me }),
    ben: await invite(account, project, ['coder'], 'Ben'),
    cleo: await invite(account, project, ['coder'], 'Cleo'),
    reviewer: await invite(account, project, ['reviewer'], 'Rea'),
    one: (await account.get('importTranscript', { project }, form())).id,
    two: (await account.get('importTranscript', { project }, form())).id,
    first: rounds[0]?.id ?? '',
  };
}

export const LATER = { at: '2999-01-01T12:00:00Z', zone: 'Europe/London' };

/** Opens a blind round of Ben and Cleo on the first transcript, unless told otherwise. */
export function openBlind(
  { lead, project, ben, cleo, one }: RoundsTeam,
  over: Partial<Extract<OpenRoundBody, { kind: 'blind' }>> = {},
): Promise<RoundAnswer> {
  const body = { transcripts: [one], coders: [ben.member, cleo.member], due: LATER };
  return lead.get(
    'openRound',
    { project },
    { kind: 'blind', title: 'Pilot', ownEarlier: false, ...body, ...over },
  );
}

export async function roundOf(reader: Client, project: string, id: string): Promise<RoundAnswer> {
  const { rounds }: ProjectAnswer = await reader.get('readProject', { project });
  const round = rounds.find((each) => each.id === id);
  if (round === undefined) throw new Error('no such round');
  return round;
}

export async function documentsOf(
  reader: Client,
  transcript: string,
): Promise<readonly DocumentAnswer[]> {
  return (await reader.get('readTranscript', { transcript })).documents;
}

export function layerName(transcript: string, round: string, member: string): string {
  return `layer/${transcript}/${round}/${member}`;
}

/** The coder's own layer of a round, which is begun by asking for it. */
export async function ownLayer(
  coder: Coder,
  transcript: string,
  round: string,
): Promise<DocumentAnswer> {
  const name = layerName(transcript, round, coder.member);
  const layer = (await documentsOf(coder, transcript)).find((each) => each.name === name);
  if (layer === undefined) throw new Error(`no own layer ${name}`);
  return layer;
}

/** Of a layer. */
export function someUpdate(): Uint8Array {
  const doc = new Y.Doc();
  const id = crypto.randomUUID();
  layerFields(doc).spans.set(id, { id });
  return Y.encodeStateAsUpdate(doc);
}

/** Puts something into a layer; resolves with the connection when it is on disk. */
export async function write(coder: Client, layer: DocumentAnswer): Promise<RawClient> {
  const raw = openDocument(coder, layer);
  await raw.ready();
  raw.update(someUpdate());
  await until('it is on disk', () => raw.acknowledged.length > 0 || raw.ended !== null);
  if (raw.ended !== null) throw new Error(`refused: ${raw.ended.code}`);
  return raw;
}
