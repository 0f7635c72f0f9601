import { addSpan, layerFields, makeAnchor, parseDocumentName } from '@triad/collab';
import type { DocumentName } from '@triad/collab';
import type { Role } from '@triad/realist';
import type { Store } from '@triad/storage';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as Y from 'yjs';
import { logName } from '../../../apps/server/src/documents/heads.ts';
import { HOST_LIMITS } from '../../../apps/server/src/documents/host-limits.ts';
import type { OpenContext } from '../../../apps/server/src/open-context.ts';
import type { ServerKey } from '../../../apps/server/src/sealing/server-key.ts';
import type { LoadDocument } from '../load/load.ts';
import type { Random } from '../support/random.ts';
import { seeded } from '../support/random.ts';
import { inDataFolder } from './in-data-folder.ts';
import type { Team, TeamCoder, TeamShape } from './team-study.ts';
import { cookieOf, makeTeam } from './team-study.ts';

const CODERS = 20;

/** All teams read the same words, so that one index serves all clients. */
export const LAYERS_TEXT = {
  title: 'Twenty coders',
  seed: 20_261_126,
  words: 10_000,
  turns: 160,
} as const satisfies Partial<TeamShape>;

export type LayersShape = {
  /** A multiple of the coders: each is of a coder of its own. */
  readonly layers: number;
  /** In each team; default: 20. */
  readonly coders?: number;
  /** In each, as it was folded last. */
  readonly spans: number;
  /**
   * Whether single updates follow: then the layers are at every stage between two compactions, as
   * layers are that people have worked on. The first has just been folded, the last is about to be,
   * so a short run has its share of that work.
   */
  readonly tails: boolean;
};

export type LayerOfTeam = LoadDocument & { readonly project: string };

/**
 * Layers of coders in teams of twenty, team by team; beside the data folder what each holds, as a file.
 * `serverKey`: default is the one in the folder of keys.
 */
export function makeLayersStudy(
  dataFolder: string,
  { layers, coders: size = CODERS, spans, tails }: LayersShape,
  serverKey: ServerKey | null = null,
): Promise<readonly LayerOfTeam[]> {
  const make = async ({ context, store }: OpenContext): Promise<readonly LayerOfTeam[]> => {
    const contentFolder = `${dataFolder}-content`;
    await mkdir(contentFolder);
    const random = seeded(29);
    const shape = { ...LAYERS_TEXT, coders: size, spans: size * spans };
    const teams: Team[] = [];
    while (teams.length * size < layers) teams.push(await makeTeam(context, shape));
    const coders = teams.flatMap((team) => team.coders.map((coder) => ({ team, coder })));
    const documents: LayerOfTeam[] = [];
    for (const [at, { team, coder }] of coders.entries()) {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, (await context.documents.copy(nameOf(coder))).bytes);
      if (tails) await addTail(store, { team, coder, doc, share: at / layers, random });
      const content = join(contentFolder, String(at));
      await writeFile(content, Y.encodeStateAsUpdate(doc));
      const head = { ...coder.layer, kind: 'layer' } as const;
      const cookie = await cookieOf(context, coder.account);
      const { project } = team;
      documents.push({ head, cookie, content, spans: layerFields(doc).spans.size, project });
      doc.destroy();
    }
    return documents;
  };
  return inDataFolder(dataFolder, make, serverKey);
}

/** Appends spans as single updates, up to this share of what is folded at once. */
async function addTail(
  store: Store,
  use: {
    readonly team: Team;
    readonly coder: TeamCoder;
    /** What is stored; afterwards with the tail. */
    readonly doc: Y.Doc;
    readonly share: number;
    readonly random: Random;
  },
): Promise<void> {
  const { team, coder, doc, share, random } = use;
  const updates: Uint8Array[] = [];
  const most = share * Math.max(Y.encodeStateAsUpdate(doc).length, HOST_LIMITS.compactBytes);
  doc.on('update', (update: Uint8Array) => updates.push(update));
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
  const log = logName(coder.layer);
  await Promise.all(updates.map((update) => store.log.append(log, update, '')));
}

function nameOf({ layer }: TeamCoder): DocumentName {
  const name = parseDocumentName(layer.name);
  if (name === null) throw new Error(`${layer.name} is no document's name`);
  return name;
}
