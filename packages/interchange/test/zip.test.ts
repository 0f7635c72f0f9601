import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { writeCsv, writeZip } from '../src/index.ts';
import { readZip } from './read-xlsx.ts';
import { anyText, sheet } from './sheets.ts';

const AT = new Date('2026-11-26T13:37:42.000Z');
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function namesOf(...names: readonly string[]): Promise<readonly string[]> {
  const files = names.map((name) => ({ name, bytes: encode(name) }));
  return [...(await readZip(await writeZip(files, AT))).keys()];
}

test('tables come back, in their order and with their date', async () => {
  const places = encode(writeCsv(sheet(['Coder'], ['Ana'])));
  const files = [
    { name: 'places.csv', bytes: places },
    { name: 'empty.csv', bytes: new Uint8Array() },
  ];
  const read = await readZip(await writeZip(files, AT));
  expect([...read.keys()]).toEqual(['places.csv', 'empty.csv']);
  expect(read.get('places.csv')?.bytes).toEqual(Buffer.from(places));
  expect(read.get('empty.csv')?.bytes).toHaveLength(0);
  // As MS-DOS counts: years from 1980, and seconds in twos.
  expect(read.get('places.csv')).toMatchObject({
    date: ((2026 - 1980) << 9) | (11 << 5) | 26,
    time: (13 << 11) | (37 << 5) | 21,
  });
});

test('an archive of nothing can be opened', async () => {
  expect((await readZip(await writeZip([], AT))).size).toBe(0);
});

describe('the same files give the same bytes', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  test('in any zone', async () => {
    const files = [1, 2, 3].map((n) => ({ name: `${n}.csv`, bytes: encode('a'.repeat(n * 5000)) }));
    const made = [];
    for (const each of ['UTC', 'Pacific/Auckland', 'America/Los_Angeles']) {
      process.env['TZ'] = each;
      made.push(Buffer.from(await writeZip(files, AT)).toString('hex'));
    }
    expect(new Set(made).size).toBe(1);
    const later = await writeZip(files, new Date(AT.getTime() + 2000));
    expect(Buffer.from(later).toString('hex')).not.toBe(made[0]);
  });
});

describe('names of files', () => {
  test.each([
    ['../../etc/passwd', '-..-etc-passwd'],
    ['/root.csv', '-root.csv'],
    ['C:\\a.csv', 'C--a.csv'],
    ['#02 – The ear I need.csv', '#02 – The ear I need.csv'],
    ['', 'file'],
    ['..', 'file'],
    ['CON.csv', '-CON.csv'],
    ['a\u202Efdp.csv', 'a-fdp.csv'],
    [`${'x'.repeat(100)}.csv`, `${'x'.repeat(76)}.csv`],
    [`${'x'.repeat(75)}😀.csv`, `${'x'.repeat(75)}.csv`],
  ])('%j becomes %j', async (name, made) => {
    expect(await namesOf(name)).toEqual([made]);
  });

  test('the same names differ and keep their ending', async () => {
    expect(await namesOf('a.csv', 'A.csv', 'a.csv')).toEqual(['a.csv', 'A (2).csv', 'a (3).csv']);
  });

  test('whatever they are, they unpack into one folder', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { maxLength: 6 }), async (names) => {
        const made = await namesOf(...names);
        expect(new Set(made.map((name) => name.toLowerCase())).size).toBe(names.length);
        for (const name of made) {
          expect(name).toMatch(/^[^/\\:<>"|?*]+$/u);
          expect(name).not.toMatch(/^\.|[.\s]$/u);
          expect(name.length).toBeLessThanOrEqual(80);
        }
      }),
    );
  });
});
