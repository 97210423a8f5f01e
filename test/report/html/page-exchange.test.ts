import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ExchangeResult } from '../../rooms/engine.ts';
import type { ChunkedFacts } from '../../rooms/http.ts';
import { OPTIONS } from '../formats/feed.ts';
import { completeFailure, makeCapture } from '../make-result.ts';
import { reportFile } from './report-files.ts';

const RIGHT: ChunkedFacts = {
  count: 2,
  dataBytes: 22,
  declaredBytes: 22,
  signatures: 'right',
  verified: 2,
  unknown: null,
  fault: null,
  trailer: [],
};

/** The details of a refused upload to a server that speaks like S3, as the page holds them. */
function detailOf(chunks: ChunkedFacts | null, message = ''): string {
  const failed = completeFailure(1);
  const { exchange, oss } = failed;
  const { request } = exchange;
  if (request === null || oss === null) throw new Error('no request');
  const digests = {
    crc64: null,
    md5: null,
    sha256: null,
    whole: true,
    ...(chunks === null ? {} : { chunks }),
  };
  const head = 'PUT /k HTTP/1.1\r\ncontent-encoding: aws-chunked\r\n\r\n';
  const headers = [
    ...request.headers,
    { ...request.headers[0], name: 'content-encoding', value: 'aws-chunked' },
  ];
  const result = {
    ...failed,
    exchange: { ...exchange, request: { ...request, head, headers, digests } },
    oss: {
      ...oss,
      provider: 's3',
      flavour: 'ceph',
      error: { ...oss.error, code: 'AccessDenied', message },
    },
  } as ExchangeResult;
  const url = reportFile(OPTIONS, (sink) => {
    sink.exchange('a.pcap', result);
    sink.capture(makeCapture({ path: 'a.pcap' }));
  });
  const html = readFileSync(fileURLToPath(url), 'utf8');
  return /<script[^>]* id="detail-0-1"[^>]*>([^<]*)/.exec(html)?.[1] ?? '';
}

describe('an exchange on the page', () => {
  it('has what the signatures of a body in chunks came to', () => {
    expect(detailOf(RIGHT)).toContain('"chunks":"right · 2/2 verified · dataBytes 22"');
    const fault = { kind: 'data', chunk: 1, offset: 85, dataOffset: 0, size: 22, frame: 9 } as const;
    expect(detailOf({ ...RIGHT, signatures: 'wrong', verified: 0, fault })).toContain(
      '"chunks":"wrong · 0/2 verified · dataBytes 22 · data: chunk 1, offset 85"',
    );
    expect(detailOf({ ...RIGHT, signatures: 'unknown', verified: 0, unknown: 'no-secret' })).toContain(
      '"chunks":"unknown · 0/2 verified · dataBytes 22 · no-secret"',
    );
    expect(detailOf(null)).toContain('"chunks":null');
  });

  it('links to the page of its server, and ends in no colon where that said nothing', () => {
    const silent = detailOf(null);
    expect(silent).toContain('"serverPage":"https://docs.ceph.com/');
    expect(silent).toMatch(/"serverSaid":"\d+ AccessDenied"/);
    expect(detailOf(null, 'Why not?')).toMatch(/"serverSaid":"\d+ AccessDenied: Why not\?"/);
  });
});
