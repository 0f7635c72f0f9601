import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { importTranscript, type Transcript } from '../src/index.ts';
import { codes } from './reading.ts';

function readIn(
  encoding: string,
  text: string,
  options: { addBOM?: boolean } = {},
): Promise<Transcript> {
  return importTranscript({ name: 'a.txt', bytes: iconv.encode(text, encoding, options) });
}

const SPANISH =
  'Entrevistadora: ¿Cómo empezó todo? — preguntó.\nParticipante: Fue en otoño; costó 40 € y «nadie» lo sabía.\nEntrevistadora: ¿Y después?\n';
const TEXTS: readonly [string, string][] = [
  ['Windows-1252', SPANISH],
  [
    'macintosh',
    'Entrevistadora: ¿Cómo empezó todo? Preguntó la señora.\nParticipante: Fue en otoño y nadie lo sabía, después vino la niña.\nEntrevistadora: ¿Y después?\n',
  ],
  [
    'Windows-1251',
    'Интервьюер: Как это было для вас?\nУчастник: Это было хорошо, мы ушли домой.\nИнтервьюер: А потом?\n',
  ],
  [
    'KOI8-R',
    'Интервьюер: Как это было для вас?\nУчастник: Это было хорошо, мы ушли домой.\nИнтервьюер: А потом?\n',
  ],
  [
    'Windows-1250',
    'Tazatel: Jaké to bylo, když jste přišli poprvé?\nÚčastník: Bylo to těžké, ale šli jsme dál a všechno se změnilo.\nTazatel: A potom?\n',
  ],
  [
    'Windows-1253',
    'Ερευνητής: Πώς ήταν για εσάς;\nΜαρία: Ήταν καλά, μετά φύγαμε για το σπίτι.\nΕρευνητής: Και μετά;\n',
  ],
  ['Windows-1255', 'מראיין: מה שלומך היום?\nרות: טוב מאוד, תודה רבה לך.\nמראיין: ואז מה קרה?\n'],
  [
    'Windows-1256',
    'المقابل: كيف كان ذلك اليوم؟\nالمشارك: كان جيدا جدا شكرا لك.\nالمقابل: ثم ماذا حدث؟\n',
  ],
  [
    'Shift_JIS',
    '司会：どうでしたか。教えてください。\n参加者：良かったです。また来たいと思います。\n司会：それから？\n',
  ],
  [
    'GB18030',
    '访谈者：你觉得怎么样？请告诉我。\n受访者：我觉得很好，我们都走了。\n访谈者：然后呢？\n',
  ],
];

describe('encodings', () => {
  test.each(TEXTS)('%s is recognised and said', async (encoding, text) => {
    const transcript = await readIn(encoding, text);
    const expected = await readIn('utf8', text);
    expect(transcript.turns).toEqual(expected.turns);
    expect(transcript.turns).toHaveLength(3);
    expect(codes(transcript)).toContain('text/encoding');
    expect(
      transcript.warnings.find((warning) => warning.code === 'text/encoding')?.message,
    ).toContain(encoding);
  });

  test.each(['utf8', 'utf-16le', 'utf-16be'])(
    '%s with a mark needs no warning',
    async (encoding) => {
      const transcript = await readIn(encoding, SPANISH, { addBOM: true });
      expect(transcript.turns).toHaveLength(3);
      expect(transcript.warnings).toEqual([]);
    },
  );

  test.each(['utf-16le', 'utf-16be'])(
    '%s without a mark is recognised, in Hebrew too',
    async (encoding) => {
      for (const text of [SPANISH, TEXTS[6]?.[1] ?? '']) {
        const transcript = await readIn(encoding, text);
        expect(transcript.turns).toHaveLength(3);
        expect(codes(transcript)).toContain('text/encoding');
      }
    },
  );

  test('quotation marks stay as they are, accents are composed and said', async () => {
    const transcript = await readIn('utf8', 'A: “Cafe\u0301” ‘so’\nB: fine\nA: yes\n');
    expect(transcript.turns[0]?.text).toBe('“Café” ‘so’');
    expect(codes(transcript)).toEqual(['text/normalised']);
  });
});
