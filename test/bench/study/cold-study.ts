import { addSpan, makeAnchor, parseDocumentName } from '@triad/collab';
import type { Role } from '@triad/realist';
import * as Y from 'yjs';
import { logName } from '../../../apps/server/src/documents/heads.ts';
import type { LoadDocument } from '../load/load.ts';
import { seeded } from '../support/random.ts';
import { inDataFolder } from './in-data-folder.ts';
import { LAYERS_TEXT } from './layers-study.ts';
import { cookieOf, makeTeam } from './team-study.ts';

/** Each a span. */
export const COLD_UPDATES = 10_000;
const ROLES: readonly Role[] = ['C', 'M', 'O', 'undecided'];

/** Documents of {@link COLD_UPDATES} updates: as the server folded them, and as they came, never folded. */
export type ColdStudy = {
  readonly folded: readonly LoadDocument[];
  readonly bare: readonly LoadDocument[];
};

export function makeColdStudy(dataFolder: string, each: number): Promise<ColdStudy> {
  return inDataFolder(dataFolder, async ({ context, store }) => {
    const random = seeded(31);
    const { coders, index } = await makeTeam(context, {
      ...LAYERS_TEXT,
      coders: 2 * each,
      spans: 0,
    });
    const made: LoadDocument[] = [];
    for (const [at, coder] of coders.entries()) {
      const doc = new Y.Doc();
      const updates: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array) => updates.push(update));
      const editor = {
        doc,
        origin: null,
        now: () => new Date().toISOString(),
        newId: () => random.uuid(),
      };
      while (updates.length < COLD_UPDATES) {
        const startUtf16 = random.whole(0, index.text.length - 120);
        const range = { startUtf16, endUtf16: startUtf16 + random.whole(20, 90) };
        const anchor = makeAnchor(index, range);
        if (anchor !== null) addSpan(editor, { role: random.pick(ROLES), anchor });
      }
      const name = parseDocumentName(coder.layer.name);
      if (name === null) throw new Error(`${coder.layer.name} is no document's name`);
      await context.documents.remove(name);
      const head = await context.documents.create(name, null);
      const log = logName(head);
      if (at < each) {
        // As a compaction leaves it, by which the server knows a whole that it wrote itself.
        const first = await store.log.append(log, Y.encodeStateAsUpdate(new Y.Doc()), '');
        await store.log.compact(log, Y.encodeStateAsUpdate(doc), '', [first]);
      } else await Promise.all(updates.map((update) => store.log.append(log, update, '')));
      doc.destroy();
      const cookie = await cookieOf(context, coder.account);
      made.push({ head: { ...head, kind: 'layer' }, cookie, content: '', spans: COLD_UPDATES });
    }
    return { folded: made.slice(0, each), bare: made.slice(each) };
  });
}
