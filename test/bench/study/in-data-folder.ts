import { SILENT } from '../../../apps/server/src/events/silent.ts';
import type { OpenContext } from '../../../apps/server/src/open-context.ts';
import { openContext } from '../../../apps/server/src/open-context.ts';
import type { ServerKey } from '../../../apps/server/src/sealing/server-key.ts';
import { makeLog } from '../../../apps/server/src/settings.ts';

/** Works in a data folder as the server itself would, which must not run there meanwhile. */
export async function inDataFolder<T>(
  dataFolder: string,
  work: (opened: OpenContext) => Promise<T>,
  serverKey: ServerKey | null = null,
): Promise<T> {
  const opened = await openContext({
    dataFolder,
    serverKey,
    origin: () => '',
    secure: false,
    isOwnOrigin: () => true,
    clock: () => new Date(),
    log: makeLog('silent'),
    makeAnnounce: () => SILENT,
  });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
