import { pino } from 'pino';
import { SILENT } from '../src/events/silent.ts';
import { openContext } from '../src/open-context.ts';
import type { ContextOptions } from '../src/open-context.ts';

/** The data of a server that does not run. */
export function openFolder(dataFolder: string, options: Partial<ContextOptions> = {}) {
  return openContext({
    dataFolder,
    origin: () => '',
    secure: false,
    isOwnOrigin: () => true,
    clock: () => new Date(),
    log: pino({ level: 'silent' }),
    makeAnnounce: () => SILENT,
    ...options,
  });
}
