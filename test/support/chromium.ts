import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Said, word for word, wherever the browser tests do not run. */
export const NO_BROWSER =
  'Browser tests were skipped: no Chromium found. Install it (Debian: apt-get install chromium) or set TRIAD_CHROMIUM to its path';

/** Where systems put it; the first that exists is taken. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Off in the browser. The last list of these counts, so what playwright turns off is named again
 * (playwright-core 1.65, `chromiumSwitches`); the popups of the address bar, which nobody sees, took
 * half of the time that a new window costs (0.9 of 1.5 s of processor time here).
 */
const FEATURES_OFF = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
];

export const CHROMIUM_FLAGS: string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page behind another must go on painting: three people share one machine here.
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  `--disable-features=${FEATURES_OFF.join(',')}`,
];

/** The path of a Chromium; `TRIAD_CHROMIUM` decides where it is set. Null where there is none. */
export function findChromium(): string | null {
  const named = process.env['TRIAD_CHROMIUM'];
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  return PLACES.find((path) => existsSync(path)) ?? null;
}

/** Whether a machine without a browser fails the tests rather than skipping them. */
export function isBrowserRequired(): boolean {
  return process.env['TRIAD_REQUIRE_BROWSER'] === '1';
}

/** Throws {@link NO_BROWSER} where there is none. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(NO_BROWSER);
  return chromium.launch({ executablePath, headless: true, args: CHROMIUM_FLAGS });
}
