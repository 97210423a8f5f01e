import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { osscap } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

export const PAGE_FILE = join(FIXTURES, '../dist/page/osscap.html');
const ADDRESS = pathToFileURL(PAGE_FILE).href;

/** The page in a browser, and what it must not do. */
export interface LonePage {
  readonly page: Page;
  /** What the page asks for beside itself and its worker, and what the browser complains of. */
  readonly problems: readonly string[];
}

export async function openPage(context: BrowserContext): Promise<LonePage> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== ADDRESS && !request.url().startsWith('blob:')) problems.push(request.url());
  });
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(ADDRESS);
  return { page, problems };
}

/**
 * Chooses files, and waits until all of them are in the list: in it, not in sight,
 * because the list is folded as soon as there is a report of them.
 */
export async function choose(page: Page, files: readonly string[]): Promise<void> {
  const before = await page.locator('.given li').count();
  await page.setInputFiles('input[type=file]', [...files]);
  await page
    .locator('.given li')
    .nth(before + files.length - 1)
    .waitFor({ state: 'attached' });
}

/** The first status: that of the page. */
export async function status(page: Page): Promise<string> {
  return (await page.locator('[role=status]').first().textContent()) ?? '';
}

/** Waits for the report of what was given. Gives what the page says then. */
export async function reported(page: Page): Promise<string> {
  await page.locator('.work:empty + .result .save').waitFor({ timeout: 240_000 });
  return status(page);
}

/** Scans what was given once more, with keys that were typed in or forgotten since. */
export async function scanAgain(page: Page): Promise<string> {
  if (!(await page.locator('.primary').isVisible())) await page.locator('.inputs > summary').click();
  await page.locator('.primary').click();
  return reported(page);
}

/** A report as the page saves it. */
export async function saved(page: Page, format: 'HTML' | 'JSON' | 'Markdown'): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: format, exact: true }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

/** The files of a folder of fixtures that can be scanned together, and the keys beside them. */
export interface FixtureFolder {
  readonly folder: string;
  readonly captures: readonly string[];
  readonly tlsKeys: readonly string[];
  readonly hasCredentials: boolean;
}

export function fixtureFolders(): readonly FixtureFolder[] {
  const files = readdirSync(FIXTURES, { recursive: true, withFileTypes: true });
  const folders = [...new Set(files.filter((one) => one.isFile()).map(({ parentPath }) => parentPath))];
  return folders
    .sort()
    .map((folder) => {
      const names = readdirSync(folder).sort();
      return {
        folder,
        captures: names.filter((name) => /\.(?:pcap|pcapng|gz|txt|har|xml)$/.test(name)),
        tlsKeys: names.filter((name) => /\.(?:keylog|pem)$/.test(name)),
        hasCredentials: names.includes('credentials.json'),
      };
    })
    .filter(({ captures }) => captures.length > 0);
}

/** What the page and the command say of the same files, as JSON. */
export async function bothReports(
  context: BrowserContext,
  { folder, captures, tlsKeys }: FixtureFolder,
  keys: 'without keys' | 'with TLS keys' | 'with all keys',
) {
  const ofTls = keys === 'without keys' ? [] : tlsKeys;
  const credentials = keys === 'with all keys' ? ['credentials.json'] : [];
  const { page, problems } = await openPage(context);
  await choose(
    page,
    [...captures, ...ofTls, ...credentials].map((name) => join(folder, name)),
  );
  const said = await reported(page);
  const own = await saved(page, 'JSON');
  await page.close();
  const options = [
    ...ofTls.flatMap((name) => [name.endsWith('.pem') ? '--tls-key' : '--tls-keylog', name]),
    ...credentials.flatMap((name) => ['--credentials', name]),
  ];
  const command = osscap(['scan', ...captures, '--format', 'json', ...options], { cwd: folder });
  return { said, problems, page: own, command: command.stdout };
}
