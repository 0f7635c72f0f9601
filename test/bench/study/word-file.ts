import type { Random } from '../support/random.ts';
import { zip } from '../support/zip.ts';
import type { InterviewTurn } from './interview.ts';

/*
 * An interview as Word writes it: runs cut where somebody once edited, revision ids on everything,
 * marks of the spelling check, styles, bold speakers.
 */

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function toWordFile(random: Random, turns: readonly InterviewTurn[]): Uint8Array {
  const body = turns
    .flatMap(({ speaker, paragraphs }) =>
      paragraphs.map((text, at) =>
        paragraph(random, at === 0 ? (speaker === 'interviewer' ? 'INT' : 'P7') : null, text),
      ),
    )
    .join('');
  return zip([
    ['[Content_Types].xml', CONTENT_TYPES],
    ['_rels/.rels', RELATIONS],
    ['word/_rels/document.xml.rels', DOCUMENT_RELATIONS],
    ['word/styles.xml', STYLES],
    [
      'word/document.xml',
      `${HEAD}<w:document ${NAMESPACES}><w:body>${body}<w:sectPr w:rsidR="00A1B2C3"><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    ],
  ]);
}

function paragraph(random: Random, speaker: string | null, text: string): string {
  const rsid = revision(random);
  const name = speaker === null ? '' : run(rsid, `${speaker}:`, '<w:b/><w:bCs/>') + run(rsid, ' ');
  const runs: string[] = [];
  const words = text.split(' ');
  for (let from = 0; from < words.length;) {
    const to = Math.min(words.length, from + random.whole(4, 30));
    const piece = words.slice(from, to).join(' ') + (to < words.length ? ' ' : '');
    const spelling = random.chance(0.1);
    runs.push(
      `${spelling ? '<w:proofErr w:type="spellStart"/>' : ''}${run(revision(random), piece)}${
        spelling ? '<w:proofErr w:type="spellEnd"/>' : ''
      }`,
    );
    from = to;
  }
  return `<w:p w14:paraId="${revision(random)}" w14:textId="77777777" w:rsidR="${rsid}" w:rsidRDefault="${rsid}" w:rsidP="${rsid}"><w:pPr><w:pStyle w:val="BodyText"/><w:spacing w:after="160" w:line="360" w:lineRule="auto"/><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:pPr>${name}${runs.join('')}</w:p>`;
}

function run(rsid: string, text: string, look = ''): string {
  return `<w:r w:rsidRPr="${rsid}"><w:rPr>${look}<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
}

function revision(random: Random): string {
  return random.whole(0x10_00_00, 0xff_ff_ff).toString(16).toUpperCase().padStart(8, '0');
}

const CONTENT_TYPES = `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`;
const RELATIONS = `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;
const DOCUMENT_RELATIONS = `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`;
const STYLES = `${HEAD}<w:styles ${NAMESPACES}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/></w:style></w:styles>`;
