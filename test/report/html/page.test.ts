// biome-ignore-all lint/performance/useDomNodeTextContent: the text as the reader sees it is what counts here.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cause, type Suspect } from '../../rooms/diagnose.ts';
import type { ExchangeResult } from '../../rooms/engine.ts';
import { type Browser, CHROMIUM, hasChromium, openBrowser } from '../../support/chromium.ts';
import { osscap, temporaryFolder } from '../../support/command.ts';
import { FIXTURES } from '../../support/truth.ts';
import { OPTIONS, OPTIONS_ZH } from '../formats/feed.ts';
import {
  ACCESS_KEY_ID,
  canonicalOf,
  completeFailure,
  makeCapture,
  makeResult,
  SECONDS,
  SUSPECT,
} from '../make-result.ts';
import {
  at,
  CONTINUED,
  continuedUpload,
  HOSTILE,
  hostileFailure,
  manyExchanges,
  refusedUpload,
  reportFile,
  sayingNumbers,
} from './report-files.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

/** A request of which only something is suspected. */
function suspected(index: number, suspects: readonly Suspect[]): ExchangeResult {
  const open = { verdict: 'needs-secret', certainty: 'open', cause: null, divergences: [] } as const;
  return completeFailure(index, { ...open, suspects });
}

const skipped = hasChromium ? '' : ` (skipped: there is no ${CHROMIUM})`;

describe.skipIf(!hasChromium)(`the HTML report in Chromium${skipped}`, { timeout: 120_000 }, () => {
  let browser: Browser;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  /**
   * Opens a report. Whatever the page asks for beside itself, and whatever the browser complains of, is a
   * problem.
   */
  async function open(
    url: string,
    size?: { readonly width: number; readonly height: number },
  ): Promise<Page> {
    problems.length = 0;
    const page = await browser.context.newPage();
    if (size !== undefined) await page.setViewportSize(size);
    page.on('request', (request) => {
      if (request.url() !== url) problems.push(`asks for ${request.url()}`);
    });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => problems.push(dialog.message()));
    await page.goto(url);
    return page;
  }

  const small = reportFile(OPTIONS, (sink) => {
    sink.exchange('a.pcap', makeResult({ index: 1 }));
    sink.exchange('a.pcap', completeFailure(2));
    sink.exchange(
      'a.pcap',
      makeResult({ index: 3, status: 403, diagnosis: { verdict: 'expired', certainty: 'proven' } }),
    );
    sink.capture(makeCapture({ path: 'a.pcap' }));
  });

  it('shows what fails, and one exchange in full', async () => {
    const page = await open(small);
    expect(await page.locator('h1').innerText()).toBe('2 failed · a.pcap');
    // what a tab shows says the cause, too
    expect(await page.title()).toBe(
      '2 failed: The client signed an empty Content-Type, but the request went out with one · a.pcap',
    );
    expect(await page.locator('.card h3').allInnerTexts()).toEqual([
      'The client signed an empty Content-Type, but the request went out with one.',
      'The signed URL or form has expired.',
    ]);
    // the two values, and only the field that differs
    expect(await page.locator('.delta').allInnerTexts()).toEqual([
      expect.stringMatching(
        /^type\s+− Client signed\s+\(empty\)\s+\+ Server signed\s+application\/x-www-form-urlencoded\s+6 other fields equal$/,
      ),
    ]);
    expect(await page.locator('.delta mark').allInnerTexts()).toEqual(['application/x-www-form-urlencoded']);
    expect(await page.locator('td.verdict').allInnerTexts()).toEqual([
      'The client signed an empty Content-Type, but the request went out with one.',
      'The signed URL or form has expired.',
    ]);
    expect(await page.locator('button.open').count()).toBe(2);
    await page.locator('button.open').first().click();
    const detail = page.locator('.detail');
    expect(await detail.locator('h3').innerText()).toContain('The client signed an empty Content-Type');
    expect(await detail.locator('tr.differs').allInnerTexts()).toEqual([
      expect.stringMatching(/^type\b.*\(empty\)\s+application\/x-www-form-urlencoded$/s),
    ]);
    expect(await detail.locator('tr.differs mark').allInnerTexts()).toEqual([
      'application/x-www-form-urlencoded',
    ]);
    expect(await detail.locator('pre').first().innerText()).toContain(
      'Host: rokid.oss-cn-hangzhou.aliyuncs.com',
    );
    expect(page.url()).toMatch(/#x-1-2$/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([
    [
      'en',
      'More about content-type-added-in-transit',
      'Made on 2026-12-01 08:00 UTC by osscap',
      'Error document',
    ],
    ['zh', 'content-type-added-in-transit 的详细说明', '于 2026-12-01 08:00 UTC 生成', '错误信息全文'],
  ])('needs no command for what `why` says, nor for the error document (%s)', async (...given) => {
    const [lang, about, made, title] = given;
    const file = join(temporaryFolder(), 'report.html');
    osscap(['scan', CAPTURE, '--lang', lang, '--format', `html=${file}`], {
      env: { SOURCE_DATE_EPOCH: String(Date.UTC(2026, 11, 1, 8) / 1000) },
    });
    const page = await open(pathToFileURL(file).href);
    expect(await page.locator('.next').innerText()).not.toContain('osscap why');
    const more = page.locator('.card details', { hasText: about });
    await more.locator('summary').click();
    expect(await more.locator('dd').first().innerText()).toContain('application/x-www-form-urlencoded');
    expect(await page.locator('footer').innerText()).toContain(made);
    await page.locator('button.open').click();
    const answer = page.locator('.detail details', { hasText: title });
    await answer.locator('summary').click();
    const text = await answer.locator('pre').innerText();
    expect(text).toMatch(/<Error>\n {2}<Code>SignatureDoesNotMatch<\/Code>(?:.*\n)*<\/Error>/);
    // masked as everywhere
    expect(text).toMatch(/<OSSAccessKeyId>LTAI\*+001</);
    expect(text).toMatch(/<SignatureProvided>\w{8}…</);
    const copy = answer.locator('button');
    const label = await copy.innerText();
    await copy.click();
    await expect.poll(() => copy.innerText()).not.toBe(label);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('shows as text what came in place of an error document, and no more of it than a reader reads', async () => {
    const html = `<h1>403</h1>\n${'x'.repeat(20_000)}${HOSTILE}`;
    const failed = completeFailure(1);
    const { response } = failed.exchange;
    const exchange = {
      ...failed.exchange,
      response: response && { ...response, bodyText: `${HOSTILE}${html}` },
    };
    const oss = failed.oss && { ...failed.oss, exchange };
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sink.exchange('a.pcap', { ...failed, exchange, oss });
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    await page.locator('button.open').click();
    const answer = page.locator('.detail details', { hasText: 'Error document' });
    await answer.locator('summary').click();
    const text = await answer.locator('pre').innerText();
    expect(text).toContain('<img src=x');
    expect(text).not.toMatch(/[\u202e\u001b]/);
    expect(text.length).toBeLessThan(17_000);
    expect(text.endsWith('…')).toBe(true);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(problems).toEqual([]);
    await page.close();
  });

  it('names the error that no cause tells of, and finds it', async () => {
    const refused = { index: 2, operation: 'GetObject', status: 404, error: { code: 'NoSuchKey' } };
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sink.exchange('a.pcap', makeResult({ index: 1 }));
        sink.exchange('a.pcap', makeResult(refused));
        sink.exchange('a.pcap', completeFailure(3));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    await page.locator('input[type=search]').fill('nosuchkey');
    await page.locator('.chip input[value=all]').check({ force: true });
    expect(await page.locator('td.status').allInnerTexts()).toEqual([
      expect.stringMatching(/^404\s+NoSuchKey$/),
    ]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('opens what its address names', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${small}#x-1-3`);
    expect(await page.locator('.detail h3').innerText()).toContain('has expired');
    await page.close();
  });

  it('numbers exchanges in sentences as in the list, with a way there', async () => {
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sayingNumbers(sink, 'a.pcap');
        sayingNumbers(sink, 'b.pcap');
      }),
    );
    expect(await page.locator('.captures ol > li').allInnerTexts()).toEqual([
      expect.stringMatching(/^a\.pcap /),
      expect.stringMatching(/^b\.pcap /),
    ]);
    expect(await page.locator('.card h3').allInnerTexts()).toEqual([
      'The signature belongs to another request (#1.1, frame 1).',
    ]);
    // each row names the exchange of its own capture
    expect(await page.locator('td.verdict').allInnerTexts()).toEqual([
      'The signature belongs to another request (#1.1, frame 1).',
      'The signature belongs to another request (#2.1, frame 1).',
    ]);
    expect(await page.locator('.uploads .findings p').allInnerTexts()).toEqual([
      'the Abort (#1.2) was refused',
      'the Abort (#2.2) was refused',
    ]);
    await page.locator('.card-foot button').click();
    expect(await page.locator('.tag').innerText()).toContain('another request (#1.1, frame 1)');
    await page.locator('.card .places a').last().click();
    const detail = page.locator('.detail');
    expect(await detail.locator('h3').innerText()).toContain('(#2.1, frame 1)');
    expect(await detail.locator('.told').innerText()).toContain('succeeded in exchange #2.1 (PutObject,');
    expect(await detail.locator('.facts').innerText()).toContain('b.pcap');
    await detail.locator('.told a').click();
    expect(page.url()).toMatch(/#x-2-1$/);
    const opened = page.locator('button[aria-expanded=true]');
    expect(await opened.innerText()).toMatch(/^2\.1\s*Hide exchange 2\.1$/);
    const search = page.locator('input[type=search]');
    await search.fill('#2.2');
    expect(await page.locator('button.open').allInnerTexts()).toEqual([expect.stringMatching(/^2\.2/)]);
    await search.fill('#2');
    expect(await page.locator('button.open').count()).toBe(2);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('tells of an upload with what its Complete was refused, what was sent again, and where it began', async () => {
    const page = await open(reportFile(OPTIONS, refusedUpload));
    const findings = page.locator('.uploads .findings p');
    expect(await findings.allInnerTexts()).toEqual([
      'the Complete (#1) was refused: 400 InvalidPartOrder',
      '1 part sent more than once: 2',
      'began in a.pcap',
    ]);
    await findings.locator('a').click();
    expect(page.url()).toMatch(/#x-1-1$/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('leads to the exchange of the capture that went on with an upload', async () => {
    const page = await open(reportFile(OPTIONS, continuedUpload, [CONTINUED]));
    const findings = page.locator('.uploads .findings p');
    const later = findings.filter({ hasText: 'completed in' });
    expect(await later.innerText()).toBe('completed in b.pcap (#2.1), with nothing left behind');
    await later.locator('a').click();
    expect(page.url()).toMatch(/#x-2-1$/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('leaves the numbers of a single capture as they are', async () => {
    const page = await open(reportFile(OPTIONS, (sink) => sayingNumbers(sink, 'a.pcap')));
    expect(await page.locator('.captures ol').count()).toBe(0);
    expect(await page.locator('.card h3').innerText()).toContain('(#1, frame 1)');
    expect(await page.locator('.uploads .findings').innerText()).toContain('(#2)');
    expect(await page.locator('noscript').textContent()).toContain('(#1, frame 1)');
    expect(await page.locator('#app').innerText()).not.toContain('\u2063');
    await page.close();
  });

  it('shows a cause once that several captures have, and where', async () => {
    const diagnosis = { verdict: 'needs-secret', certainty: 'open' } as const;
    const failure = (index: number, accessKeyId = ACCESS_KEY_ID): ExchangeResult =>
      makeResult({ index, status: 403, diagnosis, claim: { accessKeyId } });
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        for (const [at, path] of ['a.pcap', 'b.pcap', 'c.pcap', 'd.pcap', 'e.pcap'].entries()) {
          sink.exchange(path, makeResult({ index: 1 }));
          if (path !== 'c.pcap') sink.exchange(path, failure(2));
          if (at === 0) sink.exchange(path, failure(3));
          if (at === 1) sink.exchange(path, failure(4, 'LTAIanotherid0xyz'));
          sink.capture(makeCapture({ path }));
        }
      }),
    );
    const [card, twin] = [page.locator('.card').first(), page.locator('.card').last()];
    expect(await page.locator('.card').count()).toBe(2);
    expect(await card.locator('.places > p').innerText()).toBe('5 exchanges in 4 captures');
    expect(await card.locator('.places > ul > li').allInnerTexts()).toEqual([
      '#1.2 a.pcap',
      '#2.2 b.pcap',
      '#4.2 d.pcap',
    ]);
    // the sentences are the same: the key is what differs
    expect(await card.innerText()).toContain('AccessKey ID: LTAI****kFr');
    expect(await twin.innerText()).toContain('AccessKey ID: LTAI****xyz');
    expect(await twin.innerText()).toContain('b.pcap');
    await card.locator('.places summary').click();
    expect(await card.locator('.places .more li').allInnerTexts()).toEqual(['#5.2 e.pcap']);
    await card.locator('.card-foot button').click();
    expect(await page.locator('.count').innerText()).toBe('1–5 of 5 exchanges');
    expect(await page.locator('button.open span:first-child').allInnerTexts()).toEqual([
      '1.2',
      '1.3',
      '2.2',
      '4.2',
      '5.2',
    ]);
    await page.locator('select[name=capture]').selectOption('=0');
    expect(await page.locator('.count').innerText()).toBe('1–2 of 2 exchanges');
    await card.locator('.places li a').nth(2).click();
    expect(page.url()).toMatch(/#x-4-2$/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('names a field in full that a terminal would cut', async () => {
    const name = 'x-oss-server-side-data-encryption';
    const difference = { client: null, server: 'SM4', clientOffset: 0, serverOffset: 0, clientOrigin: null };
    const diagnosis = {
      verdict: 'transit-modified',
      certainty: 'likely',
      cause: cause('oss-header-added-in-transit', { name, server: 'SM4' }),
      divergences: [{ field: `oss-header:${name}`, ...difference }],
      wire: { stringToSign: canonicalOf([['method', 'PUT']]), canonicalRequest: null },
      server: {
        stringToSign: `PUT\n${name}:SM4`,
        from: 'bytes',
        conflicting: null,
        canonicalRequest: null,
      },
    } as const;
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sink.exchange('a.pcap', makeResult({ index: 1, status: 403, diagnosis }));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    expect(await page.locator('.delta th').allInnerTexts()).toEqual([name]);
    await page.close();
  });

  it('puts first what explains most, and says a fix once', async () => {
    const failure = (index: number, ...of: Parameters<typeof cause>): ExchangeResult =>
      makeResult({
        index,
        status: 403,
        diagnosis: { verdict: 'transit-modified', certainty: 'likely', cause: cause(...of) },
      });
    const header = ['oss-header-changed', { name: 'x-oss-meta-a', client: 'a', server: 'b' }] as const;
    const type = ['content-type-rewritten', { client: 'a', server: 'b' }] as const;
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sink.exchange('a.pcap', failure(1, ...header));
        sink.exchange('a.pcap', failure(2, ...type));
        sink.capture(makeCapture({ path: 'a.pcap' }));
        sink.exchange('b.pcap', failure(1, ...type));
        sink.capture(makeCapture({ path: 'b.pcap' }));
      }),
    );
    expect(await page.locator('#causes-title').innerText()).toBe('What fails · 2 causes');
    expect(await page.locator('.card-foot button').allInnerTexts()).toEqual([
      'Show 2 exchanges',
      'Show 1 exchange',
    ]);
    const steps = page.locator('.card').first().locator('ol > li');
    expect(await steps.first().innerText()).toMatch(/^turn off the rewriting/);
    expect(await steps.count()).toBeGreaterThan(1);
    const other = page.locator('.card').last();
    expect(await other.innerText()).toContain('Fix: as for cause 1');
    await other.locator('a[href="#cause-1"]').click();
    await page.locator('button.open').last().click();
    expect(await page.locator('.detail').innerText()).toContain('turn off the rewriting');
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([
    ['en', OPTIONS, 'nothing fails · a.pcap', 'Nothing fails', '1 response with 4xx or 5xx'],
    ['zh', OPTIONS_ZH, '没有失败 · a.pcap', '没有失败', '4xx'],
  ] as const)('says first that nothing fails, and then what else is to be known (%s)', async (...given) => {
    const [, options, title, heading, besides] = given;
    const page = await open(
      reportFile(options, (sink) => {
        sink.exchange('a.pcap', makeResult({ index: 1 }));
        sink.exchange('a.pcap', makeResult({ index: 2, status: 404, error: { code: 'NoSuchKey' } }));
        sink.capture(makeCapture({ path: 'captures/a.pcap' }));
      }),
    );
    expect(await page.title()).toBe(title);
    expect(await page.locator('h1').innerText()).toBe(title);
    expect(await page.locator('h2').first().innerText()).toBe(heading);
    expect(await page.locator('.warning').count()).toBe(0);
    const [box, below] = await Promise.all(
      ['.nothing', '.besides'].map((part) => page.locator(part).boundingBox()),
    );
    expect(below?.y).toBeGreaterThan(box?.y ?? Number.NaN);
    expect(await page.locator('.besides').innerText()).toContain(besides);
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([
    ['en', OPTIONS, '2 failed behind a success · a.txt'],
    ['zh', OPTIONS_ZH, '2 次返回成功但实际失败 · a.txt'],
  ] as const)('does not call it good where something failed behind a success (%s)', async (...given) => {
    const [, options, title] = given;
    const page = await open(
      reportFile(options, (sink) => {
        sink.exchange('a.txt', makeResult({ index: 1 }));
        for (const index of [2, 3]) {
          sink.exchange(
            'a.txt',
            makeResult({ index, operation: 'CopyObject', error: { code: 'InternalError' } }),
          );
        }
        sink.capture(makeCapture({ path: 'a.txt' }));
      }),
    );
    expect(await page.title()).toBe(title);
    expect(await page.locator('h1').innerText()).toBe(title);
    expect(await page.locator('h1.good, h2.good, .nothing').count()).toBe(0);
    expect(await page.locator('.card.late').count()).toBe(1);
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([
    ['en', OPTIONS, 'nothing fails · a.pcap', 'Passing now, but may fail later'],
    ['zh', OPTIONS_ZH, '没有失败 · a.pcap', '目前仍能通过，但请留意'],
  ] as const)('is green where all pass, though some may fail later (%s)', async (...given) => {
    const [, options, title, heading] = given;
    const advice = [{ id: 'v1-signature', args: {}, count: 1, exchange: 1 }] as const;
    const page = await open(
      reportFile(options, (sink) => {
        sink.exchange('a.pcap', makeResult({ index: 1 }));
        sink.capture(makeCapture({ path: 'a.pcap', advice }));
      }),
    );
    expect(await page.title()).toBe(title);
    const colours = (await page.evaluate(
      '["h1", "h2"].map((name) => getComputedStyle(document.querySelector(name)).color)',
    )) as string[];
    expect(colours).toEqual(['rgb(23, 115, 63)', 'rgb(23, 115, 63)']);
    expect(await page.locator('.advice h2').innerText()).toBe(heading);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('makes the cards of many causes as they are asked for, and says how many exchanges have others', async () => {
    const diagnosis = { verdict: 'needs-secret', certainty: 'open' } as const;
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        for (let index = 1; index <= 2010; index++) {
          const claim = { accessKeyId: `${String(index).padStart(4, '0')}AccessKey` };
          sink.exchange('a.pcap', makeResult({ index, status: 403, diagnosis, claim }));
        }
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    const cards = page.locator('.card');
    expect(await cards.count()).toBe(9 + 200);
    const folded = page.locator('.causes > details.more');
    await folded.locator('> summary').click();
    await folded.locator('> details > summary').click();
    expect(await folded.locator('> details > details > summary').innerText()).toBe('1,591 more');
    expect(await cards.count()).toBe(9 + 400);
    expect(await page.locator('.causes > p.quiet').innerText()).toMatch(
      /^10 failing exchanges with other causes/,
    );
    expect(await page.locator('.count').innerText()).toBe('1–100 of 2,010 exchanges');
    await page.locator('input[type=search]').fill('#2010');
    await page.locator('button.open').first().click();
    expect(await page.locator('.detail').innerText()).toContain('2,000');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('names an exchange that the list does not have, without a link', async () => {
    const page = await open(
      reportFile(OPTIONS, (sink) => sayingNumbers(sink, 'a.pcap', 'without the first')),
    );
    expect(await page.locator('.card h3').innerText()).toContain('(#1, frame 1)');
    expect(await page.locator('.card a').count()).toBe(0);
    await page.close();
  });

  it.each([
    ['en', OPTIONS, ['1 failed', '1 passed'], ['failed 1', 'all 2', 'passed 1', 'expired 1'], '69.0 s'],
    ['zh', OPTIONS_ZH, ['1 次失败', '1 次通过'], ['失败 1', '全部 2', '通过 1', '已过期 1'], '69.0 秒'],
  ])('has one word for one thing (%s)', async (_lang, options, totals, chips, duration) => {
    const page = await open(
      reportFile(options, (sink) => {
        sink.exchange('a.pcap', makeResult({ index: 1 }));
        const expired = makeResult({ index: 2, status: 403, diagnosis: { verdict: 'expired' } });
        sink.exchange('a.pcap', at(expired, SECONDS, 69));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    expect(await page.locator('.total').allInnerTexts()).toEqual(totals);
    expect(await page.locator('.chip').allInnerTexts()).toEqual(chips);
    await page.locator('button.open').click();
    expect(await page.locator('td.took').innerText()).toBe(duration);
    expect(await page.locator('.facts').innerText()).toContain(duration);
    await page.close();
  });

  it('speaks Chinese', async () => {
    const url = reportFile(OPTIONS_ZH, (sink) => {
      sink.exchange('a.pcap', completeFailure(2));
      sink.capture(makeCapture({ path: 'a.pcap' }));
    });
    const page = await open(url);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('h2').allInnerTexts()).toEqual([
      '失败的原因',
      '抓包文件',
      '时间线',
      '请求列表',
    ]);
    await page.locator('button.open').click();
    expect(await page.locator('.told dt').allInnerTexts()).toContain('解决办法');
    expect(await page.locator('.compare thead').innerText()).toContain('服务端签名的内容');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('obeys nothing that was captured', async () => {
    const url = reportFile(OPTIONS, (sink) => {
      sink.exchange(HOSTILE, hostileFailure(1));
      sink.exchange(HOSTILE, makeResult({ index: 2, key: HOSTILE }));
      const notice = {
        code: 'bad-header-line',
        frame: 1,
        offset: null,
        args: { text: HOSTILE, line: HOSTILE },
      } as const;
      const tls = {
        serverName: HOSTILE,
        server: HOSTILE,
        connections: 1,
        isOss: false,
        clientBytes: 0,
        serverBytes: 0,
        handshakes: [],
      };
      const { traffic } = makeCapture();
      sink.capture(makeCapture({ path: HOSTILE, notices: [notice], traffic: { ...traffic, tls: [tls] } }));
      sink.unreadable({ path: HOSTILE, reason: HOSTILE, detail: HOSTILE });
    });
    const page = await open(url);
    for (const button of await page.locator('button.open').all()) await button.click();
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.locator('input[type=search]').fill('<img');
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.locator('img, iframe, object, b > b, #app script').count()).toBe(0);
    const parts = await page.evaluate(
      '[...new Set([...document.body.children].map((each) => each.tagName))]',
    );
    expect(parts).toEqual(['DIV', 'SCRIPT', 'NOSCRIPT']);
    const text = await page.locator('body').innerText();
    expect(text).toContain('<img src=x onerror="window.pwned=1">');
    expect(text).not.toMatch(/[\u202e\u001b\u2028]/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('forbids scripts and connections but its own', async () => {
    const page = await open(small);
    await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'window.pwned = 1';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.invalid/x.png';
      document.body.append(image);
    })()`);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.evaluate("fetch('https://example.invalid/').then(() => 'sent', () => 'refused')")).toBe(
      'refused',
    );
    expect(
      problems.filter((problem) => /Content Security Policy/.test(problem)).length,
    ).toBeGreaterThanOrEqual(3);
    await page.close();
  });

  it('is used by the keyboard alone', async () => {
    const page = await open(reportFile(OPTIONS, (sink) => manyExchanges(sink, 40)));
    const status = page.locator('.count');
    expect(await status.innerText()).toBe('1–8 of 8 exchanges');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('exchanges');
    // the verdict: arrow keys choose among the chips
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.value')).toBe('failing');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.value')).toBe('all');
    expect(await status.innerText()).toBe('1–40 of 40 exchanges');
    // the search, by its shortcut and by Tab
    await page.locator('button.open').first().focus();
    await page.keyboard.press('/');
    await page.keyboard.type('object-1');
    expect(await status.innerText()).toBe('1–11 of 11 exchanges');
    // operation and bucket
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.name')).toBe('operation');
    await page.keyboard.type('Put');
    expect(await status.innerText()).toBe('1–6 of 6 exchanges');
    expect(await page.evaluate('document.activeElement.name')).toBe('operation');
    await page.keyboard.press('Tab');
    await page.keyboard.type('bucket-3');
    expect(await status.innerText()).toBe('1–1 of 1 exchange');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('reset');
    await page.keyboard.press('Enter');
    expect(await status.innerText()).toBe('1–8 of 8 exchanges');
    expect(await page.evaluate('document.activeElement.value')).toBe('failing');
    // rows: arrows move, Enter opens
    await page.locator('button.open').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('.detail').count()).toBe(1);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-expanded")')).toBe('true');
    await page.keyboard.press('Enter');
    expect(await page.locator('.detail').count()).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('chooses a time by the keyboard alone', async () => {
    const page = await open(reportFile(OPTIONS, (sink) => manyExchanges(sink, 240)));
    const status = page.locator('.count');
    await page.locator('.sliders input').first().focus();
    await page.keyboard.press('End');
    expect(await status.innerText()).toMatch(/^(No exchange|1–1 of 1)/);
    await page.keyboard.press('Home');
    expect(await status.innerText()).toBe('1–48 of 48 exchanges');
    await page.close();
  });

  it('draws few exchanges one by one, and many by how many there were when', async () => {
    const few = await open(reportFile(OPTIONS, (sink) => manyExchanges(sink, 199)));
    expect(await few.locator('.waterfall li').count()).toBe(199);
    expect(await few.locator('.sliders').count()).toBe(0);
    const line = few.locator('.waterfall li').nth(7);
    expect(await line.innerText()).toMatch(/^✗\s+failed\s+#8 CompleteMultipartUpload · 403\s+12 ms$/);
    // to scale: the eighth of 199 seconds
    const [bar, whole] = await Promise.all([
      line.locator('rect').first().boundingBox(),
      line.locator('svg').boundingBox(),
    ]);
    expect(((bar?.x ?? 0) - (whole?.x ?? 0)) / (whole?.width ?? 0)).toBeCloseTo(7 / 198, 2);
    await line.locator('svg').click();
    expect(few.url()).toMatch(/#x-1-8$/);
    expect(await few.locator('.detail').count()).toBe(1);
    expect(problems).toEqual([]);
    await few.close();
    const many = await open(reportFile(OPTIONS, (sink) => manyExchanges(sink, 200)));
    expect(await many.locator('.waterfall').count()).toBe(0);
    expect(await many.locator('.timeline > svg').count()).toBe(1);
    await many.close();
  });

  it('gives each capture a lane, on one scale where all ran at one time', async () => {
    const twice = (gap: number): string =>
      reportFile(OPTIONS, (sink) => {
        for (const [number, path] of ['a.pcap', 'b.pcap'].entries()) {
          const start = SECONDS + number * gap;
          sink.exchange(path, at(makeResult({ index: 1 }), start));
          sink.exchange(path, at(completeFailure(2), start + 10));
          sink.capture(makeCapture({ path }));
        }
      });
    const apart = await open(twice(100));
    expect(await apart.locator('.lanes li').count()).toBe(2);
    expect(await apart.locator('.timeline > p').innerText()).toContain('its own scale');
    expect(await apart.locator('.lanes .took').first().innerText()).toMatch(/ · 10\.0 s$/);
    await apart.locator('.lanes button').last().click();
    expect(await apart.locator('.waterfall a').allInnerTexts()).toEqual(['#2.1', '#2.2']);
    await apart.close();
    const together = await open(twice(5));
    expect(await together.locator('.timeline > p').innerText()).toContain('on one scale');
    const [first, second] = await Promise.all(
      [0, 1].map((lane) => together.locator('.lanes svg').nth(lane).locator('rect.good').boundingBox()),
    );
    expect(second?.x).toBeGreaterThan(first?.x ?? Number.NaN);
    await together.close();
  });

  it('gives a lane of one exchange no length', async () => {
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        for (const path of ['a.pcap', 'b.pcap']) {
          sink.exchange(path, at(makeResult({ index: 1 }), SECONDS));
          sink.capture(makeCapture({ path }));
        }
      }),
    );
    expect(await page.locator('.lanes .took').first().innerText()).toMatch(/^\S+ \d\d:\d\d:\d\d\.005$/);
    await page.close();
  });

  it('offers what a search finds among those that did not fail', async () => {
    const page = await open(reportFile(OPTIONS, (sink) => manyExchanges(sink, 40)));
    const offer = page.locator('.offer');
    expect(await offer.isVisible()).toBe(false);
    await page.locator('input[type=search]').fill('object-11.');
    expect(await page.locator('.count').innerText()).toBe('No exchange matches these filters.');
    expect(await offer.innerText()).toBe('Show 1 matching exchange that did not fail');
    await offer.click();
    expect(await page.locator('.count').innerText()).toBe('1–1 of 1 exchange');
    expect(await page.evaluate('document.activeElement.className')).toBe('open');
    expect(await offer.isVisible()).toBe(false);
    await page.locator('input[type=search]').fill('nothing like it');
    expect(await offer.isVisible()).toBe(false);
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([
    ['en', OPTIONS],
    ['zh', OPTIONS_ZH],
  ] as const)('copies the text of a ticket in either language (page: %s)', async (_lang, options) => {
    const page = await open(
      reportFile(options, (sink) => {
        sink.exchange('a.pcap', completeFailure(1));
        sink.exchange('a.pcap', suspected(2, [SUSPECT]));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    const pasted = async (): Promise<string> => {
      // several lines, which a field of one line would join
      await page.evaluate(
        'document.body.prepend(Object.assign(document.createElement("textarea"), { id: "paste" }))',
      );
      await page.locator('#paste').focus();
      await page.keyboard.press('Control+v');
      const text = await page.locator('#paste').inputValue();
      await page.evaluate('document.getElementById("paste").remove()');
      return text;
    };
    let last = await pasted();
    const ticketOf = async (row: number, lang: 'en' | 'zh'): Promise<string> => {
      const detail = page.locator('.detail').nth(row);
      await detail.locator(`.copy button[lang=${lang}]`).click();
      await expect
        .poll(() => detail.locator(`.copy button[lang=${lang}]`).innerText())
        .toMatch(/^(?:Copied\.|已复制。)$/);
      // the clipboard of the system may give the text before for a moment
      await expect
        .poll(async () => {
          const text = await pasted();
          const isNew = text !== last;
          last = text;
          return isNew;
        })
        .toBe(true);
      return last;
    };
    for (const button of await page.locator('button.open').all()) await button.click();
    const english = await ticketOf(0, 'en');
    expect(english).toContain('### ✗ The client signed an empty Content-Type');
    expect(english).toMatch(/type\n- \(empty\)\n\+ application\/x-www-form-urlencoded/);
    expect(english).toContain('- **Fix**: ');
    // the key is what was captured
    expect(english.replace('语音', '')).not.toMatch(/[\u3000-\u9fff]/);
    const chinese = await ticketOf(0, 'zh');
    expect(chinese).toMatch(/### ✗ .*Content-Type/);
    expect(chinese).toMatch(/类型\n- （空）\n\+ application\/x-www-form-urlencoded/);
    expect(chinese).toContain('- **依据**：');
    expect(await ticketOf(1, 'en')).toContain('- **Check**: the same request with');
    expect(await ticketOf(1, 'zh')).toContain('- **验证**：');
    expect(english + chinese).not.toContain('\u2063');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('says of a suspect that leads what speaks for it, what settles it, and what to type', async () => {
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sink.exchange('a.pcap', suspected(1, [SUSPECT]));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    const card = page.locator('.card');
    const text = await card.innerText();
    expect(await card.locator('h3').innerText()).toMatch(/^A Content-Type was signed/);
    // once, in the headline
    expect(text.match(/A Content-Type was signed/gi)).toHaveLength(1);
    expect(await card.locator('.suspects dt').allInnerTexts()).toEqual(['Because', 'Against', 'ID']);
    expect(await card.locator('.suspects dd').last().innerText()).toBe('type-lost · 72 %');
    expect(text).toMatch(/\nFix: send the Content-Type[^.]*\n/);
    expect(text).toMatch(/Check: the same request with/);
    expect(await card.locator('.next li').allInnerTexts()).toEqual([
      'osscap explain a.pcap 1 Copy # every byte',
    ]);
    expect(text).toMatch(/Request ID: \S+/);
    await page.locator('button.open').click();
    const detail = page.locator('.detail');
    expect((await detail.innerText()).match(/A Content-Type was signed/gi)).toHaveLength(1);
    expect(await detail.locator('.told dt').allInnerTexts()).toContain('Check');
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each([
    ['en', OPTIONS, 'One of these 2, the likeliest first:', [40, 30], ['40 %', '30 %']],
    ['zh', OPTIONS_ZH, '以下 2 种之一，可能性大的在前：', [40, 30], ['40%', '30%']],
    ['en', OPTIONS, 'No cause stands out; at most one of these 2', [19, 15], ['19 %', '15 %']],
    ['zh', OPTIONS_ZH, '没有明显突出的原因，至多是以下 2 种之一', [19, 15], ['19%', '15%']],
  ] as const)('lists several suspects, each with all that is known of it (%s)', async (...given) => {
    const [, options, headline, [percent, other], weights] = given;
    const page = await open(
      reportFile(options, (sink) => {
        const both = [...SUSPECT.for, ...SUSPECT.for];
        const second = { ...SUSPECT, kind: 'date', weight: other / 100, for: both, against: [] } as const;
        sink.exchange('a.pcap', suspected(1, [{ ...SUSPECT, weight: percent / 100 }, second]));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    await page.locator('button.open').click();
    for (const part of [page.locator('.card'), page.locator('.detail')]) {
      expect(await part.locator('h3').innerText()).toContain(headline);
      const items = part.locator('.suspects > li');
      expect(await items.count()).toBe(2);
      expect(await items.locator('.certainty').allInnerTexts()).toEqual(weights);
      expect(await items.locator('code').allInnerTexts()).toEqual(['type-lost', 'date']);
      // for, against, what settles it, ID: where none stands out, there is nothing to mend yet
      expect(await items.first().locator('dt').count()).toBe(percent > 20 ? 5 : 4);
      // two pieces of evidence have one title
      const titles = await items.last().locator('dt').allInnerTexts();
      expect(titles.map((title) => title === '').slice(0, 3)).toEqual([false, true, false]);
      expect(titles).toHaveLength(percent > 20 ? 5 : 4);
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  it('sorts the list by a column, the other way round, and as captured again', async () => {
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        for (const index of [1, 2, 3]) sink.exchange('a.pcap', completeFailure(index));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    const numbers = (): Promise<string[]> => page.locator('button.open span:first-child').allInnerTexts();
    const sort = page.locator('th.index .sort');
    const shown: [string | null, string[]][] = [];
    for (let press = 0; press < 3; press++) {
      await sort.click();
      shown.push([await page.locator('th.index').getAttribute('aria-sort'), await numbers()]);
    }
    expect(shown).toEqual([
      ['ascending', ['1', '2', '3']],
      ['descending', ['3', '2', '1']],
      ['none', ['1', '2', '3']],
    ]);
    await page.close();
  });

  it('says in a ticket what was tried with the secret, where it explains nothing', async () => {
    const undecided = { verdict: 'undecided', certainty: 'open', divergences: [], cause: null } as const;
    const notes = [{ id: 'search-tried', args: { tried: 9760 } }] as const;
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sink.exchange('a.pcap', completeFailure(1, { ...undecided, client: null, notes }));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    await page.locator('button.open').click();
    await page.locator('.copy button').first().click();
    await expect
      .poll(() => page.locator('.copy button').first().innerText())
      .toMatch(/^(?:Copied\.|已复制。)$/);
    await page.locator('input[type=search]').focus();
    await page.keyboard.press('Control+v');
    const text = await page.locator('input[type=search]').inputValue();
    expect(text).toContain('does not turn the captured request into');
    expect(text).toContain('9,760 variants');
    await page.close();
  });

  it('gives the filters by which Wireshark shows an exchange', async () => {
    const page = await open(
      reportFile(OPTIONS, (sink) => {
        sink.exchange('a.pcap', makeResult({ index: 1 }));
        sink.capture(makeCapture({ path: 'a.pcap' }));
      }),
    );
    await page.locator('button.open').click();
    expect(await page.locator('.facts').innerText()).toMatch(
      /Wireshark\s+frame\.number == \d+ \|\| frame\.number == \d+/,
    );
    await page.close();
  });

  it('shows the exchanges of a cause, and of a time that is drawn', async () => {
    const page = await open(reportFile(OPTIONS, (sink) => manyExchanges(sink, 240)));
    await page.locator('.card-foot button').last().click();
    expect(await page.locator('.count').innerText()).toBe('1–1 of 1 exchange');
    expect(await page.locator('.detail h3').innerText()).toContain('empty Content-Type');
    await page.locator('.reset').click();
    await page.locator('.chip input[value=all]').check({ force: true });
    const box = await page.locator('.timeline svg').first().boundingBox();
    if (box === null) throw new Error('no timeline');
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width, box.y + 20);
    await page.mouse.up();
    expect(await page.locator('.count').innerText()).toMatch(/^1–100 of 120/);
    expect(await page.locator('.tag').innerText()).toMatch(/2018-12-29 07:3\d:\d\d.*–.*07:3\d:\d\d/);
    await page.close();
  });

  it('draws a hundred of 5,000 exchanges at a time', async (context) => {
    const page = await open(reportFile(OPTIONS, (sink) => manyExchanges(sink, 5000)));
    const loaded = (await page.evaluate('performance.now()')) as number;
    expect(await page.locator('.count').innerText()).toBe('1–100 of 1,000 exchanges');
    const milliseconds = (await page.evaluate(`(() => {
      const search = document.querySelector('input[type=search]');
      const times = [];
      for (const text of ['', 'o', 'ob', 'object-4', 'REQ00', '#4711']) {
        const start = performance.now();
        search.value = text;
        search.dispatchEvent(new Event('input'));
        document.body.offsetHeight;
        times.push(performance.now() - start);
      }
      return times;
    })()`)) as number[];
    await context.annotate(
      `shown after ${Math.round(loaded)} ms; filters take ${milliseconds.map(Math.round).join(', ')} ms`,
    );
    await page.locator('input[type=search]').fill('');
    await page.locator('.chip input[value=all]').check({ force: true });
    expect(await page.locator('button.open').count()).toBe(100);
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await page.locator('.count').innerText()).toBe('101–200 of 5,000 exchanges');
    expect(problems).toEqual([]);
    await page.close();
  });

  it('fits a phone, and has a dark side', async () => {
    const page = await open(small, { width: 390, height: 844 });
    await page.locator('button.open').first().click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const back = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await back()).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await back()).toBe('rgb(18, 22, 28)');
    await page.locator('.tools select').selectOption('light');
    expect(await back()).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('.tools select').selectOption('dark');
    expect(await back()).toBe('rgb(18, 22, 28)');
    await page.close();
  });

  it('prints one exchange of each cause in full', async () => {
    const page = await open(reportFile(OPTIONS, (sink) => manyExchanges(sink, 1000)));
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    // of 200 failing exchanges with two causes
    expect(await page.locator('.paper .detail').count()).toBe(2);
    expect(problems).toEqual([]);
    await page.close();
  });
});
