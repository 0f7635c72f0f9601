import { openMongodb } from '@triad/storage';
import { expect, onTestFinished, test } from 'vitest';
import { combineCmocs } from '../src/cmocs/lineages.ts';
import { makeCmoc } from '../src/cmocs/make-cmoc.ts';
import type { Context } from '../src/context.ts';
import { openTables } from '../src/data/tables.ts';
import type { Tables } from '../src/data/tables.ts';
import { findMembership } from '../src/projects/membership.ts';
import { beginRedaction } from '../src/redaction/redact.ts';
import { closeRound as closeWholly } from '../src/rounds/closing.ts';
import {
  closeRound,
  codeDifferently,
  makeAgreementStage,
  openBlindRound,
} from './agreement-stage.ts';
import { clusterOptions, describeCluster } from './cluster-stage.ts';
import type { ClusterStage } from './cluster-stage.ts';
import { draft, makeCmocTeam } from './cmoc-stage.ts';
import { until } from './documents-support/condition.ts';
import { readText } from './http-documents.ts';
import { Client, makeFolder } from './http-harness.ts';
import type { TestServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';
import { makeRoundsTeam, openBlind, ownLayer, roundOf, write } from './rounds-team.ts';

/*
 * What a server left half done when it died is ended by the one that takes its projects over, before anybody
 * has asked for them.
 */

/** Nobody counts as dead but who is struck out, which is seen soon. */
const BEATS = { everyMs: 200, freshMs: 25_000, patienceMs: 30_000 };

type Left = {
  /** Of the server that dies. */
  readonly context: Context;
  /** The other servers take it for dead; from then on it can do nothing. */
  die(): Promise<void>;
};

type After = {
  /** As they are in the store, whichever server wrote them. */
  readonly tables: Tables;
  /** The same person at the server that took over. */
  at(client: Client): Client;
};

/**
 * A project is made by a server that ends; is at home with another, which leaves it as `leave` does and dies;
 * and one that was there all the time is left.
 */
async function takenOver<Made extends { readonly project: string }>(
  stage: ClusterStage,
  make: (server: TestServer) => Promise<Made>,
  leave: (context: Context, made: Made) => Promise<unknown>,
): Promise<Made & After> {
  const database = stage.makeDatabase();
  const first = await stage.startOne(database);
  const made = await make(first);
  await first.close();
  const dying = await openHome(stage, database, made.project);
  const left = await stage.startOne(database, { beatTimes: BEATS });
  await leave(dying.context, made);
  await dying.die();
  return {
    ...made,
    tables: await tablesOf(database),
    at: (client) => Object.assign(new Client(left.address), { cookie: client.cookie }),
  };
}

async function openHome(stage: ClusterStage, database: string, project: string): Promise<Left> {
  const home = await openFolder(await makeFolder(), {
    ...(await clusterOptions(stage, database)),
    beatTimes: BEATS,
  });
  onTestFinished(() => home.close());
  expect(await home.context.homes.find(project)).toBeNull();
  const store = await openMongodb({ uri: database });
  onTestFinished(() => store.close());
  const [entry] = await store.servers.list();
  return {
    context: home.context,
    die: () =>
      until('it is struck out between two beats', async () => {
        const now = (await store.servers.list()).find(({ id }) => id === entry?.id);
        return now !== undefined && store.servers.strike(now.id, now.beat);
      }),
  };
}

async function tablesOf(database: string): Promise<Tables> {
  const store = await openMongodb({ uri: database });
  onTestFinished(() => store.close());
  return openTables(store.records);
}

async function present<Row>(found: Promise<Row | null>): Promise<Row> {
  const row = await found;
  if (row === null) throw new Error('there is no such record');
  return row;
}

await describeCluster((stage) => {
  test('transcripts that were being imported or removed are gone', async () => {
    const { tables, at, lead, project, one, two } = await takenOver(
      stage,
      makeRoundsTeam,
      async ({ tables: before }, { one: removed, two: imported }) => {
        for (const [id, pending] of [
          [removed, 'removing'],
          [imported, 'importing'],
        ] as const) {
          const row = await present(before.transcripts.get(id));
          await before.transcripts.update(row, { ...row.body, pending });
        }
      },
    );
    for (const id of [one, two]) {
      await until('it is gone', async () => (await tables.transcripts.get(id)) === null);
    }
    expect(await at(lead).get('listTranscripts', { project })).toEqual([]);
  });

  test('a project that was being removed is gone', async () => {
    const { tables, at, lead, project } = await takenOver(
      stage,
      makeRoundsTeam,
      async ({ tables: before }, { project: id }) => {
        const row = await present(before.projects.get(id));
        await before.projects.update(row, { ...row.body, pending: 'removing' });
      },
    );
    await until('it is gone', async () => (await tables.projects.get(project)) === null);
    expect(await tables.transcripts.ids('project', project)).toEqual([]);
    expect(await at(lead).get('listProjects')).toEqual([]);
  });

  test('a lease that ran out meanwhile is over', async () => {
    const { tables, at, lead, one } = await takenOver(
      stage,
      makeRoundsTeam,
      async ({ tables: before }, { one: transcript, lead: { member } }) => {
        const { account } = (await present(before.members.get(member))).body;
        const [takenAt, expiresAt] = ['2020-01-01T12:00:00.000Z', '2020-01-01T12:00:30.000Z'];
        const lease = { transcript, member, account, takenAt, expiresAt };
        await before.leases.insert(crypto.randomUUID(), lease);
      },
    );
    await until('it is over', async () => (await tables.leases.one('transcript', one)) === null);
    expect((await at(lead).call('takeLease', { transcript: one })).status).toBeLessThan(300);
  });

  test('a combining that was begun is made, and a draft that nobody was shown is gone', async () => {
    const { tables, at, lead, project } = await takenOver(
      stage,
      async (server) => {
        const team = await makeCmocTeam(server);
        const parents = [await draft(team, { title: 'One' }), await draft(team, { title: 'Two' })];
        return { ...team, parents };
      },
      async (context, { project: id, lead: { member: by }, parents }) => {
        const create = () => Promise.reject(new Error('it died'));
        const cut = { ...context, documents: { ...context.documents, create } };
        const rows = await Promise.all(
          parents.map(async ({ id: cmoc }) => present(context.tables.cmocs.get(cmoc))),
        );
        const combining = combineCmocs(cut, id, by, {
          parents: rows.map((row) => ({ cmoc: row.id, version: row.version })),
          child: { title: 'Both', group: null, parts: [], wording: null },
          quotes: [],
          memo: '',
        });
        await expect(combining).rejects.toThrow('it died');
        const content = { title: 'New', sentence: [], parts: [], narrative: '', evidence: [] };
        const making = makeCmoc(cut, { project: id, by, group: null, content, candidates: [] });
        await expect(making).rejects.toThrow('it died');
        expect(await context.tables.lineages.ids('unfinished', 'making')).toHaveLength(1);
        expect(await context.tables.cmocs.ids('pending', 'making')).toHaveLength(2);
      },
    );
    await until('nothing is unfinished', async () => {
      const lineages = await tables.lineages.ids('unfinished', 'making');
      const drafts = await tables.cmocs.ids('pending', 'making');
      return lineages.length + drafts.length === 0;
    });
    const { cmocs } = await at(lead).get('listCmocs', { project });
    expect(cmocs.map(({ title }) => title).sort()).toEqual(['Both', 'One', 'Two']);
  });

  test('words that were being taken out are out', async () => {
    const { tables, at, lead, one, two } = await takenOver(
      stage,
      makeRoundsTeam,
      async (context, { lead: { member }, one: transcript, project }) => {
        const { account } = (await present(context.tables.members.get(member))).body;
        const me = await present(findMembership(context.tables, project, account));
        const asked = { words: 'walk', all: true, replacement: '[x]' };
        await beginRedaction(context, transcript, me, asked);
      },
    );
    await until('it is open again', async () => {
      const closed = await tables.transcripts.ids('pending', 'redacting');
      return !closed.includes(one);
    });
    expect((await readText(at(lead), one)).text).toContain('I began to [x].');
    expect((await readText(at(lead), two)).text).toContain('I began to walk.');
    const { redactions } = await at(lead).get('readHistory', { transcript: one });
    expect(redactions).toHaveLength(1);
  });

  test('a round that was being closed is closed, with a copy of each layer', async () => {
    const { tables, at, lead, ben, cleo, project, round } = await takenOver(
      stage,
      async (server) => {
        const team = await makeRoundsTeam(server);
        const { id } = await openBlind(team);
        for (const coder of [team.ben, team.cleo]) {
          await write(coder, await ownLayer(coder, team.one, id));
          await coder.get('setRoundDone', { project: team.project, round: id }, { done: true });
        }
        return { ...team, round: id };
      },
      async (context, made) => {
        const row = await present(context.tables.rounds.get(made.round));
        const member = await present(context.tables.members.get(made.lead.member));
        const put = () => Promise.reject(new Error('it died'));
        const cut = { ...context, blobs: { ...context.blobs, put } };
        const body = { version: row.version, transcripts: null };
        await expect(closeWholly(cut, row, { member }, body)).rejects.toThrow('it died');
        expect((await context.tables.rounds.get(made.round))?.body.state).toBe('closing');
      },
    );
    await until('it is closed', async () => {
      const { body } = await present(tables.rounds.get(round));
      return body.state === 'closed';
    });
    expect((await roundOf(at(lead), project, round)).state).toBe('closed');
    const { copies } = await at(lead).get('readRoundRecord', { project, round });
    expect(new Set(copies.map(({ member, spans }) => `${member} ${spans}`))).toEqual(
      new Set([`${ben.member} 1`, `${cleo.member} 1`]),
    );
  });

  test('agreement that was being worked out is worked out', async () => {
    const { tables, project } = await takenOver(
      stage,
      makeRoundsTeam,
      async ({ tables: before }, { project: id, lead }) => {
        await before.agreementJobs.insert(id, {
          project: id,
          run: 'of the one that died',
          state: 'running',
          done: 0,
          total: 0,
          by: lead.member,
          startedAt: new Date().toISOString(),
          endedAt: null,
        });
      },
    );
    await until('it is done', async () => {
      const { body } = await present(tables.agreementJobs.get(project));
      return body.state === 'done' && body.run !== 'of the one that died';
    });
  });

  test('a consolidation goes on, and decides nothing twice', async () => {
    const { tables, at, lead, project, transcript, run } = await takenOver(
      stage,
      async (server) => {
        const made = await makeAgreementStage(server);
        const round = await openBlindRound(made, [made.transcript]);
        await codeDifferently(made, round);
        await closeRound(made, round, [made.ben, made.cleo, made.dan]);
        const asked = { project: made.project };
        const job = await made.lead.get('consolidate', asked, { decide: true });
        await until('candidates are computed', async () => {
          const answer = await made.lead.get('readConsolidation', asked);
          return answer.job?.state === 'done';
        });
        return { ...made, run: job.id };
      },
      // It had decided, and died before it had candidates.
      async ({ tables: before }, { project: id }) => {
        for (const table of [before.candidates, before.consolidated]) {
          for (const row of await table.ids('project', id)) await table.remove(row);
        }
        const job = await present(before.consolidationJobs.get(id));
        const none = { done: 0, decided: 0, leftOpen: 0 };
        await before.consolidationJobs.update(job, {
          ...job.body,
          ...none,
          state: 'running',
          endedAt: null,
        });
      },
    );
    await until('it is done', async () => {
      const { body } = await present(tables.consolidationJobs.get(project));
      return body.state === 'done';
    });
    const { job, candidates } = await at(lead).get('readConsolidation', { project });
    expect(job).toMatchObject({ id: run, done: 1, total: 1, decided: 4, leftOpen: 1 });
    expect(candidates).toHaveLength(1);
    const { decisions } = await at(lead).get('readAdjudication', { transcript });
    expect(decisions.map(({ ruling }) => ruling?.number)).toEqual([1, 1, 1, 1]);
  });
});
