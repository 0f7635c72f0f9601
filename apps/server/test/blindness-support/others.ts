import { CHANGED_THINGS, layerFields, placeOf } from '@triad/collab';
import type { ChangedThing } from '@triad/collab';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { until } from '../documents-support/condition.ts';
import type { RawClient } from '../documents-support/raw-client.ts';
import { connected, listenAs } from '../events-client.ts';
import { openDocument } from '../http-documents.ts';
import type { Client } from '../http-harness.ts';
import type { Coder } from '../rounds-team.ts';
import { documentsOf, ownLayer } from '../rounds-team.ts';
import type { Comments, World } from './world.ts';
import { WORD } from './world.ts';

/** Stand in whatever the others write; none may ever reach who codes blind. */
export const MARKERS = {
  span: 'marker-of-a-quote',
  memo: 'marker-of-a-memo',
  inferred: 'marker-of-an-inferred-part',
  restatement: 'marker-of-a-restatement',
  node: 'marker-of-a-node',
  comment: 'marker-of-a-comment',
  flag: 'marker-of-a-flag',
  decision: 'marker-of-a-decision',
};

/** What is no work on a transcript, and told to all members alike. */
const OF_THE_PROJECT: readonly string[] = [
  'project',
  'members',
  'invites',
  'participants',
  'transcripts',
  'rounds',
  'cmocs',
  'sign-offs',
  'reviews',
] satisfies readonly ChangedThing[];

/** What must have reached those who may know of it: every other kind of event that there is. */
const HEARD = Object.keys(CHANGED_THINGS).filter((what) => !OF_THE_PROJECT.includes(what));

/** What of all this can be found, and was heard, by those who may know. */
type Done = { readonly markers: readonly string[]; readonly heard: readonly string[] };

export type Others = {
  begin(): Promise<void>;
  work(step: number): Promise<void>;
  finish(): Promise<Done>;
};

export const EVERYTHING_DONE: Done = { markers: Object.values(MARKERS), heard: HEARD };

type Layer = { readonly raw: RawClient; readonly doc: Y.Doc; sent: number };

/**
 * Cleo codes blind, Dan and Eve in the open round, where her layer is begun only now; Dan, who leads,
 * and the reviewer discuss what was said before and more, and are seen to read.
 */
export function makeOthers(world: World, at: <Who extends Client>(client: Who) => Who): Others {
  const { one, round, first, project, comments } = world;
  const [cleo, dan, eve, reviewer] = [world.cleo, world.dan, world.eve, world.reviewer].map(at) as [
    Coder,
    Coder,
    Coder,
    Coder,
  ];
  const layers: Layer[] = [];
  const ears = listenAs(reviewer);
  let presence: RawClient;

  async function say(author: Client, text: string): Promise<void> {
    const body = { target: { kind: 'transcript' }, text: `${WORD} ${MARKERS.comment} ${text}` };
    await author.get('createComment', { transcript: one }, body);
  }

  return {
    async begin() {
      await connected(ears);
      await ears.watch(project);
      for (const [coder, of] of [
        [cleo, round],
        [dan, first],
        [eve, first],
      ] as const) {
        const raw = openDocument(coder, await ownLayer(coder, one, of));
        await raw.ready();
        layers.push({ raw, doc: new Y.Doc(), sent: 0 });
      }
      const [text] = await documentsOf(reviewer, one);
      if (text === undefined) throw new Error('no text');
      presence = openDocument(reviewer, text);
      await presence.ready();
      await changeComments(comments, dan, one);
      await dan.get(
        'settleFlag',
        { transcript: one, flag: world.flag },
        { version: 1, settled: true },
      );
      const place = { kind: 'spans', span: crypto.randomUUID() };
      const note = `${WORD} ${MARKERS.flag}`;
      await reviewer.get('createFlag', { transcript: one }, { place, note });
      await reviewer.get('workOutAgreement', { project });
      await decideOtherwise(dan, one, world.decision);
      await dan.get('consolidate', { project }, { decide: true, all: true });
    },

    async work(step) {
      presence.awareness(21, step, { member: '', selection: [0, step], reading: null });
      for (const layer of layers) {
        const before = Y.encodeStateVector(layer.doc);
        mark(layer.doc, step);
        layer.raw.update(Y.encodeStateAsUpdate(layer.doc, before));
        layer.sent += 1;
      }
      if (step % 5 === 1) await say(step % 2 === 0 ? reviewer : dan, String(step));
      await until('it is saved', () =>
        layers.every(({ raw, sent }) => raw.acknowledged.at(-1) === sent),
      );
      // Sent in its turn, so that what was said before has been taken.
      const syncs = presence.step2s.length;
      presence.step1();
      await until('it is read', () => presence.step2s.length > syncs);
    },

    /** When all that is told late has been told to those who may know. */
    async finish() {
      const heard = () => new Set(ears.heard.map(({ what }): string => what));
      await until('it is told', () => HEARD.every((what) => heard().has(what)));
      const now = await dan.get('listComments', { transcript: one });
      checkComments(comments, now);
      const { flags } = await dan.get('readTranscriptAgreement', { transcript: one });
      const decisions = await dan.get('listDecisions', { transcript: one });
      const written = JSON.stringify([
        layers.map(({ doc }) => fieldsOf(doc)),
        now,
        flags,
        decisions,
      ]);
      return {
        markers: Object.values(MARKERS).filter((marker) => written.includes(marker)),
        heard: HEARD.filter((what) => heard().has(what)),
      };
    },
  };
}

/** A place that was decided before, and one that was not. */
async function decideOtherwise(dan: Client, one: string, decision: string): Promise<void> {
  const view = await dan.get('readAdjudication', { transcript: one });
  const why = `${WORD} ${MARKERS.decision}`;
  const text = view.transcript.result?.text;
  const { place, version } = view.decisions.find(({ id }) => id === decision) ?? {};
  const before = view.groups.find((group) => placeOf(group) === place);
  const none = { text, outcome: { kind: 'none' }, why };
  await dan.get(
    'changeDecision',
    { transcript: one, decision },
    { ...none, spans: before?.spans, version },
  );
  const decided = new Set(view.decisions.map((each) => each.place));
  const open = view.groups.find((group) => !decided.has(placeOf(group)));
  await dan.get('decide', { transcript: one }, { ...none, spans: open?.spans });
}

/** Each of what was said before is changed in another way. */
async function changeComments(comments: Comments, dan: Client, one: string): Promise<void> {
  const of = (comment: string) => ({ transcript: one, comment });
  const resolved = { version: 1, resolved: true };
  await dan.get('removeComment', of(comments.removed));
  for (const comment of [comments.resolved, comments.byBen, comments.byLead]) {
    await dan.get('resolveComment', of(comment), resolved);
  }
  const answer = { kind: 'comment', comment: comments.answered };
  const text = `An answer with a ${MARKERS.comment}`;
  await dan.get('createComment', { transcript: one }, { target: answer, text });
  const before = await dan.get('listComments', { transcript: one });
  const passage = before.find(({ id }) => id === comments.placed)?.target;
  if (passage?.kind !== 'passage' || passage.anchor === undefined) throw new Error('no passage');
  const anchor = { ...passage.anchor, quote: MARKERS.span };
  await dan.get('placeComment', of(comments.placed), { version: 1, anchor });
}

/** That it all was really done. */
function checkComments(
  comments: Comments,
  now: readonly { readonly id: string; readonly version: number }[],
): void {
  const versions = Object.entries(comments).map(([name, comment]) => [
    name,
    now.find(({ id }) => id === comment)?.version ?? null,
  ]);
  expect(Object.fromEntries(versions)).toEqual({
    removed: null,
    resolved: 2,
    answered: 1,
    placed: 2,
    byBen: 2,
    byLead: 2,
  });
}

function mark(doc: Y.Doc, step: number): void {
  doc.transact(() => {
    const fields = layerFields(doc);
    const [span, part] = [`span-${step}`, `part-${step}`];
    const words = (marker: string) => `${WORD} ${marker}`;
    fields.spans.set(span, { id: span, quote: words(MARKERS.span), nodes: [MARKERS.node] });
    fields.memoTexts.set(`memo-${step}`, new Y.Text(words(MARKERS.memo)));
    const inferred = { kind: 'inferred', words: words(MARKERS.inferred) };
    fields.parts.set(part, { id: part, filledBy: inferred });
    fields.restatements.set(`sketch-${step}`, new Y.Text(words(MARKERS.restatement)));
    doc.getMap('nodes').set(`node-${step}`, { name: MARKERS.node });
  });
}

function fieldsOf(doc: Y.Doc): unknown {
  return [...doc.share.values()].map((type) => type.toJSON() as unknown);
}
