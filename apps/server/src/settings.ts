import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { parseClusterChoice } from './cluster/cluster-choice.ts';
import type { ClusterChoice } from './cluster/cluster-choice.ts';
import { parseMetricsAddress } from './metrics/metrics-address.ts';
import type { MetricsAddress } from './metrics/metrics-address.ts';
import { keysBeside } from './sealing/open-keyring.ts';
import { parseServerKey } from './sealing/server-key.ts';
import type { ServerKey } from './sealing/server-key.ts';
import { CommandProblem } from './sentence-for.ts';
import { parseStoreChoice } from './store-choice.ts';
import type { StoreChoice } from './store-choice.ts';

/** What the operator chose: by options of the command line, else by the environment, else by default. */
export type Settings = {
  readonly store: StoreChoice;
  /** Null: this server works alone. */
  readonly cluster: ClusterChoice | null;
  /** With SQLite the data are in it; with MongoDB only the door of the command line is. */
  readonly dataFolder: string;
  /** Of the key store and, unless it is given, of the server's key. */
  readonly keysFolder: string;
  /** Null: the one in its file, which is made at the first start. */
  readonly serverKey: ServerKey | null;
  readonly host: string;
  readonly port: number;
  readonly origin: string | null;
  readonly proxies: number;
  readonly logLevel: string;
  readonly backup: BackupSettings;
  /** Null: there are no metrics. */
  readonly metrics: MetricsAddress | null;
};

export type BackupSettings = {
  /** Folder of backups; null where none is set. */
  readonly to: string | null;
  /** Null where none are made by themselves. */
  readonly everyMs: number | null;
  /** How many of those made by themselves are kept. */
  readonly keep: number;
};

export type Flags = {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

export const DEFAULT_PORT = 4321;
/** The folder of the whole workspace. */
export const WORKSPACE_FOLDER = fileURLToPath(new URL('../../..', import.meta.url));
/** Where the web app is built to. */
export const WEB_FOLDER = fileURLToPath(new URL('../../web/dist', import.meta.url));

const BACKUP_UNITS_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const MOST_BETWEEN_BACKUPS_MS = 31 * 86_400_000;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

/** Throws {@link CommandProblem}, or refuses with `sealing/bad-key`, for a value that cannot be. */
export function readSettings(flags: Flags, environment: Environment = process.env): Settings {
  const logLevel = environment['TRIAD_LOG'] ?? 'warn';
  if (!LOG_LEVELS.includes(logLevel)) {
    throw new CommandProblem(`TRIAD_LOG is one of ${LOG_LEVELS.join(', ')}.`);
  }
  const store = readStoreChoice(environment);
  const dataFolder = resolve(flags.data ?? environment['TRIAD_DATA'] ?? 'data');
  const key = environment['TRIAD_KEY'] ?? '';
  return {
    store,
    cluster: parseClusterChoice(environment['TRIAD_REDIS'], environment['TRIAD_PEER'], store),
    dataFolder,
    keysFolder: resolve(environment['TRIAD_KEYS'] || keysBeside(dataFolder)),
    serverKey: key === '' ? null : parseServerKey(key, 'TRIAD_KEY'),
    host: flags.host ?? environment['TRIAD_HOST'] ?? '127.0.0.1',
    port: readNumber(flags.port, environment, 'TRIAD_PORT', DEFAULT_PORT, 65_535),
    origin: readOrigin(environment['TRIAD_ORIGIN']),
    proxies: readNumber(undefined, environment, 'TRIAD_PROXIES', 0, 10),
    logLevel,
    backup: readBackupSettings(environment, store),
    metrics: parseMetricsAddress(environment['TRIAD_METRICS']),
  };
}

function readStoreChoice(environment: Environment): StoreChoice {
  const choice = parseStoreChoice(environment['TRIAD_STORE'] ?? '');
  if (choice !== null) return choice;
  // What was given is not repeated: a password may be in it.
  throw new CommandProblem(
    "TRIAD_STORE is 'sqlite' (the default: the data folder) or a connection string of MongoDB, which begins with mongodb:// or mongodb+srv://.",
  );
}

/** Where backups go: as told, as set, else beside the data folder. */
export function backupFolder({ dataFolder, backup }: Settings, told?: string): string {
  return resolve(told ?? backup.to ?? `${dataFolder}-backups`);
}

/** Lines of JSON on standard error: ids, counts and codes, never words or addresses. */
export function makeLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}

function readNumber(
  flag: string | undefined,
  environment: Environment,
  name: string,
  otherwise: number,
  most: number,
): number {
  const given = flag ?? environment[name];
  if (given === undefined || given === '') return otherwise;
  const number = Number(given);
  if (!Number.isInteger(number) || number < 0 || number > most) {
    const what = flag === undefined ? name : '--port';
    throw new CommandProblem(`${what} is a whole number from 0 to ${most}.`);
  }
  return number;
}

function readBackupSettings(environment: Environment, store: StoreChoice): BackupSettings {
  const to = environment['TRIAD_BACKUP_TO'] ?? '';
  const every = environment['TRIAD_BACKUP_EVERY'] ?? '';
  const [, number, unit] = /^(\d{1,4})([mhd])$/.exec(every) ?? [];
  const everyMs = Number(number ?? 0) * (BACKUP_UNITS_MS[unit ?? ''] ?? 0);
  if (every !== '' && (everyMs === 0 || everyMs > MOST_BETWEEN_BACKUPS_MS)) {
    throw new CommandProblem(
      'TRIAD_BACKUP_EVERY is a time such as 30m, 6h or 1d, of 31 days at most.',
    );
  }
  if (every !== '' && to === '') {
    throw new CommandProblem(
      'TRIAD_BACKUP_EVERY needs TRIAD_BACKUP_TO: the folder in which the backups are to be, best on another disk.',
    );
  }
  if (every !== '' && store.kind === 'mongodb') {
    throw new CommandProblem(
      "TRIAD_BACKUP_EVERY makes backups of the data folder alone, and TRIAD_STORE names MongoDB. Unset it, and have 'pnpm triad backup' run by a timer of one machine.",
    );
  }
  const keep = readNumber(undefined, environment, 'TRIAD_BACKUP_KEEP', 7, 1_000);
  if (keep === 0) throw new CommandProblem('TRIAD_BACKUP_KEEP is a whole number from 1 to 1000.');
  return {
    to: to === '' ? null : resolve(to),
    everyMs: every === '' ? null : everyMs,
    keep,
  };
}

function readOrigin(given: string | undefined): string | null {
  if (given === undefined || given === '') return null;
  const example = 'an address such as https://triad.example.org, without a path';
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CommandProblem(`TRIAD_ORIGIN is ${example}.`);
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new CommandProblem(`TRIAD_ORIGIN is ${example}.`);
  }
  return url.origin;
}
