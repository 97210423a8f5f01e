import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ComparisonJson, Report } from '../rooms/report.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { credentialsFile, osscap, temporaryFolder } from '../support/command.ts';
import { answer, get, put } from '../support/conversation.ts';
import { FIXTURES, type Truth, truths } from '../support/truth.ts';

const ALL = [...truths('captures'), ...truths('scenarios')];
const PAIRS = ALL.filter(({ name }) => name.endsWith('.client')).map((client) => {
  const name = client.name.slice(0, -'.client'.length);
  const server = ALL.find((one) => one.name === `${name}.server`);
  if (server === undefined) throw new Error(`no server side of ${name}`);
  return [name, client, server] as const;
});

const SIGNED = [
  'GET /k HTTP/1.1',
  'Host: demo.oss-cn-hangzhou.aliyuncs.com',
  'Date: Wed, 01 Jan 2025 12:34:56 GMT',
  'Authorization: OSS LTAI5tReferenceKey00:c2lnbmF0dXJlb2ZhcmVxdWVzdCE=',
  '\r\n',
].join('\r\n');

function compare(...args: string[]): { readonly json: ComparisonJson; readonly status: number | null } {
  const { stdout, stderr, status } = osscap(['compare', '--format', 'json', ...args]);
  expect(stderr).toBe('');
  return { json: JSON.parse(stdout), status };
}

/** Captures of one refused request at three points; a header is added between each two. */
function hopsThatAddHeaders(): readonly string[] {
  const folder = temporaryFolder();
  return ['', 'x-oss-meta-a: 1\r\n', 'x-oss-meta-a: 1\r\nx-oss-meta-b: 1\r\n'].map((lines, at) => {
    const sent = SIGNED.replace('Date:', `${lines}Date:`);
    const told = answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
    const path = join(folder, `${at}.pcap`);
    writeFileSync(path, pcapFile(new Conversation().open().client(sent).server(told).close().packets));
    return path;
  });
}

/** The change that shows a divergence of the signed strings. */
function fieldOf(divergence: string): string {
  if (divergence === 'resource:key') return 'target';
  if (divergence.startsWith('canonical-header:')) return divergence.replace('canonical-header:', 'header:');
  return divergence === 'method' ? divergence : `header:${divergence}`;
}

/** The value as it stands in the message: a target for a key, nothing for an empty header. */
function valueIn(truth: Truth, requestId: string, field: string, value: string | null): string | null {
  if (field !== 'target') return value === '' ? null : value;
  return truth.exchanges.find((one) => one.requestId === requestId)?.target ?? null;
}

describe('compare', () => {
  it('has all four pairs of captures', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(4);
  });

  it('says which clock is behind, whatever the order of the captures', () => {
    const [[, client, server] = []] = PAIRS;
    const heads = [
      [client, server],
      [server, client],
    ].map((order) => {
      const paths = order.map((truth) => truth?.capture ?? '');
      return osscap(['compare', '--lang', 'en', ...paths]).stdout.split('\n\n')[0] ?? '';
    });
    expect(heads[0]).toMatch(/reach B \d+\.\d ms\s+after A/);
    expect(heads[1]).toMatch(/reach B \d+\.\d ms\s+before A/);
  });

  it.each(PAIRS)('%s: names what was changed, with both values, as its truth has it', (_, client, server) => {
    const { json, status } = compare(client.capture, server.capture);
    expect(json).toMatchObject({
      schemaVersion: 1,
      captures: [client.capture, server.capture],
      unmatched: [],
    });
    expect(json.pairs.map(({ requestId }) => requestId)).toEqual(
      client.exchanges.map(({ requestId }) => requestId),
    );
    for (const [at, pair] of json.pairs.entries()) {
      const truth = client.exchanges[at];
      const behind = server.exchanges.find(({ requestId }) => requestId === truth?.requestId);
      if (truth === undefined || behind === undefined) throw new Error('truths disagree');
      expect(pair.matchedBy).toBe('request-id');
      expect(pair.exchanges).toEqual([truth.index + 1, behind.index + 1]);
      expect(pair.verdict).toBe(truth.verdict);
      const broken = pair.changes.filter(({ breaksSignature }) => breaksSignature);
      const { divergesAt } = behind;
      if (divergesAt === null) {
        expect(broken).toEqual([]);
        continue;
      }
      const field = fieldOf(divergesAt.field);
      expect(broken).toEqual([
        expect.objectContaining({
          between: [0, 1],
          field,
          from: valueIn(client, truth.requestId, field, divergesAt.client),
          to: valueIn(server, truth.requestId, field, divergesAt.server),
        }),
      ]);
    }
    expect(status).toBe(1);
  });

  it('tells of each point what scan tells of that exchange, and of none that a capture lacks', () => {
    const [, client, server] = PAIRS[0] ?? [];
    const between = PAIRS[1]?.[1];
    if (client === undefined || server === undefined || between === undefined) throw new Error('no pairs');
    const scanned = [client, server].map(({ capture }) => {
      const report: Report = JSON.parse(osscap(['scan', '--format', 'json', capture]).stdout);
      return report.captures[0]?.exchanges ?? [];
    });
    const { json } = compare(client.capture, between.capture, server.capture);
    const known = json.pairs.filter(({ exchanges }) => exchanges[0] !== null);
    expect(known).toHaveLength(client.exchanges.length);
    for (const { exchanges, points, operation } of known) {
      const [first, , last] = exchanges;
      const told = [first, last].map((index, at) => scanned[at]?.find((each) => each.index === index));
      expect(exchanges[1]).toBeNull();
      expect(operation).toBe(told[0]?.oss?.operation);
      const [here, there] = told.map((each) => ({
        requestFrame: each?.requestFrame,
        responseFrame: each?.responseFrame,
        client: each?.connection.client,
        server: each?.connection.server,
        time: each?.time,
        durationMs: each?.durationMs,
      }));
      expect(points).toEqual([here, null, there]);
    }
  });

  it.each(PAIRS)('%s: against itself nothing changed', (_, client) => {
    const { json, status } = compare(client.capture, client.capture);
    expect(json.pairs.flatMap(({ changes }) => changes)).toEqual([]);
    expect(status).toBe(0);
  });

  const [, CLIENT, SERVER] = PAIRS.find(([name]) => name.includes('mpu-complete-403')) ?? [];

  it('shows people which hop it was', () => {
    const args = ['compare', CLIENT?.capture ?? '', SERVER?.capture ?? ''];
    const { stdout, status } = osscap(args);
    expect(status).toBe(1);
    expect(stdout).toContain(
      '✗ Between A and B this was changed, so the signature no longer matches: content-type.',
    );
    expect(stdout).toMatch(/▸ content-type {2}\(absent\) +application\/x-www-form-urlencoded\n/);
    expect(stdout).toContain(
      'whatever listens on 127.0.0.1:80 (seen in A) and forwards to 127.0.0.1:9000 (seen in B)',
    );
    expect(stdout).toMatch(/1 exchange broken in transit\. Exit 1\.\n$/);
    const chinese = osscap([...args, '--lang', 'zh']).stdout;
    expect(chinese).toContain('✗ 在 A 与 B 之间，以下内容被改动，签名因此不再匹配：content-type。');
    for (const width of [80, 120]) {
      const lines = osscap([...args, '--width', String(width)]).stdout.split('\n');
      for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
    }
  });

  it('leaves out the time of a pair before anything of what was changed, or of the verdict', () => {
    const [client = '', , server = ''] = hopsThatAddHeaders();
    const row = (width: number): string | undefined =>
      osscap(['compare', client, server, '--width', String(width)]).stdout.match(/^1 +1 .*$/m)?.[0];
    expect(row(112)).toMatch(
      /^1 +1 +\d\d:\d\d:\d\d\.\d{3} .* ✗ x-oss-meta-a, x-oss-meta-b +changed in transit$/,
    );
    expect(row(88)).toMatch(
      /^1 +1 +\d\d:\d\d:\d\d +GetObject .* ✗ x-oss-meta-a, x-oss-meta-b +changed in transit$/,
    );
    expect(row(76)).toMatch(/^1 +1 +GetObject .* ✗ x-oss-meta-a, x-oss-meta-b +changed in transit$/);
    expect(row(68)).toMatch(/ ✗ x-oss.*… *\S+ +changed in transit$/);
  });

  it('says first that the captures were given the wrong way round', () => {
    const args = ['compare', SERVER?.capture ?? '', CLIENT?.capture ?? ''];
    const english = osscap(args).stdout.replace(/\s+/g, ' ');
    expect(english).toMatch(
      /A is nearer to OSS\. .*give the captures in the order client, server\..*✗ Between/,
    );
    expect(osscap([...args, '--lang', 'zh']).stdout).toContain('A 更靠近 OSS');
    const right = osscap(['compare', CLIENT?.capture ?? '', SERVER?.capture ?? '']).stdout;
    expect(right).not.toContain('nearer to OSS');
  });

  it('does not say of a request that one capture lacks that it arrived as it was sent', () => {
    const id = 'x-oss-request-id: 5C2723573183A12D\r\nServer:';
    const refused = answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>').replace('Server:', id);
    const path = (name: string, hasRequest: boolean): string => {
      const file = join(temporaryFolder(), name);
      const begun = new Conversation().open();
      const sent = hasRequest ? begun.client(SIGNED) : begun;
      writeFileSync(file, pcapFile(sent.server(refused).close().packets));
      return file;
    };
    const { stdout } = osscap(['compare', path('a.pcap', true), path('b.pcap', false)]);
    expect(stdout).toContain('Not compared, because A or B lacks the request or part of its headers: #1/#1.');
    expect(stdout).toContain('Nothing to compare. Exit 0.');
    expect(stdout).not.toContain('No signature was broken');
    expect(stdout).not.toContain('nothing signed was changed');
    expect(stdout).not.toContain('the client itself');
  });

  it('does not blame the client for a signature that a hop put in', () => {
    const id = 'x-oss-request-id: 5C2723573183A12D\r\nServer:';
    const refused = answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>').replace('Server:', id);
    const path = (name: string, request: string): string => {
      const file = join(temporaryFolder(), name);
      writeFileSync(
        file,
        pcapFile(new Conversation().open().client(request).server(refused).close().packets),
      );
      return file;
    };
    const unsigned = SIGNED.replace(/Authorization: .*\r\n/, '');
    const { stdout } = osscap(['compare', path('a.pcap', unsigned), path('b.pcap', SIGNED)]);
    expect(stdout).toContain('authorization (added');
    expect(stdout).not.toContain('the client itself');
    const same = osscap(['compare', path('a.pcap', SIGNED), path('b.pcap', SIGNED)]).stdout;
    expect(same).toContain('the client itself');
  });

  it('names each harmless change once, with how often it was made, however its values differ', () => {
    const path = (name: string, header: (n: number) => string): string => {
      const file = join(temporaryFolder(), name);
      const talk = new Conversation().open();
      for (let n = 1; n <= 12; n++) {
        const id = `x-oss-request-id: 5C2723573183A12D00${n}\r\nServer:`;
        const request = get('/k').replace('\r\n\r\n', `${header(n)}\r\n\r\n`);
        talk.client(request).server(answer(200).replace('Server:', id));
      }
      writeFileSync(file, pcapFile(talk.close().packets));
      return file;
    };
    const client = path('a.pcap', () => '');
    const server = path('b.pcap', (n) => `\r\nX-Trace: ${n}\r\nX-Zone: z`);
    const { stdout } = osscap(['compare', client, server]);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('x-trace (added: "1") and other values ×12, x-zone (added: "z") ×12.');
  });

  it('tells headers of the response from those of the request with the same name', () => {
    const hop = (side: string): string =>
      fileURLToPath(new URL(`../../fixtures/hops/apache.${side}.pcap`, import.meta.url));
    const { stdout } = osscap(['compare', hop('client'), hop('server')]);
    const text = stdout.replace(/\s+/g, ' ');
    for (const list of ['usual what any proxy may do:', 'No effect on the signature:']) {
      expect(text).toContain(`${list} connection ("close" → "Keep-Alive")`);
    }
    expect(text).toContain('response connection ("keep-alive" → "close"), response keep-alive (removed:');
    expect(text).toContain('response connection ("keep-alive" → "close") ×1, response keep-alive (removed:');
  });

  it('proves it with the secret', () => {
    const keys = credentialsFile(CLIENT?.credentials ?? []);
    const { stdout } = osscap([
      'compare',
      '--credentials',
      keys,
      CLIENT?.capture ?? '',
      SERVER?.capture ?? '',
    ]);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'with the secret of LTAI****001, the request as seen in A gives this signature',
    );
  });

  it('tells with the secret that the client signed wrongly too, of what the client sent alone', () => {
    const paths = hopsThatAddHeaders();
    const run = (...keys: readonly string[]) =>
      osscap(['compare', '--lang', 'en', '--width', '300', ...keys, ...paths]).stdout.match(
        /^ {2}client .*/gm,
      );
    const keys = credentialsFile([{ accessKeyId: 'LTAI5tReferenceKey00', secret: 'reference' }]);
    expect(run('--credentials', keys)).toEqual([
      expect.stringContaining('the request as seen in A does not give its signature either'),
    ]);
    expect(run()).toBeNull();
    const changed = (lang: string) => osscap(['compare', '--lang', lang, '--width', '300', ...paths]).stdout;
    expect(changed('en')).toContain('✗ x-oss-meta-a, x-oss-meta-b  ');
    expect(changed('zh')).toContain('✗ x-oss-meta-a、x-oss-meta-b  ');
  });

  it('proves nothing of the strings where the signature alone was changed, or another stands beside it', () => {
    const key = { accessKeyId: 'LTAI5tReferenceKey00', secret: 'reference' };
    const date = 'Wed, 01 Jan 2025 12:34:56 GMT';
    const signature = createHmac('sha1', 'reference').update(`GET\n\n\n${date}\n/demo/k`).digest('base64');
    const lines = ['GET /k HTTP/1.1', 'Host: demo.oss-cn-hangzhou.aliyuncs.com', `Date: ${date}`];
    const folder = temporaryFolder();
    const [client, server] = ['', 'x'].map((altered, at) => {
      const sent = [...lines, `Authorization: OSS ${key.accessKeyId}:${signature}${altered}`, '\r\n'];
      const told = answer(403).replace('Server:', 'x-oss-request-id: 5C2723573183A12D\r\nServer:');
      const path = join(folder, `${at}.pcap`);
      writeFileSync(
        path,
        pcapFile(new Conversation().open().client(sent.join('\r\n')).server(told).close().packets),
      );
      return path;
    });
    const { stdout } = osscap([
      'compare',
      '--credentials',
      credentialsFile([key]),
      client ?? '',
      server ?? '',
    ]);
    expect(stdout).toContain('so the signature no longer matches: authorization.');
    expect(stdout).not.toContain('proof');
  });

  it('tells changes of an answer in the direction of the answer', () => {
    const folder = temporaryFolder();
    const paths = ['nginx', 'AliyunOSS'].map((name) => {
      const told = answer(200)
        .replace('AliyunOSS', name)
        .replace('\r\n\r\n', name === 'nginx' ? '\r\nX-Edge: 1\r\n\r\n' : '\r\nX-Inner: 2\r\n\r\n');
      const path = join(folder, `${name}.pcap`);
      const talk = new Conversation().open().client(SIGNED).server(told).close();
      writeFileSync(path, pcapFile(talk.packets));
      return path;
    });
    const { stdout } = osscap(['compare', ...paths]);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('server ("AliyunOSS" → "nginx")');
    expect(text).toContain('x-edge (added: "1")');
    expect(text).toContain('x-inner (removed: "2")');
  });

  it('blames nobody behind a capture that lacks the requests', () => {
    const signed = 'GET\n\ntext/html\nWed, 01 Jan 2025 12:34:56 GMT\n/demo/k';
    const document = `<Error><Code>SignatureDoesNotMatch</Code><StringToSign>${signed}</StringToSign></Error>`;
    const told = answer(403, document).replace('Server:', 'x-oss-request-id: 5C2723573183A12D\r\nServer:');
    const folder = temporaryFolder();
    const [client, answers] = [
      new Conversation().open().client(SIGNED).server(told),
      new Conversation().open().server(told),
    ].map((talk, at) => {
      const path = join(folder, `${at}.pcap`);
      writeFileSync(path, pcapFile(talk.close().packets));
      return path;
    });
    const { stdout } = osscap(['compare', '--all', client ?? '', answers ?? '']);
    expect(stdout).toContain('changed in transit');
    expect(stdout).toContain('Not compared, because A or B lacks the request or part of its headers: #1/#1.');
    expect(stdout).not.toContain('capture closer to OSS');
  });

  it('names the hop among three points', () => {
    const { json, status } = compare(CLIENT?.capture ?? '', CLIENT?.capture ?? '', SERVER?.capture ?? '');
    const broken = json.pairs.flatMap(({ changes }) => changes.filter((change) => change.breaksSignature));
    expect(broken.map(({ between, field }) => [between, field])).toEqual([[[1, 2], 'header:content-type']]);
    expect(status).toBe(1);
  });

  it.each([
    [
      'body',
      'of a request that stores none',
      (text: string) => [put('/k?x-oss-process', text).replace('PUT', 'POST'), answer(200)],
    ],
    ['response-body', 'a list', (text: string) => [get('/?prefix=a'), answer(200, text)]],
    ['response-body', 'a redirect', (text: string) => [get('/k'), answer(302, text)]],
  ] as const)('sees that a %s changed of which no header tells (%s)', (field, _, turn) => {
    const folder = temporaryFolder();
    const paths = ['one text', 'two text'].map((text, at) => {
      const [request = '', response = ''] = turn(text);
      const told = response.replace('Server:', 'x-oss-request-id: 5C2723573183A12D\r\nServer:');
      const { packets } = new Conversation().open().client(request).server(told).close();
      const path = join(folder, `${at}.pcap`);
      writeFileSync(path, pcapFile(packets));
      return path;
    });
    const { json, status } = compare(...paths);
    expect(json.pairs.flatMap(({ changes }) => changes)).toMatchObject([{ field, breaksSignature: false }]);
    expect(status).toBe(0);
  });

  it('tells the length and digest of a body in the language of the report', () => {
    const folder = temporaryFolder();
    const paths = ['one text', 'two text'].map((text, at) => {
      const told = answer(200, text).replace('Server:', 'x-oss-request-id: 5C2723573183A12D\r\nServer:');
      const { packets } = new Conversation().open().client(get('/?prefix=a')).server(told).close();
      const path = join(folder, `${at}.pcap`);
      writeFileSync(path, pcapFile(packets));
      return path;
    });
    const told = (lang: string) =>
      osscap(['compare', '--lang', lang, '--width', '200', ...paths]).stdout.replaceAll(' ', '');
    expect(told('en')).toMatch(/8bytes,crc64\d+/);
    expect(told('zh')).toMatch(/8字节，crc64\d+/);
    expect(told('zh')).not.toContain('bytes');
  });

  it('tells of the client that the hop names by the PROXY protocol', () => {
    const folder = temporaryFolder();
    const refused = answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
    const header = 'PROXY TCP4 203.0.113.7 10.0.0.2 51234 80\r\n';
    const paths = [SIGNED, header + SIGNED.replace('/k', '/l')].map((sent, at) => {
      const told = refused.replace('Server:', 'x-oss-request-id: 5C2723573183A12D\r\nServer:');
      const path = join(folder, `${at}.pcap`);
      writeFileSync(path, pcapFile(new Conversation().open().client(sent).server(told).close().packets));
      return path;
    });
    const { json } = compare(...paths);
    const [one, other] = json.pairs[0]?.points ?? [];
    expect(one).not.toHaveProperty('originalClient');
    expect(other).toMatchObject({ originalClient: '203.0.113.7:51234' });
    expect(osscap(['compare', '--width', '200', ...paths]).stdout).toContain(
      'PROXY protocol: 203.0.113.7:51234',
    );
  });

  it('names the points that show an exchange, where a third one lacks it', () => {
    const folder = temporaryFolder();
    const sent = (key: string) =>
      SIGNED.replace('/k', `/${key}`).replace('c2lnbmF0dXJl', Buffer.from(key.padEnd(9)).toString('base64'));
    const refused = answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
    const path = (name: string, ...keys: readonly string[]): string => {
      const talk = new Conversation().open();
      for (const key of keys) talk.client(sent(key)).server(refused);
      const file = join(folder, name);
      writeFileSync(file, pcapFile(talk.close().packets));
      return file;
    };
    const { stdout } = osscap([
      'compare',
      ...['--lang', 'en', '--width', '200'],
      path('a.pcap', 'one', 'two', 'three'),
      path('b.pcap', 'one', 'three'),
      path('c.pcap', 'two', 'three'),
    ]);
    const told = stdout.split('\n').filter((line) => / and [ABC], nothing|reached/.test(line));
    expect(told.map((line) => line.replace(/ as it left|, but.*/g, ''))).toEqual([
      'Between A and B, nothing signed was changed in 2 exchanges.',
      'Between A and C, nothing signed was changed in 1 exchange.',
      'Between B and C, nothing signed was changed in 1 exchange.',
      '#1/#1/-: reached B A',
      '#2/-/#1, #3/#2/#2: reached C A',
    ]);
    expect(stdout).toContain('No signature was broken between these points. Exit 0.');
    const part = osscap(['compare', '--lang', 'en', path('d.pcap', 'one', 'two'), path('e.pcap', 'one')]);
    expect(part.stdout).toContain('No signature was broken in what could be compared. Exit 0.');
  });

  it('says where nothing can be compared', () => {
    const other = ALL.find(({ name }) => name === 'oss2-v1-baseline');
    const { stdout, status } = osscap(['compare', CLIENT?.capture ?? '', other?.capture ?? '']);
    expect(stdout).toContain('No exchange with OSS is in more than one of these captures.');
    expect(stdout).toMatch(/A: #1, #2, #3, #4, #5\n/);
    expect(status).toBe(0);
  });

  it('keeps so many exchanges, refused ones first, and the same of each capture, and counts the rest', () => {
    const capture = (name: string, added: string, before: number): string => {
      const talk = new Conversation().open();
      for (let at = 0; at < before; at++) talk.client(get('/before')).server(answer(200, 'x'));
      for (let at = 0; at < 6; at++) {
        const id = `x-oss-request-id: ID${at}\r\n`;
        const body = '<Error><Code>SignatureDoesNotMatch</Code></Error>';
        talk.client(SIGNED.replace('Date:', `${added}Date:`));
        talk.server(at % 2 === 0 ? answer(200, 'x', id) : answer(403, body, id));
      }
      const path = join(temporaryFolder(), name);
      writeFileSync(path, pcapFile(talk.close().packets));
      return path;
    };
    const paths = [capture('a.pcap', '', 3), capture('b.pcap', 'x-oss-meta-a: 1\r\n', 0)];
    const { json, status } = compare('--limit', 'compared-exchanges=6', ...paths);
    expect(json.pairs.map(({ requestId }) => requestId)).toEqual(['ID1', 'ID3', 'ID5']);
    expect(json).toMatchObject({ unmatched: [], notCompared: 6 + 3 });
    expect(status).toBe(1);
    const { stdout } = osscap(['compare', '--lang', 'en', '--limit', 'compared-exchanges=6', ...paths]);
    expect(stdout.replace(/\s+/g, ' ')).toContain('9 exchanges not compared, beyond the 6 that are kept');
    expect(compare(...paths).json.notCompared).toBeUndefined();
  });

  it('lists and keeps no more than it says of a long capture, and writes all pairs to the JSON', () => {
    const folder = temporaryFolder();
    const N = 300;
    const paths = ['', 'x-oss-meta-a: 1\r\n'].map((added, at) => {
      const talk = new Conversation().open();
      for (let nth = 0; nth < N; nth++) {
        const body = '<Error><Code>SignatureDoesNotMatch</Code></Error>';
        // each broken in a way of its own
        const own = at === 0 ? '' : `x-oss-meta-${nth % 100}: 1\r\n`;
        talk.client(SIGNED.replace('Date:', `${added}${own}Date:`));
        talk.server(answer(403, body, `x-oss-request-id: ID${nth}\r\n`));
      }
      const path = join(folder, `${at}.pcap`);
      writeFileSync(path, pcapFile(talk.close().packets));
      return path;
    });
    const { json } = compare(...paths);
    expect(json.pairs.map(({ exchanges }) => exchanges)).toEqual(
      Array.from({ length: N }, (_, nth) => [nth + 1, nth + 1]),
    );
    expect(json.pairs.map(({ changes }) => changes[1]?.field)).toEqual(
      Array.from({ length: N }, (_, nth) => `header:x-oss-meta-${nth % 100}`),
    );
    const text = (...args: readonly string[]) =>
      osscap(['compare', '--lang', 'en', '--width', '200', ...args, ...paths]).stdout;
    const few = text();
    expect(few.match(/^\d+ +\d+ .* GetObject .*✗/gm)).toHaveLength(50);
    expect(few).toContain('and 250 more exchanges that were broken (the JSON has all of them)');
    expect(few.match(/^✗ Between A and B/gm)).toHaveLength(64);
    expect(few).toContain('(#64/#64, #164/#164, #264/#264)');
    expect(few).toContain('108 more exchanges were broken in other ways (the JSON has all of them).');
    expect(few).toContain('300 exchanges broken in transit. Exit 1.');
    const all = text('--all');
    expect(all.match(/^\d+ +\d+ .* GetObject .*✗/gm)).toHaveLength(N);
    expect(all.match(/^✗ Between A and B/gm)).toHaveLength(100);
    const [, left, kept] =
      /(\d+) exchanges not compared, beyond the (\d+) that/.exec(text('--limit', 'compared-bytes=60000')) ??
      [];
    expect(Number(left)).toBeGreaterThan(100);
    expect(Number(left) + Number(kept)).toBe(2 * N);
  });

  it('needs two captures that can be read', () => {
    expect(osscap(['compare', CLIENT?.capture ?? ''])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'osscap: SERVER is missing (osscap compare --help)\n',
    });
    expect(osscap(['compare', CLIENT?.capture ?? '', '/no/such.pcap'])).toMatchObject({
      status: 2,
      stdout: '',
    });
  });

  it('takes one capture for each point', () => {
    const folder = join(FIXTURES, 'captures');
    const { status, stderr } = osscap(['compare', folder, folder]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^osscap: compare takes one capture for each point, but .* matches \d+\n$/);
  });

  it('reads the client side from a text', () => {
    const text = new URL('../../fixtures/text/tcpdump-x.txt', import.meta.url).pathname;
    expect(readFileSync(text, 'utf8')).toContain('0x0000:');
    const { json } = compare(text, SERVER?.capture ?? '');
    const [pair] = json.pairs;
    expect(pair).toMatchObject({ exchanges: [1, 5], verdict: 'transit-modified' });
    expect(pair?.changes).toMatchObject([
      {
        field: 'header:content-type',
        from: null,
        to: 'application/x-www-form-urlencoded',
        breaksSignature: true,
      },
    ]);
  });
});
