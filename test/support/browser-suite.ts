import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { findChromium, isBrowserRequired, NO_BROWSER } from './chromium.ts';
import type { Stage } from './live-stage.ts';
import { LiveStage } from './live-stage.ts';

/**
 * Tests in a real browser against the real server. Any error in the console of any page fails the
 * test in which it came. Where no Chromium is found the tests are skipped, and the reason is
 * printed; with TRIAD_REQUIRE_BROWSER=1 they fail.
 */
export function browserSuite(name: string, body: (stage: Stage) => void): void {
  const isMissing = findChromium() === null;
  if (isMissing) process.stderr.write(`${NO_BROWSER}\n`);
  // Where one is required, opening the stage fails and so do all tests.
  const isSkipped = isMissing && !isBrowserRequired();
  describe.skipIf(isSkipped)(isSkipped ? `${name}. ${NO_BROWSER}` : name, () => {
    const stage = new LiveStage();
    beforeAll(() => stage.open());
    afterAll(() => stage.close());
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await stage.drawPages(task.id);
      const troubles = stage.troubles.take();
      if (troubles.length > 0) throw new Error(`errors in pages:\n${troubles.join('\n')}`);
    });
    body(stage);
  });
}
