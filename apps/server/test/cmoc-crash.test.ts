import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { contentsOf } from '../src/cmocs/contents.ts';
import { combineCmocs, undoLineage } from '../src/cmocs/lineages.ts';
import { makeCmoc } from '../src/cmocs/make-cmoc.ts';
import type { Context } from '../src/context.ts';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { draft, evidence, makeCmocTeam, propose, SENTENCE } from './cmoc-stage.ts';
import { makeFolder, startServer } from './http-harness.ts';
import { openFolder } from './open-folder.ts';

const CUT = new Error('cut');

/** The same context, of which the nth write and everything after it fails: as a crash leaves it. */
function cutAt(context: Context, n: number): { readonly context: Context; wasCut(): boolean } {
  let writes = 0;
  const guarded = <Part extends object>(part: Part, names: readonly string[]): Part =>
    new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        const call = value.bind(target) as (...given: unknown[]) => unknown;
        if (!names.includes(String(name))) return call;
        return (...given: unknown[]) => {
          writes += 1;
          return writes >= n ? Promise.reject(CUT) : call(...given);
        };
      },
    });
  const tables = new Proxy(context.tables, {
    get: (target, name) =>
      guarded(Reflect.get(target, name) as object, ['insert', 'update', 'remove']),
  });
  const documents = guarded(context.documents, ['create', 'write', 'remove']);
  return { context: { ...context, tables, documents }, wasCut: () => writes >= n };
}

/** Two drafts, one of them signed, of a project of three. */
async function plant() {
  const server = await startServer();
  const team = await makeCmocTeam(server);
  const pieces = [evidence(), evidence({ order: 1 })];
  const one = await draft(team, { title: 'One', evidence: pieces });
  const two = await draft(team, { title: 'Two' });
  await propose(team, two.id);
  await server.close();
  return { folder: server.folder, project: team.project, by: team.lead.member, one, two, pieces };
}

async function copyOf(folder: string): Promise<string> {
  const copy = await makeFolder();
  await cp(folder, copy, { recursive: true });
  await cp(keysBeside(folder), keysBeside(copy), { recursive: true });
  return copy;
}

/** Runs up to the nth write; then what the next start makes of it. */
async function runUpTo(
  folder: string,
  n: number,
  run: (context: Context) => Promise<unknown>,
): Promise<{ readonly wasCut: boolean; readonly dataFolder: string }> {
  const dataFolder = await copyOf(folder);
  const { context, close } = await openFolder(dataFolder);
  const cut = cutAt(context, n);
  await run(cut.context).catch((error: unknown) => {
    if (error !== CUT) throw error;
  });
  await close();
  return { wasCut: cut.wasCut(), dataFolder };
}

test('cut at any write, a combining is not begun, or finished by the next start', async () => {
  const { folder, project, by, one, two, pieces } = await plant();
  const wish = async (context: Context) => {
    const row = async (id: string) => ({
      cmoc: id,
      version: (await context.tables.cmocs.get(id))?.version ?? 0,
    });
    return combineCmocs(context, project, by, {
      parents: [await row(one.id), await row(two.id)],
      child: { title: 'Both', group: null, parts: [], wording: one.id },
      quotes: pieces.map(({ id }) => ({ parent: one.id, evidence: id, children: [0] })),
      memo: 'One',
    });
  };
  let finished = 0;
  let isCut = true;
  for (let n = 1; isCut; n += 1) {
    const { wasCut, dataFolder } = await runUpTo(folder, n, wish);
    isCut = wasCut;
    const { context, close } = await openFolder(dataFolder);
    const lineages = await context.tables.lineages.find('project', project);
    const contents = await contentsOf(context, project);
    expect(contents).toHaveLength(await context.tables.cmocs.count('project', project));
    if (lineages.length === 0) {
      expect(finished).toBe(0);
      expect(contents.map(({ row }) => row.body.life)).toEqual(['living', 'living']);
    } else {
      finished += 1;
      const [lineage] = lineages;
      expect(lineage?.body.state).toBe('stands');
      const byTitle = new Map(contents.map((each) => [each.content.title, each]));
      expect([...byTitle.keys()].sort()).toEqual(['Both', 'One', 'Two']);
      const both = byTitle.get('Both');
      expect(both?.row.body).toMatchObject({ life: 'living', number: 3, lineage: lineage?.id });
      expect(both?.content).toMatchObject({ sentence: SENTENCE });
      expect(both?.content.evidence.map(({ quote }) => quote)).toEqual(
        pieces.map(({ quote }) => quote),
      );
      for (const title of ['One', 'Two']) {
        expect(byTitle.get(title)?.row.body).toMatchObject({
          life: 'retired',
          retiredBy: { lineage: lineage?.id },
        });
      }
    }
    await close();
  }
  // Each write but the first: record and document of the child, two parents, shown, stands.
  expect(finished).toBe(7);
}, 120_000);

test('cut at any write, an undoing is not begun, or finished by the next start', async () => {
  const { folder, project, by, one, two, pieces } = await plant();
  const whole = await openFolder(folder);
  const { context: before } = whole;
  const version = async (id: string) => (await before.tables.cmocs.get(id))?.version ?? 0;
  const lineage = await combineCmocs(before, project, by, {
    parents: [
      { cmoc: one.id, version: await version(one.id) },
      { cmoc: two.id, version: await version(two.id) },
    ],
    child: { title: 'Both', group: null, parts: [], wording: null },
    quotes: pieces.map(({ id }) => ({ parent: one.id, evidence: id, children: [] })),
    memo: 'One',
  });
  await whole.close();
  let undone = 0;
  let isCut = true;
  for (let n = 1; isCut; n += 1) {
    const { wasCut, dataFolder } = await runUpTo(folder, n, (context) =>
      undoLineage(context, lineage, by, { version: lineage.version, why: '' }),
    );
    isCut = wasCut;
    const { context, close } = await openFolder(dataFolder);
    const row = await context.tables.lineages.get(lineage.id);
    const lives = new Map(
      (await contentsOf(context, project)).map((each) => [each.content.title, each.row.body]),
    );
    if (row?.body.state === 'stands') {
      expect(undone).toBe(0);
      expect(lives.get('Both')?.life).toBe('living');
    } else {
      undone += 1;
      expect(row?.body).toMatchObject({ state: 'undone', undone: { by } });
      expect(lives.get('Both')?.life).toBe('retired');
      expect(lives.get('One')).toMatchObject({ life: 'living', retiredBy: null, setAside: 0 });
      // What was put to sign-off is up no more.
      expect(lives.get('Two')).toMatchObject({ life: 'living', versions: 1, setAside: 1 });
    }
    await close();
  }
  expect(undone).toBe(5);
}, 120_000);

test('cut at any write, a draft is made whole or not at all', async () => {
  const { folder, project, by } = await plant();
  const content = { title: 'New', sentence: SENTENCE, parts: [], narrative: '', evidence: [] };
  let made = 0;
  let isCut = true;
  for (let n = 1; isCut; n += 1) {
    const { wasCut, dataFolder } = await runUpTo(folder, n, (context) =>
      makeCmoc(context, { project, by, group: null, content, candidates: [] }),
    );
    isCut = wasCut;
    const { context, close } = await openFolder(dataFolder);
    const contents = await contentsOf(context, project);
    expect(contents).toHaveLength(await context.tables.cmocs.count('project', project));
    const found = contents.find((each) => each.content.title === 'New');
    if (found !== undefined) {
      made += 1;
      expect(found.content).toEqual(content);
    }
    await close();
  }
  expect(made).toBe(1);
}, 60_000);
