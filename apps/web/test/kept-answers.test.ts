import type { MemberAnswer, ProjectAnswer, TranscriptAnswer } from '@triad/collab';
import { expect, test } from 'vitest';
import type { Owner } from '../src/device/database.ts';
import { answerFrom } from '../src/device/kept-answers.ts';
import { ownerNow, trimMembers, trimProject, trimTranscript } from '../src/device/trim-answers.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [ME, OTHER, TEXT, PROJECT, ROUND] = [id(1), id(2), id(3), id(4), id(5)];
const account = {
  id: id(6),
  name: 'Ben Okoro',
  email: 'ben@example.org',
  preferences: {},
  demo: false,
};
const document = (name: string, kind: 'transcript' | 'layer') =>
  ({ name, kind, generation: 'g', schema: 1, writable: kind === 'layer', madeFrom: null }) as const;
const counts = { spans: 3, sketches: 1, byRole: {} };

const project = {
  id: PROJECT,
  title: 'Allotments',
  description: '',
  roles: ['coder'],
  members: 2,
  transcripts: 9,
  demo: false,
  deviceCopies: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  changedAt: '2026-01-02T00:00:00.000Z',
  version: 1,
  me: ME,
  theory: { ...document('theory/x', 'layer'), kind: 'theory' },
  rounds: [
    {
      id: ROUND,
      progress: [
        { member: ME, doneAt: '2026-01-02T00:00:00.000Z', started: true },
        { member: OTHER, doneAt: '2026-01-03T00:00:00.000Z', started: true },
      ],
    },
  ],
} as unknown as ProjectAnswer;

const transcript = {
  id: TEXT,
  project: PROJECT,
  title: 'At the allotment',
  deviceCopies: true,
  original: { sha256: 'x', kept: true, fileName: 'Peter Smith.docx' },
  layers: [
    { member: ME, round: ROUND, ...counts },
    { member: OTHER, round: ROUND, ...counts },
  ],
  documents: [
    document(`transcript/${TEXT}`, 'transcript'),
    document(`layer/${TEXT}/${ROUND}/${ME}`, 'layer'),
    document(`layer/${TEXT}/${ROUND}/${OTHER}`, 'layer'),
  ],
  editing: { member: OTHER, since: '2026-01-01T00:00:00.000Z' },
} as unknown as TranscriptAnswer;

const members = [
  { id: ME, name: 'Ben Okoro', email: 'ben@example.org' },
  { id: OTHER, name: 'Ana Lima', email: 'ana@example.org' },
] as unknown as readonly MemberAnswer[];

const owner: Owner = { ...ownerNow(account), contactAt: 0 };
const answers = [
  { key: `project ${PROJECT}`, project: PROJECT, value: trimProject(project) },
  { key: `members ${PROJECT}`, project: PROJECT, value: trimMembers(members) },
  { key: `transcript ${TEXT}`, project: PROJECT, value: trimTranscript(transcript, ME) },
];

test('what is kept names no address, no file, and nothing that another one made or began', () => {
  const kept = JSON.stringify([owner, answers]);
  for (const word of ['example.org', 'Peter Smith', '2026-01-03']) expect(kept).not.toContain(word);
  const { documents, layers, editing } = trimTranscript(transcript, ME);
  expect(documents.map(({ name }) => name)).toEqual([
    `transcript/${TEXT}`,
    `layer/${TEXT}/${ROUND}/${ME}`,
  ]);
  expect(layers.map(({ member }) => member)).toEqual([ME]);
  expect(editing).toBeNull();
  // Who is in a blind round may be known; how far they are, as of when, is not kept.
  expect(trimProject(project).rounds[0]?.progress).toEqual([
    { member: ME, doneAt: '2026-01-02T00:00:00.000Z', started: true },
    { member: OTHER, doneAt: null, started: null },
  ]);
});

test('the device answers for what was opened on it, and for nothing else', () => {
  const ask = (asked: Parameters<typeof answerFrom>[0]) => answerFrom(asked, owner, answers);
  expect(ask({ what: 'session' })).toMatchObject({
    account: { name: 'Ben Okoro' },
    setupNeeded: false,
  });
  expect(ask({ what: 'projects' })).toEqual([
    expect.objectContaining({ id: PROJECT, transcripts: 1 }),
  ]);
  expect(ask({ what: 'project', project: PROJECT })).toMatchObject({ me: ME });
  expect(ask({ what: 'members', project: PROJECT })).toHaveLength(2);
  const [listed] = ask({ what: 'transcripts', project: PROJECT }) as readonly object[];
  expect(listed).toMatchObject({ id: TEXT });
  expect(listed).not.toHaveProperty('documents');
  expect(ask({ what: 'transcript', transcript: TEXT })).toMatchObject({ id: TEXT });
  for (const asked of [
    { what: 'project', project: OTHER },
    { what: 'members', project: OTHER },
    { what: 'transcripts', project: OTHER },
    { what: 'transcript', transcript: OTHER },
  ] as const) {
    expect(ask(asked)).toBeUndefined();
  }
});
