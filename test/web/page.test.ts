// biome-ignore-all lint/performance/useDomNodeTextContent: the text as the reader sees it is what counts here.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORDS } from '../../src/web/page/words.ts';
import { LOW_CONTRAST } from '../report/html/contrast.ts';
import { type Browser, CHROMIUM, hasChromium, openBrowser } from '../support/chromium.ts';
import { osscap } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { FIXTURES } from '../support/truth.ts';
import { generateFile } from '../tools/generator/generate-file.ts';
import { DEFAULT_OPTIONS } from '../tools/generator/options.ts';
import {
  bothReports,
  choose,
  fixtureFolders,
  openPage,
  PAGE_FILE,
  reported,
  saved,
  scanAgain,
  status,
} from './lone-page.ts';

const MEGABYTE = 1024 * 1024;
const CAPTURE = join(FIXTURES, 'captures/curl-adds-content-type.pcap');
const skipped = hasChromium ? '' : ` (skipped: there is no ${CHROMIUM})`;

it('the page that needs nothing is one file of less than a megabyte', () => {
  expect(statSync(PAGE_FILE).size).toBeLessThan(1_000_000);
  const page = readFileSync(PAGE_FILE, 'utf8');
  expect(page).not.toMatch(/<(?:link|img|iframe|base)\b|\bsrc=|unsafe-/i);
  expect(page).toContain("default-src 'none'; connect-src 'none'; script-src 'sha256-");
});

describe.skipIf(!hasChromium)(
  `the page that needs nothing, in Chromium${skipped}`,
  { timeout: 240_000 },
  () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(() => browser?.close());

    const folders = fixtureFolders();
    const everyWay = folders.flatMap((each) =>
      (['without keys', ...(each.tlsKeys.length === 0 ? [] : (['with TLS keys'] as const))] as const).map(
        (keys) => [relative(FIXTURES, each.folder), keys, each] as const,
      ),
    );

    it.each(everyWay)('says of fixtures/%s %s what the command says', async (_, keys, folder) => {
      const found = await bothReports(browser.context, folder, keys);
      expect(found.said).toBe('The report is ready.');
      expect(found.problems).toEqual([]);
      expect(found.page).toBe(found.command);
    });

    it('has fixtures of every kind', () => {
      const names = folders.flatMap(({ captures }) => captures);
      for (const kind of ['.pcap', '.pcapng', '.pcap.gz', '.txt', '.har', '.xml']) {
        expect(names.filter((name) => name.endsWith(kind)).length, kind).toBeGreaterThan(0);
      }
      expect(folders.some(({ tlsKeys }) => tlsKeys.some((name) => name.endsWith('.pem')))).toBe(true);
      expect(names.length).toBeGreaterThan(200);
    });

    it.each(['en', 'zh'] as const)('shows and saves the reports of the command: %s', async (lang) => {
      const folder = join(FIXTURES, 'captures');
      const names = ['client', 'server'].map((side) => `oss2-v1-mpu-complete-403.${side}.pcap`);
      const { page, problems } = await openPage(browser.context);
      if (lang === 'zh') await page.locator('.tools select').first().selectOption('zh');
      await choose(
        page,
        names.map((name) => join(folder, name)),
      );
      await reported(page);
      const out = temporaryFolder();
      const formats = ['html', 'json', 'markdown'].flatMap((name) => [
        '--format',
        `${name}=${join(out, name)}`,
      ]);
      osscap(['scan', ...names, '--lang', lang, ...formats], { cwd: folder });
      for (const format of ['HTML', 'JSON', 'Markdown'] as const) {
        expect(withoutTime(await saved(page, format))).toBe(
          withoutTime(readFileSync(join(out, format.toLowerCase()), 'utf8')),
        );
      }
      expect(await page.locator('.card h3').allInnerTexts()).toEqual([
        lang === 'en'
          ? 'A Content-Type was added in transit; the client sent and signed none.'
          : 'Content-Type 是在传输途中加上的，客户端既没有发送也没有签名。',
      ]);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('reads the files again for a report in the other language, and shows the exchange that is opened', async () => {
      const { page, problems } = await openPage(browser.context);
      await choose(page, [CAPTURE]);
      await reported(page);
      const english = await page.locator('.card h3').first().innerText();
      await page.locator('.tools select').first().selectOption('zh');
      await page.getByText('报告已生成。').waitFor();
      expect(await page.locator('.card h3').first().innerText()).not.toBe(english);
      await page.locator('button.open').first().click();
      expect(await page.locator('.detail pre').first().innerText()).toContain('Host: ');
      // only one report answers, and typing into the form is no shortcut
      await page.locator('.inputs > summary').click();
      await page.locator('textarea').pressSequentially('GET /');
      expect(await page.locator('textarea').inputValue()).toBe('GET /');
      expect(problems).toEqual([]);
      await page.close();
    });

    it('sends nothing, and cannot', async () => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end('x');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { page, problems } = await openPage(browser.context);
      await choose(page, [CAPTURE]);
      await reported(page);
      expect(problems).toEqual([]);
      const tried = await page.evaluate(`(async () => {
      const ways = {
        fetch: () => fetch('http://${at}/fetch', { mode: 'no-cors' }),
        worker: () => new Promise((resolve, reject) => {
          const program = "fetch('http://${at}/worker', { mode: 'no-cors' })" +
            ".then(() => postMessage('sent'), () => postMessage('refused'))";
          const worker = new Worker(URL.createObjectURL(new Blob([program])));
          worker.onmessage = ({ data }) => (data === 'sent' ? resolve() : reject(data));
          worker.onerror = reject;
        }),
        image: () => new Promise((resolve, reject) => {
          const image = new Image();
          image.onload = resolve;
          image.onerror = reject;
          image.src = 'http://${at}/image';
        }),
        script: () => new Promise((resolve, reject) => {
          const script = document.createElement('script');
          script.onload = resolve;
          script.onerror = reject;
          script.src = 'http://${at}/script';
          document.head.append(script);
        }),
        frame: () => new Promise((resolve, reject) => {
          addEventListener('securitypolicyviolation', reject);
          const frame = document.createElement('iframe');
          frame.src = 'http://${at}/frame';
          document.body.append(frame);
        }),
        beacon: async () => {
          if (!navigator.sendBeacon('http://${at}/beacon', 'x')) throw new Error('refused');
        },
        socket: () => new Promise((resolve, reject) => {
          const socket = new WebSocket('ws://${at}/socket');
          socket.onopen = resolve;
          socket.onerror = reject;
        }),
        inline: async () => {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.head.append(script);
          if (window.ran !== true) throw new Error('refused');
        },
        code: async () => new Function('return 1')(),
      };
      const done = [];
      for (const [name, way] of Object.entries(ways)) {
        await way().then(() => done.push(name), () => {});
      }
      return done;
    })()`);
      // what a beacon answers is not whether it was sent
      expect((tried as readonly string[]).filter((name) => name !== 'beacon')).toEqual([]);
      await page.waitForTimeout(300);
      expect(asked).toEqual([]);
      await page.close();
      server.close();
    });

    it('uses keys that are typed in, and keeps them in its memory alone until they are cleared', async () => {
      const list: readonly { accessKeyId: string; accessKeySecret: string }[] = JSON.parse(
        readFileSync(join(FIXTURES, 'field/credentials.json'), 'utf8'),
      );
      const [given] = list;
      const { page, problems } = await openPage(browser.context);
      await choose(page, [join(FIXTURES, 'field/43-sh-secret-space.pcap')]);
      await reported(page);
      await page.locator('.inputs > summary').click();
      await page.locator('.access-keys summary').click();
      const [id, secret, token] = await page.locator('.key input').all();
      await id?.fill(given?.accessKeyId ?? '');
      // an ID alone is no key
      await page.locator('.primary').click();
      expect(await status(page)).toContain('An access key needs its ID and its secret.');
      await secret?.fill(given?.accessKeySecret ?? '');
      expect(await secret?.getAttribute('type')).toBe('password');
      expect(await token?.getAttribute('type')).toBe('password');
      await scanAgain(page);
      const withKeys = await Promise.all([saved(page, 'JSON'), page.content()]);
      withKeys.push(await saved(page, 'HTML'), await saved(page, 'Markdown'));
      for (const text of withKeys) expect(text.includes(given?.accessKeySecret ?? '')).toBe(false);
      expect(JSON.parse(withKeys[0]).captures[0].exchanges.map(verdictOf)).toContain('wrong-secret');
      const kept = await page.evaluate(`(async () => JSON.stringify([
      location.href, document.cookie, { ...localStorage }, { ...sessionStorage }, history.state,
      await indexedDB.databases(), [...document.querySelectorAll('input')].map((input) => input.name),
    ]))()`);
      expect(kept).not.toContain(given?.accessKeySecret ?? '');
      expect(kept).toMatch(/"",\{\},\{\},null,\[\]/);
      await page.locator('.inputs > summary').click();
      await page.locator('.clear').click();
      expect(await status(page)).toBe('Keys are cleared.');
      const values = await Promise.all(
        (await page.locator('.key input').all()).map((each) => each.inputValue()),
      );
      expect(values).toEqual(['', '', '']);
      await scanAgain(page);
      const without = JSON.parse(await saved(page, 'JSON'));
      expect(without.captures[0].exchanges.map(verdictOf)).not.toContain('wrong-secret');
      expect(problems).toEqual([]);
      await page.close();
    });

    it('sees what a file is for, and says what it has no use for', async () => {
      const folder = temporaryFolder();
      const file = (name: string, content: string | Uint8Array): string => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      const { page, problems } = await openPage(browser.context);
      const tls = join(FIXTURES, 'tls');
      await choose(page, [
        CAPTURE,
        CAPTURE,
        join(tls, '12-aes-128-gcm.keylog'),
        join(tls, 'server-rsa.key.pem'),
        join(FIXTURES, 'field/credentials.json'),
        join(FIXTURES, 'credentials.json'),
      ]);
      const kinds = (await page.locator('.given li .quiet').allTextContents()).map(
        (text) => text.split(' · ')[0],
      );
      expect(kinds).toEqual([
        'capture or text',
        'capture or text',
        'TLS key log',
        'RSA key of a server',
        'access keys: 2',
        'access keys: 1',
      ]);
      const names = await page.locator('.given .path').allTextContents();
      expect(names.slice(0, 2)).toEqual([basename(CAPTURE), `${basename(CAPTURE)} (2)`]);
      await reported(page);
      await page.locator('.inputs > summary').click();
      await page.setInputFiles('input[type=file]', [
        file('ec.pem', '-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n'),
        file(
          'locked.pem',
          '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMHcC\n-----END ENCRYPTED PRIVATE KEY-----\n',
        ),
      ]);
      await page.getByText('ec.pem holds no RSA key').waitFor();
      expect(await status(page)).toContain('locked.pem holds an encrypted private key');
      expect(await page.locator('.given li').count()).toBe(names.length);
      while ((await page.locator('.given button').count()) > 0)
        await page.locator('.given button').first().click();
      await page.locator('.primary').click();
      expect(await status(page)).toContain('Choose a capture or paste a text first.');
      await choose(page, [
        file('a.pcap.zst', new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0])),
        file('cut.pcap.gz', gzipSync(readFileSync(CAPTURE)).subarray(0, 2000)),
        file('nothing.bin', new Uint8Array([1, 2, 3, 4, 5])),
      ]);
      await reported(page);
      const report = JSON.parse(await saved(page, 'JSON'));
      expect(report.unreadable.map(({ path, reason }: Record<string, string>) => [path, reason])).toEqual([
        ['a.pcap.zst', 'zstd-in-page'],
        ['nothing.bin', 'not-a-capture'],
      ]);
      expect(JSON.stringify(report.captures[0].warnings)).toContain('truncated-gzip');
      expect(problems).toEqual([]);
      await page.close();
    });

    it('reads a text that is pasted, with the keyboard alone', async () => {
      const { page, problems } = await openPage(browser.context);
      const text = readFileSync(join(FIXTURES, 'text/curl-verbose.txt'), 'utf8');
      const press = async (key: string, until: string): Promise<void> => {
        for (let presses = 0; presses < 30; presses++) {
          await page.keyboard.press(key);
          if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(until)})`)) return;
        }
        throw new Error(`${until} is not reached`);
      };
      await press('Tab', 'input[type=file]');
      await press('Tab', 'textarea');
      await page.keyboard.insertText(text);
      await press('Tab', '.paste button');
      await page.keyboard.press('Enter');
      await page.locator('.given li').waitFor({ state: 'attached' });
      await reported(page);
      expect(await page.evaluate("document.activeElement.matches('.result')")).toBe(true);
      const report = JSON.parse(await saved(page, 'JSON'));
      expect(report.captures.map(({ path }: { path: string }) => path)).toEqual(['pasted.txt']);
      expect(report.summary.ossExchanges).toBeGreaterThan(0);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('takes what stands in its box, says what to do without a terminal, and stops at what is nothing', async () => {
      const { page, problems } = await openPage(browser.context);
      const fill = async (text: string): Promise<void> => {
        if (!(await page.locator('.primary').isVisible())) await page.locator('.inputs > summary').click();
        await page.locator('textarea').fill(text);
        await page.locator('.primary').click();
      };
      await fill('hello world');
      await page.locator('p.warning').waitFor();
      expect(await status(page)).toMatch(
        /pasted\.txt could not be read: neither a capture .* printed it, or/,
      );
      expect(await page.locator('.save').count()).toBe(0);
      await page.locator('.given button').click();
      await fill(readFileSync(join(FIXTURES, 'text/source-example.txt'), 'utf8'));
      await reported(page);
      expect(await page.locator('.next li').allTextContents()).toEqual([
        expect.stringContaining('AccessKey secret'),
        expect.stringContaining('list below'),
      ]);
      // of a text without times there is none to show
      expect(await page.locator('.timeline').isVisible()).toBe(false);
      // who has a browser alone cannot type `osscap why`
      await page.locator('.card details summary', { hasText: 'More about needs-secret' }).click();
      expect(await page.locator('.card details dt').allTextContents()).toEqual([
        'What it means',
        'When it is given',
      ]);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('shows how far it is, and what was read where it is stopped', async () => {
      const path = join(temporaryFolder(), 'large.pcap');
      generateFile(path, { ...DEFAULT_OPTIONS, mix: 'mixed', size: 96 * MEGABYTE });
      const { page, problems } = await openPage(browser.context);
      await choose(page, [path]);
      await page.getByText(/ of 10\d\.\d MB · \d+ requests, \d+ failed/).waitFor();
      await page.locator('.work button').click();
      await page.getByText('Stop at once, without a report').or(page.locator('.save')).first().waitFor();
      await page.locator('.save').waitFor();
      const report = JSON.parse(await saved(page, 'JSON'));
      expect(report.captures[0].complete).toBe(false);
      expect(report.captures[0].exchanges.length).toBeGreaterThan(0);
      expect(await page.locator('.result .warning').allInnerTexts()).toContain(
        '⚠ Interrupted: this is what was read so far.',
      );
      expect(problems).toEqual([]);
      await page.close();
    });

    it('takes what is dropped on it or pasted into it, and leaves no report where it is stopped twice', async () => {
      const { page, problems } = await openPage(browser.context);
      const text = readFileSync(join(FIXTURES, 'text/curl-verbose.txt'), 'utf8');
      await page.evaluate(`(() => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([${JSON.stringify(text)}], 'dropped.txt'));
      dispatchEvent(new DragEvent('drop', { dataTransfer: dropped }));
      const pasted = new DataTransfer();
      pasted.setData('text/plain', ${JSON.stringify(text)});
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true }));
    })()`);
      await page.locator('.given li').nth(1).waitFor({ state: 'attached' });
      await reported(page);
      expect(await page.locator('.given .path').allTextContents()).toEqual(['dropped.txt', 'pasted.txt']);
      await page.evaluate("document.querySelector('.primary').click()");
      await page.evaluate("for (let n = 0; n < 2; n++) document.querySelector('.work button').click()");
      expect(await page.locator('.work').innerText()).toBe('');
      await page.waitForTimeout(500);
      expect(await page.locator('.save').count()).toBe(0);
      // another scan is not disturbed by the one that was given up
      expect(await scanAgain(page)).toBe('The report is ready.');
      expect(problems).toEqual([]);
      await page.close();
    });

    it.each(['light', 'dark'] as const)('has enough contrast: %s', async (colorScheme) => {
      const { page } = await openPage(browser.context);
      await page.emulateMedia({ colorScheme });
      await choose(page, [CAPTURE]);
      await reported(page);
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
      expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
      await page.locator('.clear').click();
      await scanAgain(page);
      expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
      await page.close();
    });

    it.each(['en', 'zh'] as const)('fits a narrow window: %s', async (lang) => {
      const { page } = await openPage(browser.context);
      await page.setViewportSize({ width: 390, height: 800 });
      await page.locator('.tools select').first().selectOption(lang);
      await choose(page, [CAPTURE]);
      await page.evaluate("for (const one of document.querySelectorAll('.inputs details')) one.open = true");
      const widest = () => page.evaluate('document.documentElement.scrollWidth');
      expect(await widest()).toBe(390);
      await reported(page);
      expect(await widest()).toBe(390);
      await page.locator('.licences summary').click();
      expect(await widest()).toBe(390);
      await page.close();
    });
  },
);

it('the words of the page have places for the same values in both languages', () => {
  const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  for (const [id, { en, zh }] of Object.entries(WORDS))
    expect([id, placesIn(zh)]).toEqual([id, placesIn(en)]);
});

function verdictOf({ diagnosis }: { diagnosis?: { verdict: string } }): string | undefined {
  return diagnosis?.verdict;
}

/** A report as if it were made at another time. */
function withoutTime(html: string): string {
  return html.replace(/"madeAt":"[^"]*"/, '');
}
