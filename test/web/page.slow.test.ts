import { relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, CHROMIUM, hasChromium, openBrowser } from '../support/chromium.ts';
import { FIXTURES } from '../support/truth.ts';
import { bothReports, fixtureFolders } from './lone-page.ts';

const skipped = hasChromium ? '' : ` (skipped: there is no ${CHROMIUM})`;

describe.skipIf(!hasChromium)(`the page that needs nothing, with secrets${skipped}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const folders = fixtureFolders().filter(({ hasCredentials }) => hasCredentials);

  it.each(folders.map((each) => [relative(FIXTURES, each.folder), each] as const))(
    'says of fixtures/%s what the command says',
    async (_, folder) => {
      const found = await bothReports(browser.context, folder, 'with all keys');
      expect(found.problems).toEqual([]);
      expect(found.page).toBe(found.command);
    },
  );
});
