import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from './live-stage.ts';
import type { Setting } from './pages.ts';
import { signedCmocs } from './pages.ts';
import type { Person } from './person.ts';
import type { DemoStudy } from './triad-server.ts';
import { WORKSPACE } from './workspace.ts';

/** A file to be imported: words of the demo study, which nobody said. */
const TRANSCRIPT = join(
  WORKSPACE,
  'apps/server/src/demo/study/transcripts/ninety-minutes-away.txt',
);

/** The demo study, its lead signed in and an invitation to it, and a visitor who has no account. */
export async function makeSetting(stage: Stage): Promise<Setting> {
  const demo = await stage.server.makeDemo();
  const leader = demo.members.find(
    ({ roles }) => roles.includes('lead') && roles.includes('coder'),
  );
  if (leader === undefined) throw new Error('the demo study has no lead who codes');
  const [visitor, lead] = [await stage.enter('Visitor'), await stage.enter(leader.name)];
  await lead.page.goto(leader.link);
  await lead.page.getByRole('table', { name: 'Transcripts' }).waitFor();
  const transcripts = await lead.call('listTranscripts', { project: demo.project.id });
  const coded = transcripts.find(({ layers }) =>
    layers.some(({ member, sketches }) => member === leader.id && sketches > 0),
  );
  if (coded === undefined) throw new Error('the lead of the demo study has no sketch');
  const { link } = await lead.call(
    'createInvite',
    { project: demo.project.id },
    { roles: ['coder', 'reviewer'], note: 'Maria, second coder', validDays: 7 },
  );
  const review = await makeReview(lead, demo);
  const file = {
    name: 'interview 12.txt',
    mimeType: 'text/plain',
    buffer: await readFile(TRANSCRIPT),
  };
  return { stage, visitor, lead, demo, transcript: coded.id, invite: link, review, file };
}

/** A link for an outside reviewer who is asked about one CMOC with one of its quotes. */
async function makeReview(lead: Person, { project }: DemoStudy): Promise<string> {
  const [cmoc = ''] = await signedCmocs(lead, project.id);
  const { content } = await lead.call('readCmoc', { project: project.id, cmoc });
  const item = {
    cmoc,
    sentence: content.sentence.map(({ text }) => text).join(''),
    evidence: content.evidence.slice(0, 1).map(({ id }) => id),
  };
  const body = { note: 'Parent partner', validDays: 7, items: [item] };
  return (await lead.call('createReviewLink', { project: project.id }, body)).link;
}
