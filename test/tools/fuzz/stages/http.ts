import { nodeHasher, nodeOssPorts } from '../../../../src/node/ports.ts';
import * as search from '../../../../src/search/search.ts';
import { toOssExchange } from '../../../oss/to-oss-exchange.ts';
import { toBytes } from '../../../rooms/bytes.ts';
import { diagnose, History } from '../../../rooms/diagnose.ts';
import type { Exchange } from '../../../rooms/http.ts';
import { LearntBuckets, type OssExchange, readClaim } from '../../../rooms/oss.ts';
import { type KeyRing, Secret } from '../../../rooms/sign.ts';
import { converse, LOST, TURN } from '../checks/conversation.ts';
import { checkError, checkHttp } from '../checks/http.ts';
import { cutAtRandom } from '../in-pieces.ts';
import { mutateMessage } from '../mutate-message.ts';
import { mutateText } from '../mutate-text.ts';
import type { FuzzCase, Stage } from '../seeds.ts';

export const KEYS: KeyRing = new Map(
  ['LTAI5tTestCapture0001'].map((accessKeyId) => [
    accessKeyId,
    { accessKeyId, secret: new Secret('FakeSecretForCaptures0000000001'), securityToken: null },
  ]),
);

const PORTS = nodeOssPorts();

/** Turns of a conversation as one input, some of their bytes missing. */
function inTurns({ random }: FuzzCase, texts: readonly string[], lost: number): string {
  return texts
    .map((text) => {
      if (text === '' || !random.chance(lost)) return text;
      const [from = 0, to = 0] = [0, 0].map(() => random.integer(0, text.length)).sort((a, b) => a - b);
      return text.slice(0, from) + LOST + text.slice(from, to) + LOST + text.slice(to);
    })
    .join(TURN);
}

/** Has each exchange of a conversation looked at. */
function read(fuzz: FuzzCase, texts: readonly string[], exchange: (exchange: Exchange) => void): void {
  const input = texts.join(TURN);
  fuzz.input = input;
  converse(input, (bytes, take) => cutAtRandom(bytes, fuzz.random, take), { exchange });
}

/** Messages with a broken grammar through the parser of their direction, cut anywhere, with gaps. */
export const http: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const other = fuzz.capture().messages[0] ?? '';
  const texts = Array.from({ length: 6 }, () => {
    const message = seed.messages[random.integer(0, seed.messages.length - 1)] ?? '';
    return mutateMessage(message, random, other);
  });
  const input = inTurns(fuzz, texts, 0.2);
  fuzz.input = input;
  checkHttp(toBytes(input));
};

/** Exchanges with broken heads, queries, forms and error documents, through OSS and the diagnosis. */
export const oss: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const other = fuzz.capture().messages[0] ?? '';
  const history = new History();
  const texts = seed.messages
    .slice(0, 6)
    .map((message) => (random.chance(0.7) ? mutateMessage(message, random, other) : message));
  read(fuzz, texts, (exchange) => {
    const found = interpret(exchange);
    if (found === null) return;
    const { index } = exchange;
    const context = { keyRing: KEYS, hasher: nodeHasher, search, history, index, searchBudget: 300 };
    const diagnosis = diagnose(found, context);
    void [
      diagnosis.wire,
      diagnosis.notes,
      diagnosis.server,
      diagnosis.search,
      found.operation,
      found.requestId,
    ];
  });
};

function interpret(exchange: Exchange): OssExchange | null {
  return toOssExchange(exchange, { buckets: new Map() }, new LearntBuckets(), PORTS);
}

/** Error documents, the fields of which must all be byte strings. */
export const error: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.capture();
  const other = fuzz.capture().messages[1] ?? '';
  const message =
    seed.messages.find((each) => each.includes('<Error')) ?? `HTTP/1.1 403 No\r\n\r\n${DOCUMENT}`;
  const changed = random.chance(0.5)
    ? mutateText(message.slice(message.indexOf('<Error')), random, other)
    : mutateMessage(message, random, other);
  const at = Math.max(0, changed.indexOf('<'));
  fuzz.input = changed.slice(at);
  checkError(changed.slice(at));
};

const DOCUMENT =
  '<Error>\n  <Code>SignatureDoesNotMatch</Code>\n  <StringToSign>GET\n\n\na</StringToSign>\n  <StringToSignBytes>47 45 54 0A </StringToSignBytes>\n</Error>';

const HOST = 'Host: b.oss-cn-hangzhou.aliyuncs.com';
const ID = 'LTAI5tTestCapture0001';
const SCOPE = '20260101/cn-hangzhou/oss/aliyun_v4_request';
const HEX = '0123456789abcdef'.repeat(4);

/** What carries a signature: headers and queries of every version. */
export const AUTH = [
  `Authorization: OSS ${ID}:AAAAAAAAAAAAAAAAAAAAAAAAAAA=`,
  `Authorization: OSS2 AccessKeyId:${ID},AdditionalHeaders:host;range,Signature:AAAAAAAAAAAAAAAAAAAAAAAAAAA=`,
  `Authorization: OSS4-HMAC-SHA256 Credential=${ID}/${SCOPE},AdditionalHeaders=host,Signature=${HEX}`,
  [
    `Authorization: AWS4-HMAC-SHA256 Credential=${ID}/20260101/cn-hangzhou/s3/aws4_request,`,
    ` SignedHeaders=host;x-amz-date, Signature=${HEX}`,
  ].join(''),
  [
    `Authorization: AWS4-ECDSA-P256-SHA256 Credential=${ID}/20260101/s3/aws4_request,`,
    ` SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=3045${HEX}`,
  ].join(''),
  `Authorization: AWS ${ID}:AAAAAAAAAAAAAAAAAAAAAAAAAAA=`,
  `?OSSAccessKeyId=${ID}&Expires=1800000000&Signature=AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D`,
  `?x-oss-signature-version=OSS2&x-oss-expires=1800000000&x-oss-access-key-id=${ID}&x-oss-signature=AAAA%3D&x-oss-additional-headers=host`,
  `?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=${ID}%2F${SCOPE.replaceAll('/', '%2F')}&x-oss-date=20260101T000000Z&x-oss-expires=900&x-oss-signature=${HEX}`,
  [
    `?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${ID}%2F20260101%2Fcn-hangzhou%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z`,
    `&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=${HEX}`,
  ].join(''),
  [
    `?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=${ID}%2F20260101%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Region-Set=us-%2A`,
    `&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=3045${HEX}`,
  ].join(''),
  `?AWSAccessKeyId=${ID}&Expires=1800000000&Signature=AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D`,
] as const;

/** The auth data of headers and queries, changed; read as a claim and diagnosed with the key of its id. */
export const auth: Stage = (fuzz) => {
  const { random } = fuzz;
  const plain = random.pick(AUTH);
  const changed = random.chance(0.02)
    ? plain.replace(/(?:headers?[=:])[^,&]*/i, (list) => list + ';a'.repeat(5000))
    : mutateText(plain, random, random.pick(AUTH));
  const safe = changed.replace(/[\r\n]/g, '');
  const inQuery = plain.startsWith('?');
  const request = `GET /a/b%20c${inQuery ? safe.replaceAll(' ', '') : ''} HTTP/1.1\r\n${HOST}\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n${inQuery ? '' : `${safe}\r\n`}\r\n`;
  judge(fuzz, request);
};

/** PostObject forms: their parts, fields and policies. */
export const form: Stage = (fuzz) => {
  const { random } = fuzz;
  const policy = mutateText(
    '{"expiration":"2026-01-01T00:00:00Z","conditions":[["eq","$key","a"]]}',
    random,
    '[[{',
  );
  const coded = Buffer.from(policy, 'latin1').toString(random.chance(0.8) ? 'base64' : 'base64url');
  const fields = [
    ['key', 'a'],
    ['policy', coded],
    ...random.pick([
      [
        ['OSSAccessKeyId', ID],
        ['Signature', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
      ],
      [
        ['x-oss-access-key-id', ID],
        ['x-oss-signature-version', 'OSS2'],
        ['x-oss-signature', 'AAAA='],
      ],
      [
        ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
        ['x-oss-credential', `${ID}/${SCOPE}`],
        ['x-oss-date', '20260101T000000Z'],
        ['x-oss-signature', HEX],
      ],
    ]),
  ];
  const boundary = random.pick(['b', '----WebKitFormBoundaryABCDEFGH', '-', 'x'.repeat(200)]);
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const body = `${parts.join('')}--${boundary}\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--${boundary}--\r\n`;
  const changed = random.chance(0.9) ? mutateText(body, random, boundary) : body.repeat(40);
  judge(
    fuzz,
    `POST / HTTP/1.1\r\n${HOST}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${changed.length}\r\n\r\n${changed}`,
  );
};

/** A request that is refused, through everything that reads what it says of its signature. */
function judge(fuzz: FuzzCase, request: string): void {
  const answer = `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nContent-Type: application/xml\r\nContent-Length: ${DOCUMENT.length}\r\n\r\n${DOCUMENT}`;
  const history = new History();
  read(fuzz, [request, answer], (exchange) => {
    const found = interpret(exchange);
    if (found === null) return;
    if (found.request !== null) readClaim(found.request);
    const { index } = exchange;
    const context = { keyRing: KEYS, hasher: nodeHasher, search, history, index, searchBudget: 200 };
    const diagnosis = diagnose(found, context);
    void [diagnosis.wire, diagnosis.notes, diagnosis.server, diagnosis.search];
  });
}
