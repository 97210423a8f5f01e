import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromText } from '../../rooms/bytes.ts';
import { cause, note } from '../../rooms/diagnose.ts';
import type { ExchangeResult, ResultSink } from '../../rooms/engine.ts';
import type { MultipartUpload } from '../../rooms/oss.ts';
import { type FormatOptions, HtmlReporter, type LaterUpload } from '../../rooms/report.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OPTIONS, OPTIONS_ZH, written } from '../formats/feed.ts';
import {
  canonicalOf,
  completeFailure,
  makeCapture,
  makeResult,
  makeUpload,
  SECONDS,
} from '../make-result.ts';

/** Writes a report to a file and gives its address. */
export function reportFile(
  options: FormatOptions,
  feed: (sink: ResultSink) => void,
  later: readonly LaterUpload[] = [],
): string {
  const html = written(
    (write) => new HtmlReporter(write, options, options === OPTIONS_ZH ? OPTIONS : OPTIONS_ZH),
    feed,
    1,
    later,
  );
  const path = join(temporaryFolder(), 'report.html');
  writeFileSync(path, html);
  return pathToFileURL(path).href;
}

/**
 * What must never be obeyed: markup, the ends of the elements that data may stand in, direction and terminal
 * controls.
 */
export const HOSTILE = fromText(
  '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">&lt;b&gt;<!--]]>\u202egnp\u001b[31m{{x}}\u2028中',
);

/** A failing exchange with hostile text in every field that a capture can fill. */
export function hostileFailure(index: number): ExchangeResult {
  const wire = {
    stringToSign: canonicalOf([
      ['method', 'POST'],
      ['content-type', HOSTILE],
      ['resource:key', HOSTILE],
    ]),
    canonicalRequest: null,
  };
  const result = makeResult({
    index,
    method: HOSTILE,
    operation: HOSTILE,
    bucket: HOSTILE,
    key: HOSTILE,
    requestId: HOSTILE,
    status: 403,
    headers: [
      ['Host', HOSTILE],
      [HOSTILE, HOSTILE],
      ['Authorization', HOSTILE],
    ],
    claim: { accessKeyId: HOSTILE, signature: HOSTILE, rawSignature: HOSTILE },
    error: {
      code: HOSTILE,
      message: HOSTILE,
      requestId: HOSTILE,
      hostId: HOSTILE,
      accessKeyId: HOSTILE,
      stringToSign: HOSTILE,
    },
    diagnosis: {
      verdict: 'transit-modified',
      certainty: 'likely',
      divergences: [
        {
          field: 'content-type',
          client: HOSTILE,
          server: `${HOSTILE}x`,
          clientOffset: 5,
          serverOffset: 5,
          clientOrigin: { frame: 1, source: `header ${HOSTILE}` },
        },
        {
          field: `oss-header:${HOSTILE}`,
          client: null,
          server: HOSTILE,
          clientOffset: 6,
          serverOffset: 6,
          clientOrigin: null,
        },
      ],
      cause: cause('oss-header-changed', { name: HOSTILE, client: HOSTILE, server: `${HOSTILE}x` }),
      notes: [note('content-md5-differs', { claimed: HOSTILE, actual: HOSTILE })],
      wire,
      server: {
        stringToSign: `POST\n${HOSTILE}x\n${HOSTILE}`,
        from: 'bytes',
        conflicting: null,
        canonicalRequest: null,
      },
    },
  });
  return {
    ...result,
    exchange: { ...result.exchange, connection: { index: 1, client: HOSTILE, server: HOSTILE } },
  };
}

/** A capture whose sentences name its other exchanges: of a cause, of a note, of an upload. */
export function sayingNumbers(
  sink: ResultSink,
  path: string,
  list: 'whole' | 'without the first' = 'whole',
): void {
  if (list === 'whole') sink.exchange(path, makeResult({ index: 1 }));
  sink.exchange(
    path,
    makeResult({
      index: 2,
      status: 403,
      diagnosis: {
        verdict: 'client-miscomputed',
        certainty: 'proven',
        cause: cause('signature-of-other-request', { exchange: 1, frame: 1 }),
        notes: [note('key-works-elsewhere', { exchange: 1, frame: 1, operation: 'PutObject' })],
      },
    }),
  );
  const issues = [{ kind: 'abort-refused', parts: [], exchange: 2 }] as const;
  sink.capture(makeCapture({ path, multipartUploads: [{ ...UPLOAD, exchange: 2, issues }] }));
}

/** An upload that nobody finished. */
const UPLOAD = makeUpload({ uploadId: 'C6F63118F3B8095A35636FBB01CB8DCB', parts: [] });

/** A capture with an upload of that key whose parts stay in the bucket. */
export function leavingParts(sink: ResultSink, key: string): void {
  sink.exchange('a.pcap', makeResult({ index: 1 }));
  const upload = { ...UPLOAD, key, leftoverParts: [1], leftoverBytes: 4096 };
  sink.capture(makeCapture({ path: 'a.pcap', multipartUploads: [upload] }));
}

/**
 * A capture with an upload that began in an earlier one, with a part sent again, and whose Complete was
 * refused.
 */
export function refusedUpload(sink: ResultSink): void {
  sink.exchange('b.pcap', makeResult({ index: 1, status: 400 }));
  const part = {
    number: 2,
    bytes: 4096,
    sizeKnown: true,
    etag: null,
    status: 200,
    exchange: 1,
    capture: 'a.pcap',
    stored: true,
    retries: 1,
    copied: false,
    listed: false,
    md5Sent: null,
    crc64Sent: null,
    crc64: null,
    body: null,
  } as const;
  const complete = {
    exchange: 1,
    status: 400,
    error: 'InvalidPartOrder',
    all: false,
    whole: true,
    parts: null,
  };
  const refused = {
    ...UPLOAD,
    outcome: 'failed',
    parts: [part],
    exchange: 1,
    began: 'a.pcap',
    complete,
  } as const;
  sink.capture(makeCapture({ path: 'b.pcap', multipartUploads: [refused] }));
}

const COMPLETED: MultipartUpload = { ...UPLOAD, outcome: 'completed', exchange: 1, began: 'a.pcap' };

/** How the second of these captures goes on with what the first leaves open. */
export const CONTINUED: LaterUpload = { upload: COMPLETED, earlier: 'a.pcap', capture: 'b.pcap' };

/** Two captures of one upload. */
export function continuedUpload(sink: ResultSink): void {
  const told = [
    ['a.pcap', { ...UPLOAD, leftoverParts: [1] }],
    ['b.pcap', COMPLETED],
  ] as const;
  for (const [path, upload] of told) {
    sink.exchange(path, makeResult({ index: 1 }));
    sink.capture(makeCapture({ path, multipartUploads: [upload] }));
  }
}

const VERDICTS = ['match', 'match', 'match', 'expired', 'not-auth'] as const;

/** Exchanges of one capture, a second apart; every fifth fails, of two causes. */
export function manyExchanges(sink: ResultSink, count: number): void {
  for (let index = 1; index <= count; index++) {
    const verdict = VERDICTS[index % VERDICTS.length] ?? 'match';
    const made =
      index === 8
        ? completeFailure(index)
        : makeResult({
            index,
            operation: index % 2 === 0 ? 'GetObject' : 'PutObject',
            bucket: `bucket-${index % 7}`,
            key: `folder/object-${index}.txt`,
            requestId: `REQ${String(index).padStart(6, '0')}`,
            status: verdict === 'match' ? 200 : 403,
            diagnosis: { verdict, certainty: verdict === 'not-auth' ? null : 'proven' },
          });
    sink.exchange('many.pcap', at(made, SECONDS + index));
  }
  sink.capture(makeCapture({ path: 'many.pcap' }));
}

/** The exchange at another time, answered so much later. */
export function at(result: ExchangeResult, seconds: number, answeredAfter = 0): ExchangeResult {
  const { request, response } = result.exchange;
  const time = { seconds, nanos: 5_000_000 };
  const later = { seconds: seconds + answeredAfter, nanos: 17_000_000 };
  return {
    ...result,
    exchange: {
      ...result.exchange,
      request: request === null ? null : { ...request, time, lastTime: time },
      response: response === null ? null : { ...response, time: later, lastTime: later },
    },
  };
}
