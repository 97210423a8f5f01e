import { gzipSync } from 'node:zlib';
import { nodeHasher } from '../../../src/node/ports.ts';
import { type ByteString, fromText, toBase64, toBytes } from '../../rooms/bytes.ts';
import type { AnswerDraft, Header, RequestDraft } from './draft.ts';
import { escapeXml, invalidAccessKeyId, noSuchKey, signatureDoesNotMatch } from './error-body.ts';
import type { Mix } from './options.ts';
import type { Random } from './random.ts';
import type { SignedRequest, SigningVersion } from './signer.ts';

/** What an exchange is made from. */
export interface Setting {
  readonly random: Random;
  readonly bucket: string;
  readonly host: string;
  readonly requestId: string;
  /** Unlike that of any other exchange. */
  readonly number: number;
  readonly seconds: number;
  readonly partBytes: number;
}

export interface KindOfExchange {
  readonly request: (setting: Setting) => Partial<RequestDraft>;
  readonly answer: (setting: Setting, request: SignedRequest) => Partial<AnswerDraft>;
  /** The client waits for `100 Continue` before it sends the body. */
  readonly waitsForContinue?: true;
  /** Where it is not one of the two that sign in headers. */
  readonly version?: SigningVersion;
}

const SMALL_BODY = [1024, 4096] as const;
const XML: Header = ['Content-Type', 'application/xml'];
const BINARY: Header = ['Content-Type', 'application/octet-stream'];
const FOLDERS = ['logs', 'img', 'data/2025', fromText('日志'), 'a b'] as const;
const ENDINGS = ['json', 'bin', 'jpg', 'txt'] as const;

/** A key that no other exchange uses. */
export function uniqueKey({ random, number }: Setting): ByteString {
  const serial = number.toString().padStart(7, '0');
  return `${random.pick(FOLDERS)}/${serial}-${random.hex(4).toLowerCase()}.${random.pick(ENDINGS)}`;
}

function smallBody({ random }: Setting): Uint8Array {
  return random.bytes(random.integer(...SMALL_BODY));
}

function etag({ random }: Setting): Header {
  return ['ETag', `"${random.hex(32)}"`];
}

function md5(body: Uint8Array): Header {
  return ['Content-MD5', toBase64(nodeHasher.digest('md5', body))];
}

function putSmall(setting: Setting, extra: readonly Header[] = []): Partial<RequestDraft> {
  const body = smallBody(setting);
  const digest = setting.random.chance(0.5) ? [md5(body)] : [];
  return { method: 'PUT', body, headers: [BINARY, ['x-oss-meta-author', 'generated'], ...digest, ...extra] };
}

function stored(setting: Setting): Partial<AnswerDraft> {
  const { random } = setting;
  return { headers: [etag(setting), ['x-oss-hash-crc64ecma', `${random.uint32()}${random.uint32()}`]] };
}

function listing(setting: Setting): Uint8Array {
  const { random, bucket, seconds } = setting;
  const modified = new Date(seconds * 1000).toISOString();
  const entries = Array.from(
    { length: random.integer(2, 12) },
    () =>
      `<Contents><Key>logs/${random.hex(8)}</Key><LastModified>${modified}</LastModified><ETag>"${random.hex(32)}"</ETag>` +
      `<Size>${random.integer(1, 1e6)}</Size><StorageClass>Standard</StorageClass></Contents>`,
  );
  return toBytes(
    `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><Name>${bucket}</Name><Prefix>logs/</Prefix>` +
      `<MaxKeys>20</MaxKeys>${entries.join('')}</ListBucketResult>`,
  );
}

function listRequest({ number }: Setting): Partial<RequestDraft> {
  return {
    key: '',
    query: [
      ['list-type', '2'],
      ['prefix', `logs/${number}/`],
      ['max-keys', '20'],
    ],
  };
}

/** A GET, or a PUT with a text body. */
function deniedRequest(setting: Setting): Partial<RequestDraft> {
  if (setting.random.chance(0.5)) return {};
  return { method: 'PUT', body: smallBody(setting), headers: [['Content-Type', 'text/plain']] };
}

const FORBIDDEN = { status: 403, reason: 'Forbidden', headers: [XML] } as const;

export const KINDS = {
  get: {
    request: () => ({}),
    answer: (setting) => ({ headers: [BINARY, etag(setting)], body: smallBody(setting) }),
  },
  put: { request: (setting) => putSmall(setting), answer: stored },
  continue: {
    request: (setting) => putSmall(setting, [['Expect', '100-continue']]),
    answer: stored,
    waitsForContinue: true,
  },
  head: {
    request: () => ({ method: 'HEAD' }),
    answer: (setting) => ({
      framing: 'none',
      headers: [['Content-Length', String(setting.random.integer(1, 1e7))], etag(setting)],
    }),
  },
  list: {
    request: listRequest,
    answer: (setting) => ({ framing: 'chunked', headers: [XML], body: listing(setting) }),
  },
  listgz: {
    request: (setting) => ({ ...listRequest(setting), headers: [['Accept-Encoding', 'gzip']] }),
    answer: (setting) => ({
      framing: 'chunked',
      headers: [XML, ['Content-Encoding', 'gzip']],
      body: gzipSync(listing(setting), { level: 1 }),
    }),
  },
  notfound: {
    request: () => ({}),
    answer: (setting, { draft }) => ({
      status: 404,
      reason: 'Not Found',
      headers: [XML],
      body: noSuchKey(setting, draft.key),
    }),
  },
  sigmismatch: {
    request: deniedRequest,
    answer: (setting, request) => ({ ...FORBIDDEN, body: signatureDoesNotMatch(setting, request) }),
  },
  badkey: {
    request: deniedRequest,
    answer: (setting) => ({ ...FORBIDDEN, body: invalidAccessKeyId(setting) }),
  },
  multidelete: {
    request: ({ random, number }) => {
      const objects = Array.from(
        { length: random.integer(3, 20) },
        () => `<Object><Key>logs/${random.hex(8)}</Key></Object>`,
      );
      const body = toBytes(
        `<?xml version="1.0" encoding="UTF-8"?><Delete><Quiet>true</Quiet>${objects.join('')}</Delete>`,
      );
      // A parameter of the application's own, which version 4 signs and version 1 does not.
      const query: [string, string][] = [
        ['delete', ''],
        ['trace', String(number)],
      ];
      return { method: 'POST', key: '', query, body, headers: [XML, md5(body)] };
    },
    answer: () => ({}),
  },
  presigned: {
    request: () => ({}),
    answer: (setting) => ({ headers: [['Content-Type', 'image/jpeg']], body: smallBody(setting) }),
    version: 'v1-url',
  },
  delete: {
    request: () => ({ method: 'DELETE' }),
    answer: () => ({ status: 204, reason: 'No Content', framing: 'none' }),
  },
  notmod: {
    request: ({ random }) => ({ headers: [['If-None-Match', `"${random.hex(32)}"`]] }),
    answer: (setting) => ({
      status: 304,
      reason: 'Not Modified',
      framing: 'none',
      headers: [etag(setting)],
    }),
  },
  initmp: {
    request: () => ({ method: 'POST', query: [['uploads', '']], body: new Uint8Array(0) }),
    answer: ({ random, bucket }, { draft }) => ({
      headers: [XML],
      body: toBytes(
        `<?xml version="1.0" encoding="UTF-8"?><InitiateMultipartUploadResult><Bucket>${bucket}</Bucket>` +
          `<Key>${escapeXml(draft.key)}</Key><UploadId>${random.hex(32)}</UploadId></InitiateMultipartUploadResult>`,
      ),
    }),
  },
  putpart: {
    request: ({ random, partBytes }) => ({
      method: 'PUT',
      query: [
        ['partNumber', String(random.integer(1, 200))],
        ['uploadId', random.hex(32)],
      ],
      body: random.bytes(partBytes),
      headers: [BINARY],
    }),
    answer: (setting) => ({ headers: [etag(setting)] }),
  },
  getrange: {
    request: ({ random, partBytes }) => {
      const start = random.integer(0, 100) * partBytes;
      return { headers: [['Range', `bytes=${start}-${start + partBytes - 1}`]] };
    },
    answer: ({ random, partBytes }, { draft }) => {
      const range = draft.headers.find(([name]) => name === 'Range')?.[1].replace('=', ' ') ?? '';
      return {
        status: 206,
        reason: 'Partial Content',
        headers: [['Content-Range', `${range}/${200 * partBytes}`], BINARY],
        body: random.bytes(partBytes),
      };
    },
  },
} as const satisfies Readonly<Record<string, KindOfExchange>>;

export type Kind = keyof typeof KINDS;

type Shares = readonly [readonly [Kind, number], ...(readonly [Kind, number])[]];

const CHATTY: Shares = [
  ['get', 34],
  ['put', 24],
  ['head', 8],
  ['list', 6],
  ['listgz', 3],
  ['notfound', 5],
  ['sigmismatch', 4],
  ['badkey', 2],
  ['multidelete', 3],
  ['presigned', 4],
  ['continue', 2],
  ['delete', 3],
  ['notmod', 2],
];

/** How often each kind comes up, as weights. */
export const SHARES: Readonly<Record<Mix, Shares>> = {
  chatty: CHATTY,
  wide: CHATTY,
  bulk: [
    ['putpart', 45],
    ['getrange', 45],
    ['initmp', 4],
    ['get', 3],
    ['sigmismatch', 3],
  ],
  mixed: [
    ['get', 30],
    ['put', 25],
    ['list', 8],
    ['putpart', 1.2],
    ['getrange', 1.2],
    ['sigmismatch', 5],
    ['head', 8],
    ['listgz', 3],
    ['continue', 2],
  ],
};
