import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toByteString } from '../rooms/bytes.ts';
import type { ExchangeJson, Report, UploadJson } from '../rooms/report.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { cutCapture } from '../support/cut-capture.ts';
import { FIXTURES, truths } from '../support/truth.ts';

interface TrueUpload {
  readonly uploadId: string;
  readonly key: string;
  readonly partsUploaded: readonly number[];
  readonly partsFailed: readonly number[];
  readonly outcome: string;
  readonly failedExchange: number | null;
  readonly partsLeftBehind: readonly number[];
}

const ALL = [...truths('captures'), ...truths('scenarios')];

function uploadsOf(truth: object): readonly TrueUpload[] {
  return 'multipart' in truth && Array.isArray(truth.multipart) ? truth.multipart : [];
}

function scan(...args: readonly string[]): { report: Report; status: number | null } {
  const { stdout, status } = osscap(['scan', '--format', 'json', ...args]);
  return { report: JSON.parse(stdout), status };
}

function uploads(...args: readonly string[]): readonly UploadJson[] {
  return scan(...args).report.captures.flatMap((capture) => capture.multipartUploads ?? []);
}

describe('uploads of the fixtures', () => {
  const withUploads = ALL.filter((truth) => uploadsOf(truth).length > 0);

  it('are there', () => {
    expect(withUploads.length).toBeGreaterThanOrEqual(7);
  });

  it.each(withUploads.map((truth) => [truth.name, truth] as const))('%s', (_, truth) => {
    const found = uploads(truth.capture);
    const numbers = (upload: UploadJson | undefined, stored: boolean) =>
      upload?.parts.filter((part) => part.stored === stored).map((part) => part.number);
    expect(found.map((upload) => upload.uploadId)).toEqual(uploadsOf(truth).map((upload) => upload.uploadId));
    for (const [at, expected] of uploadsOf(truth).entries()) {
      const got = found[at];
      expect(got).toMatchObject({
        key: expected.key,
        outcome: expected.outcome,
        leftoverParts: expected.partsLeftBehind,
      });
      expect(numbers(got, true)).toEqual(expected.partsUploaded);
      expect(numbers(got, false)).toEqual(expected.partsFailed);
      // the truth counts exchanges from 0
      if (expected.failedExchange !== null) expect(got?.exchange).toBe(expected.failedExchange + 1);
      const bytes = got?.parts
        .filter((part) => expected.partsLeftBehind.includes(part.number))
        .reduce((sum, part) => sum + part.bytes, 0);
      expect(got?.leftoverBytes).toBe(bytes);
    }
  });
});

describe('bodies of the fixtures', () => {
  it.each(ALL.map((truth) => [truth.name, truth] as const))(
    '%s: none that is whole is said to be damaged',
    (_, truth) => {
      const { report } = scan('--verify-bodies', truth.capture);
      const exchanges = report.captures.flatMap((capture) => capture.exchanges);
      const differing = exchanges
        .flatMap((exchange) => exchange.integrity ?? [])
        .filter((one) => one.result === 'differs');
      expect(differing).toEqual([]);
      for (const upload of report.captures.flatMap((capture) => capture.multipartUploads ?? [])) {
        expect(upload.crc64?.result ?? 'matches').toBe('matches');
      }
    },
  );

  it('a refused digest is proved, with the side on which the body changed', () => {
    const truth = ALL.find((one) => one.name === 'alioss-v1-body-altered');
    if (truth === undefined) throw new Error('fixture missing');
    const at = truth.exchanges.findIndex((one) => one.verdict === 'digest');
    const { report, status } = scan(truth.capture);
    expect(status).toBe(1);
    expect(report.captures[0]?.exchanges[at]).toMatchObject({
      diagnosis: { verdict: 'digest', certainty: 'proven', cause: { id: 'body-altered' } },
      integrity: [{ body: 'request', claim: 'content-md5', claimedBy: 'client', result: 'matches' }],
    });
  });
});

/** A copy of a fixture in which one byte of that text is another. */
function damaged(fixture: string, text: string): string {
  const bytes = readFileSync(join(FIXTURES, fixture));
  const at = bytes.indexOf(text);
  if (at < 0) throw new Error(`${text} is not in ${fixture}`);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  const path = join(temporaryFolder(), 'damaged.pcap');
  writeFileSync(path, bytes);
  return path;
}

describe('a body that changed on the way', () => {
  const firstOf = (report: Report, operation: string): ExchangeJson | undefined =>
    report.captures[0]?.exchanges.find((exchange) => exchange.oss?.operation === operation);

  it('is found in the bytes of an upload that was accepted, with --verify-bodies alone', () => {
    const path = damaged('captures/oss2-v1-baseline.pcap', 'hello oss\n');
    expect(scan(path).status).toBe(0);
    const { report, status } = scan('--verify-bodies', path);
    expect(status).toBe(1);
    expect(firstOf(report, 'PutObject')).toMatchObject({
      response: { status: 200 },
      diagnosis: { verdict: 'digest', certainty: 'proven', cause: { id: 'stored-body-differs' } },
    });
    expect(firstOf(report, 'PutObject')?.integrity).toContainEqual(
      expect.objectContaining({
        claim: 'crc64',
        claimedBy: 'server',
        result: 'differs',
        damage: 'after-capture',
      }),
    );
    const { stdout } = osscap(['scan', '--verbose', '--verify-bodies', path]);
    expect(stdout).toContain('The server stored different bytes from those captured.');
    expect(stdout).toMatch(/Bodies compared with their digests: 1 differing \(#1\)\./);
  });
});

describe('an error document in an answer that tells of success', () => {
  it.each([
    ['a copy', 'x-oss-copy-source: /b/s', 'HTTP/1.1 200 OK', 'InternalError'],
    ['a callback', 'x-oss-callback: e30=', 'HTTP/1.1 203 Non-Authoritative Information', 'CallbackFailed'],
    ['a callback that 200 hides', 'x-oss-callback: e30=', 'HTTP/1.1 200 OK', 'CallbackFailed'],
    ['another upload', 'x-oss-meta-a: b', 'HTTP/1.1 200 OK', undefined],
  ])('is read of %s', (_, header, status, code) => {
    const error = `<?xml version="1.0"?><Error><Code>${code ?? 'Other'}</Code></Error>`;
    const sent = [
      'PUT /k HTTP/1.1',
      'Host: b.oss-cn-hangzhou.aliyuncs.com',
      header,
      'Content-Length: 0',
      '',
      '',
    ];
    const answer = [status, 'Server: AliyunOSS', `Content-Length: ${error.length}`, '', error, ''];
    const path = join(temporaryFolder(), 'early.txt');
    writeFileSync(path, [...sent, ...answer].join('\r\n'));
    expect(scan(path).report.captures[0]?.exchanges[0]?.oss?.error?.code).toBe(code);
  });
});

describe('documents that a proxy on the way compressed', () => {
  const answer = (xml: string): string => {
    const coded = toByteString(gzipSync(xml));
    return `HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nContent-Encoding: gzip\r\nContent-Length: ${coded.length}\r\n\r\n${coded}`;
  };
  const request = (line: string, body = ''): string =>
    `${line} HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const list =
    '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"A"</ETag></Part></CompleteMultipartUpload>';
  const conversation = (port: number, id: string) =>
    new Conversation({ clientPort: port })
      .open()
      .client(request('POST /k?uploads'))
      .server(
        answer(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`),
      )
      .client(request(`PUT /k?partNumber=1&uploadId=${id}`, 'part'))
      .server('HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\nETag: "A"\r\nContent-Length: 0\r\n\r\n')
      .client(request(`POST /k?uploadId=${id}`, list))
      .server(answer('<?xml version="1.0"?><Error><Code>InternalError</Code></Error>'))
      .close().packets;

  it('are read, and merged, as they were sent', () => {
    const folder = temporaryFolder();
    const paths = ['a.pcap', 'b.pcap'].map((name, at) => {
      const path = join(folder, name);
      writeFileSync(path, pcapFile(conversation(40_000 + at, `ID${at}`)));
      return path;
    });
    const found = uploads('--jobs', '1', ...paths);
    expect(found).toMatchObject(
      ['ID0', 'ID1'].map((uploadId) => ({
        uploadId,
        initiated: true,
        outcome: 'failed',
        complete: { status: 200, error: 'InternalError' },
        leftoverParts: [1],
      })),
    );
    expect(uploads('--jobs', '2', ...paths)).toEqual(found);
    const blob = join(folder, 'all.blob');
    osscap(['scan', ...paths, '--format', `blob=${blob}`]);
    const merged: Report = JSON.parse(osscap(['merge', blob, '--format', 'json']).stdout);
    expect(merged.captures.flatMap((capture) => capture.multipartUploads ?? [])).toEqual(found);
  });
});

describe('an upload that two captures hold', () => {
  it('is one, with the parts of both', () => {
    const fixture = 'captures/oss2-v1-mpu-complete-403.client.pcap';
    const { report } = scan(join(FIXTURES, fixture));
    const complete = report.captures[0]?.exchanges.find(
      (one) => one.oss?.operation === 'CompleteMultipartUpload',
    );
    const [first, second] = cutCapture(join(FIXTURES, fixture), complete?.requestFrame ?? 0);
    const found = uploads(first, second);
    expect(found).toMatchObject([
      { outcome: 'abandoned', leftoverParts: [1, 2, 3], began: null },
      { outcome: 'failed', leftoverParts: [1, 2, 3], began: first, initiated: true, exchange: 1 },
    ]);
    expect(found[1]?.parts.map((part) => part.capture)).toEqual([first, first, first]);
  });
});

describe('the table of uploads', () => {
  const failed = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');

  it('tells what is left behind, and how to free it', () => {
    const { stdout } = osscap(['scan', '--verbose', '--width', '120', failed]);
    expect(stdout).toMatch(/^upload +bucket\/key +parts +size +outcome +left behind$/m);
    expect(stdout).toMatch(
      /^C6F63118F3B8095A35636FBB01CB8DCB +rokid\/ttsservice\/passwd +3 +12 KiB +failed #5 +3 parts, 12 KiB$/m,
    );
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'ossutil api abort-multipart-upload --bucket=rokid --key=ttsservice/passwd --upload-id=C6F63118F3B8095A35636FBB01CB8DCB',
    );
    expect(stdout.replace(/\s+/g, ' ')).toContain('also');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'upload C6F63118F3B8095A35636FBB01CB8DCB keeps 3 parts (12 KiB)',
    );
  });

  it.each([40, 60, 80, 120])(
    'is no wider than %i columns, save for the command, which is one line',
    (width) => {
      for (const lang of ['en', 'zh']) {
        const { stdout } = osscap(['scan', '--verbose', '--width', String(width), '--lang', lang, failed]);
        const lines = stdout.split('\n');
        expect(lines.filter((line) => line.includes('ossutil'))).toEqual([
          expect.stringMatching(
            /ossutil api abort-multipart-upload .*--upload-id=C6F63118F3B8095A35636FBB01CB8DCB$/,
          ),
        ]);
        const table = lines.filter((line) => line.includes('KiB'));
        expect(table.length).toBeGreaterThan(0);
        for (const line of table) expect([...line].length).toBeLessThanOrEqual(width);
      }
    },
  );

  it('tells with what a Complete was refused that no failing exchange tells of', () => {
    const list =
      '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"A"</ETag></Part></CompleteMultipartUpload>';
    const error = '<Error><Code>InvalidPart</Code><Message>m</Message></Error>';
    const path = join(temporaryFolder(), 'refused.txt');
    const lines = [
      'POST /k?uploadId=ID HTTP/1.1',
      'Host: b.oss-cn-hangzhou.aliyuncs.com',
      'Date: Thu, 09 Oct 2025 08:53:20 GMT',
      'Authorization: OSS LTAIx:c2ln',
      `Content-Length: ${list.length}`,
      '',
      list,
      'HTTP/1.1 400 Bad Request',
      'Server: AliyunOSS',
      `Content-Length: ${error.length}`,
      '',
      error,
      '',
    ];
    writeFileSync(path, lines.join('\r\n'));
    const text = osscap(['scan', '--verbose', path]).stdout.replace(/\s+/g, ' ');
    expect(text).toContain('the Complete (#1) was refused: 400 InvalidPart');
    expect(osscap(['scan', '--verbose', failed]).stdout).not.toContain('was refused');
    expect(uploads(path)).toMatchObject([
      { outcome: 'failed', complete: { status: 400, error: 'InvalidPart' } },
    ]);
  });

  it('says it in Chinese', () => {
    const { stdout } = osscap(['scan', '--verbose', '--lang', 'zh', failed]);
    expect(stdout).toContain('失败 #5');
    expect(stdout).toContain('3 个分片，12 KiB');
    expect(stdout).toContain('清理');
  });
});
