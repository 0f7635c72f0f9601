import { expect, test } from 'vitest';
import { signing } from '../../apps/web/src/messages/signing.ts';
import { makeAgreedInterview } from '../support/agreed-interview.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { draftCmoc } from '../support/draft-cmoc.ts';
import type { Person } from '../support/person.ts';
import { putToSignOff } from '../support/signing.ts';

/* What becomes of an objection on the page: its author takes it back, or a lead goes on and says why. */

const REASON = 'The card was discussed on Monday.';

browserSuite('objections', (stage) => {
  test('one is withdrawn by its author, another gone on in spite of', async () => {
    const { lead, ben, cleo, project } = await makeAgreedInterview(stage);
    const sentence = [{ text: 'When a doctor writes it on a card, people go', role: null }];
    const draft = { title: 'A card', sentence, parts: [], evidence: [] };
    const cmoc = await draftCmoc(lead, project, draft);
    const address = `/projects/${project}/cmocs/${cmoc}`;
    await lead.goTo(address);
    await putToSignOff(lead, 1, 'Look at the mechanism.');
    for (const member of [ben, cleo]) await objects(member, project, cmoc);

    await ben.goTo(address);
    await ben.page.getByRole('button', { name: signing.acts.withdraw }).click();
    await ben.page.getByText(/^objected; withdrawn/).waitFor();

    // The lead, whose page stood open, has one objection left before them.
    await lead.page.getByText(/^objected; withdrawn/).waitFor();
    await lead.page.getByRole('button', { name: signing.goOn.button }).click();
    const box = lead.page.getByRole('dialog', { name: signing.goOn.title('Cleo Marsh') });
    await box.getByRole('textbox').fill(REASON);
    await box.getByRole('button', { name: signing.goOn.submit }).click();
    await box.waitFor({ state: 'detached' });
    await lead.page.getByText(REASON).waitFor();
    const { signOffs } = await lead.call('readCmoc', { project, cmoc });
    expect(signOffs?.object).toBe(0);
    expect(signOffs?.said.filter(({ ended }) => ended)).toHaveLength(2);
  }, 180_000);
});

async function objects(member: Person, project: string, cmoc: string): Promise<void> {
  const { latest } = await member.call('readCmoc', { project, cmoc });
  await member.call(
    'signOff',
    { project, cmoc },
    {
      of: latest?.id,
      sha256: latest?.sha256,
      version: 0,
      verdict: 'object',
      text: 'The card is a resource.',
    },
  );
}
