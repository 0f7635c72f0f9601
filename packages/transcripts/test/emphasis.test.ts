import { describe, expect, test } from 'vitest';
import { asLines, importText } from './reading.ts';

/** Words said, as Markdown has them and as they must be. */
const SAID: readonly [string, string, string][] = [
  ['bold', 'I was **really** down.', 'I was really down.'],
  ['lines below', 'I was _very_ down, __so__ down.', 'I was very down, so down.'],
  ['bold and more', 'I was ***really*** down.', 'I was really down.'],
  ['one in the other', 'I was **_really_** down.', 'I was really down.'],
  ['several words', 'I said **“I am not well”**, twice.', 'I said “I am not well”, twice.'],
  ['at the end', 'I was down, **really**.', 'I was down, really.'],
  ['no spaces', '我**真的**很累。', '我真的很累。'],
  ['sounds', 'Well *laughs* it rained.', 'Well *laughs* it rained.'],
  ['snake case', 'It is my_file_name here.', 'It is my_file_name here.'],
  ['a product', '5 * 3 and 2 ** 3 ** 4 it is.', '5 * 3 and 2 ** 3 ** 4 it is.'],
  ['footnotes', 'Money* and rent** rose, trust** did not.', ''],
  ['footnotes in brackets', 'Money (**) and rent (**) rose.', ''],
  ['words struck out', 'That f**k and s**t was ____ or **** there.', ''],
  ['a sign alone', 'So _ it _ was ** and _more.', ''],
  ['escapes', 'So \\**it\\** and \\_was\\_ there.', ''],
  ['code and addresses', 'Run `a **b** _c_` at https://x.org/_a_/b now.', ''],
];

describe('emphasis in Markdown', () => {
  test.each(SAID)('%s', async (_, written, said) => {
    const source = `**INT:** How was it?\n\n**P1:** ${written}\n\n**INT:** And?\n\n**P1:** Well.\n`;
    const { turns } = await importText('md', source);
    expect(turns.map(({ speaker }) => speaker)).toEqual(['INT', 'P1', 'INT', 'P1']);
    expect(turns[1]?.text).toBe(said === '' ? written : said);
    expect(turns[1]?.source).toEqual({ firstLine: 3, lastLine: 3 });
  });

  test('goes from lines that go on, from tables, and from words without speakers', async () => {
    const paragraphs = await importText('md', 'I was **so** down.\n\n_Very_ down I was.\n');
    expect(asLines(paragraphs.turns)).toEqual([
      '(none): I was so down.',
      '(none): Very down I was.',
    ]);
    const rows = await importText(
      'md',
      '| INT | How **was** it? |\n| P1 | I was _down_. |\n| INT | And? |\n| P1 | **So** it was **there**. |\n',
    );
    expect(asLines(rows.turns)).toEqual([
      'INT: How was it?',
      'P1: I was down.',
      'INT: And?',
      'P1: So it was there.',
    ]);
  });

  test('stays in plain text', async () => {
    const { turns } = await importText('txt', 'INT: Was it?\nP1: I was **so** down.\nINT: And?\n');
    expect(turns[1]?.text).toBe('I was **so** down.');
  });
});
