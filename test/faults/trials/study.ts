import type { DocumentAnswer } from '@triad/collab';
import { cmocFields, theoryFields } from '@triad/collab';
import * as Y from 'yjs';
import { seeded } from '../../bench/support/random.ts';
import type { Random } from '../../bench/support/random.ts';
import { Caller } from '../whole-server/caller.ts';
import { Coder } from '../whole-server/coder.ts';
import type { Tab } from '../whole-server/tab.ts';
import type { KillableServer } from '../whole-server/killable-server.ts';
import { Editor } from './editor.ts';
import { Person } from './person.ts';
import { ProseTab } from './prose-tab.ts';
import type { Prose } from './prose-tab.ts';
import { RecordWriter } from './records.ts';
import type { Topology } from './topology.ts';

const TURNS = 30;

const THEORY: Prose = {
  texts: (doc) => [...theoryFields(doc).sentences.values()],
  begin: (doc, id) => {
    const { statements, titles, sentences } = theoryFields(doc);
    statements.set(id, { id, order: statements.size, createdAt: new Date().toISOString() });
    titles.set(id, new Y.Text());
    sentences.set(id, new Y.Text());
  },
};

const CMOC: Prose = {
  texts: (doc) => [cmocFields(doc).narrative, cmocFields(doc).title],
  begin: null,
};

/** Tabs that show who reads where. */
export type Presence = { readonly person: Person; readonly member: string; readonly tab: Tab };

/**
 * A team at work, over lines of their own: coders on a transcript that everybody sees and on one that
 * two of them code blind, two leads in the theory and in a CMOC, one of them in the text, under a lease;
 * comments, presence, events.
 */
export type Study = {
  readonly topology: Topology;
  readonly project: string;
  /** A lead. */
  readonly founder: Person;
  /** The theory, and the text that everybody sees. */
  readonly theory: DocumentAnswer;
  readonly text: DocumentAnswer;
  readonly people: readonly Person[];
  readonly coders: readonly Coder[];
  /** Those of them who code alone. */
  readonly blind: readonly { readonly person: Person; readonly coder: Coder }[];
  readonly prose: readonly ProseTab[];
  /** Those who read what others write. */
  readonly readers: readonly Tab[];
  /** On the text of the transcript that everybody sees. */
  readonly present: readonly Presence[];
  /** On the text of the one that is coded blind: they must never see anybody. */
  readonly alone: readonly Presence[];
  readonly records: readonly RecordWriter[];
  /** What came down a line that may not know it. */
  readonly forbidden: Set<string>;
  /** Somebody who may read a document, past all lines, at this server. */
  reader(tab: Tab, server: KillableServer): Caller;
  end(): Promise<void>;
};

/** Makes the study, and opens everybody's tabs; all draws are of the seed. */
export async function openStudy(topology: Topology, seed: number): Promise<Study> {
  const random = (what: string): Random => seeded(hash(`${seed} ${what}`));
  const [first] = topology.servers;
  if (first === undefined) throw new Error('there is no server');
  const founder = await Caller.first(first);
  const { id: project } = await founder.call('createProject', {}, { title: 'Trial' });
  const people: Person[] = [];
  const come = async (name: string, direct: Caller): Promise<Person> => {
    const server = topology.servers[people.length % topology.servers.length] ?? first;
    const own = new Caller(server);
    own.cookie = direct.cookie;
    const person = await Person.come(name, own, () => server.origin, random(`line of ${name}`));
    people.push(person);
    return person;
  };
  const lea = await come('lea', founder);
  const tom = await come('tom', await founder.invite(project, ['lead', 'coder'], 'tom'));
  const ann = await come('ann', await founder.invite(project, ['coder'], 'ann'));
  const bob = await come('bob', await founder.invite(project, ['coder'], 'bob'));
  const cyd = await come('cyd', await founder.invite(project, ['coder'], 'cyd'));

  const size = { turns: TURNS, originalBytes: 0 };
  const open = await founder.import(project, 'Open', size);
  const blind = await founder.import(project, 'Blind', size);
  const members = new Map<Person, string>();
  for (const person of people) {
    members.set(person, (await person.direct.call('readProject', { project })).me);
  }
  await founder.call(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: 'Alone',
      transcripts: [blind],
      coders: [bob, cyd].map((person) => members.get(person) ?? ''),
      due: { at: '2999-01-01T00:00:00Z', zone: 'UTC' },
      ownEarlier: false,
    },
  );
  const { theory } = await founder.call('readProject', { project });
  const cmoc = (await founder.call('createCmoc', { project }, { title: '', group: null })).document;

  const coders: Coder[] = [];
  const forbidden = new Set<string>();
  const code = async (person: Person, transcript: string, word = ''): Promise<Coder> => {
    const own = ownLayer(await person.documentsOf(transcript));
    const draws = random(`${person.name} codes ${word}`);
    const coder = new Coder(person.caller, own, draws, { tunnel: person.tunnel, word });
    coders.push(person.keep(coder));
    return coder;
  };
  for (const person of [lea, tom, ann]) await code(person, open);
  const codedAlone: Study['blind'][number][] = [];
  for (const person of [bob, cyd]) {
    const word = `only${random(person.name).uuid().slice(0, 8)}`;
    codedAlone.push({ person, coder: await code(person, blind, word) });
    for (const other of people) {
      if (other === person) continue;
      other.line.listenFor(word, () => {
        forbidden.add(`${other.name} was sent what ${person.name} codes blind`);
      });
    }
  }

  const prose: ProseTab[] = [];
  for (const person of [lea, tom]) {
    for (const [head, written, name] of [
      [theory, THEORY, 't'],
      [cmoc, CMOC, 'c'],
    ] as const) {
      const options = { prose: written, name: `${person.name}${name}`, tunnel: person.tunnel };
      const draws = random(`${person.name} writes ${name}`);
      prose.push(person.keep(new ProseTab(person.caller, head, { ...options, random: draws })));
    }
  }

  const [text] = await tom.documentsOf(open);
  if (text === undefined) throw new Error('no text');
  prose.push(tom.keep(new Editor(tom, text, 'tomx', random('tom edits'))));

  const readers = [ann.read(theory), ann.read(cmoc)];
  for (const person of [lea, ann]) {
    for (const head of await person.documentsOf(open)) {
      if (head.kind === 'layer' && !head.writable) readers.push(person.read(head));
    }
  }

  const onText = async (person: Person, transcript: string): Promise<Presence> => {
    const [text] = await person.documentsOf(transcript);
    if (text?.kind !== 'transcript') throw new Error('no text');
    return { person, member: members.get(person) ?? '', tab: person.read(text) };
  };
  const present = await Promise.all([lea, ann, tom].map((person) => onText(person, open)));
  const alone = await Promise.all([bob, cyd].map((person) => onText(person, blind)));
  for (const { person, tab } of alone) {
    tab.provider.awareness.on('change', () => {
      const others = [...tab.provider.awareness.getStates().keys()];
      if (others.some((id) => id !== tab.doc.clientID)) {
        forbidden.add(`${person.name} sees who else is in a text that is coded blind`);
      }
    });
  }
  for (const person of people) person.watch(project);

  return {
    topology,
    project,
    founder: lea,
    theory,
    text,
    people,
    coders,
    blind: codedAlone,
    prose,
    readers,
    present,
    alone,
    records: [lea, ann].map(
      (person) => new RecordWriter(person, project, open, random(`${person.name} asks`)),
    ),
    forbidden,
    reader: (tab, server) => {
      const owner = people.find(({ tabs }) => tabs.includes(tab));
      const caller = new Caller(server);
      caller.cookie = owner?.direct.cookie ?? '';
      return caller;
    },
    end: async () => {
      await Promise.all(people.map((person) => person.leave()));
    },
  };
}

/** All tabs of a study. */
export function tabsOf({ people }: Study): readonly Tab[] {
  return people.flatMap(({ tabs }) => tabs);
}

function ownLayer(documents: readonly DocumentAnswer[]): DocumentAnswer {
  const own = documents.find(({ kind, writable }) => kind === 'layer' && writable);
  if (own === undefined) throw new Error('no layer of their own');
  return own;
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
