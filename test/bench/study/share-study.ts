import { addSpan, makeAnchor, parseDocumentName } from '@triad/collab';
import type { Store } from '@triad/storage';
import type { Role } from '@triad/realist';
import * as Y from 'yjs';
import type { Context } from '../../../apps/server/src/context.ts';
import { logName } from '../../../apps/server/src/documents/heads.ts';
import { HOST_LIMITS } from '../../../apps/server/src/documents/host-limits.ts';
import type { LoadDocument } from '../load/load.ts';
import type { Random } from '../support/random.ts';
import { seeded } from '../support/random.ts';
import { inDataFolder } from './in-data-folder.ts';
import type { Team, TeamCoder, TeamShape } from './team-study.ts';
import { cookieOf, makeTeam } from './team-study.ts';

const TEAMS = 5;

/** All teams read the same words, so that one index serves all clients. */
export const SHARE_TEAM: TeamShape = {
  title: 'Twenty coders',
  seed: 20_261_126,
  words: 10_000,
  turns: 160,
  coders: 20,
  spans: 20 * 150,
};

/**
 * A hundred layers of a hundred coders in five teams. They are at every stage between two
 * compactions, as layers are that people have worked on: the first has just been folded, the last is
 * about to be. So a short run has its share of that work.
 */
export function makeShareStudy(dataFolder: string): Promise<readonly LoadDocument[]> {
  return inDataFolder(dataFolder, async ({ context, store }) => {
    const random = seeded(29);
    const teams: Team[] = [];
    for (let team = 0; team < TEAMS; team += 1) teams.push(await makeTeam(context, SHARE_TEAM));
    const coders = teams.flatMap((team) => team.coders.map((coder) => ({ team, coder })));
    const documents: LoadDocument[] = [];
    for (const [at, { team, coder }] of coders.entries()) {
      await addTail(context, store, { team, coder, share: at / coders.length, random });
      const head = { ...coder.layer, kind: 'layer' } as const;
      documents.push({ head, cookie: await cookieOf(context, coder.account) });
    }
    return documents;
  });
}

/** Appends spans as single updates, up to this share of what is folded at once. */
async function addTail(
  context: Context,
  store: Store,
  use: {
    readonly team: Team;
    readonly coder: TeamCoder;
    readonly share: number;
    readonly random: Random;
  },
): Promise<void> {
  const { team, coder, share, random } = use;
  const name = parseDocumentName(coder.layer.name);
  if (name === null) throw new Error(`${coder.layer.name} is no document's name`);
  const { bytes: base } = await context.documents.copy(name);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, base);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const most = share * Math.max(base.length, HOST_LIMITS.compactBytes);
  const editor = {
    doc,
    origin: null,
    now: () => new Date().toISOString(),
    newId: () => random.uuid(),
  };
  const roles: readonly Role[] = ['C', 'M', 'O'];
  for (let bytes = 0; bytes < most;) {
    const startUtf16 = random.whole(0, team.index.text.length - 120);
    const range = { startUtf16, endUtf16: startUtf16 + random.whole(20, 90) };
    const anchor = makeAnchor(team.index, range);
    if (anchor === null) continue;
    addSpan(editor, { role: random.pick(roles), anchor });
    bytes += updates.at(-1)?.length ?? 0;
  }
  doc.destroy();
  const log = logName(coder.layer);
  await Promise.all(updates.map((update) => store.log.append(log, update, '')));
}
