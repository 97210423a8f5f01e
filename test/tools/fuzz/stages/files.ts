import { toBytes } from '../../../rooms/bytes.ts';
import { encodeHeader, encodeLine, parseBaseline, toJsonLine } from '../../../rooms/report.ts';
import type { Random } from '../../generator/random.ts';
import { checkBlob, checkConfig, checkCredentials, checkText } from '../checks/files.ts';
import { edge } from '../mutate-bytes.ts';
import { mutateMessage } from '../mutate-message.ts';
import { mutateText } from '../mutate-text.ts';
import type { CaptureSeed, FuzzCase, Stage } from '../seeds.ts';
import { scanResults } from '../whole.ts';
import { KEYS } from './http.ts';

function readText(fuzz: FuzzCase, text: string): void {
  const bytes = toBytes(text);
  fuzz.input = bytes;
  checkText(bytes);
}

/** Logs, copied consoles and hex dumps: lines lost, doubled, moved, changed. */
export const text: Stage = (fuzz) => {
  const { random } = fuzz;
  const seed = fuzz.text();
  const lines = seed.text.split('\n');
  for (let count = random.integer(0, 8); count > 0; count--) {
    const at = random.integer(0, Math.max(0, lines.length - 1));
    const line = lines[at] ?? '';
    switch (random.integer(0, 4)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(random.integer(0, lines.length), 0, line);
        break;
      case 2:
        lines.splice(at, 0, ...fuzz.text().text.split('\n').slice(0, random.integer(1, 30)));
        break;
      case 3:
        lines[at] = ' '.repeat(random.integer(0, 9)) + line;
        break;
      default:
        lines[at] = mutateText(line, random, line);
    }
  }
  const changed = lines.join(random.chance(0.9) ? '\n' : random.pick(['\r\n', '\r', '\n\n']));
  readText(fuzz, random.chance(0.3) ? mutateMessage(changed, random, seed.text) : changed);
};

/** HTTP Archives, their members changed, doubled and taken away. */
export const har: Stage = (fuzz) => {
  const { random } = fuzz;
  let seed = fuzz.text();
  for (let tries = 0; tries < 40 && !seed.name.endsWith('.har'); tries++) seed = fuzz.text();
  const changed = random.chance(0.4)
    ? mutateText(seed.text, random, seed.text)
    : JSON.stringify(mutateJson(parsed(seed.text), random, 0.02));
  readText(fuzz, changed.replace(/[^\0-\xff]/g, '?'));
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const STRANGE = [
  null,
  true,
  -1,
  0.5,
  1e300,
  '',
  '\u202e',
  '__proto__',
  [],
  {},
  [[[]]],
  '9'.repeat(400),
] as const;

/** JSON of which each member is changed with this probability. */
function mutateJson(value: unknown, random: Random, share: number): unknown {
  if (random.chance(share)) {
    if (typeof value === 'string' && random.chance(0.6)) return mutateText(value, random, value);
    if (typeof value === 'number' && random.chance(0.6)) return edge(random);
    return STRANGE[random.integer(0, STRANGE.length - 1)];
  }
  if (Array.isArray(value)) {
    const list = value.map((each: unknown) => mutateJson(each, random, share));
    if (random.chance(share)) list.push(...list);
    return list;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(() => !random.chance(share / 2));
    const changed = members.map(([name, each]): [string, unknown] => [
      random.chance(share / 4) ? random.pick(['__proto__', 'constructor', 'x', '']) : name,
      mutateJson(each, random, share),
    ]);
    return Object.fromEntries(changed);
  }
  return value;
}

/** Lines of the blob of a scan, with a few of its exchanges. */
export function blobOf({ bytes }: CaptureSeed): readonly string[] {
  const results = scanResults(bytes, { keyRing: KEYS, searchBudget: 20 });
  return [
    encodeHeader({
      tool: { name: 'osscap', version: '0' },
      shard: null,
      scan: { id: 'a', first: 'b', inputs: 1 },
    }),
    ...results.exchanges.slice(0, 4).map((result) => encodeLine({ type: 'exchange', at: 0, result })),
    ...results.infos.map((info) => encodeLine({ type: 'capture', at: 0, info })),
  ].map(toJsonLine);
}

/** Lines of a blob, changed. */
export const blob: Stage = (fuzz) => {
  const { random } = fuzz;
  const lines = blobOf(fuzz.capture()).map((line) =>
    random.chance(0.4)
      ? mutateText(line, random, line)
      : JSON.stringify(mutateJson(JSON.parse(line), random, 0.01)),
  );
  const bytes = Buffer.from(lines.join('\n'));
  fuzz.input = bytes;
  checkBlob(bytes);
};

export const CONFIG = {
  $schema: 'x',
  format: 'table',
  failOn: ['transit-modified', 'wrong-secret'],
  strict: true,
  all: false,
  verifyBodies: true,
  slow: 10,
  lang: 'zh',
  buckets: { 'cdn.example.com': 'bucket' },
  ignores: [{ verdict: 'wrong-secret', key: 'a*b?c', reason: 'known' }],
  baseline: 'osscap.baseline.json',
};

/** Configurations; what is taken of the patterns is matched, too. */
export const config: Stage = (fuzz) => {
  const { random } = fuzz;
  const value = mutateJson(CONFIG, random, 0.15);
  const bytes = Buffer.from(JSON.stringify(value) ?? '');
  fuzz.input = bytes;
  checkConfig(bytes);
};

const BASELINE = `{"osscapBaseline":1,"causes":[{"fingerprint":"${'0a'.repeat(16)}","verdict":"wrong-secret"}]}`;

export const baseline: Stage = (fuzz) => {
  const { random } = fuzz;
  const changed = random.chance(0.5)
    ? mutateText(BASELINE, random, BASELINE)
    : JSON.stringify(mutateJson(JSON.parse(BASELINE), random, 0.2));
  fuzz.input = changed ?? '';
  parseBaseline(changed ?? '');
};

export const CREDENTIALS = [
  '{"accessKeyId":"LTAIa","accessKeySecret":"FakeSecretForFuzz"}',
  '[{"AccessKeyId":"LTAIa","AccessKeySecret":"FakeSecretForFuzz","SecurityToken":"t"}]',
  '{"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"LTAIa",' +
    '"access_key_secret":"FakeSecretForFuzz"}]}',
  '[Credentials]\nlanguage=EN\naccessKeyID=LTAIa\naccessKeySecret=FakeSecretForFuzz\n',
  '[default]\naccess_key_id = LTAIa\naccess_key_secret = FakeSecretForFuzz\n; comment\n[b]\ntype = sts\n',
  [
    '[default]',
    'aws_access_key_id = AKIDa',
    'aws_secret_access_key = FakeSecretForFuzz',
    'aws_session_token = t',
    '[profile b]',
    'role_arn = arn:aws:iam::1:role/r',
    '',
  ].join('\n'),
  [
    '[ceph]',
    'type = s3',
    'provider = Ceph',
    'access_key_id = AKIDa',
    'secret_access_key = FakeSecretForFuzz',
    'endpoint = http://h:8080',
    '',
  ].join('\n'),
  [
    '[default]',
    'access_key = AKIDa',
    'secret_key = FakeSecretForFuzz',
    'host_base = h:8080',
    'host_bucket = %(bucket)s.h',
    'signature_v2 = False',
    '',
  ].join('\n'),
  '{"version":"10","aliases":{"local":{"url":"http://h:9000","accessKey":"AKIDa",' +
    '"secretKey":"FakeSecretForFuzz","api":"S3v4","path":"auto"}}}',
  '{"Credentials":{"AccessKeyId":"AKIDa","SecretAccessKey":"FakeSecretForFuzz",' +
    '"SessionToken":"t","Expiration":"2026-01-01T00:00:00Z"}}',
  '{"user_id":"u","keys":[{"user":"u","access_key":"AKIDa","secret_key":"FakeSecretForFuzz"}],"swift_keys":[]}',
  [
    '[Bucket-Cname]',
    'b1 = cdn.example.com',
    '[Bucket-Endpoint]',
    'b2 = oss.example.com',
    '[buckets x]',
    'y =',
    '  endpoint = e.example.com',
    '[Credentials]',
    'accessKeyID=LTAIa',
    'accessKeySecret=FakeSecretForFuzz',
    'mode = EcsRamRole',
    'ecsAk = http://100.100.100.200/latest',
    '',
  ].join('\n'),
] as const;

/** A request to be signed. */
export const REQUEST =
  '{"method":"GET","url":"http://b.oss-cn-hangzhou.aliyuncs.com/a","headers":{"Date":"x"}}';

/** Credentials files of every form, and files of a request to sign. */
export const credentials: Stage = (fuzz) => {
  const { random } = fuzz;
  const plain = random.pick(CREDENTIALS);
  const changed =
    plain.startsWith('{') && random.chance(0.5)
      ? JSON.stringify(mutateJson(JSON.parse(plain), random, 0.2))
      : mutateText(plain, random, random.pick(CREDENTIALS));
  const bytes = toBytes(changed ?? '');
  fuzz.input = bytes;
  checkCredentials(bytes);
  checkCredentials(toBytes(mutateText(REQUEST, random, '{')));
};
