import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { agreement as words } from '../../apps/web/src/messages/agreement.ts';
import { codeBlind } from '../support/blind-round.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { importFile } from '../support/import-file.ts';
import type { Person } from '../support/person.ts';
import { sharedFile } from '../support/shared-data.ts';
import { enterLead, enterMember } from '../support/team.ts';
import { until } from '../support/until.ts';

/* A blind round of three coders on a real transcript, closed, and the reviewer's way through it. */

const FILE = 'transcripts/metamuse-tools-for-thought-rev.txt';
const TRIP = 'short trip up to the Baltic sea';
const FRESH = 'fresh surroundings refresh your brain creatively';
const BRAIN = 'refresh your brain creatively';
const POWER = 'how powerful that effect is';
const OUTSIDE = 'anything that lets you externalize your thoughts';

const CODED = {
  'Ben Okoro': [
    [TRIP, 'c'],
    [FRESH, 'm'],
    [POWER, 'o'],
    [OUTSIDE, 'm'],
  ],
  'Cleo Marsh': [
    [TRIP, 'c'],
    [BRAIN, 'm'],
    [POWER, 'c'],
  ],
  'Dan Roe': [
    [TRIP, 'c'],
    [FRESH, 'm'],
    [POWER, 'o'],
  ],
} as const;

browserSuite('agreement', (stage) => {
  test('a round is coded blind and closed, and a reviewer goes through where it differs', async (context) => {
    const file = sharedFile(context, FILE);
    const ana = await enterLead(stage, 'Ana Lima');
    const { id: project } = await ana.call('createProject', {}, { title: 'Tools' });
    const transcript = await importFile(ana, project, file);
    const rea = await enterMember(stage, ana, project, 'Rea Holm', ['reviewer']);
    const coders = await codeBlind(stage, ana, project, transcript, CODED);

    // Before it is closed there is nothing, and nobody has to load the page anew.
    await rea.goTo(`/projects/${project}`);
    await rea.page.getByRole('link', { name: words.title, exact: true }).click();
    await rea.page.getByRole('heading', { name: words.none }).waitFor();
    await close(ana, project);
    await rea.page.getByText(/^3 places differ/).waitFor();

    // By kind, each a way to its places.
    const kinds = rea.page.getByRole('region', { name: words.kinds });
    for (const [kind, n] of [
      [words.kind.missed, 1],
      [words.kind.boundary, 1],
      [words.kind.role, 1],
      [words.kind.agree, 1],
    ] as const) {
      const row = kinds.getByRole('listitem').filter({ hasText: kind }).first();
      await until(kind, () => row.innerText().then((text) => /\d+/.exec(text)?.[0]), String(n));
    }

    // The places, one after the other, by keys.
    await rea.page
      .getByRole('row', { name: /metamuse|Tools|tools/i })
      .getByRole('link')
      .click();
    const beside = rea.page.getByRole('complementary').last();
    const says = (kind: string) => until('the place', () => kindIn(rea), kind);
    await says(words.kind.boundary);
    await rea.page.keyboard.press('j');
    await says(words.kind.role);
    for (const name of Object.keys(CODED)) await beside.getByText(name).first().waitFor();
    const link = rea.page.url();
    await rea.page.keyboard.press('j');
    await says(words.kind.missed);
    await rea.page.keyboard.press('k');
    await says(words.kind.role);
    expect(rea.page.url()).toBe(link);

    // A flag with a note and a comment; the lead, who has the link, sees both come.
    await ana.page.goto(link);
    const hers = ana.page.getByRole('complementary').last();
    await until('the link', () => kindIn(ana), words.kind.role);
    await rea.page.keyboard.press('f');
    const note = rea.page.getByRole('dialog').getByRole('textbox');
    await note.fill('Is it what changed, or what was there?');
    await rea.page.keyboard.press('Control+Enter');
    await hers.getByText('Is it what changed, or what was there?').waitFor();
    await rea.page.keyboard.press('c');
    await rea.page.keyboard.type('Cleo, why');
    // Begun on one place, it is not sent from another.
    await rea.page.keyboard.press('Escape');
    await rea.page.keyboard.press('j');
    await beside.getByText(words.talk.begunElsewhere).waitFor();
    await rea.page.keyboard.press('c');
    await rea.page.keyboard.press('Control+Enter');
    await rea.page.keyboard.type('?');
    await rea.page.keyboard.press('Escape');
    await rea.page.keyboard.press('k');
    await says(words.kind.role);
    await rea.page.keyboard.press('c');
    await rea.page.keyboard.press('Control+Enter');
    await hers.getByText('Cleo, why?', { exact: true }).waitFor();
    await hers.getByRole('button', { name: words.flag.settle, exact: true }).click();
    await beside.getByText(words.flag.settled('Ana Lima')).waitFor();

    // A comment is no difference; what is exported says the same as the page.
    await rea.page.getByRole('link', { name: words.place.back }).click();
    await rea.page.getByText(/^3 places differ/).waitFor();
    const exported = await download(rea);
    expect(exported.places).toMatchObject({ places: 4, differ: 3 });
    expect(JSON.stringify(exported)).not.toContain(TRIP);

    // A coder who goes on coding blind elsewhere sees nothing of what is hidden from them.
    const [ben] = coders;
    if (ben === undefined) throw new Error('no coder');
    const { me } = await ben.call('readProject', { project });
    await ana.call(
      'openRound',
      { project },
      {
        kind: 'blind',
        title: 'Again',
        transcripts: [transcript],
        coders: [me],
        due: { at: '2999-01-01T12:00:00Z', zone: 'Europe/London' },
        ownEarlier: false,
      },
    );
    await ben.goTo(`/projects/${project}/agreement`);
    await ben.page.getByRole('heading', { name: words.allHidden }).waitFor();
  });
});

async function close(ana: Person, project: string): Promise<void> {
  await ana.goTo(`/projects/${project}/rounds`);
  const card = ana.page.getByRole('article', { name: 'Pilot' });
  await card.getByRole('button', { name: /Pilot/ }).click();
  await ana.page.getByRole('menuitem', { name: 'Close the round' }).click();
  await ana.page.getByRole('button', { name: 'Close the round' }).click();
  await card.getByText('closed', { exact: true }).waitFor();
}

/** How coders differ at the place that is looked at. */
function kindIn({ page }: Person): Promise<string> {
  return page.getByRole('region', { name: words.place.right }).locator('b').first().innerText();
}

type Exported = { readonly places: object };

async function download(person: Person): Promise<Exported> {
  await person.page.getByRole('button', { name: words.export.button }).click();
  const [saved] = await Promise.all([
    person.page.waitForEvent('download'),
    person.page.getByRole('menuitem', { name: /JSON/ }).click(),
  ]);
  return JSON.parse(await readFile(await saved.path(), 'utf8')) as Exported;
}
