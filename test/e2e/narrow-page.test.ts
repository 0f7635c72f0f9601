import { expect, test } from 'vitest';
import { browserSuite } from '../support/browser-suite.ts';

browserSuite('a narrow page', (stage) => {
  test('follows a link in its drawer without loading anew', async () => {
    const { project, members } = await stage.server.makeDemo();
    const lead = await stage.enter('Lead', { width: 900 });
    await lead.page.goto(members.find(({ roles }) => roles.includes('lead'))?.link ?? '');
    await lead.page.getByRole('table', { name: 'Transcripts' }).waitFor();
    const loaded = () => lead.page.evaluate(() => performance.timeOrigin);
    const before = await loaded();
    await lead.page.getByRole('button', { name: 'Show navigation' }).click();
    const drawer = lead.page.getByRole('dialog', { name: 'Navigation' });
    await drawer.getByRole('link', { name: 'Rounds' }).click();
    await lead.page.getByRole('heading', { name: 'Rounds', level: 2 }).waitFor();
    expect(new URL(lead.page.url()).pathname).toBe(`/projects/${project.id}/rounds`);
    expect(await drawer.count()).toBe(0);
    expect(await loaded()).toBe(before);
  });
});
