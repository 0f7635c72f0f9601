import { layerFields } from '@triad/collab';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { changeDecision, decide } from '../src/adjudication/decide.ts';
import { basisFor, standingOf } from '../src/adjudication/standing.ts';
import type { Context } from '../src/context.ts';
import { makeLocks } from '../src/locks.ts';
import { findMembership } from '../src/projects/membership.ts';
import { makeAdjudicationStage } from './adjudication-stage.ts';
import type { AdjudicationStage } from './adjudication-stage.ts';
import { until } from './documents-support/condition.ts';
import { makeFolder, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';

/* The record is the truth; whatever a crash leaves between it and the consensus is made good. */

/** A stage whose server has ended, with its data. */
async function leftStage(): Promise<AdjudicationStage & { readonly folder: string }> {
  const folder = await makeFolder();
  const server = await startServer({ dataFolder: folder });
  const stage = await makeAdjudicationStage(server);
  await server.close();
  return { ...stage, folder };
}

async function standingIn(context: Context, stage: AdjudicationStage, member: string) {
  const account = (await context.tables.members.get(member))?.body.account ?? '';
  const me = await findMembership(context.tables, stage.project, account);
  const transcript = await context.tables.transcripts.get(stage.transcript);
  if (me === null || transcript === null) throw new Error('not there');
  const basis = await basisFor(context, me.project, transcript);
  const { now } = await standingOf(context, basis);
  const [group] = now.rows.groups;
  if (group === undefined) throw new Error('no place');
  const command = { text: now.stamp.text.state, spans: [...group.spans], why: '' };
  return { me, transcript, command };
}

/** Everything but the consensus, as where the server is killed before it gets to it. */
function killedBefore(context: Context): Context {
  const { adjudication } = context;
  const consensus = { ...adjudication.consensus, level: () => Promise.resolve() };
  return { ...context, adjudication: { ...adjudication, consensus } };
}

async function quotesIn(context: Context, { transcript, round }: AdjudicationStage) {
  const { bytes } = await context.documents.copy({ kind: 'consensus', transcript, round });
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  return [...layerFields(doc).spans].map(
    ([, value]) => (value as { readonly anchor: { readonly quote: string } }).anchor.quote,
  );
}

test('a start brings the consensus level with decisions that a crash cut off from it', async () => {
  const stage = await leftStage();
  const words = 'There was nobody on the whole estate to talk to.';
  const first = await openFolder(stage.folder);
  const { me, transcript, command } = await standingIn(first.context, stage, stage.lead.member);
  const union = { kind: 'union', role: 'C' } as const;
  const cut = killedBefore(first.context);
  const made = await decide(cut, transcript, me, { ...command, outcome: union });
  expect(await quotesIn(first.context, stage)).toEqual([]);
  await first.close();

  const second = await openFolder(stage.folder);
  await until('it is level', async () => (await quotesIn(second.context, stage)).length === 1);
  expect(await quotesIn(second.context, stage)).toEqual([words]);
  // Taken back, and killed again: the consensus agrees to what is no longer agreed.
  const again = await standingIn(second.context, stage, stage.lead.member);
  await changeDecision(killedBefore(second.context), again.transcript, again.me, made, {
    ...again.command,
    version: 1,
    outcome: null,
  });
  expect(await quotesIn(second.context, stage)).toEqual([words]);
  await second.close();

  const third = await openFolder(stage.folder);
  await until('it is level', async () => (await quotesIn(third.context, stage)).length === 0);
  // A reader who comes first is not told what was.
  const name = { kind: 'consensus', transcript: stage.transcript, round: stage.round } as const;
  const mark = await third.context.documents.mark(name);
  await third.context.adjudication.consensus.level(stage.transcript, stage.round);
  expect(await third.context.documents.mark(name)).toBe(mark);
  await third.close();
});

test('of two who decide one place past one another the second is told', async () => {
  const stage = await leftStage();
  const { context, close } = await openFolder(stage.folder);
  const ana = await standingIn(context, stage, stage.lead.member);
  const lea = await standingIn(context, stage, stage.lea.member);
  // As two servers would, which know nothing of one another's turn.
  const outcomes = await Promise.allSettled(
    [ana, lea].map(({ me, transcript, command }) =>
      decide({ ...context, locks: makeLocks() }, transcript, me, {
        ...command,
        outcome: { kind: 'none' },
      }),
    ),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const lost = outcomes.find((each) => each.status === 'rejected');
  expect(lost?.reason).toMatchObject({ code: 'decisions/decided-already' });
  expect(await context.tables.decisions.count('transcript', stage.transcript)).toBe(1);
  await close();
});
