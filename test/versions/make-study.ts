import { Caller } from '../faults/whole-server/caller.ts';
import type { KillableServer } from '../faults/whole-server/killable-server.ts';
import { openCoder } from '../faults/whole-server/stage.ts';
import { seeded } from '../bench/support/random.ts';

/** More in every layer than one turn of the thread. */
const ACTS = 25;

/**
 * Fills a new server with something of everything, by its API alone: the demo study, which its lead joins,
 * and a study of their own with what the demo does not have. All of it is made up. Resolves with the lead.
 */
export async function makeStudy(server: KillableServer): Promise<Caller> {
  const lead = await Caller.first(server);
  await lead.call('createDemo');
  const { id: project } = await lead.call('createProject', {}, { title: 'Well kept' });
  const coders = [
    await lead.invite(project, ['coder'], 'cora'),
    await lead.invite(project, ['coder', 'reviewer'], 'dan'),
  ];
  await lead.invite(project, ['observer'], 'olive');
  await lead.call('createInvite', { project }, { roles: ['coder'], note: 'open', validDays: 7 });
  await lead.call('createParticipant', { project }, { pseudonym: '#1', description: 'Made up' });

  const first = await lead.import(project, 'First', { turns: 12, originalBytes: 3_000 });
  const second = await lead.import(project, 'Second', { turns: 6, originalBytes: 0 });
  const gone = await lead.import(project, 'Gone', { turns: 4, originalBytes: 500 });
  await lead.call('removeTranscript', { transcript: gone });

  const random = seeded(1);
  const members: string[] = [];
  for (const coder of coders) members.push((await coder.call('readProject', { project })).me);
  const round = await lead.call(
    'openRound',
    { project },
    {
      kind: 'blind',
      title: 'Blind',
      transcripts: [first],
      coders: members,
      due: { at: '2999-01-01T00:00:00Z', zone: 'UTC' },
      ownEarlier: false,
    },
  );
  for (const [transcript, callers] of [
    [first, coders],
    [second, [lead, ...coders]],
  ] as const) {
    for (const caller of callers) {
      const coder = await openCoder(caller, transcript, random);
      for (let n = 0; n < ACTS; n += 1) coder.act();
      coder.act(400);
      await coder.untilSaved();
      coder.close();
    }
  }
  const about = { target: { kind: 'transcript' }, text: 'Is this the whole of it?' };
  await lead.call('createComment', { transcript: second }, about);
  await lead.call(
    'closeRound',
    { project, round: round.id },
    { version: round.version, transcripts: null },
  );
  const words = 'I went back';
  const startUtf16 = 'What came after step 0?\nAfter step 1 '.length;
  await lead.call(
    'redact',
    { transcript: second },
    { words, startUtf16, endUtf16: startUtf16 + words.length, all: true, replacement: '[gone]' },
  );
  return lead;
}
