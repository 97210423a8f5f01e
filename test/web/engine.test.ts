import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, CHROMIUM, hasChromium, openBrowser } from '../support/chromium.ts';
import { osscap } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
const skipped = hasChromium ? '' : ` (skipped: there is no ${CHROMIUM})`;

/** What a page of somebody else's serves. */
const SERVED: Readonly<Record<string, readonly [path: string, type: string]>> = {
  '/': ['docs/examples/page.html', 'text/html'],
  '/osscap-web.mjs': ['dist/page/osscap-web.mjs', 'text/javascript'],
};

describe.skipIf(!hasChromium)(`the engine in a page of one's own${skipped}`, { timeout: 120_000 }, () => {
  let [browser, server, address]: [Browser | null, Server | null, string] = [null, null, ''];

  beforeAll(async () => {
    browser = await openBrowser();
    const started = createServer(({ url = '' }, response) => {
      const [path, type] = SERVED[url] ?? [];
      response.writeHead(path === undefined ? 404 : 200, type === undefined ? {} : { 'content-type': type });
      response.end(path === undefined ? '' : readFileSync(join(FIXTURES, '..', path)));
    });
    await new Promise<void>((resolve) => {
      started.listen(0, '127.0.0.1', resolve);
    });
    server = started;
    address = `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    server?.close();
    await browser?.close();
  });

  async function opened(): Promise<Page> {
    if (browser === null) throw new Error('no browser');
    const page = await browser.context.newPage();
    await page.goto(address);
    return page;
  }

  it('says in the example what failed', async () => {
    const page = await opened();
    await page.setInputFiles('#capture', CAPTURE);
    await expect
      .poll(() => page.locator('#said').textContent(), { timeout: 60_000 })
      .toMatch(/^#5: A Content-Type was added/);
  });

  it('gives the report of the command, in the language that is asked for', async () => {
    const page = await opened();
    const bytes = readFileSync(CAPTURE).toString('base64');
    const json: string = await page.evaluate(`import('/osscap-web.mjs').then(async ({ diagnose }) => {
      const file = new File([Uint8Array.from(atob('${bytes}'), (each) => each.charCodeAt(0))], 'a.pcap');
      const { json } = await diagnose(file, { lang: 'zh' });
      return json.text();
    })`);
    const found = JSON.parse(json).captures;
    expect(found.map(({ path }: { readonly path: string }) => path)).toEqual(['a.pcap']);
    const { stdout } = osscap([CAPTURE, '--format', 'json', '--lang', 'zh']);
    expect(found[0].exchanges).toEqual(JSON.parse(stdout).captures[0].exchanges);
  });

  it('ends when it is told to, with what was read up to then, or with nothing', async () => {
    const page = await opened();
    const said = await page.evaluate(`import('/osscap-web.mjs').then(async ({ diagnose }) => {
      const none = await diagnose(new Blob([]), { signal: AbortSignal.abort('enough') }).catch((reason) => reason);
      const { json } = await diagnose(new Blob(['x']), { stop: AbortSignal.abort() });
      return [none, Array.isArray(JSON.parse(await json.text()).captures)];
    })`);
    expect(said).toEqual(['enough', true]);
  });
});
