import { toByteString } from '../../../../src/bytes/byte-string.ts';
import { formatOf } from '../../../../src/report/formats/index.ts';
import { createTableReporter } from '../../../../src/report/table/reporter.ts';
import { EN } from '../../../../src/report/text/en.ts';
import { Conversation, pcapFile } from '../../../support/capture-writer.ts';
import { MASKED_FORMATS, reportOptions } from '../../../support/formats.ts';
import { randomOfInput } from '../in-pieces.ts';
import { feed, scanResults } from '../whole.ts';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

/** What stands for a copy of the signature in an input: a control character for each spelling. */
const COPIES: Readonly<Record<string, (signature: string) => string>> = {
  '\x01': (signature) => signature,
  '\x02': encodeURIComponent,
  '\x03': base64,
  '\x04': hex,
  '\x05': (signature) => base64(`{"a":"${signature}"}`),
  '\x06': (signature) => signature.replaceAll('/', '\\/'),
  '\x07': (signature) => signature.replaceAll('+', ' '),
};

const SIGNATURE = 'cZ7+Qz/r8WmbT4+yLx/k2PvN7e4=';
const LONG_SIGNATURE = hex('FakeSignatureOfThirtyTwoBytes+/=');
const SCOPE = 'LTAI5tCanary000001/20260101/cn-hangzhou/oss/aliyun_v4_request';
/** Of a signature, so much may be shown that it is recognised. */
const MOST_SHOWN = 12;

/** By the first character of an input, how its request is signed. */
const SIGNED: Readonly<Record<string, (target: string) => readonly [target: string, header: string]>> = {
  '1': (target) => [target, `Authorization: OSS LTAI5tCanary000001:${SIGNATURE}\r\n`],
  '4': (target) => [
    target,
    `x-oss-date: 20260101T000000Z\r\nAuthorization: OSS4-HMAC-SHA256 Credential=${SCOPE},Signature=${LONG_SIGNATURE}\r\n`,
  ],
  q: (target) => [
    `${target}?OSSAccessKeyId=LTAI5tCanary000001&Expires=1800000000&Signature=${encodeURIComponent(SIGNATURE)}`,
    '',
  ],
};

/** Headers that decide where a message ends, or are a signature of their own. */
const NOT_PASSED_ON =
  /^\s*(?:$|content-length|transfer-encoding|connection|upgrade|expect|authorization|content-encoding)/i;

/**
 * A refused request, of which the input is the key, headers, headers of the answer, and its body,
 * with copies of the signature in them: neither the table nor a format that masks shows one.
 */
export async function checkMasked(input: Uint8Array): Promise<void> {
  const text = toByteString(input);
  const sign = SIGNED[text.charAt(0)] ?? SIGNED['1'];
  if (sign === undefined) return;
  const signature = text.startsWith('4') ? LONG_SIGNATURE : SIGNATURE;
  const copied = text.slice(1).replace(/[\x01-\x07]/g, (copy) => COPIES[copy]?.(signature) ?? '');
  const [asked = '', answered = '', ...rest] = copied.split('\n\n');
  const [key = '', ...lines] = asked.split('\n');
  const [target, header] = sign(`/${key.replaceAll(' ', '%20').replace(/[^!-~]|[?#]/g, '')}`);
  const body = rest.join('\n\n');
  const request = `PUT ${target} HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n${header}${headersOf(lines)}Content-Length: 0\r\n\r\n`;
  const answer = `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\n${headersOf(answered.split('\n'))}Content-Length: ${body.length}\r\n\r\n${body}`;
  const { packets } = new Conversation().open().client(request).server(answer).close();
  const results = scanResults(pcapFile(packets), { keyRing: new Map(), searchBudget: 20 });
  let shown = '';
  const write = (piece: string | Uint8Array): void => {
    shown += piece;
  };
  // One of them for each input: all would take ten times as long.
  const random = randomOfInput(input);
  const name = MASKED_FORMATS[random.integer(-2, MASKED_FORMATS.length - 1)];
  const look = { width: 120, paint: (_: unknown, words: string) => words, texts: EN, all: true };
  feed(
    results,
    name === undefined
      ? await createTableReporter(write, { ...look, isFull: random.chance(0.5) })
      : await formatOf(name).open(write, reportOptions({})),
  );
  const joined = shown.replace(/\n\s*/g, '');
  for (const spell of Object.values(COPIES)) {
    const copy = spell(signature);
    for (const part of copy === signature ? [copy.slice(0, MOST_SHOWN), copy.slice(-MOST_SHOWN)] : [copy]) {
      const at = joined.indexOf(part);
      if (at >= 0) throw new Error(`a copy is shown: ${joined.slice(Math.max(0, at - 80), at + 60)}`);
    }
  }
}

function headersOf(lines: readonly string[]): string {
  return lines
    .filter((line) => /^[!-9;-~]+:/.test(line) && !NOT_PASSED_ON.test(line))
    .map((line) => `${line.replace(/[^\t -~\x80-\xff]/g, '')}\r\n`)
    .join('');
}
