import { buffer } from 'node:stream/consumers';
import { SaxesParser } from 'saxes';
import { fromBufferPromise } from 'yauzl';

/** The files of an archive, read by another library than the one that wrote it, which refuses unsafe names. */
export async function readZip(bytes: Uint8Array): Promise<ReadonlyMap<string, ZipFile>> {
  const zip = await fromBufferPromise(Buffer.from(bytes), {
    lazyEntries: true,
    strictFileNames: true,
  });
  const files = new Map<string, ZipFile>();
  for await (const entry of zip.eachEntry()) {
    const { fileName, lastModFileDate: date, lastModFileTime: time } = entry;
    files.set(fileName, {
      bytes: await buffer(await zip.openReadStreamPromise(entry)),
      date,
      time,
    });
  }
  return files;
}

type ZipFile = { readonly bytes: Uint8Array; readonly date: number; readonly time: number };

export type ReadSheet = {
  readonly name: string;
  /** Null where there is no cell. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly frozenRows: number;
  readonly widths: readonly number[];
  /** Whether each cell of the first row is bold. */
  readonly bold: readonly boolean[];
};

/** A workbook as a program reads it that knows the standard alone. */
export async function readXlsx(bytes: Uint8Array): Promise<readonly ReadSheet[]> {
  const files = await readZip(bytes);
  const open = (path: string): readonly Element[] => {
    const file = files.get(path);
    if (file === undefined) throw new Error(`no ${path}`);
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(file.bytes));
  };
  for (const [path] of files) open(path);
  const targets = new Map(
    all(open('xl/_rels/workbook.xml.rels'), 'Relationship').map(({ attributes }) => [
      attributes['Id'],
      attributes['Target'],
    ]),
  );
  const strings = all(open('xl/sharedStrings.xml'), 'si').map((si) => decode(si.text));
  const styles = open('xl/styles.xml');
  const fonts = all(styles, 'font').map((font) => all(font.children, 'b').length > 0);
  const [formats] = all(styles, 'cellXfs');
  const isBold = all(formats?.children ?? [], 'xf').map(
    ({ attributes }) => fonts[Number(attributes['fontId'] ?? 0)] ?? false,
  );
  return all(open('xl/workbook.xml'), 'sheet').map(({ attributes }) => {
    const content = open(`xl/${targets.get(attributes['r:id']) ?? ''}`);
    const rows = all(content, 'row');
    return {
      name: attributes['name'] ?? '',
      rows: rows.map((row) => cellsOf(row, strings)),
      frozenRows: Number(all(content, 'pane')[0]?.attributes['ySplit'] ?? 0),
      widths: all(content, 'col').map((col) => Number(col.attributes['width'])),
      bold: all(rows[0]?.children ?? [], 'c').map(
        (cell) => isBold[Number(cell.attributes['s'] ?? 0)] ?? false,
      ),
    };
  });
}

function cellsOf(row: Element, strings: readonly string[]): (string | number | boolean | null)[] {
  const cells: (string | number | boolean | null)[] = [];
  for (const { attributes, children } of all(row.children, 'c')) {
    const column = columnOf(attributes['r'] ?? '');
    while (cells.length < column) cells.push(null);
    const value = all(children, 'v')[0]?.text;
    if (all(children, 'f').length > 0) throw new Error('a formula');
    if (value === undefined) cells.push(null);
    else if (attributes['t'] === 's') cells.push(strings[Number(value)] ?? fail(value));
    else if (attributes['t'] === 'b') cells.push(value === '1');
    else cells.push(Number(value));
  }
  return cells;
}

function fail(value: string): never {
  throw new Error(`no text ${value}`);
}

/** `AA3`: 26. */
function columnOf(address: string): number {
  const letters = /^[A-Z]+/.exec(address)?.[0] ?? '';
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** ECMA-376 part 1, 22.9.2.19. */
function decode(text: string): string {
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

type Element = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
};

/** Refuses what is not well-formed. */
function parse(xml: string): readonly Element[] {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, children: [], text: '' };
    stack.at(-1)?.children.push(element);
    stack.push(element);
  });
  parser.on('text', (text) => {
    for (const element of stack) element.text += text;
  });
  parser.on('closetag', () => stack.pop());
  parser.write(xml).close();
  return root.children;
}

function all(elements: readonly Element[], name: string): readonly Element[] {
  return elements.flatMap((element) => [
    ...(element.name === name ? [element] : []),
    ...all(element.children, name),
  ]);
}
