import { repack } from '../src/docx/repack.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** Parts of a small Word file whose body is this XML; `more` adds or replaces parts. */
export function wordParts(
  body: string,
  more: Readonly<Record<string, string>> = {},
): Map<string, Uint8Array> {
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `${HEAD}<w:document ${W}><w:body>${body}</w:body></w:document>`,
    ...more,
  };
  return new Map(
    Object.entries(parts).map(([name, text]) => [name, new TextEncoder().encode(text)]),
  );
}

export function wordFile(body: string, more: Readonly<Record<string, string>> = {}): Uint8Array {
  return repack(wordParts(body, more));
}

/** A paragraph of runs: `**words**` is bold, U+000A a line break. */
export function paragraph(text: string): string {
  const runs = text.split(/(\*\*[^*]+\*\*)/u).filter((piece) => piece !== '');
  const made = runs.map((piece) => {
    const bold = piece.startsWith('**');
    const lines = (bold ? piece.slice(2, -2) : piece)
      .split('\n')
      .map((line) => `<w:t xml:space="preserve">${escapeXml(line)}</w:t>`);
    return `<w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}${lines.join('<w:br/>')}</w:r>`;
  });
  return `<w:p>${made.join('')}</w:p>`;
}

export function table(rows: readonly (readonly string[])[]): string {
  const made = rows.map(
    (cells) => `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`,
  );
  return `<w:tbl>${made.join('')}</w:tbl>`;
}

function escapeXml(text: string): string {
  return text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');
}
