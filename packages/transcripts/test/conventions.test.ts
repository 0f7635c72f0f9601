import { describe, expect, test } from 'vitest';
import { asLines, codes, importText } from './reading.ts';

/** What each convention must give: name, ending, the file, its turns. Written for these tests. */
const CONVENTIONS: readonly [string, string, string, readonly string[]][] = [
  [
    'a label and a colon',
    'txt',
    'INT: So thanks for coming.\nP1: Thank you.\nP2: Same here.\nINT: How was it?\n',
    ['INT: So thanks for coming.', 'P1: Thank you.', 'P2: Same here.', 'INT: How was it?'],
  ],
  [
    'pseudonyms',
    'txt',
    'Interviewer: How was it?\n\n#13: Good.\n\n#14: I agree.\n\nInterviewer: And then?\n\n#13: We left.\n',
    [
      'Interviewer: How was it?',
      '#13: Good.',
      '#14: I agree.',
      'Interviewer: And then?',
      '#13: We left.',
    ],
  ],
  [
    'labels in small letters',
    'txt',
    'interviewer: so how was it\nparticipant: it was good\ninterviewer: and then\n',
    ['interviewer: so how was it', 'participant: it was good', 'interviewer: and then'],
  ],
  [
    'a padded colon and lines broken by width',
    'txt',
    `Speaker 1:          Thank you. Let us move on to the second of the three
questions that I have brought with me today.

Speaker 2:          Alright, good. And while you are looking for it, this is
refreshing: we are talking about what matters to us in the village, and I
have waited for it a long time, as you know.

Speaker 1:          So you have. What was it like when you came here, and who
was there to meet you?
`,
    [
      'Speaker 1: Thank you. Let us move on to the second of the three questions that I have brought with me today.',
      'Speaker 2: Alright, good. And while you are looking for it, this is refreshing: we are talking about what matters to us in the village, and I have waited for it a long time, as you know.',
      'Speaker 1: So you have. What was it like when you came here, and who was there to meet you?',
    ],
  ],
  [
    'a name, a time and a colon above the words',
    'txt',
    'Jane Doe (00:01):\nSo thanks for coming.\n\nJohn Roe (00:05):\nThank you.\n\nJane Doe (01:07):\nHow was it?\n',
    [
      'Jane Doe 1-?: So thanks for coming.',
      'John Roe 5-?: Thank you.',
      'Jane Doe 67-?: How was it?',
    ],
  ],
  [
    'a name and a time above the words',
    'txt',
    'Jane Doe  00:01\nSo thanks for coming in today.\n\nSpeaker 2  00:05\nThank you for having me.\n\nJane Doe  1:00:12\nHow did you hear about it?\n',
    [
      'Jane Doe 1-?: So thanks for coming in today.',
      'Speaker 2 5-?: Thank you for having me.',
      'Jane Doe 3612-?: How did you hear about it?',
    ],
  ],
  [
    'a name above a time above the words',
    'txt',
    'Speaker 1\n0:01\nSo thanks for coming.\n\nSpeaker 2\n0:05\nThank you.\n\nSpeaker 1\n0:12\nHow was it?\n',
    [
      'Speaker 1 1-?: So thanks for coming.',
      'Speaker 2 5-?: Thank you.',
      'Speaker 1 12-?: How was it?',
    ],
  ],
  [
    'a span of time above a name above the words',
    'txt',
    '0:0:0.0 --> 0:0:2.350\nJane Doe\nSo thanks for coming.\n\n0:0:3.100 --> 0:0:5.0\nJohn Roe\nThank you.\n\n0:0:6.100 --> 0:0:8.0\nJane Doe\nHow was it?\n',
    [
      'Jane Doe 0-2.35: So thanks for coming.',
      'John Roe 3.1-5: Thank you.',
      'Jane Doe 6.1-8: How was it?',
    ],
  ],
  [
    'a name in brackets and the time of day',
    'txt',
    '[Jane Doe] 10:02:31\nSo thanks for coming.\n\n[John Roe] 10:02:40\nThank you.\n\n[Jane Doe] 10:02:45\nBye.\n',
    [
      'Jane Doe 36151-?: So thanks for coming.',
      'John Roe 36160-?: Thank you.',
      'Jane Doe 36165-?: Bye.',
    ],
  ],
  [
    'a time, a dash and a name above the words',
    'txt',
    '[00:00:01.340] - Jane Doe\nSo thanks.\n\n[00:00:05.100] - Speaker 2\nThank you.\n\n[00:00:09.000] - Jane Doe\nHow was it?\n',
    ['Jane Doe 1.34-?: So thanks.', 'Speaker 2 5.1-?: Thank you.', 'Jane Doe 9-?: How was it?'],
  ],
  [
    'a time and a name above the words',
    'txt',
    '00:00:01 Speaker 1\nSo thanks.\n00:00:05 Speaker 2\nThank you.\n00:00:07 Speaker 1\nHow was it?\n',
    ['Speaker 1 1-?: So thanks.', 'Speaker 2 5-?: Thank you.', 'Speaker 1 7-?: How was it?'],
  ],
  [
    'a name, a time, a dash and the words',
    'txt',
    'Jane Doe (00:00:01) - So thanks.\n\nJohn Roe (00:00:05) - Thank you.\n\nJane Doe (00:00:07) - Bye.\n',
    ['Jane Doe 1-?: So thanks.', 'John Roe 5-?: Thank you.', 'Jane Doe 7-?: Bye.'],
  ],
  [
    'a name, a colon and a time above the words',
    'txt',
    'Jane Doe: 00:00:01\n\nSo thanks.\n\nJohn Roe: 00:00:05\n\nThank you.\n\nJane Doe: 00:00:07\n\nBye.\n',
    ['Jane Doe 1-?: So thanks.', 'John Roe 5-?: Thank you.', 'Jane Doe 7-?: Bye.'],
  ],
  [
    'stamps before labels',
    'txt',
    '[00:00:03] Interviewer: So how was it?\n00:00:09 Maria: It was good.\n(00:20) Interviewer: And then?\n',
    ['Interviewer 3-?: So how was it?', 'Maria 9-?: It was good.', 'Interviewer 20-?: And then?'],
  ],
  [
    'stamps behind labels, and one within the words',
    'txt',
    'Interviewer: [00:00:03] So how was it?\n\nMaria: [00:00:09] Good. [00:00:12] Really.\n\nInterviewer: [00:00:20] And then?\n',
    [
      'Interviewer 3-?: So how was it?',
      'Maria 9-?: Good. [00:00:12] Really.',
      'Interviewer 20-?: And then?',
    ],
  ],
  [
    'stamps of four parts on lines of their own',
    'txt',
    '[00:00:00:02]\nP: Roger, the clock is started.\nCC: Good.\n\n[01:00:00:04]\nP: Still go.\n\n[01:00:00:09]\nCC: Roger.\nP: Out.\n',
    [
      'P 2-?: Roger, the clock is started.',
      'CC: Good.',
      'P 86404-?: Still go.',
      'CC 86409-?: Roger.',
      'P: Out.',
    ],
  ],
  [
    'stamps at the ends of paragraphs',
    'txt',
    'I: Wie ging es Ihnen? #00:00:12-3#\nB: Es ging so. #00:00:20-1#\nI: Und dann? #00:00:22-0#\nB: Dann kam der Herbst. #00:00:30-9#\n',
    [
      'I ?-12.3: Wie ging es Ihnen?',
      'B ?-20.1: Es ging so.',
      'I ?-22: Und dann?',
      'B ?-30.9: Dann kam der Herbst.',
    ],
  ],
  [
    'stamps without speakers',
    'txt',
    '[00:00.000 --> 00:04.000]  So thanks.\n[00:04.000 --> 00:06.000]  Thank you.\n',
    ['(none) 0-4: So thanks.', '(none) 4-6: Thank you.'],
  ],
  [
    'stamps above paragraphs without speakers',
    'txt',
    '(12:03)\nSo thanks.\n\n(1h 2m 3s)\nThank you.\n',
    ['(none) 723-?: So thanks.', '(none) 3723-?: Thank you.'],
  ],
  [
    'a time at the beginning of a sentence',
    'txt',
    '10:30 was too late for us.\n\nWe came at nine.\n',
    ['(none): 10:30 was too late for us.', '(none): We came at nine.'],
  ],
  [
    'a name and colon on a line',
    'txt',
    'The Chairman:\n The hearing will begin.\n\n    Is that true?\n\nThe Clerk:\n Yes, sir.\n\nThe Chairman:\n Okay.\n\n[Laughter.]\n\nMr. Smith:\n Thank you.\n',
    [
      'The Chairman: The hearing will begin.\nIs that true?',
      'The Clerk: Yes, sir.',
      'The Chairman: Okay.',
      'Mr. Smith: Thank you.',
    ],
  ],
  [
    'a name without a colon on a line',
    'txt',
    'Interviewer\nSo how was it?\n\nMaria\nIt was good.\nReally.\n\nInterviewer\nAnd then?\n\nMaria\nThen we left.\n',
    [
      'Interviewer: So how was it?',
      'Maria: It was good.\nReally.',
      'Interviewer: And then?',
      'Maria: Then we left.',
    ],
  ],
  [
    'prose that ends in a colon amid names on lines',
    'txt',
    'Präsidentin Erika Muster:\nIch rufe auf:\nPunkt zwei. Bitte sehr.\n\nDr. Max Muster (ABC):\nDanke. Ich sage nur:\nNein.\n(Beifall bei der ABC)\nPräsidentin Erika Muster:\nDanke.\nHans Beispiel, Minister für Umwelt und Bau:\nJa, so wahr mir Gott helfe.\n',
    [
      'Präsidentin Erika Muster: Ich rufe auf:\nPunkt zwei. Bitte sehr.',
      'Dr. Max Muster (ABC): Danke. Ich sage nur:\nNein.',
      'Präsidentin Erika Muster: Danke.',
      'Hans Beispiel, Minister für Umwelt und Bau: Ja, so wahr mir Gott helfe.',
    ],
  ],
  [
    'chat lines between the words',
    'txt',
    'Ann Example: Hello all.\n<bob_e> +1\nAnn Example: Thanks Bob.\n<bob_e> link follows\nCarl Ex: Fine.\nAnn Example: Bye.\nCarl Ex: Bye.\n',
    [
      'Ann Example: Hello all.',
      '<bob_e>: +1',
      'Ann Example: Thanks Bob.',
      '<bob_e>: link follows',
      'Carl Ex: Fine.',
      'Ann Example: Bye.',
      'Carl Ex: Bye.',
    ],
  ],
  [
    'a space before the colon',
    'txt',
    'Enquêtrice : Ça va ?\nMme D. : Bien, merci.\nEnquêtrice : Et ensuite ?\nMme D. : Je suis partie.\n',
    [
      'Enquêtrice: Ça va ?',
      'Mme D.: Bien, merci.',
      'Enquêtrice: Et ensuite ?',
      'Mme D.: Je suis partie.',
    ],
  ],
  [
    'full-width colons',
    'txt',
    '访谈者：你好吗？\n受访者３：我很好。\n访谈者：然后呢？\n受访者３：我走了。\n',
    ['访谈者: 你好吗？', '受访者３: 我很好。', '访谈者: 然后呢？', '受访者３: 我走了。'],
  ],
  [
    'right to left',
    'txt',
    'المقابل: كيف كان ذلك؟\nالمشارك ٣: كان جيدا.\nالمقابل: ثم ماذا؟\nالمشارك ٣: ثم غادرنا.\n',
    ['المقابل: كيف كان ذلك؟', 'المشارك ٣: كان جيدا.', 'المقابل: ثم ماذا؟', 'المشارك ٣: ثم غادرنا.'],
  ],
  [
    'notes about people in labels',
    'txt',
    'Interviewer: How was it?\nP1 (f, 34): Good.\nP2 (m, 28): I agree.\nInterviewer: And then?\nP1 (f, 34): We left.\n',
    [
      'Interviewer: How was it?',
      'P1 (f, 34): Good.',
      'P2 (m, 28): I agree.',
      'Interviewer: And then?',
      'P1 (f, 34): We left.',
    ],
  ],
  [
    'labels in brackets',
    'txt',
    '[SPEAKER_00]: So thanks.\n[SPEAKER_01]: Thank you.\n[SPEAKER_00]: Bye.\n',
    ['SPEAKER_00: So thanks.', 'SPEAKER_01: Thank you.', 'SPEAKER_00: Bye.'],
  ],
  [
    'tabs',
    'txt',
    '00:00:01\tJane\tSo thanks.\n00:00:05\tJohn\tThank you.\n00:00:08\tJane\tHow was it?\n00:00:10\tJohn\tGood.\n',
    ['Jane 1-?: So thanks.', 'John 5-?: Thank you.', 'Jane 8-?: How was it?', 'John 10-?: Good.'],
  ],
  [
    'dashes',
    'txt',
    'INT - So how was it?\nRES - It was good.\nINT - And then?\nRES - Then we left.\n',
    ['INT: So how was it?', 'RES: It was good.', 'INT: And then?', 'RES: Then we left.'],
  ],
  [
    'letters and full stops',
    'txt',
    'Q. Did you see it?\n\nA. I did. It was late.\n\nQ. What then?\n\nA. I left.\n',
    ['Q: Did you see it?', 'A: I did. It was late.', 'Q: What then?', 'A: I left.'],
  ],
  [
    'titles and full stops',
    'txt',
    'Mr. Smith. Thank you for coming.\n\nThe Chairman. The Senate thanks you.\n\nMr. Smith. I have one point.\n\nThe Chairman. Go on.\n',
    [
      'Mr. Smith: Thank you for coming.',
      'The Chairman: The Senate thanks you.',
      'Mr. Smith: I have one point.',
      'The Chairman: Go on.',
    ],
  ],
  [
    'only the interviewer labelled',
    'txt',
    'MODERATOR: Shall we start?\n\nYes, fine by me.\n\nMODERATOR: What was not clear?\n\nThe colours.\n',
    ['MODERATOR: Shall we start?\nYes, fine by me.\nWhat was not clear?\nThe colours.'],
  ],
  [
    'words in brackets amid labels',
    'txt',
    'I: So how was it?\n\n[laughs]\n\nP: It was good.\n\n(pause)\n\nReally good.\n\nI: And then?\n\nP: We left.\n',
    [
      'I: So how was it?\n[laughs]',
      'P: It was good.\n(pause)\nReally good.',
      'I: And then?',
      'P: We left.',
    ],
  ],
  [
    'bold names',
    'md',
    '**Jane Doe:** So \\[thanks\\].\n\n**John Roe**: Thank *you*.\n\n**Jane Doe:** Bye.\n',
    ['Jane Doe: So \\[thanks\\].', 'John Roe: Thank *you*.', 'Jane Doe: Bye.'],
  ],
  [
    'bold names with times',
    'md',
    '**Jane Doe** (00:01): So thanks.\n\n**John Roe** (00:05): Thank you.\n\n**Jane Doe** (00:09): Bye.\n',
    ['Jane Doe 1-?: So thanks.', 'John Roe 5-?: Thank you.', 'Jane Doe 9-?: Bye.'],
  ],
  [
    'bold names on lines',
    'md',
    '# Talk\n\n**Jane Doe**\n\nSo thanks.\n\n**John Roe**\n\nThank you.\n\n**Jane Doe**\n\nBye.\n\n**John Roe**\n\nBye.\n',
    ['Jane Doe: So thanks.', 'John Roe: Thank you.', 'Jane Doe: Bye.', 'John Roe: Bye.'],
  ],
  [
    'headings as names',
    'md',
    '# Talk\n\n## Jane Doe\n\nSo thanks.\n\n## John Roe\n\nThank you.\n\n## Jane Doe\n\nBye.\n\n## John Roe\n\nBye.\n',
    ['Jane Doe: So thanks.', 'John Roe: Thank you.', 'Jane Doe: Bye.', 'John Roe: Bye.'],
  ],
  [
    'bold names before words',
    'md',
    '**Jane** So thanks.\n\n**John** Thank you.\n\n**Jane** Bye.\n\n**John** Bye.\n',
    ['Jane: So thanks.', 'John: Thank you.', 'Jane: Bye.', 'John: Bye.'],
  ],
  [
    'bold questions',
    'md',
    '**How did you get there?**\n\nBy bus.\n\nIt took an hour.\n\n**Why?**\n\nI was tired.\n',
    [
      'Question: How did you get there?',
      'Answer: By bus.\nIt took an hour.',
      'Question: Why?',
      'Answer: I was tired.',
    ],
  ],
  [
    'a table of pipes',
    'md',
    '| Time | Speaker | Text |\n| --- | --- | --- |\n| 00:01 | Jane | So thanks. |\n| 00:05 | John | Thank you. |\n| 00:07 | Jane | Bye. |\n',
    ['Jane 1-?: So thanks.', 'John 5-?: Thank you.', 'Jane 7-?: Bye.'],
  ],
  [
    'lines of Markdown without blank lines',
    'md',
    'Jane: So thanks.\nIt is good\nto see you.\nJohn: Thank you.\nJane: Bye.\n',
    ['Jane: So thanks. It is good to see you.', 'John: Thank you.', 'Jane: Bye.'],
  ],
  [
    'recurring words with a colon in a monologue',
    'txt',
    'I want to talk about one thing: time. It matters.\n\nRemember: nobody has enough.\n\nRemember: she never complained.\n\nSo what did we do? We waited.\n',
    [
      '(none): I want to talk about one thing: time. It matters.',
      '(none): Remember: nobody has enough.',
      '(none): Remember: she never complained.',
      '(none): So what did we do? We waited.',
    ],
  ],
];

const MORE: readonly [string, string, string, readonly string[]][] = [
  [
    'tags of HTML',
    'md',
    '<i>We came late, and it rained.</i>\n\nThen we left.\n',
    ['(none): <i>We came late, and it rained.</i>', '(none): Then we left.'],
  ],
  [
    'labels in tags',
    'txt',
    '<היו"ר רות כהן:>\nבוקר טוב.\n\n<דן לוי:>\nתודה רבה לך.\n\n<היו"ר רות כהן:>\nבבקשה, תתחיל.\n\n<דן לוי:>\nאני מסכים.\n',
    [
      'היו"ר רות כהן: בוקר טוב.',
      'דן לוי: תודה רבה לך.',
      'היו"ר רות כהן: בבקשה, תתחיל.',
      'דן לוי: אני מסכים.',
    ],
  ],
  [
    'sounds in tags',
    'txt',
    'Ann: So <laugh> it was.\n\n<laugh> Yes. It was <laugh> good.\n\nBob: Indeed.\n\nAnn: Bye.\n\nBob: Bye.\n',
    [
      'Ann: So <laugh> it was.\n<laugh> Yes. It was <laugh> good.',
      'Bob: Indeed.',
      'Ann: Bye.',
      'Bob: Bye.',
    ],
  ],
  [
    'chat with dates',
    'log',
    '[2022-11-01T10:00:01.500Z]   <ann_b>   Hello there.\n[2022-11-01T10:00:02.000Z]   <bob>   Hi.\n[2022-11-01T10:00:09.000Z]   <ann_b>   Bye.\n',
    ['<ann_b> 36001.5-?: Hello there.', '<bob> 36002-?: Hi.', '<ann_b> 36009-?: Bye.'],
  ],
  [
    'lists under headings amid names on lines',
    'txt',
    `${'Ann Lee:\nWe came late, and it rained.\n\nBob Ray:\nSo it did, all day.\n\n'.repeat(3)}Rapporteurs:\nCommittee on rain\n\nAnn Lee:\nThank you.\n\nRapporteurs:\nCommittee on snow\n`,
    [
      ...Array.from({ length: 3 }, () => [
        'Ann Lee: We came late, and it rained.',
        'Bob Ray: So it did, all day.',
      ])
        .flat()
        .slice(0, 5),
      'Bob Ray: So it did, all day.\nRapporteurs:\nCommittee on rain',
      'Ann Lee: Thank you.\nRapporteurs:\nCommittee on snow',
    ],
  ],
];

describe('conventions', () => {
  test.each(MORE)('%s', async (_, ending, text, expected) => {
    const transcript = await importText(ending, text);
    expect(asLines(transcript.turns)).toEqual(expected);
  });

  test.each(CONVENTIONS)('%s', async (_, ending, text, expected) => {
    const transcript = await importText(ending, text);
    expect(asLines(transcript.turns)).toEqual(expected);
  });

  test('the head of a file is no speaker', async () => {
    const text =
      'Interview 7\nInterviewer: Jane Doe\nParticipant: P07\nDate: 3 May 2022\n\nInterviewer: So tell me.\nParticipant: Note: I am not sure.\nInterviewer: And then?\n';
    const transcript = await importText('txt', text);
    expect(asLines(transcript.turns)).toEqual([
      'Interviewer: So tell me.',
      'Participant: Note: I am not sure.',
      'Interviewer: And then?',
    ]);
    expect(transcript.title).toBe('Interview 7');
    expect(transcript.leftOut).toMatchObject([{ kind: 'preamble', line: 1, beforeTurn: 0 }]);
    expect(codes(transcript)).toEqual(['transcript/preamble']);
  });

  test('front matter gives the title and no speaker', async () => {
    const text =
      '---\ntitle: "On time"\ndate: 2020-01-01\nspeakers:\n  - Jane\n---\n\nJane: So thanks.\n\nJohn: Thank you.\n\n## Break\n\nJane: Bye.\n';
    const transcript = await importText('md', text);
    expect(transcript.title).toBe('On time');
    expect(asLines(transcript.turns)).toEqual([
      'Jane: So thanks.',
      'John: Thank you.',
      'Jane: Bye.',
    ]);
    expect(
      transcript.leftOut.map((piece) => [piece.kind, piece.text.split('\n')[0], piece.beforeTurn]),
    ).toEqual([
      ['front-matter', 'title: "On time"', 0],
      ['heading', 'Break', 2],
    ]);
  });

  test('a chapter mark is no speaker', async () => {
    const text =
      '**Ann:** Hello there.\n\n**Break**: \\[48:33\\]\n\n**Bob:** Hi.\n\n**Break**: \\[58:33\\]\n\n**Ann:** Bye.\n\n**Bob:** Bye.\n';
    const transcript = await importText('md', text);
    expect(asLines(transcript.turns)).toEqual([
      'Ann: Hello there.',
      'Bob: Hi.',
      'Ann: Bye.',
      'Bob: Bye.',
    ]);
    expect(transcript.leftOut.map((piece) => piece.kind)).toEqual(['mark', 'mark']);
  });

  test('a long unlabelled opening is kept as turns of nobody', async () => {
    const opening = 'We met at the station, and it rained all day long. '.repeat(4);
    const talk =
      'Ann: Do you remember the rain on that day, and the man with the umbrella?\n\nBob: I remember the rain very well, and I remember him too, of course.\n\n'.repeat(
        3,
      );
    const transcript = await importText('txt', `${opening}\n\n${talk}`);
    expect(transcript.turns.map((turn) => turn.speaker)).toEqual([
      null,
      'Ann',
      'Bob',
      'Ann',
      'Bob',
      'Ann',
      'Bob',
    ]);
    expect(codes(transcript)).toContain('transcript/opening');
  });

  test('an untimed name in a file that times all others is asked about', async () => {
    const timed = Array.from(
      { length: 24 },
      (_, index) =>
        `Ann${index % 2 === 0 ? '' : 'a'} Lee: 00:00:${index + 10}\n\nWords are here.\n\n`,
    ).join('');
    const transcript = await importText('txt', `${timed}Ann Lee:\n\nMore words.\n`);
    expect(transcript.turns).toHaveLength(24);
    expect(transcript.turns.at(-1)?.text).toBe('Words are here.\nAnn Lee:\nMore words.');
    expect(transcript.warnings).toMatchObject([{ code: 'transcript/untimed-label', line: 97 }]);
  });

  test('turns name the lines that they came from', async () => {
    const transcript = await importText('txt', 'A: one\ntwo\n\nB: three\n\nA: four\n');
    expect(transcript.turns.map((turn) => turn.source)).toEqual([
      { firstLine: 1, lastLine: 2 },
      { firstLine: 4, lastLine: 4 },
      { firstLine: 6, lastLine: 6 },
    ]);
  });
});
