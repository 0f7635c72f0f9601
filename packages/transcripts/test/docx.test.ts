import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { importTranscript, type Transcript } from '../src/index.ts';
import { asLines, codes } from './reading.ts';
import { paragraph, table, wordFile, wordParts } from './word-file.ts';

function read(body: string): Promise<Transcript> {
  return importTranscript({ name: 'a.docx', bytes: wordFile(body) });
}

describe('Word files', () => {
  test('bold names, grey times and words in one paragraph', async () => {
    const transcript = await read(
      [
        '**Interview 3**',
        'May 2, 2023, 3:00PM',
        '1h 4m 12s',
        '**Jane Doe**   0:03\nSo thanks.',
        '**John Roe**   0:26\nThank you.\nReally.',
        '**Jane Doe**   1:00:02\nBye.',
      ]
        .map(paragraph)
        .join(''),
    );
    expect(asLines(transcript.turns)).toEqual([
      'Jane Doe 3-?: So thanks.',
      'John Roe 26-?: Thank you.\nReally.',
      'Jane Doe 3602-?: Bye.',
    ]);
    expect(transcript.title).toBe('Interview 3');
  });

  test('tables of time, speaker and words', async () => {
    const transcript = await read(
      table([
        ['Time', 'Speaker', 'Transcript'],
        ['00:00:01', 'INT', 'So thanks.\nHow was it?'],
        ['00:00:05', 'P1', 'Good.'],
        ['00:00:09', '', 'Really.'],
        ['00:00:12', 'INT', 'Bye.'],
      ]),
    );
    expect(asLines(transcript.turns)).toEqual([
      'INT 1-?: So thanks.\nHow was it?',
      'P1 5-?: Good.\nReally.',
      'INT 12-?: Bye.',
    ]);
    expect(transcript.leftOut).toMatchObject([
      { kind: 'table', text: 'Time\tSpeaker\tTranscript' },
    ]);
  });

  test('tables of speaker and words without a head', async () => {
    const transcript = await read(
      table([
        ['Interviewer:', 'So thanks.'],
        ['Maria:', 'It was good.'],
        ['Interviewer:', 'And then?'],
        ['Maria:', 'We left.'],
      ]),
    );
    expect(asLines(transcript.turns)).toEqual([
      'Interviewer: So thanks.',
      'Maria: It was good.',
      'Interviewer: And then?',
      'Maria: We left.',
    ]);
  });

  test('bold questions without names', async () => {
    const transcript = await read(
      ['**How did you get there?**', 'By bus.', 'It took an hour.', '**And then?**', 'We left.']
        .map(paragraph)
        .join(''),
    );
    expect(asLines(transcript.turns)).toEqual([
      'Question: How did you get there?',
      'Answer: By bus.\nIt took an hour.',
      'Question: And then?',
      'Answer: We left.',
    ]);
    expect(codes(transcript)).toEqual(['transcript/bold-questions']);
  });

  test('bold labels, a smart quote, right to left', async () => {
    const transcript = await read(
      ['**מראיין:** מה שלומך?', '**רות:** “טוב” מאוד.', '**מראיין:** ואז?'].map(paragraph).join(''),
    );
    expect(asLines(transcript.turns)).toEqual([
      'מראיין: מה שלומך?',
      'רות: “טוב” מאוד.',
      'מראיין: ואז?',
    ]);
  });

  test('a document type is refused in any part and any encoding', async () => {
    const evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x/>';
    for (const part of ['word/styles.xml', 'word/_rels/document.xml.rels']) {
      const bytes = wordFile(paragraph('A: yes'), { [part]: evil });
      await expect(importTranscript({ name: 'a.docx', bytes })).rejects.toMatchObject({
        code: 'transcript/unsafe-xml',
      });
    }
  });

  test('a container that lies about its sizes is stopped', async () => {
    const parts = wordParts(paragraph('A: yes'));
    const bytes = lyingZip(parts, 'word/document.xml', 40 * 1024 * 1024);
    const importing = importTranscript({ name: 'a.docx', bytes });
    await expect(importing).rejects.toMatchObject({
      code: expect.stringMatching(/^transcript\/(?:zip-bomb|damaged)$/u),
    });
  });

  test('XML nested without end is refused', async () => {
    const body = '<w:sdt>'.repeat(5000) + paragraph('A: yes') + '</w:sdt>'.repeat(5000);
    await expect(read(body)).rejects.toMatchObject({ code: 'transcript/damaged' });
  });
});

/** A zip whose one part inflates to far more than its head says. */
function lyingZip(parts: ReadonlyMap<string, Uint8Array>, name: string, size: number): Buffer {
  const honest = wordFile('');
  const body = deflateRawSync(Buffer.alloc(size, 0x20));
  const nameBytes = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(body.length, 18);
  local.writeUInt32LE(100, 22);
  local.writeUInt16LE(nameBytes.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(body.length, 20);
  central.writeUInt32LE(100, 24);
  central.writeUInt16LE(nameBytes.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + nameBytes.length, 12);
  end.writeUInt32LE(local.length + nameBytes.length + body.length, 16);
  if (honest.length === 0 || parts.size === 0) throw new Error('no parts');
  return Buffer.concat([local, nameBytes, body, central, nameBytes, end]);
}
