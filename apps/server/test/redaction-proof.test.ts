import { randomBytes } from 'node:crypto';
import { layerFields, locateAnchor, readSpan } from '@triad/collab';
import { expect, test } from 'vitest';
import { keysBeside } from '../src/sealing/open-keyring.ts';
import { readDocument } from './http-documents.ts';
import { startServer } from './http-harness.ts';
import {
  asking,
  correctAway,
  layerOf,
  NEUTRAL,
  plant,
  quotesIn,
  textOf,
  typing,
} from './redaction-stage.ts';
import { copyData, holdLog, readKeys, search } from './sealing-evidence.ts';
import { BEGINNING, findBare } from './sealing-search.ts';
import { openBoth } from './sealing-support.ts';

/** Made of letters alone, so that it stands in bytes as it is. */
function mark(): string {
  return (
    BEGINNING +
    Array.from(randomBytes(12), (byte) => String.fromCharCode(97 + (byte % 26))).join('')
  );
}

test.each([
  ['redacted', false],
  ['corrected away and then redacted', true],
])(
  'words that were %s are nowhere: not in data, log or backup, with any key left',
  async (_how, isTyped) => {
    const server = await startServer();
    const { folder } = server;
    const keysFolder = keysBeside(folder);
    const copy = `${folder}.copy`;
    const letGo = holdLog(folder);
    const planted = { name: mark(), misheard: mark() };
    const { name, misheard } = planted;
    const words = { name, 'in capitals': name.toUpperCase(), misheard };
    const stage = await plant(server, planted);
    if (isTyped) await correctAway(stage, name);
    const { lead, ben, transcript } = stage;
    copyData(folder, copy);

    // With the keys the words are there, in every form that is looked for.
    const secretsOf = (keys: Awaited<ReturnType<typeof readKeys>>) =>
      keys.map(({ secret }) => secret);
    const before = await readKeys(keysFolder);
    const all = ['in capitals', 'misheard', 'name'];
    for (const where of [folder, copy]) {
      expect(await search(where, secretsOf(before), words)).toEqual({ pages: all, rows: all });
    }

    const index = await textOf(lead, transcript);
    const asked = isTyped ? typing(name) : asking(index, name);
    const done = await lead.get('redact', { transcript }, asked);
    expect(done).toMatchObject({ places: isTyped ? 0 : 2, by: lead.member, original: 'removed' });
    const left = await readKeys(keysFolder);
    expect(left.map((key) => key.name)).toEqual([`${transcript}/2`]);

    const nowhere = async (): Promise<void> => {
      for (const where of [folder, copy]) {
        expect(await search(where, secretsOf(left), words)).toEqual({ pages: [], rows: [] });
      }
      expect(findBare([folder, copy, keysFolder], words)).toEqual([]);
      expect(findBare([folder, copy, keysFolder], { key: before[0]?.secret ?? '' })).toEqual([]);
      expect(findBare([folder, copy, keysFolder], { wrapped: before[0]?.wrapped ?? '' })).toEqual(
        [],
      );
    };
    await nowhere();

    // And everything else is there.
    const present = await textOf(ben, transcript);
    expect(present.text).toContain(`So [name] came, and ${NEUTRAL} with [name].`);
    const layer = await readDocument(
      lead,
      await layerOf(lead, ben.member, transcript, stage.round),
    );
    // A quote that the correction had lost keeps no wording of that turn.
    const around = isTyped ? ['[name]', '[name]'] : ['[name] came', 'with [name].'];
    expect(quotesIn(layer)).toEqual(['[name]', NEUTRAL, ...around].sort());
    const [text] = (await lead.get('readTranscript', { transcript })).documents;
    if (text === undefined) throw new Error('no text');
    const doc = await readDocument(lead, text);
    for (const [id, value] of layerFields(layer).spans) {
      const span = readSpan(id, value);
      if (span !== null && !isTyped) {
        expect(locateAnchor(doc, present, span.anchor).kind).toBe('placed');
      }
    }
    letGo();
    await server.close();
    await nowhere();
    const { bare, sealed } = await openBoth(folder);
    expect(await sealed.blobs.list()).toEqual(
      expect.arrayContaining([`history/${transcript}/1`, `history/${transcript}/2`]),
    );
    await bare.close();
  },
  180_000,
);
