import { METHOD_DEFAULTS } from '@triad/collab';
import { expect, test } from 'vitest';
import { cmocMethods } from '../src/method/cmoc-methods.ts';
import { methodsOfCmocs } from '../src/method/methods-of-cmocs.ts';
import type { CmocMethodsFacts } from '../src/method/methods-of-cmocs.ts';
import { agreeOn, draft, evidence, makeCmocTeam, part, propose } from './cmoc-stage.ts';
import { openFolder } from './open-folder.ts';
import { startServer } from './http-harness.ts';

const NONE: CmocMethodsFacts = {
  settings: METHOD_DEFAULTS,
  consolidation: null,
  cmocs: { draft: 0, proposed: 0, agreed: 0, contested: 0, retired: 0 },
  parts: 0,
  inferredParts: 0,
  combined: 0,
  divided: 0,
  versions: 0,
  versionsOf: 0,
  quorums: [],
  signers: 0,
  signOffs: { agree: 0, 'agree-with-comment': 0, object: 0, abstain: 0 },
  objections: { withdrawn: 0, wentOn: 0, overtaken: 0, open: 0 },
  reviews: { links: 0, fits: 0, 'does-not-fit': 0, 'in-my-experience': 0 },
  version: '1.0',
};

test('while nothing is there, nothing is told', () => {
  expect(methodsOfCmocs(NONE)).toBe('');
});

test('every setting and every count is told', () => {
  const text = methodsOfCmocs({
    ...NONE,
    settings: {
      strategy: 'at-least:2',
      quorum: { kind: 'number', number: 3 },
      mechanism: 'resource-and-reasoning',
      form: 'if-then-because',
      inferred: false,
      roles: ['I', 'A'],
    },
    consolidation: {
      byLeads: 41,
      byStrategy: [
        { strategy: 'at-least:2', places: 1_200 },
        { strategy: 'union', places: 3 },
      ],
      takenBack: 2,
      onOwnSpans: 5,
      answers: { accepts: 17, differs: 4 },
      candidates: { sketches: 23, closeness: 9, accepted: 14, setAside: 8 },
    },
    cmocs: { draft: 1, proposed: 6, agreed: 12, contested: 7, retired: 3 },
    parts: 81,
    inferredParts: 10,
    combined: 1,
    divided: 11,
    versions: 33,
    versionsOf: 25,
    quorums: [
      { quorum: { kind: 'all' }, versions: 30 },
      { quorum: { kind: 'number', number: 2 }, versions: 3 },
    ],
    signers: 13,
    signOffs: { agree: 51, 'agree-with-comment': 52, object: 53, abstain: 54 },
    objections: { withdrawn: 61, wentOn: 62, overtaken: 63, open: 64 },
    reviews: { links: 71, fits: 72, 'does-not-fit': 73, 'in-my-experience': 74 },
  });
  for (const part of [
    '41 places by a lead',
    '1,203 places by rule',
    'The rules were the words that 2 or more coders marked, with the role that most of them gave (1,200 places); and all words that any of two or more coders marked (3 places).',
    'A version is agreed once all members agree (30 versions); or 2 members agree (3 versions), with',
    '5 decisions were',
    '2 decisions were taken back',
    'accepted 17 and differed from 4',
    '23 from what coders had tied',
    '9 from agreed spans',
    '14 went into CMOCs and 8 were set aside',
    '26 CMOCs were written',
    "'If …, then …, because …'",
    'what the programme offers (resource)',
    'intervention (I) and actor (A)',
    'Inferred parts were not offered; 10 of 81',
    'combined once and divided 11 times',
    '3 CMOCs are retired',
    '25 CMOCs were put to all members for sign-off, in 33 frozen versions',
    'For versions from now on it is set that 3 members agree.',
    '13 members signed: 51 agreed, 52 agreed with a comment, 53 objected and 54 abstained',
    'Of 250 objections 61 ended by withdrawal, 63 by another word',
    "62 by a lead's recorded decision to go on; 64 are open",
    '12 CMOCs are agreed, 7 contested, 6 up for sign-off and 1 a draft',
    'Through 71 links',
    '219 answers, of which 72',
    'None counts to the quorum',
    'Triad 1.0',
  ]) {
    expect(text).toContain(part);
  }
});

test('each strategy, quorum and form has its words', () => {
  const consolidation = {
    byLeads: 1,
    byStrategy: [],
    takenBack: 0,
    onOwnSpans: 0,
    answers: { accepts: 0, differs: 0 },
    candidates: { sketches: 0, closeness: 0, accepted: 0, setAside: 0 },
  };
  const of = (over: Partial<CmocMethodsFacts['settings']>) =>
    methodsOfCmocs({
      ...NONE,
      settings: { ...METHOD_DEFAULTS, ...over },
      consolidation,
      cmocs: { ...NONE.cmocs, agreed: 1 },
      versions: 1,
      versionsOf: 1,
    });
  const coder = `coder:${crypto.randomUUID()}` as const;
  const texts = [
    ...(['all', 'majority', 'union', 'intersection', 'at-least:3', coder] as const).map(
      (strategy) => of({ strategy }),
    ),
    of({ quorum: { kind: 'all' } }),
    of({ form: 'plain' }),
    of({ roles: ['A'] }),
    of({ inferred: false }),
  ];
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.join()).not.toContain(coder.slice(6));
});

test('the methods of a study count what stands in it', async () => {
  const team = await makeCmocTeam(await startServer());
  const { server, quotes } = await agreeOn(team, ['I slept']);
  const { lead, ben, project } = team;
  const inferred = { ...part('M', 'they feel safe'), inferred: true };
  const pieces = quotes.map((quote) => evidence({ quote }));
  const { id: cmoc } = await draft(team, { parts: [inferred, part('C', 'x')], evidence: pieces });
  const { latest } = await propose(team, cmoc);
  const signed = { of: latest?.id, sha256: latest?.sha256 };
  const params = { project, cmoc };
  const objection = { ...signed, version: 0, verdict: 'object', text: 'No' };
  await ben.get('signOff', params, objection);
  await ben.get('signOff', params, { ...signed, version: 1, verdict: 'agree', text: '' });
  await lead.get('signOff', params, objection);
  await draft(team);
  await server.close();
  const { context, close } = await openFolder(server.folder);
  const row = await context.tables.projects.get(project);
  if (row === null) throw new Error('no project');
  const text = await cmocMethods(context, row, { isBlind: false });
  for (const told of [
    '1 place by a lead',
    '0 places by rule',
    'A version is agreed once more than half of the members agree, with',
    '2 CMOCs were written',
    '1 of 2 are',
    '1 CMOC was put to all members for sign-off, in 1 frozen version',
    '2 members signed: 1 agreed, 0 agreed with a comment, 1 objected',
    'Of 2 objections 0 ended by withdrawal, 1 by another word',
    '1 is open',
    '0 CMOCs are agreed, 1 contested, 0 up for sign-off and 1 a draft',
  ]) {
    expect(text).toContain(told);
  }
  // What is set meanwhile was not how it came about.
  const settings = { ...METHOD_DEFAULTS, strategy: 'union', quorum: { kind: 'all' } } as const;
  const changed = await context.tables.projects.update(row, {
    ...row.body,
    method: { settings, groups: [], version: 1 },
  });
  const later = await cmocMethods(context, changed, { isBlind: false });
  expect(later).toContain('A version is agreed once more than half of the members agree, with');
  expect(later).toContain('For versions from now on it is set that all members agree.');
  expect(later).toContain('The rule that is set is all words that any');
  expect(await cmocMethods(context, row, { isBlind: true })).not.toContain('1 place');
  await close();
});
