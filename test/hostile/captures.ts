import type { ByteString } from '../rooms/bytes.ts';
import { bytes, Conversation, ethernet, ipv4, tcp } from '../support/capture-writer.ts';
import { PcapngWriter } from '../support/pcapng-writer.ts';
import { TlsWriter } from '../support/tls-writer.ts';

const HOST = 'shelf.oss-cn-hangzhou.aliyuncs.com';
const DATE = 'Sat, 29 Dec 2018 07:32:34 GMT';
const SIGNATURE = 'r2KPR0y4dpxH0Cl8SSSwIcSiwVU=';

interface Asked {
  readonly method?: ByteString;
  readonly target?: ByteString;
  readonly host?: ByteString;
  readonly authorization?: ByteString | null;
  readonly headers?: readonly (readonly [name: ByteString, value: ByteString])[];
  readonly body?: ByteString;
  readonly status?: number;
  readonly reason?: ByteString;
  readonly answered?: readonly (readonly [name: ByteString, value: ByteString])[];
  readonly answer?: ByteString;
}

/** Every byte percent-encoded. */
function percent(text: ByteString): string {
  return Array.from(text, (byte) => `%${hexOf(byte)}`).join('');
}

function hexOf(byte: string): string {
  return byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
}

/** Text within an XML element, as far as XML 1.0 can hold it; what it cannot hold stands there as it is. */
function xml(text: ByteString): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const ERROR_FIELDS = [
  'Code',
  'Message',
  'RequestId',
  'HostId',
  'OSSAccessKeyId',
  'SignatureProvided',
  'StringToSign',
  'StringToSignBytes',
  'CanonicalRequest',
  'EC',
  'RecommendDoc',
  'Bucket',
] as const;

/** An error document; each field holds `of` what it says, or else what OSS would say. */
function errorDocument(of: Partial<Record<(typeof ERROR_FIELDS)[number], ByteString>>): string {
  const usual: Record<string, string> = { Code: 'SignatureDoesNotMatch', Message: 'no match' };
  const fields = ERROR_FIELDS.flatMap((name) => {
    const value = of[name] ?? usual[name];
    return value === undefined ? [] : [`  <${name}>${xml(value)}</${name}>\n`];
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n${fields.join('')}</Error>\n`;
}

function spacedHex(text: ByteString): string {
  return Array.from(text, hexOf).join(' ');
}

/** What a header line can hold. */
const inLine = (text: ByteString): ByteString => text.replace(/[\r\n]/g, '');
/** What a start line can hold between its blanks. */
const inWord = (text: ByteString): ByteString => text.replace(/[\r\n \t\0]/g, '');

const ERROR_STATUS = 403;

function messages(asked: Asked): { readonly request: ByteString; readonly response: ByteString } {
  const { method = 'PUT', target = '/k', host = HOST, body = '', status = ERROR_STATUS } = asked;
  const { reason = 'Forbidden', answer = errorDocument({}) } = asked;
  const authorization =
    asked.authorization === undefined ? `OSS LTAIexample0:${SIGNATURE}` : asked.authorization;
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    `Date: ${DATE}`,
    ...(authorization === null ? [] : [`Authorization: ${authorization}`]),
    ...(asked.headers ?? []).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`,
  ];
  const answered = [
    `HTTP/1.1 ${status} ${reason}`,
    'Server: AliyunOSS',
    ...(asked.answered ?? []).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${answer.length}`,
  ];
  return {
    request: `${lines.join('\r\n')}\r\n\r\n${body}`,
    response: `${answered.join('\r\n')}\r\n\r\n${answer}`,
  };
}

function form(fields: readonly (readonly [ByteString, ByteString])[]): ByteString {
  const parts = fields.map(
    ([name, value]) => `--b0\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--b0--\r\n`;
}

/** What the server signed where its Content-Type was `type` and its resource `resource`. */
function serverString(type: ByteString, resource: ByteString): ByteString {
  return `PUT\n\n${type}\n${DATE}\n${resource}`;
}

/**
 * Exchanges that hold a value in every place of HTTP, of OSS and of a signature, each in a place of its own
 * so that one that breaks its message hides no other. All fail, each with an access key of its own, so that
 * each is a cause of its own.
 */
function exchangesOf(value: ByteString): readonly Asked[] {
  const line = inLine(value);
  const word = inWord(value);
  const coded = percent(value);
  let ids = 0;
  const auth = (): ByteString => `OSS LTAIexample${ids++}${'x'.repeat(4)}:${SIGNATURE}`;
  const answerOf = (type: ByteString, resource = '/shelf/k'): ByteString =>
    errorDocument({ StringToSign: serverString(type, resource) });
  const signed = (asked: Asked): Asked => ({ authorization: auth(), ...asked });
  return [
    // everything at once
    {
      target: `/${coded}?x-oss-process=${coded}&uploadId=${coded}&partNumber=1&${coded}=${coded}`,
      authorization: `OSS ${line}:${line}`,
      headers: [
        ['Content-Type', line],
        ['Content-MD5', line],
        ['User-Agent', line],
        ['x-oss-security-token', line],
        [`x-oss-meta-${inWord(line).replaceAll(':', '')}`, line],
      ],
      reason: line,
      answered: [
        ['x-oss-request-id', line],
        ['x-oss-ec', line],
        ['ETag', line],
      ],
      answer: errorDocument({
        Message: value,
        RequestId: value,
        HostId: value,
        OSSAccessKeyId: value,
        SignatureProvided: value,
        StringToSign: value,
        StringToSignBytes: spacedHex(value),
        EC: value,
        RecommendDoc: value,
      }),
    },
    // request line
    signed({ method: word === '' ? 'PUT' : word }),
    signed({ target: `/${word}` }),
    signed({ target: `/${coded}`, answer: answerOf('', `/shelf/${value}`) }),
    signed({ target: `/k?x-oss-process=${coded}&acl`, answer: answerOf('', `/shelf/k?acl`) }),
    // where it goes to
    signed({ host: `${inWord(line)}.oss-cn-hangzhou.aliyuncs.com` }),
    signed({ host: 'oss-cn-hangzhou.aliyuncs.com', target: `/${coded}/${coded}` }),
    // headers
    signed({ headers: [['Content-Type', line]], answer: answerOf('text/plain') }),
    signed({ headers: [['Content-Type', 'text/plain']], answer: answerOf(value) }),
    signed({ headers: [[`x-oss-meta-${word.replaceAll(':', '')}`, 'a']], answer: answerOf('') }),
    signed({ headers: [['x-oss-meta-a', value]], answer: answerOf('') }),
    signed({
      host: line,
      headers: [
        [word.replaceAll(':', ''), line],
        ['Content-MD5', line],
      ],
    }),
    signed({ headers: [['x-oss-date', line]] }),
    // who it is from
    { authorization: `OSS ${line}` },
    { authorization: `OSS ${line}:${SIGNATURE}`, answer: errorDocument({ Code: 'InvalidAccessKeyId' }) },
    { authorization: `OSS LTAIexample:${line}` },
    {
      authorization: `OSS4-HMAC-SHA256 Credential=${line}/20181229/${line}/oss/aliyun_v4_request,Signature=${line}`,
    },
    {
      authorization: `OSS4-HMAC-SHA256 Credential=LTAIexample/20181229/${line}/${line}/aliyun_v4_request,AdditionalHeaders=${line},Signature=0`,
      headers: [
        ['x-oss-date', '20181229T073234Z'],
        ['x-oss-content-sha256', line],
      ],
    },
    signed({
      headers: [['x-oss-security-token', line]],
      answer: errorDocument({ Code: 'InvalidSecurityToken' }),
    }),
    {
      authorization: null,
      target: `/k?OSSAccessKeyId=${coded}&Expires=${coded}&Signature=${coded}&security-token=${coded}`,
    },
    {
      authorization: null,
      target: `/k?OSSAccessKeyId=LTAI&Expires=1546068823&Signature=${coded}`,
      answer: errorDocument({ Code: 'AccessDenied', Message: 'Request has expired.' }),
    },
    {
      authorization: null,
      target: `/k?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=${coded}&x-oss-date=${coded}&x-oss-expires=${coded}&x-oss-signature=${coded}`,
    },
    {
      authorization: null,
      method: 'POST',
      target: '/',
      headers: [['Content-Type', 'multipart/form-data; boundary=b0']],
      body: form([
        ['key', value],
        ['OSSAccessKeyId', value],
        ['policy', value],
        ['Signature', value],
        [line.replaceAll('"', ''), value],
      ]),
    },
    // the answer
    signed({ reason: line }),
    signed({
      answered: [
        ['x-oss-request-id', line],
        ['x-oss-ec', line],
        [word.replaceAll(':', ''), line],
      ],
    }),
    signed({
      method: 'HEAD',
      answered: [['x-oss-err', Buffer.from(errorDocument({ Message: value }), 'latin1').toString('base64')]],
      answer: '',
    }),
    signed({ answer: errorDocument({ Code: value, Message: value }) }),
    signed({
      answer: errorDocument({
        RequestId: value,
        HostId: value,
        EC: value,
        RecommendDoc: value,
        Bucket: value,
      }),
    }),
    signed({
      answer: errorDocument({ OSSAccessKeyId: value, SignatureProvided: value, CanonicalRequest: value }),
    }),
    signed({ answer: errorDocument({ StringToSignBytes: spacedHex(value), StringToSign: value }) }),
    signed({
      answer: errorDocument({ StringToSignBytes: value, StringToSign: serverString('a', '/shelf/k') }),
    }),
    signed({ answer: `<Error><Code>${value}</Code><${word}>a</${word}></Error>` }),
    // an upload whose parts stay behind
    {
      method: 'POST',
      target: `/${coded}?uploads`,
      status: 200,
      reason: 'OK',
      authorization: auth(),
      answer: `<InitiateMultipartUploadResult><Bucket>shelf</Bucket><Key>${xml(value)}</Key><UploadId>${xml(value)}</UploadId></InitiateMultipartUploadResult>`,
    },
    {
      target: `/${coded}?partNumber=1&uploadId=${coded}`,
      status: 200,
      reason: 'OK',
      body: 'part',
      authorization: auth(),
      answered: [['ETag', line]],
      answer: '',
    },
    {
      method: 'POST',
      target: `/${coded}?uploadId=${coded}`,
      authorization: auth(),
      body: `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${xml(value)}</ETag></Part></CompleteMultipartUpload>`,
    },
  ];
}

/**
 * A capture that holds a value wherever one can: in its own options, in TLS, in HTTP and in what OSS says.
 */
export function hostileCapture(value: ByteString): Uint8Array {
  const options = [1, 2, 3, 11, 12].map((code) => ({ code, value: code === 11 ? `\0${value}` : value }));
  const writer = new PcapngWriter().section().interface(1, value.length > 4000 ? [] : options);
  let time = 1_546_068_823_000_000n;
  const add = (packets: readonly Uint8Array[]): void => {
    for (const packet of packets) {
      time += 1000n;
      writer.enhanced(packet, time);
    }
  };
  for (const [at, asked] of exchangesOf(value).entries()) {
    const { request, response } = messages(asked);
    add(
      new Conversation({ clientPort: 20_000 + at }).open().client(request).server(response).close().packets,
    );
  }
  const twice = (place: ByteString): Uint8Array =>
    bytes(`GET /twice HTTP/1.1\r\nHost: ${HOST}\r\nx-oss-meta-a: ${place}\r\n\r\n`);
  const line = inLine(value).slice(0, 1000);
  const overlap = new Conversation({ clientPort: 18_001 }).open().client(twice(line));
  add(overlap.clientAgain(twice('?'.repeat(line.length))).close().packets);
  const tls = new TlsWriter({ serverName: value.slice(0, 4000), fill: 1 });
  const hello = { serverPort: 443, clientPort: 19_000 };
  add(new Conversation(hello).open().client(tls.clientHello()).server(tls.serverHello()).close().packets);
  add([ethernet(0x0800, ipv4(tcp(value.slice(0, 1000), { sourcePort: 18_000, destinationPort: 9999 })))]);
  return writer.bytes();
}
