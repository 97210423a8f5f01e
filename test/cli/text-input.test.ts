import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CaptureJson, ExchangeJson, Report } from '../rooms/report.ts';
import { credentialsFile, osscap, osscapProcess } from '../support/command.ts';
import { truths } from '../support/truth.ts';

const FOLDER = new URL('../../fixtures/', import.meta.url);
const path = (name: string): string => new URL(name, FOLDER).pathname;

const KEY = { accessKeyId: 'LTAI5tTestCapture0001', secret: 'FakeSecretForCaptures0000000001' };

function scan(file: string, ...options: string[]): { capture: CaptureJson; status: number | null } {
  const { stdout, status } = osscap(['scan', '--format', 'json', ...options, path(file)]);
  const [capture] = (JSON.parse(stdout) as Report).captures;
  if (capture === undefined) throw new Error('no capture');
  return { capture, status };
}

function last({ capture }: { readonly capture: CaptureJson }): ExchangeJson {
  const exchange = capture.exchanges.at(-1);
  if (exchange === undefined) throw new Error('no exchange');
  return exchange;
}

/** The diagnosis of the capture that the text is taken from, or of its text. */
function judged(exchange: ExchangeJson) {
  const { diagnosis, signature, oss } = exchange;
  return {
    verdict: diagnosis?.verdict,
    certainty: diagnosis?.certainty,
    divergences: diagnosis?.divergences.map(({ field, client, server }) => ({ field, client, server })),
    cause: diagnosis?.cause?.id,
    strings: signature?.stringToSign,
    onWire: signature?.onWire,
    operation: oss?.operation,
    requestId: oss?.requestId,
  };
}

describe('a text that is piped', () => {
  const file = path('tickets/02-go-v1-no-id.txt');

  it('needs no name behind scan', () => {
    const input = readFileSync(file);
    const named = osscap(['scan', '-', '--format', 'json'], { input });
    expect(named.status).toBe(1);
    expect(osscapProcess(['scan', '--format', 'json'], { input })).toEqual(named);
    const empty = osscapProcess(['scan'], { input: Buffer.alloc(0) });
    expect([empty.status, empty.stderr]).toEqual([2, expect.stringContaining('standard input')]);
    // there is one standard input
    expect(osscap(['scan', '--credentials', '-'], { input }).stderr).toContain('standard input');
  });
});

describe('what a text lacks', () => {
  const file = path('tickets/02-go-v1-no-id.txt');
  const lines = (...args: string[]): readonly string[] =>
    osscap(['scan', file, ...args])
      .stderr.trimEnd()
      .split('\n');

  it.each([
    ['en', 'no response headers, no request'],
    ['zh', '没有响应头、没有请求'],
  ])('shares a line of the error stream, and has one each with -v: %s', (lang, list) => {
    const [only, ...others] = lines('--lang', lang);
    expect(only).toContain(list);
    expect(others).toEqual([]);
    expect(lines('--lang', lang, '-v').length).toBeGreaterThan(1);
    expect(lines('-v').join('\n')).toContain('the status 403 is inferred from its error code');
  });
});

describe('the pasted text of the source example', () => {
  const text = scan('text/source-example.txt');

  it('is diagnosed like its capture', () => {
    expect(judged(last(text))).toEqual(judged(last(scan('captures/source-example-literal.pcap'))));
    expect(last(text)).toMatchObject({ requestFrame: 1, responseFrame: 11, time: null, durationMs: null });
    expect(text.status).toBe(1);
  });

  it('shows that both sides have one string, that the bytes spell another bucket, and the likeliest cause', () => {
    const { diagnosis, signature, oss } = last(text);
    expect(signature?.stringToSign?.server).toBe(signature?.stringToSign?.wire);
    const spelled = Buffer.from((oss?.error?.stringToSignBytes ?? '').replaceAll(' ', ''), 'hex').toString();
    expect(spelled).toContain('/rokid-ops-model/ttsservice/passwd?uploadId=');
    const notes = diagnosis?.notes.join('\n');
    expect(notes).toMatch(/^string-edited: /m);
    expect(diagnosis?.suspects?.[0]).toMatchObject({
      field: 'content-type',
      summary: expect.stringContaining('"application/x-www-form-urlencoded" is not the one that was signed'),
    });
  });

  it('says what the paste has lost, and where', () => {
    expect(text.capture).toMatchObject({
      format: 'text',
      complete: true,
      text: { kind: 'http', lines: 32 },
      packets: 0,
    });
    expect(text.capture.warnings.map(({ code, frame }) => [code, frame])).toEqual([
      ['text-body-cut', 1],
      ['text-blank-lines-lost', 10],
      ['text-body-cut', 11],
      ['text-spaces-added', 23],
      ['text-spaces-added', 25],
    ]);
    const { stdout, stderr } = osscap(['scan', '--verbose', path('text/source-example.txt')]);
    expect(stdout).toContain('text (HTTP messages), 32 lines');
    expect(stderr).toContain(
      ': line 1: Content-Length says 137 bytes, the text has 130: a body was cut or edited',
    );
    expect(stderr).toContain(': line 10: the text has lost blank lines;');
  });

  it('comes through a pipe as well, and in Chinese', () => {
    const input = readFileSync(path('text/source-example.txt'));
    const piped = osscap(['scan', '-', '--format', 'json'], { input });
    expect(piped.status).toBe(1);
    const [capture] = (JSON.parse(piped.stdout) as Report).captures;
    expect(capture?.exchanges).toEqual(text.capture.exchanges);
    expect(osscap(['scan', '-', '--verbose', '--lang', 'zh'], { input }).stdout).toContain(
      '文本（HTTP 报文），32 行',
    );
  });
});

describe('a text without a request to OSS', () => {
  const refused = (text: string, ...options: string[]) => {
    const { status, stderr } = osscap(['scan', ...options, '-'], { input: Buffer.from(text) });
    return { status, stderr };
  };
  const OTHER = 'GET / HTTP/1.1\nHost: www.example.com\n\nHTTP/1.1 200 OK\nServer: nginx\n\n';

  it('is no answer: it says what is missing, in both languages', () => {
    expect(refused(OTHER)).toEqual({
      status: 2,
      stderr: expect.stringContaining('it holds HTTP, but no request to OSS or S3, nor an answer of theirs'),
    });
    expect(refused(OTHER, '--lang', 'zh').stderr).toContain('没有发往 OSS 或 S3 的请求');
  });

  it('says how the SDK of which it has a message shows more', () => {
    const message = 'com.aliyun.oss.OSSException: AccessDenied\n[RequestId]: 60CAB8775423BA3639E2504A\n';
    expect(refused(OTHER + message)).toEqual({
      status: 2,
      stderr: expect.stringContaining('org.apache.http.wire at DEBUG'),
    });
  });

  it('is shown with what stands beside its message', () => {
    const folder = mkdtempSync(join(tmpdir(), 'osscap-'));
    const document = join(folder, 'details.xml');
    writeFileSync(
      document,
      '<Error><Code>AccessDenied</Code><Message>Access denied.</Message>' +
        '<Details>app@project does not have storage.objects.get access.</Details>' +
        '<RequestId>0123456789ABCDEF</RequestId></Error>',
    );
    const { stdout } = osscap(['scan', document]);
    rmSync(folder, { recursive: true });
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'AccessDenied: Access denied. (app@project does not have storage.objects.get access.)',
    );
  });

  it('is told apart as an HTTP Archive', () => {
    const request = { method: 'GET', url: 'https://www.example.com/', headers: [] };
    const entry = {
      startedDateTime: '2024-05-28T03:04:05Z',
      request,
      response: { status: 200, headers: [] },
    };
    const har = JSON.stringify({ log: { entries: [entry] } });
    expect(refused(har)).toEqual({
      status: 2,
      stderr: expect.stringContaining('an HTTP Archive in which no request goes to OSS'),
    });
  });

  it('says nothing of a text of which not all may be read', () => {
    const { status, stderr } = refused(OTHER.repeat(3), '--limit', 'text-exchanges=2');
    expect(status).toBe(0);
    expect(stderr).not.toContain('it holds HTTP');
  });

  it('of printed packets is one, as their capture would be', () => {
    const packet = '12:00:00.000000 IP 10.0.0.1.5000 > 10.0.0.2.80: Flags [P.], length 40\n';
    const { status } = refused(`${packet}E..(....GET / HTTP/1.1\nHost: www.example.com\n\n`);
    expect(status).toBe(0);
  });

  it('is passed over in a folder, unless what was not looked at may hold one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'osscap-other-'));
    try {
      copyFileSync(path('text/error-document.xml'), join(folder, 'a.txt'));
      writeFileSync(join(folder, 'notes.txt'), OTHER);
      expect(osscap(['scan', folder])).toMatchObject({
        status: 1,
        stderr: expect.not.stringContaining('notes'),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is said to have lost what most tickets of a folder lack, of the first five alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'osscap-tickets-'));
    try {
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
        copyFileSync(path('text/error-document.xml'), join(folder, `${name}.txt`));
      }
      const errors = (...options: string[]): string => osscap(['scan', ...options, folder]).stderr;
      expect(errors().match(/no response headers/g)).toHaveLength(5);
      expect(errors().match(/what further texts lack is not listed/g)).toHaveLength(1);
      expect(errors('--verbose').match(/a response without its request/g)).toHaveLength(7);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('but a request that was signed for S3 is one, wherever it goes', () => {
    const signed = OTHER.replace(
      '\n\n',
      '\nAuthorization: AWS4-HMAC-SHA256 Credential=AKIA/20240528/r/SERVICE/aws4_request, SignedHeaders=host, Signature=00\n\n',
    );
    expect(refused(signed.replace('SERVICE', 'es')).status).toBe(2);
    expect(refused(signed.replace('SERVICE', 's3')).stderr).not.toContain('it holds HTTP');
  });
});

describe('documents alone, as they stand in tickets', () => {
  const causesOf = (text: string) => {
    const { stdout } = osscap(['scan', '--format', 'json', '-'], { input: Buffer.from(text) });
    const [capture] = (JSON.parse(stdout) as Report).captures;
    return capture?.exchanges.map(({ diagnosis }) => diagnosis?.cause?.id);
  };
  const unknown = (id: string, key: string): string =>
    `<Error>\n  <Code>InvalidAccessKeyId</Code>\n  <RequestId>${id}</RequestId>\n${key}</Error>\n`;

  it('a key id that was hidden is no placeholder', () => {
    const hidden = ['LTAI5t****9abc', 'LTAI5txxxxxxxx', 'LTAI5t...'].map((key, at) =>
      unknown(`65DA19AE09E59839308E9C3${at}`, `  <OSSAccessKeyId>${key}</OSSAccessKeyId>\n`),
    );
    expect(causesOf(hidden.join('and\n'))).toEqual(['key-unknown', 'key-unknown', 'key-unknown']);
    const named = unknown('65DA19AE09E59839308E9C36', '  <OSSAccessKeyId>yourAccessKeyId</OSSAccessKeyId>\n');
    expect(causesOf(named)).toEqual(['key-id-placeholder']);
  });

  it.each([
    [
      'InvalidAccessKeyId',
      'The OSS Access Key Id you provided does not exist in our records.',
      'access-key-id',
    ],
    [
      'InvalidAccessKeyId',
      'The OSS Access Key Id you provided does not exist in our records. The Security Token may be lost to specify that it is a STS Access Id.',
      'security-token',
    ],
    [
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      'date',
    ],
  ])('names the field that the cause is in: %s, %s', (code, message, field) => {
    const input = Buffer.from(
      `<Error>\n<Code>${code}</Code>\n<Message>${message}</Message>\n<RequestId>65DA19AE09E59839308E9C36</RequestId>\n<OSSAccessKeyId>STS.NUQrpkhEPr98RDscmwTiUMKdc</OSSAccessKeyId>\n</Error>\n`,
    );
    const { stdout } = osscap(['scan', '--format', 'json', '-'], { input });
    const [capture] = (JSON.parse(stdout) as Report).captures;
    expect(capture?.exchanges[0]?.diagnosis?.cause?.field).toBe(field);
  });

  const SIGNATURE = 'qM2vXk8Zr0bYtW5sLh3NcJ1dPfE=';
  const ASKED = `GET /k HTTP/1.1\nHost: b.oss-cn-hangzhou.aliyuncs.com\nDate: Tue, 28 May 2024 03:04:05 GMT\nAuthorization: OSS LTAI5tQf3mWzT8bXkVd2Ru7C:SIGNATURE\n\nHTTP/1.1 403 Forbidden\n\n`;
  const URL_ASKED =
    'https://b.oss-cn-hangzhou.aliyuncs.com/k?OSSAccessKeyId=LTAI5tQf3mWzT8bXkVd2Ru7C&Expires=1716868996&Signature=SIGNATURE\n\n';
  const answered = (signature: string, date: string): string =>
    `<Error>\n<Code>SignatureDoesNotMatch</Code>\n<RequestId>65DA19AE09E59839308E9C36</RequestId>\n<SignatureProvided>${signature}</SignatureProvided>\n<StringToSign>GET\n\n\n${date}\n/b/k</StringToSign>\n</Error>\n`;
  it.each([
    ['a header that was pasted in part', ASKED, 'qM2vXk8Z', SIGNATURE, false],
    ['one that ends behind the key ID', ASKED, '', SIGNATURE, false],
    ['a URL that a chat shortened', URL_ASKED, 'qM2vXk8Z...', SIGNATURE, false],
    ['a signature of which the server had the start alone', ASKED, SIGNATURE, 'qM2vXk8Z', true],
    ['another one', ASKED, 'AAAAXk8Z', SIGNATURE, true],
  ])(
    'proves a change on the way only where no paste can have made it: %s',
    (_, asked, shown, seen, proves) => {
      const date = asked === ASKED ? 'Tue, 28 May 2024 03:04:05 GMT' : '1716868996';
      const input = Buffer.from(asked.replace('SIGNATURE', shown) + answered(seen, date));
      const { stdout } = osscap(['scan', '--format', 'json', '-'], { input });
      const [exchange, ...others] = (JSON.parse(stdout) as Report).captures.flatMap((each) => each.exchanges);
      expect(others).toEqual([]);
      expect(exchange?.diagnosis?.certainty === 'proven').toBe(proves);
      if (!proves) expect(exchange?.signature?.onWire).toBe(SIGNATURE);
    },
  );

  it('tells of a callback that failed', () => {
    const input = Buffer.from(
      '<Error>\n<Code>CallbackFailed</Code>\n<Message>Error status : 502.</Message>\n<RequestId>65DA19AE09E59839308E9C36</RequestId>\n</Error>\n',
    );
    const { stdout } = osscap(['scan', '-'], { input });
    expect(stdout).toContain('The object is stored, but the callback to report it failed');
    expect(stdout).toContain('203 CallbackFailed: Error status : 502.');
  });

  it('is one of OSS, or of S3, by its request ID, where nothing else shows it', () => {
    expect(causesOf(unknown('65DA19AE09E59839308E9C36', ''))).toEqual(['key-unknown']);
    const denied = (id: string) => causesOf(unknown(id, '').replace('InvalidAccessKeyId', 'AccessDenied'));
    expect(denied('4442587FB7D0A2F9')).toEqual(['access-denied-other']);
    expect(denied('req-17')).toBeUndefined();
  });

  it('is one by a code that speaks of signatures, whoever gave it the request ID', () => {
    expect(causesOf(unknown('4442587FB7D0A2F9', ''))).toEqual(['key-unknown']);
  });
});

describe('every other kind of text', () => {
  it.each([
    ['curl-verbose.txt', 'curl'],
    ['java-wire-log.txt', 'log'],
    ['python-http-client.txt', 'log'],
    ['oss2-debug-log.txt', 'log'],
    ['browser.har', 'har'],
    ['error-document.xml', 'error-document'],
  ])('%s proves with the secret what its capture proves', (name, kind) => {
    const secrets = ['--credentials', credentialsFile([KEY])];
    const found = scan(`text/${name}`, ...secrets);
    expect(found.capture).toMatchObject({ format: 'text', text: { kind } });
    expect(found.status).toBe(1);
    expect(judged(last(found))).toEqual(
      judged(last(scan('captures/curl-adds-content-type.pcap', ...secrets))),
    );
    expect(last(found).diagnosis?.cause?.id).toBe('content-type-added-after-signing');
  });

  it('a log that lacks the answer’s body still gives the string of the request', () => {
    const { diagnosis, signature } = last(
      scan('text/ali-oss-debug.txt', '--credentials', credentialsFile([KEY])),
    );
    expect(diagnosis).toMatchObject({ verdict: 'client-miscomputed', certainty: 'likely' });
    expect(signature?.stringToSign?.client).toBe(
      'POST\n\n\nTue, 24 Nov 2026 23:09:27 GMT\n/rokid/ttsservice/passwd?uploadId=3A76743CC2DE2B3E1883D8B1C5A9FE7C',
    );
  });

  it('tcpdump-va.txt: what -v adds is no part of it', () => {
    const { stdout } = osscap(['scan', '--format', 'json', path('text/tcpdump-va.txt')]);
    const [exchange, ...others] = JSON.parse(stdout).captures[0].exchanges;
    expect(others).toEqual([]);
    expect(exchange).toMatchObject({
      connection: { client: '127.0.0.1:41310', server: '127.0.0.1:80' },
      request: { method: 'POST', bodyBytes: 137 },
      response: { status: 403 },
      oss: { operation: 'CompleteMultipartUpload', bucket: 'rokid', key: '中文/a b.txt' },
      // Bytes that -A shows as dots were not changed in transit.
      diagnosis: { verdict: 'needs-secret', divergences: [] },
    });
    expect(exchange.request.headers).toContainEqual(['x-oss-meta-name', '...... ...']);
  });

  it.each(['tcpdump-a.txt', 'tcpdump-x.txt'])('%s is diagnosed like its capture', (name) => {
    const captured = last(scan('captures/oss2-v1-mpu-complete-403.client.pcap'));
    expect(judged(last(scan(`text/${name}`)))).toEqual(judged(captured));
  });

  it('names lines where a capture has frames', () => {
    const { stdout } = osscap(['scan', '--verbose', '--width', '200', path('text/tcpdump-a.txt')]);
    expect(stdout).toContain('succeeded in exchange #1 (InitiateMultipartUpload, line 13)');
    expect(
      osscap(['scan', '--verbose', '--width', '200', '--lang', 'zh', path('text/tcpdump-a.txt')]).stdout,
    ).toContain('（InitiateMultipartUpload，第 13 行）');
  });
});

describe('an error document alone', () => {
  it('says what the server signed, and what is missing', () => {
    const { stdout } = osscap(['scan', '--verbose', path('text/error-document.xml')]);
    expect(stdout).toContain('The server says that it signed this string; the request itself is not here:');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'add what the client sent (curl -v, a debug log, a capture)',
    );
    const exchange = last(scan('text/error-document.xml'));
    expect(exchange).toMatchObject({
      request: null,
      diagnosis: { verdict: 'needs-secret', certainty: 'open' },
    });
    expect(exchange.diagnosis?.needs).toContain('LTAI5tTestCapture0001');
    expect(exchange.signature?.stringToSign?.server).toContain('application/x-www-form-urlencoded');
  });

  it('tells with the secret whether the string that the server signed gives the signature', () => {
    const { diagnosis, signature } = last(
      scan('text/error-document.xml', '--credentials', credentialsFile([KEY])),
    );
    expect(signature).toMatchObject({
      provided: 'g0P9TeS1A+xoIRtUPPPnxCWwBzc=',
      recomputed: 'Dh95NF7tC0tBZy5CFhRAhXpCIBo=',
    });
    expect(diagnosis).toMatchObject({ verdict: 'client-miscomputed', certainty: 'proven' });
    // what "went out" is what the server received
    expect(diagnosis?.notes.map((note) => note.split(':')[0])).toContain('request-not-captured');
  });

  const inFull = (...options: string[]): string =>
    osscap(['explain', path('text/error-document.xml'), '1', ...options]).stdout.replace(/\s+/g, ' ');

  it('in full: claims of no string that it is the client’s, and of no value that a request bore it', () => {
    const shown = inFull();
    expect(shown).toContain('the only string that is known');
    expect(shown).toContain("because the server's string stands for both,");
    expect(shown).not.toMatch(/both strings|request line|header content-type/);
    expect(shown).toContain('type 6..39 application/x-www-form-urlencoded line 1, error body');
    const proved = inFull('--credentials', credentialsFile([KEY]));
    expect(proved).toContain("because the server's string stands for both,");
    expect(proved).toContain('both strings side by side client signed server signed');
    expect(proved).toContain("differs from byte 6 on (6 in the server's string), line 1, error body");
  });

  it('in full as JSON: the same', () => {
    const { decision, signing } = JSON.parse(
      osscap(['explain', path('text/error-document.xml'), '1', '--format', 'json']).stdout,
    );
    expect(decision).toEqual({
      row: 19,
      reason: expect.stringMatching(/^the server's string stands for both,/),
    });
    const origins = signing.stringToSign.pieces.flatMap(({ source }: { source?: string }) => source ?? []);
    expect(new Set(origins)).toEqual(new Set(['error body']));
  });
});

describe('a text in which bytes of the string are not shown', () => {
  it('claims that the strings agree as far as they are shown', () => {
    const { stdout } = osscap(['explain', path('text/tcpdump-va.txt'), '1']);
    const shown = stdout.replace(/\s+/g, ' ');
    expect(shown).toContain('because both strings are the same as far as both are shown,');
    expect(shown).toContain('the request and the server agree on what is shown of the string to sign.');
  });
});

describe('the error document of every refused exchange, alone', () => {
  const documents = [...truths('captures'), ...truths('scenarios')]
    .filter(({ name }) => !/tls13|snaplen/.test(name))
    .flatMap(({ name, capture, credentials }) => {
      const { stdout } = osscap(['scan', '--format', 'json', capture]);
      const exchanges = (JSON.parse(stdout) as Report).captures.flatMap((each) => each.exchanges);
      return exchanges
        .filter(({ oss }) => oss?.error?.code === 'SignatureDoesNotMatch' && oss.error.stringToSign !== null)
        .map((exchange) => [`${name} #${exchange.index}`, exchange, credentials] as const);
    });

  it('is there in several signature versions', () => {
    const versions = new Set(documents.map(([, { signature }]) => signature?.version));
    expect(versions.size).toBeGreaterThanOrEqual(3);
  });

  it.each(documents)('%s gives the string that the server signed', (_, captured, credentials) => {
    const error = captured.oss?.error;
    const fields = [
      ['Code', error?.code],
      ['OSSAccessKeyId', error?.accessKeyId],
      ['SignatureProvided', error?.signatureProvided],
      ['StringToSign', error?.stringToSign],
      ['StringToSignBytes', error?.stringToSignBytes],
      ['CanonicalRequest', error?.canonicalRequest],
      ['HostId', error?.hostId],
    ];
    const elements = fields
      .filter(([, value]) => typeof value === 'string')
      .map(
        ([name, value]) => `<${name}>${String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;')}</${name}>`,
      );
    const input = Buffer.from(`<Error>${elements.join('\n')}</Error>\n`);
    const secrets = ['--credentials', credentialsFile(credentials.length > 0 ? credentials : [KEY])];
    const { stdout } = osscap(['scan', '-', '--format', 'json', ...secrets], { input });
    const [exchange] = (JSON.parse(stdout) as Report).captures[0]?.exchanges ?? [];
    expect(exchange?.signature).toMatchObject({
      version: captured.signature?.version,
      accessKeyId: captured.signature?.accessKeyId,
      onWire: captured.signature?.provided,
    });
    const { wire, server } = exchange?.signature?.stringToSign ?? {};
    expect(server).toBe(wire);
    if (captured.diagnosis?.notes.some((note) => note.startsWith('string-edited')) !== true) {
      expect(server).toBe(captured.signature?.stringToSign?.server);
    }
    const blamed = ['client-miscomputed', 'wrong-secret', 'needs-secret', 'undecided'];
    expect(blamed).toContain(exchange?.diagnosis?.verdict);
    expect(exchange?.oss?.operation).toBe(captured.oss?.operation);
  });
});

describe('what is no capture', () => {
  it('is refused in one line, as before', () => {
    const { status, stderr } = osscap(['scan', path('README.md')]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/README\.md: neither a capture \(pcap, pcapng\) nor text that contains HTTP\n$/);
  });
});

describe('an error document alone with its string, and a secret that does not fit', () => {
  const proof = (lang: string): string => {
    const keys = credentialsFile([KEY]);
    const text = path('text/boto3-response.txt');
    const { stdout } = osscap([
      'scan',
      '--all',
      '--lang',
      lang,
      '--width',
      '200',
      '--credentials',
      keys,
      text,
    ]);
    return stdout;
  };

  it.each([
    ['en', 'does not turn the string of the error document into', 'captured request'],
    ['zh', '从错误信息文档中的字符串算不出服务端收到的签名', '抓到的请求算不出'],
  ])('names no captured request as what was tried: %s', (lang, said, unsaid) => {
    const report = proof(lang);
    expect(report).toContain(said);
    expect(report).not.toContain(unsaid);
  });
});

describe("the log of a server beside the client's", () => {
  const log = readFileSync(path('text/radosgw-debug.txt'), 'utf8');
  const diagnosisOf = (text: string) => {
    const { stdout } = osscap(['scan', '-', '--format', 'json'], { input: Buffer.from(text) });
    return (JSON.parse(stdout) as Report).captures[0]?.exchanges[0]?.diagnosis;
  };

  it('shows what differs between the two canonical requests', () => {
    expect(diagnosisOf(log)).toMatchObject({
      verdict: 'transit-modified',
      certainty: 'likely',
      cause: { id: 'host-rewritten' },
      divergences: [{ client: '127.0.0.1:18480', server: 'rgw.internal:8080' }],
    });
  });

  it('blames the secret or the code where nothing does', () => {
    expect(diagnosisOf(log.replaceAll('rgw.internal:8080', '127.0.0.1:18480'))).toMatchObject({
      verdict: 'wrong-secret',
      certainty: 'likely',
      cause: { id: 'same-string-printed' },
    });
  });

  it('compares no two requests of different times', () => {
    const other = log.replace('x-amz-date:20261202T230856Z', 'x-amz-date:20261202T230857Z');
    expect(diagnosisOf(other)).toMatchObject({ verdict: 'needs-secret', certainty: 'open' });
  });
});
