import { existsSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Study } from '../study/big-study.ts';
import { METER_SCRIPT, meter } from './page-meter.ts';

const PLACES = [process.env['TRIAD_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser with a profile of its own, as a person has one: what was loaded stays in its cache. */
export async function openBrowser(profile: string): Promise<BrowserContext> {
  const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined) {
    throw new Error('no Chromium was found; say where it is in TRIAD_CHROMIUM');
  }
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: FLAGS,
    viewport: { width: 1440, height: 860 },
  });
  await context.addInitScript({ path: METER_SCRIPT });
  return context;
}

/** Signs a browser in by a one-time link; `link` is whole or begins at its path. */
export async function signIn(
  context: BrowserContext,
  address: string,
  link: string | undefined,
): Promise<void> {
  if (link === undefined) throw new Error('there is no such coder');
  const page = await context.newPage();
  await page.goto(new URL(link.replace(/^https?:\/\/[^/]+/, ''), address).href);
  await page.waitForURL(/\/projects\//);
  await page.close();
}

export function transcriptUrl(address: string, { project, transcript }: Study): string {
  return `${address}/projects/${project}/transcripts/${transcript}`;
}

/** Opens a transcript and waits until its layers are drawn and the page has come to rest. */
export async function openTranscript(
  context: BrowserContext,
  address: string,
  study: Study,
  spans: number,
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(transcriptUrl(address, study));
  await meter(page, 'listed', spans);
  await meter(page, 'quiet');
  return page;
}

/** Selects a few words with the mouse; the words, or null where the place was not fit for it. */
export async function selectWords(
  page: Page,
  turn: number,
  share: number,
  words: number,
): Promise<string | null> {
  await meter(page, 'show', turn);
  const drag = await meter(page, 'drag', turn, share, words);
  if (drag === null) return null;
  await page.mouse.move(drag.fromX, drag.fromY);
  await page.mouse.down();
  await page.mouse.move((drag.fromX + drag.toX) / 2, drag.toY);
  await page.mouse.move(drag.toX, drag.toY);
  await page.mouse.up();
  const selected = await meter(page, 'selected');
  return selected === '' ? null : selected;
}

/** Of the browser itself. */
export async function versionOf(context: BrowserContext): Promise<string> {
  const page = await context.newPage();
  const agent = await page.evaluate(() => navigator.userAgent);
  await page.close();
  return /Chrom(?:e|ium)\/([\d.]+)/.exec(agent)?.[1] ?? '?';
}
