import { describe, expect, it } from 'vitest';
import type { ScanEnd } from '../../../src/report/reporter.ts';
import { displayWidth, fromText } from '../../rooms/bytes.ts';
import type { Divergence } from '../../rooms/diagnose.ts';
import type { CaptureInfo, ExchangeResult } from '../../rooms/engine.ts';
import { createClosingReporter, createTableReporter, SummaryCounter } from '../../rooms/report.ts';
import type { Texts } from '../../rooms/sentences.ts';
import { EN, ZH } from '../../support/texts.ts';
import { completeFailure, makeCapture, makeResult, makeUpload, TYPE_DIVERGENCE } from '../make-result.ts';

interface Captured {
  readonly path?: string;
  readonly results: readonly ExchangeResult[];
  readonly info?: Partial<CaptureInfo>;
}

interface Look {
  readonly width?: number;
  readonly texts?: Texts;
  readonly quiet?: boolean;
  readonly end?: Partial<ScanEnd>;
  readonly rows?: number;
}

/** What the table says of a scan unless more is asked for. */
async function short(captures: readonly Captured[], look: Look = {}): Promise<string> {
  const { width = 80, texts = EN, quiet = false, end = {}, rows } = look;
  let text = '';
  const reporter = await createTableReporter(
    (piece) => {
      text += piece;
    },
    { width, paint: (_, shown) => shown, texts, isFull: false, all: false, quiet, rows },
  );
  const counter = new SummaryCounter();
  for (const { path = 'upload.pcap', results, info = {} } of captures) {
    for (const result of results) {
      counter.exchange(path, result);
      reporter.exchange(path, result);
    }
    const base = makeCapture(info);
    const ossExchanges = results.length;
    const capture = { ...base, path, traffic: info.traffic ?? { ...base.traffic, ossExchanges } };
    counter.capture(capture);
    reporter.capture(capture);
  }
  const summary = counter.summary();
  reporter.end({ summary, interrupted: false, exitCode: summary.divergent > 0 ? 1 : 0, ...end });
  return text;
}

const inTransit = { verdict: 'transit-modified', certainty: 'likely', client: null, notes: [] } as const;

/** A request whose Content-Type was changed on the way, or what else is given. */
function changed(
  index: number,
  more: NonNullable<Parameters<typeof completeFailure>[1]> = {},
): ExchangeResult {
  const cause = { id: 'content-type-rewritten', args: {} };
  return completeFailure(index, { ...inTransit, cause, divergences: [TYPE_DIVERGENCE], ...more });
}

/** Lines that show what differs: from the titles of the columns on. */
function table(text: string, title = 'field'): string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`  ${title}`));
  const end = lines.indexOf('', start);
  return start < 0 ? [] : lines.slice(start, end);
}

describe('a capture of servers that speak like S3', () => {
  const at = (index: number, flavour: 'aws' | 'ceph'): ExchangeResult => {
    const result = changed(index);
    return result.oss === null ? result : { ...result, oss: { ...result.oss, provider: 's3', flavour } };
  };
  const traffic = { ...makeCapture().traffic, ossExchanges: 2, providers: ['s3'] } as const;

  it('names them where they are of two kinds', async () => {
    const info = { traffic: { ...traffic, flavours: ['aws', 'ceph'] as const } };
    const text = await short([{ results: [at(1, 'aws'), at(2, 'ceph')], info }]);
    expect(text).toMatch(/^✗ #1.* · 403 · (?:S3|Ceph)\b/m);
  });

  it('does not where they are of one', async () => {
    const info = { traffic: { ...traffic, flavours: ['ceph'] as const } };
    const text = await short([{ results: [at(1, 'ceph'), at(2, 'ceph')], info }]);
    expect(text).toMatch(/^✗ #1.* · 403\b/m);
    expect(text).not.toMatch(/ · 403 · /);
  });
});

describe('a list that is longer than the terminal', () => {
  const ids = ['host-rewritten', 'path-reencoded', 'path-normalised', 'oss-header-dropped', 'key-changed'];
  const results = ids.flatMap((id, at) =>
    Array.from({ length: 9 - at }, (_, more) =>
      changed(at * 10 + more + 1, { cause: { id, args: {} }, divergences: [] } as object),
    ),
  );
  const listed = (text: string) =>
    text.split('\n').filter((line) => /^ *\d+ {2}very likely/.test(line)).length;

  it('leaves the blocks in sight, and says how many causes are left', async () => {
    const text = await short([{ results }], { rows: 24 });
    expect(listed(text)).toBe(0);
    expect(text).toMatch(/^2 more causes, of 11 requests: --all$/m);
    expect(text.match(/^✗/gm)).toHaveLength(3);
  });

  it('has all where there is room, and in a pipe', async () => {
    for (const rows of [100, undefined]) {
      const text = await short([{ results }], rows === undefined ? {} : { rows });
      expect(listed(text)).toBe(5);
      expect(text).not.toContain('more causes, of');
    }
  });

  it('says the one cause of two captures once', async () => {
    const captures = ['a', 'b'].map((path) => ({ path, results: [changed(1)] }));
    expect(listed(await short(captures, { rows: 60 }))).toBe(0);
    expect(listed(await short(captures))).toBe(1);
  });
});

describe('a capture with one cause', () => {
  it('says what failed, how sure that is, what differs, what to do, and how it ended', async () => {
    const text = await short([{ results: [makeResult({ index: 1 }), changed(5)] }]);
    const lines = text.split('\n');
    expect(lines[0]).toBe('upload.pcap · 2 OSS requests: 1 passed, 1 failed');
    expect(lines[2]).toMatch(
      /^✗ #5 CompleteMultipartUpload rokid\/ttsservice\/语音\/passwd · 403 +very likely$/,
    );
    expect(lines[3]).toBe('  Content-Type was rewritten in transit.');
    expect(text).toMatch(/^ {2}fix +1\. /m);
    expect(text).toMatch(
      /^ {2}next +osscap compare upload\.pcap BEHIND-THE-PROXY\.pcap {2}# names the hop$/m,
    );
    expect(text).toMatch(/^ +osscap explain upload\.pcap 5 +# every byte$/m);
    expect(text).toMatch(/^ {2}ids +request 5C2723573183A12D/m);
    expect(lines.slice(-2)).toEqual(['1 of 2 requests failed · 1 cause · exit 1', '']);
  });

  it('names a few of its requests and counts all', async () => {
    const results = Array.from({ length: 12 }, (_, at) => changed(at + 5));
    expect(await short([{ results }])).toContain('✗ #5, #6, #7 … 12 requests Complete');
  });

  it('shows nothing of the fields that are the same but their number', async () => {
    const lines = table(await short([{ results: [changed(1)] }]));
    expect(lines[1]).toMatch(/^ {2}type {2}/);
    expect(lines.join('\n')).not.toContain('md5');
    expect(lines.at(-1)).toMatch(/\^ byte \d+(?: of the string to sign)?; the other \d fields? match$/);
  });

  it('fits forty columns, but for commands', async () => {
    for (const texts of [EN, ZH]) {
      const text = await short([{ results: [changed(1)] }], { width: 40, texts });
      const wide = text.split('\n').filter((line) => displayWidth(line) > 40);
      expect(wide.filter((line) => !/osscap (?:explain|compare|scan|why)/.test(line))).toEqual([]);
    }
  });

  it('quotes a path for the shell, and gives no command for one that nobody can type', async () => {
    const results = [changed(1)];
    const quoted = await short([{ path: "my captures/it's.pcap", results }]);
    expect(quoted).toContain(`osscap explain 'my captures/it'"'"'s.pcap' 1`);
    expect(await short([{ path: '-v.pcap', results }])).toContain('osscap explain ./-v.pcap 1');
    expect(await short([{ path: 'a\x1b[2J.pcap', results }])).not.toContain('osscap explain');
    expect(await short([{ path: '-', results }])).not.toContain('osscap explain');
  });

  it('asks for the secret where that settles it', async () => {
    const open = {
      verdict: 'needs-secret',
      certainty: 'open',
      needsSecretOf: 'LTAI1',
      divergences: [],
    } as const;
    const text = await short([{ results: [completeFailure(2, { ...open, cause: null, client: null })] }]);
    expect(text).toContain('osscap scan upload.pcap --credentials FILE.json');
  });

  it.each([
    [EN, 'The secret that was given does not explain it (variants tried: 9,760).'],
    [ZH, '您提供的 Secret 无法解释它（已尝试 9,760 种变体）。'],
  ] as const)('says of a given secret that it explains nothing: %#', async (texts, said) => {
    const notes = [{ id: 'search-tried', args: { tried: 9760 } }] as const;
    const secret = {
      kind: 'secret',
      cause: 'other-secret-or-request',
      field: 'secret',
      weight: 0.6,
      args: { id: 'LTAI1' },
      for: [],
      against: [],
    } as const;
    const suspects = [secret];
    const open = { certainty: 'open', divergences: [], cause: null, client: null, notes, suspects } as const;
    const of = (verdict: 'undecided' | 'needs-secret') =>
      short([{ results: [completeFailure(1, { ...open, verdict })] }], { texts, width: 160 });
    expect(await of('undecided')).toContain(said);
    expect(await of('needs-secret')).not.toContain(said);
  });

  it('names the capture behind the hop where the scan has it', async () => {
    const hop = { exchange: 3, capture: 'behind.pcap', frame: 2, from: 'a:80', to: 'b:80' };
    const hops = [{ ...hop, changed: ['header:content-type'], broken: ['header:content-type'] }];
    const text = await short([{ results: [changed(1, { hops })] }]);
    expect(text).toContain('osscap compare upload.pcap behind.pcap');
    expect(text).not.toContain('BEHIND-THE-PROXY');
  });
});

describe('what differs', () => {
  const differing = async (client: string | null, server: string | null, width = 80): Promise<string[]> => {
    const divergence: Divergence = { ...TYPE_DIVERGENCE, client, server, clientOffset: 9, serverOffset: 9 };
    return table(await short([{ results: [changed(1, { divergences: [divergence] })] }], { width }));
  };

  it('stands side by side where both values fit, with a caret below the first byte', async () => {
    const lines = await differing('text/plain', 'text/html');
    expect(lines.slice(0, 2)).toEqual([
      '  field  captured    server signed',
      '  type   text/plain  text/html',
    ]);
    expect(lines[2]?.indexOf('^')).toBe(lines[1]?.indexOf('html'));
    expect(lines[2]).toContain('^ byte 9');
  });

  it('stands one over the other where they do not fit, cut in what is equal alone', async () => {
    const same = 'x'.repeat(300);
    const lines = await differing(`${same}ONE${same}`, `${same}TWO${same}`);
    const [client = '', server = '', caret = ''] = lines.slice(1);
    expect(client).toMatch(/^ {2}type {3}- x+\.\.\.x+ONEx+\.\.\.x+$/);
    expect(server).toMatch(/^ {9}\+ x+\.\.\.x+TWOx+\.\.\.x+$/);
    expect(caret.indexOf('^')).toBe(server.indexOf('TWO'));
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  it('is never cut, up to a few lines, and then counted', async () => {
    const [long, longer] = ['a'.repeat(150), 'b'.repeat(900)];
    const text = (await differing(`1${long}`, `2${longer}`)).join('').replaceAll(/[\s+-]/g, '');
    expect(text).toContain(`1${long}`);
    expect(text).toMatch(/2b{100,}\.\.\.\(\d+\)/);
  });

  it.each([
    ['a space', 'a b', 'a  b'],
    ['a carriage return', 'ab', 'ab\r'],
    ['letter case', 'Text/Plain', 'text/plain'],
    ['full-width forms', fromText('a b'), fromText('a\u3000b')],
    ['composed forms', fromText('caf\u00e9'), fromText('cafe\u0301')],
  ])('has its bytes where the eye would miss it: %s', async (_, client, server) => {
    expect(
      (await differing(client, server)).filter((line) => /\bhex\b|\[[0-9a-f ]+\]/.test(line)),
    ).not.toEqual([]);
  });

  it('says that a field is empty or not there', async () => {
    const text = (await differing(null, '')).join('\n');
    expect(text).toContain('(absent)');
    expect(text).toContain('(empty)');
  });

  it('is limited to a few fields, and the others are counted', async () => {
    const divergences = Array.from({ length: 30 }, (_, at): Divergence => {
      return { ...TYPE_DIVERGENCE, field: `oss-header:x-oss-${at}`, client: 'a', server: 'b' };
    });
    const lines = table(await short([{ results: [changed(1, { divergences })] }]));
    expect(lines.length).toBeLessThan(15);
    expect(lines.at(-1)).toContain('26 more fields differ');
  });
});

describe('several causes', () => {
  const many = Array.from({ length: 6 }, (_, cause) =>
    Array.from({ length: cause + 1 }, (_, at) =>
      changed(cause * 10 + at + 1, {
        divergences: [{ ...TYPE_DIVERGENCE, field: `oss-header:x-oss-${cause}` }],
      }),
    ),
  ).flat();

  it('has blocks for the three that explain most, and a line for each at the end', async () => {
    const text = await short([{ results: many }]);
    expect([...text.matchAll(/^✗ #(\d+)/gm)].map((found) => found[1])).toEqual(['51', '41', '31']);
    const overview = text.slice(text.indexOf('21 of 21 requests failed'));
    expect(
      [...overview.matchAll(/^(\d+) {2}very likely {2}\S.*\n +osscap explain upload.pcap \d+$/gm)].map(
        (found) => found[1],
      ),
    ).toEqual(['6', '5', '4', '3', '2', '1']);
    expect(text).toContain('21 of 21 requests failed · 6 causes · exit 1');
  });

  it('counts a cause once, in whichever captures, versions and certainty it appears', async () => {
    const v4 = { ...TYPE_DIVERGENCE, field: 'canonical-header:content-type' } as const;
    const text = await short([
      { path: 'a.pcap', results: [changed(1), changed(2)] },
      { path: 'b.pcap', results: [changed(1, { divergences: [v4], certainty: 'proven' })] },
    ]);
    expect(text).toContain('✗ a.pcap#1 CompleteMultipartUpload');
    expect(text).toContain('and 2 more requests, in 2 captures in all');
    expect(text).toContain('3 of 3 requests failed in 2 of 2 captures');
    expect(text).toContain('3 of 3 requests failed · 1 cause · exit 1');
  });

  it('leaves out the folder that all captures are in, and nothing else of their names', async () => {
    const text = await short([
      { path: 'caps/day/a.pcap', results: [changed(1)] },
      { path: 'caps/night/a.pcap', results: [changed(1, { cause: null })] },
    ]);
    expect(text).toMatch(/^✗ day\/a\.pcap#1 /m);
    expect(text).toMatch(/^✗ night\/a\.pcap#1 /m);
  });

  it('says at the end what can be typed to see each, whole', async () => {
    const path = `captures of ${'may '.repeat(12)}/a.pcap`;
    const text = await short([
      { path, results: [changed(1)] },
      { path: '-', results: [changed(7, { cause: null })] },
    ]);
    const overview = text.slice(text.lastIndexOf('2 of 2 requests failed in'));
    expect(overview).toMatch(new RegExp(`^ +osscap explain '${path}' 1$`, 'm'));
    expect(overview).toMatch(/^ +-#7$/m);
  });

  it.each([EN, ZH])(
    'shows no more of each than lets few causes of a capture fit a screen: $lang',
    async (texts) => {
      const advice = [{ id: 'v1-signature', args: {}, count: 4, exchange: 1 }] as const;
      const other = changed(4, { divergences: [{ ...TYPE_DIVERGENCE, field: 'content-md5' }] });
      const text = await short([{ results: [changed(1), other], info: { advice } }], { texts });
      expect(text.trimEnd().split('\n').length).toBeLessThan(24);
      expect(text.match(/^✗/gm)?.length).toBe(2);
      // all causes stand above: nothing lists them again
      expect(text).not.toContain(texts.short['column-certainty']);
    },
  );

  it('offers what says more of the suspect, also of what was piped', async () => {
    const suspects = [
      {
        kind: 'type-added',
        weight: 0.8,
        field: 'content-type' as const,
        cause: 'content-type-signed-other',
        args: { sent: 'a/b' },
        for: [],
        against: [],
      },
    ];
    const open = {
      verdict: 'needs-secret',
      certainty: 'open',
      divergences: [],
      client: null,
      suspects,
    } as const;
    for (const path of ['a.pcap', '-']) {
      const text = await short([{ path, results: [completeFailure(2, { ...open, cause: null })] }]);
      expect(text).toMatch(/osscap why type-added +# all about this suspect$/m);
    }
    const named = await short([
      { results: [completeFailure(2, { ...open, cause: { id: 'key-cut', args: {} } })] },
    ]);
    expect(named).toContain('osscap why key-cut');
  });

  it('says how many captures have nothing that could be read, and names a few', async () => {
    const results = [changed(1)];
    const empty = Array.from({ length: 5 }, (_, at) => ({ path: `empty-${at}.pcap`, results: [] }));
    const text = (await short([{ results }, ...empty])).replaceAll(/\n {2}/g, ' ');
    expect(text).toContain(
      'without a readable OSS request: 5 captures (empty-0.pcap, empty-1.pcap, empty-2.pcap, …)',
    );
  });
});

describe('beside causes', () => {
  it('each kind has its count, and everything is behind -v', async () => {
    const multipartUploads = [makeUpload({ outcome: 'failed', leftover: [1, 2, 3] })];
    const advice = [{ id: 'v1-signature', args: {}, count: 4, exchange: 1 }] as const;
    const text = await short([{ results: [changed(1)], info: { multipartUploads, advice } }]);
    expect(text).toMatch(/^! 3 parts \(\d+ KiB\) left in the bucket, billed\n/m);
    expect(text).toContain('may fail later: 4 requests with V1, which new buckets refuse');
    const more = [
      { id: 'token-in-clear', args: {}, count: 9, exchange: 1 },
      { id: 'sdk-defect', args: {}, count: 2, exchange: 1 },
    ] as const;
    const several = await short([{ results: [changed(1)], info: { advice: [...advice, ...more] } }]);
    expect(several.replaceAll(/\n {2}/g, ' ')).toContain(
      'may fail later: 9 requests with security tokens in plain HTTP; 4 requests with V1, which new buckets refuse; 1 more',
    );
    expect(text).toContain('(details: -v)');
  });

  it('a capture without failures has its line, and what went wrong all the same', async () => {
    const text = await short([{ results: [makeResult({ index: 1 }), makeResult({ index: 2 })] }]);
    expect(text).toBe('upload.pcap · 2 OSS requests: 2 passed\n\nnothing fails: 2 OSS requests · exit 0\n');
    const refused = makeResult({
      index: 3,
      operation: 'GetObject',
      status: 404,
      error: { code: 'NoSuchKey' },
    });
    const noted = await short([{ results: [refused] }]);
    expect(noted).toContain('! errors not related to the signature: 404 NoSuchKey (#3) (details: -v)');
    expect(noted).toContain('no signature fails: 1 OSS request · exit 0');
  });

  it('failures alone stand there with -q, and the closing line', async () => {
    const passing = { path: 'ok.pcap', results: [makeResult({ index: 1 })] };
    expect(await short([passing], { quiet: true })).toBe('nothing fails: 1 OSS request · exit 0\n');
    const text = await short([{ results: [changed(1)] }], { quiet: true });
    expect(text).toMatch(/^✗ #1 /);
    expect(text).not.toContain('upload.pcap ·');
  });

  it('the closing line says what was not read', async () => {
    const end = { interrupted: true, damaged: 2, exitCode: 130 };
    const text = (await short([{ results: [changed(1)] }], { end })).replaceAll('\n', ' ');
    expect(text).toContain('interrupted: only what was read so far · 1 of 1 request failed · 1 cause');
    expect(text).toContain('damaged or cut off (--strict): 2 · exit 130');
  });
});

it.each([EN, ZH])('is as long as a screen at most: $lang', async (texts) => {
  const suspects = [1, 2, 3].map((at) => ({
    kind: 'type-added',
    cause: 'other-secret-or-request',
    field: 'content-type' as const,
    weight: 0.3 - at / 100,
    args: { sent: 'application/octet-stream; charset=utf-8' },
    for: [],
    against: [],
  }));
  const open = {
    verdict: 'needs-secret',
    certainty: 'open',
    cause: null,
    divergences: [],
    suspects,
  } as const;
  const advice = [{ id: 'v1-signature', args: {}, count: 4, exchange: 1 }] as const;
  const multipartUploads = [makeUpload({ outcome: 'failed', leftover: [1, 2, 3] })];
  const info = { advice, multipartUploads };
  const text = await short([{ results: [completeFailure(1, { ...open, client: null })], info }], { texts });
  expect(text.split('\n').length - 1).toBeLessThan(24);
  expect(text).toContain(texts.lang === 'en' ? 'One of 3:' : '以下 3 种可能之一：');
  // where accepted requests have it, too, none of them stands out
  const against = [
    { code: 'accepted-with-it', exchanges: [], args: { trait: 'type', accepted: 2 } },
  ] as const;
  const cleared = suspects.map((each) => ({ ...each, against }));
  const results = [completeFailure(1, { ...open, suspects: cleared, client: null })];
  const none = await short([{ results, info }], { texts });
  expect(none).toMatch(
    texts.lang === 'en' ? /No cause stands out; at most one of 3:/ : /至多是以下 3 种之一：/,
  );
});

it('prints the closing line alone for reports that go to files', () => {
  let text = '';
  const reporter = createClosingReporter(
    (piece) => {
      text += piece;
    },
    { width: 80, paint: (_, shown) => shown, texts: EN },
  );
  const counter = new SummaryCounter();
  for (const result of [changed(1), makeResult({ index: 2 })]) {
    counter.exchange('a.pcap', result);
    reporter.exchange('a.pcap', result);
  }
  const capture = makeCapture({});
  counter.capture(capture);
  reporter.capture(capture);
  reporter.end({ summary: counter.summary(), interrupted: false, exitCode: 1 });
  expect(text).toBe('1 of 2 requests failed · 1 cause · exit 1\n');
});
