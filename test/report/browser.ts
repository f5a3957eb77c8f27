import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Why the browser's tests cannot run here, if so. Where a machine builds the product they must. */
export const NO_BROWSER = existsSync(CHROMIUM) || process.env.CI === 'true' ? undefined : `${CHROMIUM} is missing`;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenOptions {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
}

export interface Opened {
  readonly page: Page;
  /** What the console said and what went wrong. */
  readonly complaints: readonly string[];
  /** Every address that was asked for. */
  readonly requests: readonly string[];
}

/** One browser with an empty profile for a file of tests. */
export async function launch(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** Opens a document from a file, as somebody would who was sent it, and closes it after `look`. */
export async function open(
  browser: Browser,
  name: string,
  content: string,
  { width = 1280, ...options }: OpenOptions,
  look: (opened: Opened) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'report-'));
  let context: BrowserContext | undefined;
  try {
    await writeFile(join(folder, name), content);
    context = await browser.newContext({
      viewport: { width, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    const page = await context.newPage();
    const [complaints, requests]: [string[], string[]] = [[], []];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder, name)).href);
    await look({ page, complaints, requests });
  } finally {
    await context?.close();
    await rm(folder, { recursive: true, force: true });
  }
}
