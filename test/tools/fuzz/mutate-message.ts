import { gzipSync } from 'node:zlib';
import { toByteString, toBytes } from '../../rooms/bytes.ts';
import type { Random } from '../generator/random.ts';
import { edge } from './mutate-bytes.ts';
import { mutateText } from './mutate-text.ts';

type Change = (message: string, random: Random) => string;

/** Changes an HTTP message by its grammar, or anywhere. Byte strings in and out. */
export function mutateMessage(message: string, random: Random, other: string): string {
  if (random.chance(0.5)) return mutateText(message, random, other);
  let text = message;
  for (let count = random.integer(1, 3); count > 0; count--) text = random.pick(CHANGES)(text, random);
  return random.chance(0.2) ? mutateText(text, random, other) : text;
}

const CHANGES: readonly [Change, ...Change[]] = [
  changeLines,
  changeLines,
  changeLength,
  toChunks,
  changeDocument,
  changeDocument,
  changeBase64,
  changeHex,
  toForm,
  toCoded,
  changeTarget,
  changeAuthorization,
  repeatHead,
];

function headEnd(message: string): number {
  const at = message.indexOf('\r\n\r\n');
  return at < 0 ? message.length : at;
}

function bodyOf(message: string): string {
  return message.slice(headEnd(message) + 4);
}

/** The message with another body and a head line for it. */
function withBody(message: string, line: string, body: string): string {
  const head = message
    .slice(0, headEnd(message))
    .split('\r\n')
    .filter((each) => !/^(?:content-length|transfer-encoding):/i.test(each));
  return `${head.join('\r\n')}\r\n${line}\r\n\r\n${body}`;
}

/** Header lines doubled, taken out, moved, folded, changed alone. */
function changeLines(message: string, random: Random): string {
  const end = headEnd(message);
  const lines = message.slice(0, end).split('\r\n');
  const at = random.integer(0, lines.length - 1);
  const line = lines[at] ?? '';
  switch (random.integer(0, 4)) {
    case 0:
      lines.splice(random.integer(0, lines.length), 0, line);
      break;
    case 1:
      lines.splice(at, 1);
      break;
    case 2:
      lines.splice(random.integer(0, lines.length - 1), 0, ...lines.splice(at, 1));
      break;
    case 3:
      lines[at] = line.replace(/[ ;,]/, '\r\n ');
      break;
    default:
      lines[at] = mutateText(line, random, line);
  }
  return lines.join('\r\n') + message.slice(end);
}

function changeLength(message: string, random: Random): string {
  const length = random.chance(0.5) ? edge(random) : bodyOf(message).length + random.integer(-20, 20);
  const text = random.pick([
    `${length}`,
    `+${length}`,
    `0x${length.toString(16)}`,
    `${length}, ${length}`,
    '',
  ]);
  return withBody(message, `Content-Length: ${text}`, bodyOf(message));
}

/** The body in chunks, whose sizes are right or nearly so. */
function toChunks(message: string, random: Random): string {
  const body = bodyOf(message);
  let coded = '';
  for (let at = 0; at < body.length; ) {
    const piece = body.slice(at, at + random.integer(1, 400));
    const length = random.chance(0.1)
      ? random.chance(0.5)
        ? edge(random)
        : piece.length + random.integer(-3, 3)
      : piece.length;
    const size = Math.max(0, length).toString(16);
    const extension = random.chance(0.1) ? ';a="b\r\nc"'.slice(0, random.integer(1, 9)) : '';
    coded += `${random.chance(0.05) ? ' ' : ''}${size}${extension}${random.chance(0.05) ? '\n' : '\r\n'}${piece}\r\n`;
    at += piece.length;
  }
  const end = random.pick([
    '0\r\n\r\n',
    '0\r\n\r\n',
    '0\r\nX-Trailer: 1\r\n\r\n',
    '0\r\n',
    '',
    '00000000000000\r\n\r\n',
  ]);
  return withBody(message, 'Transfer-Encoding: chunked', coded + end);
}

/** XML: entities, depth, document types, names that nobody expects, elements doubled or not closed. */
function changeDocument(message: string, random: Random): string {
  const at = message.search(/<(?:\?xml|[A-Z])/);
  if (at < 0) return message;
  const document = message.slice(at);
  const before = message.slice(0, at);
  const depth = random.pick([2, 31, 32, 33, 200, 2000]);
  const wrapped = (inner: string): string => `${'<a>'.repeat(depth)}${inner}${'</a>'.repeat(depth)}`;
  switch (random.integer(0, 8)) {
    case 0:
      return before + document.replace(/<Error>/, () => `<Error>${wrapped('x')}`);
    case 1:
      return before + wrapped(document);
    case 2:
      return `${before}<!DOCTYPE e [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>${document.replace(/<Code>/, '<Code>&b;')}`;
    case 3:
      return `${before}<!DOCTYPE e SYSTEM "file:///etc/passwd">${document}`;
    case 4:
      return before + document.replace(/>([^<]+)</, (_, text) => `><![CDATA[${text}]]><`);
    case 5: {
      const element = /<(\w+)>[^<]*<\/\1>/.exec(document)?.[0] ?? '';
      return before + document.replace('</Error>', () => `${element.repeat(random.integer(1, 600))}</Error>`);
    }
    case 6:
      return (
        before +
        document.replace(/<(\w+)>/g, (tag, name) => (random.chance(0.2) ? `<${name} a="&lt;" b='>'>` : tag))
      );
    case 7:
      return before + document.replace(/<\/(\w+)>/g, (tag) => (random.chance(0.15) ? '' : tag));
    default:
      return (
        before +
        document.replace(/[^<>\s]{3,}/g, (word) =>
          random.chance(0.1) ? mutateText(word, random, word) : word,
        )
      );
  }
}

/** Words that may be base64: other alphabet, other padding, other length. */
function changeBase64(message: string, random: Random): string {
  return message.replace(/[A-Za-z0-9+/]{20,}={0,2}/g, (word) => {
    if (random.chance(0.5)) return word;
    switch (random.integer(0, 4)) {
      case 0:
        return word.replaceAll('+', '-').replaceAll('/', '_');
      case 1:
        return word.replace(/=+$/, '');
      case 2:
        return `${word}=`;
      case 3:
        return word.slice(0, random.integer(0, word.length));
      default:
        return toByteString(Buffer.from(mutateText(word, random, word), 'latin1')).slice(0, 400);
    }
  });
}

function changeHex(message: string, random: Random): string {
  return message.replace(/(?:[0-9A-F]{2} ){4,}/g, (word) =>
    random.chance(0.5) ? mutateText(word, random, word) : word.slice(random.integer(0, word.length)),
  );
}

/** A POST of a form as browsers upload with. */
function toForm(message: string, random: Random): string {
  const boundary = random.pick(['b', '----WebKitFormBoundaryABCDEFGH', '-', '"', 'x'.repeat(200)]);
  const policy = Buffer.from(
    '{"expiration":"2026-01-01T00:00:00Z","conditions":[["eq","$key","a"]]}',
  ).toString('base64');
  const fields = [
    ['key', 'a'],
    ['policy', random.chance(0.5) ? policy : mutateText(policy, random, message)],
    ['OSSAccessKeyId', 'LTAI5tTestCapture0001'],
    ['Signature', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
    ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
    ['x-oss-credential', 'LTAI5tTestCapture0001/20260101/cn-hangzhou/oss/aliyun_v4_request'],
    ['x-oss-date', '20260101T000000Z'],
    ['x-oss-signature', '0'.repeat(64)],
  ];
  let body = '';
  for (const [name = '', value = ''] of fields) {
    if (random.chance(0.3)) continue;
    const shown = random.chance(0.1) ? mutateText(name, random, message) : name;
    body += `--${boundary}\r\nContent-Disposition: form-data; name="${shown}"\r\n${random.chance(0.1) ? 'Content-Type: text/plain\r\n' : ''}\r\n${value}\r\n`;
  }
  if (random.chance(0.05)) body = body.repeat(300);
  body += random.chance(0.8)
    ? `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nxyz\r\n--${boundary}--\r\n`
    : '';
  const head = message
    .slice(0, headEnd(message))
    .replace(/^[A-Z]+ \/\S*/, 'POST /')
    .replace(/\r\n(?:content-type|authorization):[^\r]*/gi, '');
  return withBody(
    `${head}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\n\r\n`,
    `Content-Length: ${body.length}`,
    body,
  );
}

/** The body under a content coding, whole, cut, or as something else than the header says. */
function toCoded(message: string, random: Random): string {
  const plain = random.chance(0.1) ? '0'.repeat(random.pick([300_000, 3_000_000])) : bodyOf(message);
  const packed = toByteString(gzipSync(toBytes(plain)));
  const body = random.chance(0.6) ? packed : packed.slice(0, random.integer(0, packed.length));
  const coding = random.pick(['gzip', 'gzip', 'gzip', 'deflate', 'br', 'x-gzip', 'gzip, gzip', 'identity']);
  return withBody(message, `Content-Encoding: ${coding}\r\nContent-Length: ${body.length}`, body);
}

function changeTarget(message: string, random: Random): string {
  return message.replace(
    /^([A-Z]+ )(\S+)/,
    (_, method, target) => method + mutateText(target, random, target),
  );
}

function changeAuthorization(message: string, random: Random): string {
  return message.replace(/(\r\nauthorization: ?)([^\r]*)/i, (_, name, value) => {
    if (random.chance(0.05)) return `${name}${value};${'a;'.repeat(2000)}`;
    return name + mutateText(value, random, value);
  });
}

/** The same head many times over: pipelined requests, interim answers. */
function repeatHead(message: string, random: Random): string {
  const head = random.chance(0.3)
    ? 'HTTP/1.1 100 Continue\r\n\r\n'
    : `${message.slice(0, headEnd(message))}\r\n\r\n`;
  return head.repeat(random.pick([1, 2, 20])) + message;
}
