import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fromText, toByteString, toBytes } from '../rooms/bytes.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { temporaryFolder } from '../support/command.ts';

export const ID = 'LTAI5tCanaryCanary00000A';
export const TOKEN = `CAISCanaryToken+/=${'tT0'.repeat(30)}`;

/** Secrets of the kinds that users have, and of those that break what writes them. */
export const SECRETS = [
  'CanaryCanaryCanary0123456789Ab',
  'Canary+/=Canary+/=Canary+/=012',
  `Canary"quoted'&<tagged>\\Canary`,
  'Canary密钥密钥密钥Canary012345',
  'Canary trailing line break 0123',
] as const;

/** Every spelling in which a secret could stand in an output. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const percent = encodeURIComponent(secret);
  const every = [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  const hex = bytes.toString('hex');
  const spaced = hex.replace(/..(?=.)/g, '$& ');
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return whole.slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6));
  });
  const html = secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ...[
      secret,
      percent,
      percent.toLowerCase(),
      every,
      encodeURIComponent(percent),
      hex,
      hex.toUpperCase(),
      spaced,
    ],
    ...[
      spaced.toUpperCase(),
      ...base64,
      ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ],
    ...[html, json, json.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026')],
    ...[secret.replaceAll('&', '\\&'), bytes.toString('latin1'), secret.slice(0, 20), secret.slice(-14)],
  ];
}

/** With the references that XML names. */
export function references(text: string): string {
  const named = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
  return Object.entries(named).reduce((all, [mark, name]) => all.replaceAll(mark, `&${name};`), text);
}

/** The spellings that a text holds, also where lines were broken within one. */
export function found(text: string, secret: string): readonly string[] {
  const joined = text.replace(/\n\s*/g, '');
  return spellings(secret).filter((form) => text.includes(form) || joined.includes(form));
}

/** A capture in which a client sends its secret by every way there is. */
export function sentSecret(secret: string): Uint8Array {
  const bytes = fromText(secret);
  const percent = encodeURIComponent(secret);
  const base64 = (before: string): string => Buffer.from(before + secret, 'utf8').toString('base64');
  const spaced = Buffer.from(secret)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
  const error = (inner: string): string =>
    `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message>${inner}</Error>`;
  const xml = bytes.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const coded = toByteString(gzipSync(toBytes(error(`<StringToSignBytes>${spaced}</StringToSignBytes>`))));
  const asked: readonly (readonly [
    target: string,
    headers: string,
    body: string,
    answer: string,
    coding?: string,
  ])[] = [
    ['/k', `Authorization: OSS ${bytes}:c2lnbmF0dXJl`, '', error(`<OSSAccessKeyId>${xml}</OSSAccessKeyId>`)],
    ['/k', `Authorization: OSS ${ID}:${bytes}`, '', error(`<SignatureProvided>${xml}</SignatureProvided>`)],
    [
      '/k',
      `Authorization: Basic ${base64('id:')}\r\nx-oss-meta-a: ${base64('')}\r\nx-oss-meta-b: ${base64('ab')}`,
      '',
      error(''),
    ],
    [
      `/${percent}?a=${percent}`,
      `Authorization: OSS ${ID}:c2ln\r\nContent-Type: ${bytes}`,
      '',
      error(
        `<StringToSign>PUT\n\n${xml}\n\n/b/k</StringToSign><StringToSignBytes>${spaced}</StringToSignBytes>`,
      ),
    ],
    [
      `/k?OSSAccessKeyId=${ID}&Expires=1&Signature=${percent}&x=${encodeURIComponent(percent)}`,
      'X: y',
      '',
      error(''),
    ],
    [
      '/k',
      `Authorization: OSS ${ID}:c2ln\r\nX-Hex: ${Buffer.from(secret).toString('hex')}`,
      '',
      error(`<Message>${xml}</Message>`),
    ],
    [
      '/',
      'Content-Type: multipart/form-data; boundary=b0',
      `--b0\r\nContent-Disposition: form-data; name="OSSAccessKeyId"\r\n\r\n${bytes}\r\n--b0\r\nContent-Disposition: form-data; name="Signature"\r\n\r\n${bytes}\r\n--b0--\r\n`,
      error(''),
    ],
    ['/coded', `Authorization: OSS ${ID}:c2ln`, '', coded, 'Content-Encoding: gzip\r\n'],
  ];
  const packets = asked.flatMap(([target, headers, body, answer, coding = ''], at) => {
    const method = body === '' ? 'PUT' : 'POST';
    return new Conversation({ clientPort: 30_000 + at })
      .open()
      .client(
        `${method} ${target} HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nDate: Sat, 29 Dec 2018 07:32:34 GMT\r\n${headers}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      )
      .server(
        `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nx-oss-request-id: R${at}\r\n${coding}Content-Length: ${answer.length}\r\n\r\n${answer}`,
      )
      .close().packets;
  });
  // sent twice, with another byte in its middle
  const head = `GET /twice HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nX: ${bytes}\r\n\r\n`;
  const middle = head.indexOf(bytes) + bytes.length - 8;
  const other = `${head.slice(0, middle)}#${head.slice(middle + 1)}`;
  const twice = new Conversation({ clientPort: 29_999 })
    .open()
    .client(head)
    .clientAgain(toBytes(other))
    .close();
  return pcapFile([...packets, ...twice.packets]);
}

/** Files with the same key, in each form that is read. */
export function credentialsOf(
  secret: string,
): Readonly<Record<string, { readonly args: string[]; readonly env: Record<string, string> }>> {
  const folder = temporaryFolder();
  const file = (name: string, text: string): string[] => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    return ['--credentials', path];
  };
  const list = JSON.stringify([{ accessKeyId: ID, accessKeySecret: secret, securityToken: TOKEN }]);
  const profiles = JSON.stringify({
    profiles: [{ mode: 'AK', access_key_id: ID, access_key_secret: secret }],
  });
  return {
    list: { args: file('list.json', list), env: {} },
    ossutil: { args: file('ossutil', `[default]\naccessKeyID=${ID}\naccessKeySecret=${secret}\n`), env: {} },
    aliyun: { args: file('config.json', profiles), env: {} },
    environment: {
      args: [],
      env: { OSS_ACCESS_KEY_ID: ID, OSS_ACCESS_KEY_SECRET: secret, OSS_SESSION_TOKEN: TOKEN },
    },
  };
}
