import { afterEach, beforeAll, expect, test } from 'vitest';
import { annotator as words } from '../../apps/web/src/messages/annotator.ts';
import type { Annotator } from '../support/annotator.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { setDeviceStage } from '../support/device-stage.ts';
import type { DeviceStage } from '../support/device-stage.ts';
import { keptOn } from '../support/kept-on-device.ts';
import { offers } from '../support/kept-work.ts';
import type { Person } from '../support/person.ts';
import { enterLead } from '../support/team.ts';
import { until } from '../support/until.ts';

/** Of as much as a memo takes, two bytes a letter: together more than one message may hold. */
const MEMOS = 28;
const MEMO = 'ä'.repeat(19_990);

browserSuite('more work than one message holds', (stage) => {
  let ana: Person;
  let set: DeviceStage | null = null;
  beforeAll(async () => {
    ana = await enterLead(stage, 'Ana Lima');
  });
  afterEach(() => set?.laptop.discard());

  /** Marks and memos of more than 1 MiB, made without a connection. */
  async function setLarge(name: string): Promise<DeviceStage> {
    set = await setDeviceStage(stage, ana, name);
    const { laptop, his } = set;
    await laptop.cable.cut();
    await his.says(words.state.offline);
    await his.text
      .getByRole('paragraph')
      .nth(1)
      .click({ position: { x: 40, y: 10 } });
    for (let at = 0; at < MEMOS; at += 1) await addMemo(his, MEMO + at);
    await his.says(words.state.waiting.device);
    return set;
  }
  async function addMemo(his: Annotator, memo: string): Promise<void> {
    for (let step = 0; step < 4; step += 1) await his.press('Shift+ArrowRight');
    await his.press('c');
    await his.press('n');
    const focus = () => his.page.evaluate(() => document.activeElement?.tagName);
    await until('the field of a memo', focus, 'TEXTAREA');
    await his.page.keyboard.insertText(memo);
    await his.press('Escape');
    await until('the text has the focus', () => his.hasFocus(), true);
  }
  const spansAt = async ({ transcript, project }: DeviceStage): Promise<number> => {
    const listed = await ana.call('listTranscripts', { project });
    const layers = listed.find(({ id }) => id === transcript)?.layers ?? [];
    return layers.reduce((sum, { spans }) => sum + spans, 0);
  };

  test('is sent by the tab when the connection is back', async () => {
    const large = await setLarge('Cleo Marsh');
    await large.laptop.cable.plug();
    await large.his.says('Saved');
    await until('spans at the server', () => spansAt(large), MEMOS);
    await until('what waits', async () => (await keptOn(large.coder)).waiting, 0);
    expect(await offers(large.coder.page, 0)).toEqual([]);
  }, 240_000);

  test('is sent from the device when the browser is opened again', async () => {
    const large = await setLarge('Dora Wirth');
    await large.laptop.shut();
    await large.laptop.cable.plug();
    const again = await large.laptop.open();
    await again.goTo('/account');
    await until('spans at the server', () => spansAt(large), MEMOS);
    await until('what waits', async () => (await keptOn(again)).waiting, 0);
    expect(await offers(again.page, 0)).toEqual([]);
  }, 240_000);
});
