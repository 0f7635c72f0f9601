import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MESSAGES, OPERATOR_MESSAGES } from '../messages.ts';
import type { EndChoice, StoreEnd } from '../migrate/store-end.ts';
import { refuse } from '../refusal.ts';
import { CommandProblem } from '../sentence-for.ts';
import { parseStoreChoice } from '../store-choice.ts';

type MigrateFlags = Readonly<
  Partial<Record<'from' | 'fromEnv' | 'fromKeys' | 'to' | 'toEnv' | 'toKeys' | 'downTo', string>>
> & { readonly onlyKeys?: boolean };

/** `triad migrate`: from one store into another, while no server runs on either. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description(
      'Copies all data with their key store from a folder or MongoDB into an empty folder or database, compares the two by counts and SHA-256, and prints these as JSON. No server may run on either.',
    )
    .option('--from <folder>', 'the data folder to copy')
    .option(
      '--from-env <name>',
      'or the variable of the environment that holds the connection string of MongoDB',
    )
    .option('--from-keys <folder>', 'its key store (default: the name of the folder with .keys)')
    .option('--to <folder>', 'the data folder to copy to, empty or not there yet')
    .option('--to-env <name>', 'or the variable that holds the connection string of MongoDB')
    .option(
      '--to-keys <folder>',
      'where its key store is to be (default: the name of the folder with .keys)',
    )
    .option(
      '--only-keys',
      'copies the key store alone, beside servers that run: to keep it apart from the data, or for a backup that is restored elsewhere',
    )
    .option(
      '--down-to <release>',
      'copies nothing: brings the data of --from or --from-env back to what an earlier release opens, such as 0.1.0',
    )
    .action(async (flags: MigrateFlags) => {
      if (flags.downTo !== undefined) return runDown(flags, flags.downTo);
      const from = readEnd('from', flags.from, flags.fromEnv, flags.fromKeys);
      const to = readEnd('to', flags.to, flags.toEnv, flags.toKeys);
      await (flags.onlyKeys === true ? runKeys(from, to) : run(from, to));
    });
}

async function runKeys(from: EndChoice, to: EndChoice): Promise<void> {
  const [{ openKeys }, { copyKeys }] = await Promise.all([
    import('../migrate/store-end.ts'),
    import('../migrate/copy-keys.ts'),
  ]);
  const opened: Awaited<ReturnType<typeof openKeys>>[] = [];
  try {
    for (const choice of [from, to]) opened.push(await openKeys(choice));
    const [source, target] = opened;
    if (source === undefined || target === undefined) throw new TypeError('an end is missing');
    process.stdout.write(`${JSON.stringify({ keys: await copyKeys(source, target) }, null, 2)}\n`);
  } finally {
    for (const { close } of opened) await close();
  }
}

async function runDown(flags: MigrateFlags, version: string): Promise<void> {
  if ([flags.to, flags.toEnv, flags.toKeys, flags.onlyKeys].some((flag) => flag !== undefined)) {
    throw new CommandProblem('--down-to copies nothing: give it --from or --from-env alone.');
  }
  const from = readEnd('from', flags.from, flags.fromEnv, flags.fromKeys);
  const [{ openEnd }, { bringBack, findRelease }] = await Promise.all([
    import('../migrate/store-end.ts'),
    import('../migrate/bring-back.ts'),
  ]);
  const release = findRelease(version);
  await refuseWithout(from);
  const end = await openEnd(from);
  try {
    if (end.loss !== null) process.stderr.write(`${OPERATOR_MESSAGES.loss(end.loss)}\n`);
    const kind = from.kind === 'folder' ? 'sqlite' : 'mongodb';
    const versions = await bringBack(kind, end, release);
    process.stdout.write(`${JSON.stringify({ release: version, layout: versions }, null, 2)}\n`);
    process.stderr.write(
      versions.from === versions.to
        ? `Triad ${version} keeps data as this one does: there was nothing to bring back.\n`
        : `These data are as Triad ${version} keeps them. Start that version on them; any later one brings them up again.\n`,
    );
  } finally {
    await end.store.close();
  }
}

/** Opened, a folder without data would become one. */
async function refuseWithout(from: EndChoice): Promise<void> {
  const { SQLITE_FILE } = await import('@triad/storage');
  if (from.kind === 'folder' && !existsSync(join(from.folder, SQLITE_FILE)))
    throw refuse('migrate/no-data', from.folder);
}

async function run(from: EndChoice, to: EndChoice): Promise<void> {
  const [{ openEnd }, { migrate }] = await Promise.all([
    import('../migrate/store-end.ts'),
    import('../migrate/migrate.ts'),
  ]);
  await refuseWithout(from);
  const opened: StoreEnd[] = [];
  try {
    for (const choice of [from, to]) opened.push(await openEnd(choice));
    const [source, target] = opened;
    if (source === undefined || target === undefined) throw new TypeError('an end is missing');
    if (source.loss !== null) process.stderr.write(`${OPERATOR_MESSAGES.loss(source.loss)}\n`);
    const digest = await migrate(source, target);
    process.stdout.write(`${JSON.stringify(digest, null, 2)}\n`);
    const where = to.kind === 'folder' ? `${join(to.keysFolder, 'server.key')}` : null;
    process.stderr.write(`${MESSAGES['migrate/keep-key'](where)}\n`);
  } finally {
    for (const { store } of opened) await store.close();
  }
}

/** Throws {@link CommandProblem}, which repeats nothing of what may be a connection string. */
function readEnd(
  end: 'from' | 'to',
  folder: string | undefined,
  variable: string | undefined,
  keys: string | undefined,
): EndChoice {
  if ((folder === undefined) === (variable === undefined)) {
    throw new CommandProblem(
      `Give either --${end} with a folder, or --${end}-env with a variable.`,
    );
  }
  if (folder !== undefined) {
    if (/^mongodb(\+srv)?:/.test(folder)) {
      throw new CommandProblem(
        `--${end} takes a folder. A connection string may hold a password, and arguments are seen by others: put it into a variable of the environment, and name that with --${end}-env. If it had a password, change it.`,
      );
    }
    const path = resolve(folder);
    return { kind: 'folder', folder: path, keysFolder: resolve(keys ?? `${path}.keys`) };
  }
  if (keys !== undefined) {
    throw new CommandProblem(
      `--${end}-keys goes with --${end}: with MongoDB the key store is in the same database.`,
    );
  }
  if (variable === undefined || !/^[A-Za-z_]\w*$/.test(variable)) {
    throw new CommandProblem(
      `--${end}-env takes the name of a variable of the environment, such as TRIAD_STORE_NEW, and not what it holds.`,
    );
  }
  const choice = parseStoreChoice(process.env[variable] ?? '');
  if (choice?.kind === 'mongodb') return { ...choice, variable };
  throw new CommandProblem(
    `The variable ${variable} holds no connection string of MongoDB, which begins with mongodb:// or mongodb+srv://.`,
  );
}
