import type { Random } from '../generator/random.ts';

/** Words that decide where messages end, what is signed, and what a report prints. */
export const WORDS = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  ' ',
  '\t',
  ':',
  '%',
  '%00',
  '%zz',
  '+',
  '&',
  '=',
  '?',
  '#',
  '/',
  '//',
  '/../',
  '\0',
  '\x1b[31m',
  '\x07',
  '\u202e',
  '<!--',
  ']]>',
  '<![CDATA[',
  '&amp;',
  '&#x0;',
  '&#xd800;',
  '&#99999999;',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<Error>',
  '</Error>',
  'Content-Length: 5\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip\r\n',
  'Content-Encoding: gzip\r\n',
  'Host: \r\n',
  'Expect: 100-continue\r\n',
  'Connection: upgrade\r\nUpgrade: x\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'GET / HTTP/1.1\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\n\r\n',
  '0\r\n\r\n',
  'ffffffffffff\r\n',
  'Authorization: OSS a:b\r\n',
  'Authorization: OSS4-HMAC-SHA256 Credential=a/b/c/d/e,Signature=f\r\n',
  'Authorization: OSS2 AccessKeyId:a,Signature:b\r\n',
  'Authorization: AWS4-HMAC-SHA256 Credential=a/b/c/s3/aws4_request, SignedHeaders=host, Signature=c\r\n',
  'x-oss-date: 20250101T000000Z\r\n',
  'x-oss-err: PEVycm9yPg==\r\n',
  'x-oss-meta-a:  b \r\n folded\r\n',
  'Signature=',
  'Expires=99999999999999',
  'OSSAccessKeyId=',
  'uploadId=',
  'partNumber=0',
  '__proto__',
  'constructor',
  '<StringToSignBytes>',
  '0A 0',
  'PUT',
  'HEAD',
  '403',
  '--boundary\r\nContent-Disposition: form-data; name="policy"\r\n\r\n',
] as const;

/** Changes a byte string where its grammar turns: words put in, cut out, doubled, bytes changed. */
export function mutateText(input: string, random: Random, other: string): string {
  let text = input;
  for (let count = random.integer(1, 6); count > 0; count--) text = once(text, random, other);
  return text.replace(/[^\0-\xff]/g, '\xe2');
}

function once(text: string, random: Random, other: string): string {
  const at = random.integer(0, text.length);
  const end = Math.min(text.length, at + random.integer(1, 40));
  switch (random.integer(0, 6)) {
    case 0:
    case 1:
      return text.slice(0, at) + (WORDS[random.integer(0, WORDS.length - 1)] ?? '') + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(end);
    case 3:
      return text.slice(0, end) + text.slice(at);
    case 4:
      return text.slice(0, at) + String.fromCharCode(random.integer(0, 255)) + text.slice(at + 1);
    case 5: {
      const from = random.integer(0, other.length);
      return text.slice(0, at) + other.slice(from, from + random.integer(1, 200)) + text.slice(at);
    }
    default:
      return text.slice(0, at);
  }
}
