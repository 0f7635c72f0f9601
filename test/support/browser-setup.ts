import { findChromium } from './chromium.ts';
import { ensureWebBuilt } from './web-build.ts';

/** Runs before the first browser test: files that run side by side would each build, one over the other. */
export async function setup(): Promise<void> {
  if (findChromium() !== null) await ensureWebBuilt();
}
