// biome-ignore-all lint/performance/useDomNodeTextContent: the text as the reader sees it is what counts here.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { EVIDENCE_DOOR } from '../../rooms/redact.ts';
import { documentFile, explainDocument } from '../../rooms/report.ts';
import { loadDetailTexts, terminalFiller } from '../../rooms/sentences.ts';
import { type Browser, CHROMIUM, hasChromium, openBrowser } from '../../support/chromium.ts';
import { privateCopy } from '../../support/command.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OPTIONS } from '../formats/feed.ts';
import { LOW_CONTRAST } from './contrast.ts';
import { HOSTILE, hostileFailure } from './report-files.ts';

const skipped = hasChromium ? '' : ` (skipped: there is no ${CHROMIUM})`;
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

const REFUSED = 'fixtures/captures/curl-adds-content-type.pcap';
const KEYS = privateCopy('fixtures/credentials.json');
const HOPS = ['client', 'server'].map((at) => `fixtures/scenarios/oss2-v1-date-rewritten.${at}.pcap`);

/** Each command with a page of its own. */
const COMMANDS = {
  explain: ['explain', REFUSED, '3', '--credentials', KEYS],
  compare: ['compare', ...HOPS],
  sign: [
    'sign',
    'http://b.oss-cn-hangzhou.aliyuncs.com/k',
    '--date',
    '2025-01-01T12:34:56Z',
    '--credentials',
    KEYS,
  ],
  hypotheses: ['why', 'hypotheses'],
  config: ['config'],
} as const;

/** What a command prints. */
async function printed(
  args: readonly string[],
  lang: 'en' | 'zh',
  format: 'table' | 'html',
): Promise<string> {
  const { io, written } = fakeIo({ cwd: process.cwd() });
  await run([...args, '--lang', lang, '--format', format], io);
  // one line that what is printed is not masked, and no other
  expect(written.stderr.split('\n').filter((line) => line !== '')).toHaveLength(
    args[0] === 'explain' && format === 'table' ? 1 : 0,
  );
  return written.stdout;
}

function fileOf(html: string): string {
  const path = join(temporaryFolder(), 'page.html');
  writeFileSync(path, html);
  return pathToFileURL(path).href;
}

describe.skipIf(!hasChromium)(`the page of one document in Chromium${skipped}`, { timeout: 120_000 }, () => {
  let browser: Browser;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  async function open(url: string): Promise<Page> {
    problems.length = 0;
    const page = await browser.context.newPage();
    await page.setViewportSize(DESK);
    page.on('request', (request) => {
      if (request.url() !== url) problems.push(`asks for ${request.url()}`);
    });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(url);
    return page;
  }

  const each = Object.values(COMMANDS).flatMap((args) => [
    { name: args[0], args, lang: 'en' as const },
    { name: args[0], args, lang: 'zh' as const },
  ]);

  it.each(each)('shows what $name prints ($lang)', async ({ args, lang }) => {
    const page = await open(fileOf(await printed(args, lang, 'html')));
    expect(problems).toEqual([]);
    // letter by letter, but for where lines break, and what draws columns
    const letters = (text: string): string[] =>
      [...text.matchAll(/[\p{L}\p{N}]{2,}/gu)].map(([word]) => word);
    const shown = new Set(letters(await page.locator('main').innerText()));
    const missing = letters(await printed([...args, '--width', '4000'], lang, 'table')).filter(
      (word) => !shown.has(word),
    );
    expect(missing).toEqual([]);
    expect(await page.evaluate('document.documentElement.lang')).toBe(lang === 'zh' ? 'zh-CN' : 'en');
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
    }
    await page.close();
  });

  it('stacks both strings on a phone, and sets them beside each other on a desk', async () => {
    const page = await open(fileOf(await printed(COMMANDS.explain, 'en', 'html')));
    const differing = page.locator('.compare tr.differs td');
    const tops = async (): Promise<(number | undefined)[]> =>
      Promise.all([0, 1].map(async (at) => (await differing.nth(at).boundingBox())?.y));
    const [left, right] = await tops();
    expect(left).toBe(right);
    await page.setViewportSize(PHONE);
    const [above = 0, below = 0] = await tops();
    expect(below).toBeGreaterThan(above);
    expect(await differing.locator('mark').allInnerTexts()).toEqual(['application/x-www-form-urlencoded']);
    await page.close();
  });

  it.each([
    ['compare', COMMANDS.compare, 'A'],
    [
      'explain',
      ['explain', 'fixtures/captures/oss2-v1-mpu-complete-403.client.pcap', '5'],
      'Rebuilt from the capture',
    ],
  ] as const)('draws the way of the request, with the leg on which it changed (%s)', async (...given) => {
    const [, args, first] = given;
    const page = await open(fileOf(await printed(args, 'en', 'html')));
    const steps = page.locator('.sequence').first().locator('> li');
    const texts = await steps.allInnerTexts();
    expect(texts[0]).toBe('client');
    expect(texts[1]).toMatch(new RegExp(`^${first}\\n`));
    expect(texts[2]).toMatch(/^hop/);
    expect(texts[3]).toContain('changed here');
    expect(texts[4]).toBe('OSS');
    // the leg that is marked is the one behind the hop, and shows what came of the value there
    expect(
      await page
        .locator('.sequence .changed')
        .first()
        .evaluate((leg) => leg.matches(':nth-child(4)')),
    ).toBe(true);
    expect(await steps.nth(3).locator('mark').first().innerText()).not.toBe('');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('obeys nothing that was captured', async () => {
    const { texts, formats, tool } = OPTIONS;
    const view = {
      width: 120,
      paint: (_: string, text: string) => text,
      texts,
      detail: await loadDetailTexts('en'),
      filler: terminalFiller(texts),
      door: EVIDENCE_DOOR,
      all: true,
    };
    const document = explainDocument(HOSTILE, hostileFailure(1), view);
    const page = await open(fileOf(documentFile(document, view, { texts, formats, tool })));
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.locator('main').innerText()).toContain('<img src=x');
    expect(problems).toEqual([]);
    await page.close();
  });
});
