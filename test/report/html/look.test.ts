// biome-ignore-all lint/performance/useDomNodeTextContent: the text as the reader sees it is what counts here.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cause } from '../../rooms/diagnose.ts';
import { TLS_CLIENTS } from '../../rooms/sentences.ts';
import { type Browser, CHROMIUM, hasChromium, openBrowser } from '../../support/chromium.ts';
import { osscap, temporaryFolder } from '../../support/command.ts';
import { OPTIONS, OPTIONS_ZH } from '../formats/feed.ts';
import { completeFailure, makeCapture, makeResult } from '../make-result.ts';
import { LOW_CONTRAST } from './contrast.ts';
import { HOSTILE, hostileFailure, leavingParts, manyExchanges, reportFile } from './report-files.ts';

const skipped = hasChromium ? '' : ` (skipped: there is no ${CHROMIUM})`;
const PHONE = { width: 390, height: 844 };
const SMALL_PHONE = { width: 320, height: 640 };
/** A4 less the margins of a printer, at 96 dots per inch. */
const PAPER = { width: 718, height: 1000 };

describe.skipIf(!hasChromium)(`how the HTML report looks${skipped}`, { timeout: 120_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  async function open(
    url: string,
    size?: { readonly width: number; readonly height: number },
  ): Promise<Page> {
    const page = await browser.context.newPage();
    if (size !== undefined) await page.setViewportSize(size);
    await page.goto(url);
    return page;
  }

  const CLOSED_TLS = {
    serverName: 'b.oss-cn-hangzhou.aliyuncs.com',
    server: '192.0.2.1:443',
    connections: 2,
    isOss: true,
    clientBytes: 10,
    serverBytes: 20,
    handshakes: [],
  };
  const closed = makeCapture({
    path: 'closed.pcap',
    traffic: { ...makeCapture().traffic, tls: [CLOSED_TLS] },
  });

  /** Everything that the page can show, with values that are long and hostile. */
  const full = reportFile(OPTIONS, (sink) => {
    const long = 'a-name-without-any-place-to-break-it/'.repeat(12);
    sink.exchange('a.pcap', completeFailure(1));
    sink.exchange('a.pcap', hostileFailure(2));
    sink.exchange('a.pcap', makeResult({ index: 3, key: long, bucket: 'b'.repeat(63), requestId: long }));
    sink.capture(makeCapture({ path: `${long}.pcap` }));
    sink.exchange(HOSTILE, makeResult({ index: 1, status: 403, diagnosis: { verdict: 'expired' } }));
    sink.capture({ ...closed, path: HOSTILE });
    sink.unreadable({ path: long, reason: 'missing', detail: '' });
  });

  const causes = (count: number) =>
    reportFile(OPTIONS_ZH, (sink) => {
      for (let index = 1; index <= count; index++) {
        const name = `x-oss-meta-${index}`;
        const diagnosis = {
          verdict: 'transit-modified',
          certainty: 'likely',
          cause: cause('oss-header-added-in-transit', { name, server: 'v' }),
          divergences: [
            {
              field: `oss-header:${name}`,
              client: null,
              server: 'v',
              clientOffset: 0,
              serverOffset: 0,
              clientOrigin: null,
            },
          ],
        } as const;
        sink.exchange(
          'a.pcap',
          makeResult({ index, status: 403, claim: { accessKeyId: `LTAI${index}` }, diagnosis }),
        );
      }
      sink.capture(makeCapture({ path: 'a.pcap' }));
    });

  async function openAll(page: Page): Promise<void> {
    await page.locator('.chip input[value=all]').check({ force: true });
    for (const button of await page.locator('button.open').all()) await button.click();
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
  }

  it.each(['light', 'dark'] as const)('has enough contrast (%s)', async (colorScheme) => {
    const page = await open(full);
    await page.emulateMedia({ colorScheme });
    await openAll(page);
    expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
    await page.evaluate(
      'document.querySelector("h1").style.color = getComputedStyle(document.body).backgroundColor',
    );
    expect(await page.evaluate(LOW_CONTRAST)).toHaveLength(1);
    await page.close();
  });

  it.each([PHONE, SMALL_PHONE, { width: 768, height: 1024 }, { width: 1280, height: 900 }])(
    'is never wider than the window: $width',
    async (size) => {
      const page = await open(full, size);
      await openAll(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(size.width);
      await page.close();
    },
  );

  it.each([PHONE, SMALL_PHONE])('keeps each title of the list above its own column: $width', async (size) => {
    for (const options of [OPTIONS, OPTIONS_ZH]) {
      const page = await open(
        reportFile(options, (sink) => manyExchanges(sink, 10)),
        size,
      );
      // Wider than its column or, on a phone of today, with a word that is torn: in two lines.
      const cut =
        await page.evaluate(`[...document.querySelectorAll('.exchanges thead th')].filter((title) => {
        const range = new Range();
        const isTorn = [...title.childNodes].some((node) =>
          [...(node.data ?? '').matchAll(/\\S+/g)].some(({ index, 0: word }) => {
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            return range.getClientRects().length > 1;
          }),
        );
        return title.scrollWidth > title.clientWidth || (isTorn && innerWidth >= ${PHONE.width});
      }).map((title) => title.innerText)`);
      expect(cut).toEqual([]);
      await page.close();
    }
  });

  it('breaks names in the list between their parts', async () => {
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sink.exchange(
          'a.pcap',
          makeResult({ operation: 'CompleteMultipartUpload', key: 'reports/2018-12/page' }),
        );
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
      PHONE,
    );
    const name = page.locator('.exchanges td.what');
    // A part that was torn would have two boxes.
    const torn =
      await page.evaluate(`[...document.querySelectorAll('.exchanges td.what > *')].flatMap((each) => [...each.childNodes].filter((node) => {
      const range = new Range();
      range.selectNodeContents(node);
      return range.getClientRects().length > 1;
    }).map((node) => node.data))`);
    expect(torn).toEqual([]);
    const lines = (await name.locator('b').boundingBox())?.height ?? 0;
    expect(lines).toBeGreaterThan(30);
    const copied = await page.evaluate(
      'getSelection().selectAllChildren(document.querySelector("td.what .target")), getSelection().toString()',
    );
    expect(copied).toBe('rokid/reports/2018-12/page');
    await page.close();
  });

  it.each([
    ['en', OPTIONS, ['Client signed: ', 'Parts: '], ': ', 'To remove what is left: '],
    ['zh', OPTIONS_ZH, ['客户端签名的内容：', '分片：'], '：', '清理遗留分片：'],
  ] as const)('has the colon of its language (%s)', async (_lang, options, titles, cause, cleanUp) => {
    const page = await open(
      reportFile(options, (sink) => {
        sink.exchange('a.pcap', completeFailure(2));
        leavingParts(sink, 'k');
      }),
      PHONE,
    );
    await openAll(page);
    await page.locator('.card-foot button').click();
    const before = await page.evaluate(
      '[...document.querySelectorAll("td")].map((cell) => JSON.parse(getComputedStyle(cell, "::before").content.replace(/^(none|normal)$/, "null")))',
    );
    expect(before).toEqual(expect.arrayContaining([...titles]));
    expect(await page.locator('.card').innerText()).toContain(cause);
    expect(await page.locator('.tag').innerText()).toContain(cause);
    expect(await page.locator('.uploads .findings').innerText()).toContain(cleanUp);
    const texts = JSON.stringify([await page.locator('#app').innerText(), before]);
    expect(texts).not.toMatch(/[\u3000-\u9fff]:/);
    await page.close();
  });

  it('breaks a command between its words only', async () => {
    const page = await open(
      reportFile(OPTIONS, (sink) => leavingParts(sink, 'a key  with blanks')),
      PHONE,
    );
    const command =
      "ossutil api abort-multipart-upload --bucket=rokid --key='a key  with blanks' --upload-id=C6F63118F3B8095A35636FBB01CB8DCB";
    const lines = await page.evaluate(
      '[...document.querySelectorAll(".command span")].map((each) => [each.innerText, each.getClientRects().length, Math.round(each.offsetHeight / parseFloat(getComputedStyle(each).lineHeight))])',
    );
    expect(lines).toEqual(command.split(/ +/).map((word) => [word, 1, 1]));
    const copied = await page.evaluate(
      'getSelection().selectAllChildren(document.querySelector(".command")), getSelection().toString()',
    );
    expect(copied).toBe(command);
    await page.close();
  });

  it('fits on paper, with everything open', async () => {
    const page = await open(full, PAPER);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PAPER.width);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    // both strings stand beside each other, as on a desk
    const [left, right] = await Promise.all(
      [1, 2].map((at) =>
        page
          .locator('.compare tr.differs > td')
          .nth(at - 1)
          .boundingBox(),
      ),
    );
    expect(left?.y).toBe(right?.y);
    expect(await page.locator('.filters').isVisible()).toBe(false);
    await page.close();
  });

  it.each(['light', 'dark'])('has the colours of paper in print (%s)', async (theme) => {
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sink.exchange('a.pcap', completeFailure(1));
        sink.capture(makeCapture({ path: 'a.pcap' }));
        leavingParts(sink, 'k');
        sink.unreadable({ path: 'b.pcap', reason: 'missing', detail: '' });
      }),
      PAPER,
    );
    await page.locator('.tools select').selectOption(theme);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('.warning').count()).toBe(1);
    expect(await page.evaluate(LOW_CONTRAST)).toEqual([]);
    // what is no text, such as a bar of the timeline, has one colour on paper
    const bars = await page.evaluate(
      '["good", "bad", "mute"].map((tone) => getComputedStyle(document.body).getPropertyValue("--bar-" + tone))',
    );
    expect(bars).toEqual(['#58b383', '#d9362a', '#a9b3bf']);
    await page.close();
  });

  it('prints the colours that a bar of times is read by', async () => {
    const report = join(temporaryFolder(), 'report.html');
    osscap(['scan', 'fixtures/timing/client-pauses.pcap', '--format', `html=${report}`]);
    const page = await open(pathToFileURL(report).href, PAPER);
    await page.emulateMedia({ media: 'print' });
    const dots = await page.evaluate(
      "[...document.querySelectorAll('.timings .legend li')].map((each) => getComputedStyle(each, '::before').printColorAdjust)",
    );
    expect([...new Set(dots as string[])]).toEqual(['exact']);
    await page.close();
  });

  it('shows what has the focus', async () => {
    const page = await open(full);
    const seen: string[] = [];
    for (let stop = 0; stop < 48; stop++) {
      await page.keyboard.press('Tab');
      seen.push(
        (await page.evaluate(`(() => {
          const element = document.activeElement;
          const shown = element.type === 'radio' ? element.nextElementSibling : element;
          const { outlineStyle, outlineWidth } = getComputedStyle(shown);
          return [element.tagName, element.className || element.type || '', outlineStyle, parseFloat(outlineWidth) >= 2].join(' ');
        })()`)) as string,
      );
    }
    expect(seen[0]).toBe('A skip solid true');
    expect(seen.filter((stop) => !stop.endsWith(' solid true') && !stop.startsWith('BODY'))).toEqual([]);
    // from the top down: theme, causes, captures, filters, rows
    const order = ['SELECT', 'BUTTON', 'INPUT radio', 'INPUT search', 'BUTTON open'];
    const places = order.map((start) => seen.findIndex((stop) => stop.startsWith(start)));
    expect(places.every((place, at) => place > (places[at - 1] ?? -1))).toBe(true);
    await page.close();
  });

  it('folds the causes beyond the first nine', async () => {
    const page = await open(causes(12));
    expect(await page.locator('.card:visible').count()).toBe(9);
    expect(await page.locator('.more summary').innerText()).toBe('另有 3 项');
    await page.locator('.more summary').click();
    expect(await page.locator('.card:visible').count()).toBe(12);
    await page.locator('.card-foot button').last().click();
    expect(await page.locator('.count').innerText()).toContain('1');
    expect(await page.locator('.detail h3').innerText()).toContain('x-oss-meta-12');
    await page.close();
    const few = await open(causes(9));
    expect(await few.locator('.more').count()).toBe(0);
    await few.close();
  });

  it('tells of a cause why and what to do', async () => {
    const page = await open(full);
    const card = await page.locator('.card').first().innerText();
    expect(card).toMatch(/Because: .*x-www-form-urlencoded/);
    expect(card).toMatch(/Fix: pass the Content-Type to the SDK/);
    await page.close();
  });

  it('says how to open TLS where nothing else is there', async () => {
    const page = await open(reportFile(OPTIONS, (sink) => sink.capture(closed)));
    expect(await page.locator('.nothing').innerText()).toBe('No readable OSS exchange.');
    expect(await page.locator('.filters, .exchanges, .timeline, .skip, .total').count()).toBe(0);
    expect(await page.locator('.notes li').innerText()).toBe(
      'b.oss-cn-hangzhou.aliyuncs.com (192.0.2.1:443), 2 connections',
    );
    expect(await page.locator('.ways dt').count()).toBe(TLS_CLIENTS.length);
    expect(await page.locator('.ways').innerText()).toContain('SSLKEYLOGFILE=keys.log curl');
    await page.close();
    const other = { ...closed, traffic: { ...closed.traffic, tls: [{ ...CLOSED_TLS, isOss: false }] } };
    const without = await open(reportFile(OPTIONS, (sink) => sink.capture(other)));
    expect(await without.locator('.ways').count()).toBe(0);
    await without.close();
  });

  it('tells what a key costs at 5,000 exchanges, and draws a hundred of them', async (context) => {
    const page = await open(reportFile(OPTIONS, (sink) => manyExchanges(sink, 5000)));
    // Asked from here: a function that waits in the page would be a string that its policy refuses.
    await expect.poll(() => page.evaluate('performance.getEntriesByType("paint").length')).toBeGreaterThan(0);
    const [paint] = (await page.evaluate(
      'performance.getEntriesByType("paint").map(({ startTime }) => startTime)',
    )) as number[];
    await page.locator('.chip input[value=all]').check({ force: true });
    await page.locator('input[type=search]').focus();
    // Time of the page's own thread: other programs that want the processor do not count.
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async (): Promise<number> => {
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
      const { metrics } = await devtools.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    };
    const times: number[] = [];
    let before = await spent();
    for (const key of ['o', 'b', 'j', 'e', 'c', 't', '-', '4', 'Backspace', 'Backspace', 'Backspace']) {
      await page.keyboard.press(key);
      const after = await spent();
      times.push(after - before);
      before = after;
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)] ?? Number.NaN;
    await context.annotate(
      `first paint after ${Math.round(paint ?? 0)} ms; a key takes ${times.map(Math.round).join(', ')} ms until it is painted`,
    );
    expect(median).toBeGreaterThan(0);
    expect(await page.locator('button.open').count()).toBeLessThanOrEqual(100);
    await page.close();
  });
});
