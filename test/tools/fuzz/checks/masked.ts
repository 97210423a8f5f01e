import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../../report/formats/feed.ts';
import { toByteString } from '../../../rooms/bytes.ts';
import { createCaptureParser } from '../../../rooms/capture.ts';
import { extractExchanges } from '../../../rooms/node.ts';
import { createTableReporter, FORMAT_NAMES, type FormatName, formatOf } from '../../../rooms/report.ts';
import { type KeyRing, Secret } from '../../../rooms/sign.ts';
import { Conversation, pcapFile } from '../../../support/capture-writer.ts';
import { MASKED_FORMATS, reportOptions } from '../../../support/formats.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { EN } from '../../../support/texts.ts';
import { feed, scanResults } from '../whole.ts';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

/** What stands for a copy of a value in an input: a control character for each spelling. */
const COPIES: Readonly<Record<string, (value: string) => string>> = {
  '\x01': (value) => value,
  '\x02': encodeURIComponent,
  '\x03': base64,
  '\x04': hex,
  '\x05': (value) => base64(`{"a":"${value}"}`),
  '\x06': (value) => value.replaceAll('/', '\\/'),
  '\x07': (value) => value.replaceAll('+', ' '),
};

const ID = 'LTAI5tCanary000001';
const SIGNATURE = 'cZ7+Qz/r8WmbT4+yLx/k2PvN7e4=';
const LONG_SIGNATURE = hex('FakeSignatureOfThirtyTwoBytes+/=');
const SCOPE = `${ID}/20260101/cn-hangzhou/oss/aliyun_v4_request`;
/** Of a signature, so much may be shown that it is recognised. */
const MOST_SHOWN = 12;
/** It begins with digits that an escape before it may take. */
const SECRET = '4a6FakeSecret+Canary/0123456789';
const RING: KeyRing = new Map([[ID, { accessKeyId: ID, secret: new Secret(SECRET), securityToken: null }]]);

/** By the first character of an input, how its request is signed. */
const SIGNED: Readonly<Record<string, (target: string) => readonly [target: string, header: string]>> = {
  '1': (target) => [target, `Authorization: OSS ${ID}:${SIGNATURE}\r\n`],
  '4': (target) => [
    target,
    `x-oss-date: 20260101T000000Z\r\nAuthorization: OSS4-HMAC-SHA256 Credential=${SCOPE},Signature=${LONG_SIGNATURE}\r\n`,
  ],
  q: (target) => [
    `${target}?OSSAccessKeyId=${ID}&Expires=1800000000&Signature=${encodeURIComponent(SIGNATURE)}`,
    '',
  ],
};

/** Headers that decide where a message ends, or are a signature of their own. */
const NOT_PASSED_ON =
  /^\s*(?:$|content-length|transfer-encoding|connection|upgrade|expect|authorization|content-encoding)/i;

/**
 * A refused request, of which the input is how it is signed, a character that chooses a format, the key,
 * headers, headers of the answer, and its body, with copies of a value in them.
 */
class Refused {
  readonly signature: string;
  readonly #chooses: number;
  readonly #text: string;

  constructor(input: Uint8Array) {
    this.#text = toByteString(input);
    this.signature = this.#text.startsWith('4') ? LONG_SIGNATURE : SIGNATURE;
    this.#chooses = input[1] ?? 0;
  }

  /** One for each input: all would take ten times as long. */
  choose<T>(all: readonly T[]): T | undefined {
    return all[this.#chooses % all.length];
  }

  capture(value: string): Uint8Array {
    const sign = SIGNED[this.#text.charAt(0)] ?? SIGNED['1'];
    const copied = this.#text.slice(2).replace(/[\x01-\x07]/g, (copy) => COPIES[copy]?.(value) ?? '');
    const [asked = '', answered = '', ...rest] = copied.split('\n\n');
    const [key = '', ...lines] = asked.split('\n');
    const path = `/${key.replaceAll(' ', '%20').replace(/[^!-~]|[?#]/g, '')}`;
    const [target, header] = sign?.(path) ?? [path, ''];
    const body = rest.join('\n\n');
    const request = [
      `PUT ${target} HTTP/1.1`,
      'Host: b.oss-cn-hangzhou.aliyuncs.com',
      'Date: Thu, 01 Jan 2026 00:00:00 GMT',
      `${header}${headersOf(lines)}Content-Length: 0\r\n\r\n`,
    ].join('\r\n');
    const answer = [
      'HTTP/1.1 403 Forbidden',
      'Server: AliyunOSS',
      `${headersOf(answered.split('\n'))}Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
    return pcapFile(new Conversation().open().client(request).server(answer).close().packets);
  }
}

function headersOf(lines: readonly string[]): string {
  return lines
    .filter((line) => /^[!-9;-~]+:/.test(line) && !NOT_PASSED_ON.test(line))
    .map((line) => `${line.replace(/[^\t -~\x80-\xff]/g, '')}\r\n`)
    .join('');
}

/** What a format says of a capture. `full` is the table with all that it has. */
async function shownIn(name: FormatName | 'full', capture: Uint8Array, keyRing: KeyRing): Promise<string> {
  const results = scanResults(capture, { keyRing, searchBudget: 20 });
  let shown = '';
  const write = (piece: string | Uint8Array): void => {
    shown += textOf(piece);
  };
  const look = { width: 120, paint: (_: unknown, words: string) => words, texts: EN, all: true };
  feed(
    results,
    name === 'table' || name === 'full'
      ? await createTableReporter(write, { ...look, isFull: name === 'full' })
      : await formatOf(name).open(write, reportOptions({})),
  );
  return shown.replace(/\n\s*/g, '');
}

/** Throws where a text has a copy of a value, in any of its spellings. */
function expectNone(text: string, value: string, most: number): void {
  for (const spell of Object.values(COPIES)) {
    const copy = spell(value);
    for (const part of copy === value ? [copy.slice(0, most), copy.slice(-most)] : [copy]) {
      const at = text.indexOf(part);
      if (at >= 0) throw new Error(`a copy is shown: ${text.slice(Math.max(0, at - 80), at + 60)}`);
    }
  }
}

/** Copies of the signature: neither the table nor a format that masks shows one. */
export async function checkMasked(input: Uint8Array): Promise<void> {
  const refused = new Refused(input);
  const name = refused.choose<FormatName | 'full'>(['table', 'full', ...MASKED_FORMATS]) ?? 'table';
  const { signature } = refused;
  expectNone(await shownIn(name, refused.capture(signature), new Map()), signature, MOST_SHOWN);
}

/** Copies of the user's own secret: no format shows one. */
export async function checkSecret(input: Uint8Array): Promise<void> {
  const refused = new Refused(input);
  const name = refused.choose<FormatName | 'full'>(['full', ...FORMAT_NAMES]) ?? 'full';
  expectNone(await shownIn(name, refused.capture(SECRET), RING), SECRET, MOST_SHOWN);
}

let folder: string | null = null;

/**
 * The exchange in a file of its own, with copies of the signature: the file has none of them, is read without
 * a complaint, and its exchange is judged as it was.
 */
export async function checkExtract(input: Uint8Array): Promise<void> {
  const refused = new Refused(input);
  const { signature } = refused;
  folder ??= temporaryFolder();
  const path = join(folder, 'given.pcap');
  const file = join(folder, 'extracted.pcapng');
  writeFileSync(path, refused.capture(signature));
  const extraction = await extractExchanges({
    input: { path },
    indexes: [1],
    bodies: refused.choose([true, false]) ?? false,
    file,
    application: 'test',
    section: 'section',
    comment: ({ exchange }) => exchange.request?.target ?? '',
    messages: { exchange: () => {}, capture: () => {}, unreadable: () => {} },
    onAbandoned: () => () => {},
    scan: { keyRing: RING, buckets: new Map(), limits: { searchBudget: 20 } },
  });
  if (extraction.kind !== 'done') throw new Error(`not extracted: ${JSON.stringify(extraction)}`);
  const written = readFileSync(file);
  expectNone(toByteString(written), signature, MOST_SHOWN);
  let packets = 0;
  const parser = createCaptureParser({
    record: () => void packets++,
    notice: ({ code }) => {
      throw new Error(`what was extracted has ${code}`);
    },
    secrets: () => {},
  });
  parser.push(written);
  parser.end();
  if (packets !== extraction.packets) throw new Error(`${packets} packets, not ${extraction.packets}`);
  for (const { before, after, why } of extraction.exchanges) {
    // without the secret, less is known of it
    if (why !== null && why !== 'secret')
      throw new Error(`judged otherwise: ${JSON.stringify(before)} // ${JSON.stringify(after)}`);
  }
}
