import { expect, test } from 'vitest';
import { recordEvents } from '../src/pages/rounds/record-events.ts';

const names = { nameOf: (id: string) => id, titleOf: (id: string) => `Interview ${id}` };
const day = (n: number) => `2026-01-0${n}T00:00:00.000Z`;
const due = (n: number) => ({ at: day(n), zone: 'Europe/London' });

test('a record tells who changed what of a round, in its order', () => {
  const events = recordEvents(
    {
      opened: { by: 'Ana', at: day(1) },
      changes: [
        { kind: 'due', by: 'Dan', at: day(2), from: due(9), to: due(5) },
        { kind: 'coder', by: 'Ana', at: day(3), member: 'Ben', codes: false },
        { kind: 'coder', by: 'Ben', at: day(4), member: 'Ben', codes: true },
      ],
      closedTranscripts: [],
      closed: { by: 'Ana', at: day(6) },
    },
    names,
  );
  expect(events.map(({ at }) => at)).toEqual([1, 2, 3, 4, 6].map(day));
  const [opened, changed, left, back, closed] = events.map(({ sentence }) => sentence);
  expect(opened).toBe('Ana opened it');
  expect(changed).toMatch(/^Dan changed its date from 9 Jan 2026.* to 5 Jan 2026/);
  expect([left, back]).toEqual(['Ben no longer codes (by Ana)', 'Ben codes again']);
  expect(closed).toBe('Ana closed it');
});

test('transcripts that were closed by one act are one line', () => {
  const closedTranscripts = [
    { transcript: '1', by: 'Ana', at: day(2) },
    { transcript: '2', by: 'Ana', at: day(2) },
    { transcript: '3', by: 'Dan', at: day(3) },
  ];
  const record = { opened: { by: null, at: day(1) }, changes: [], closedTranscripts, closed: null };
  expect(recordEvents(record, names).map(({ sentence }) => sentence)).toEqual([
    'It came with the project',
    'Ana closed it for Interview 1 and Interview 2',
    'Dan closed it for Interview 3',
  ]);
});
