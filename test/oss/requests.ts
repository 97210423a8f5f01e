import { fromText, toBytes } from '../rooms/bytes.ts';
import type { Exchange, HeaderLine, HttpRequest, HttpResponse } from '../rooms/http.ts';

type Headers = readonly (readonly [name: string, value: string])[];

const TIME = { seconds: 1_735_734_896, nanos: 0 };

function message(headers: Headers, frame: number, body: string | null) {
  return {
    version: 'HTTP/1.1',
    head: '',
    headers: headers.map(([name, value]): HeaderLine => {
      const text = fromText(value);
      return { name, value: text.trim(), rawValue: ` ${text}`, frame };
    }),
    frame,
    time: TIME,
    lastFrame: frame,
    lastTime: TIME,
    headComplete: true,
    framing: 'content-length' as const,
    bodyBytes: body?.length ?? 0,
    contentLength: body?.length ?? null,
    bodyState: 'complete' as const,
    body: body === null ? null : toBytes(body),
    complete: true,
    missingBytes: 0,
  };
}

/** `body` is a byte string. */
export function request(method: string, target: string, headers: Headers = [], body: string | null = null) {
  const made: HttpRequest = { kind: 'request', method, target, ...message(headers, 4, body) };
  return made;
}

/** `body` is a byte string. */
export function response(status: number, headers: Headers = [], body: string | null = null): HttpResponse {
  return { kind: 'response', status, reason: '', ...message(headers, 6, body) };
}

export function exchange(sent: HttpRequest | null, answer: HttpResponse | null): Exchange {
  const connection = { index: 1, client: '10.0.0.1:1000', server: '10.0.0.2:80' };
  return { connection, request: sent, response: answer, index: 1, damage: [], interim: [] };
}

/** A multipart/form-data body of these fields, a file last. */
export function multipart(boundary: string, fields: Headers): string {
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncontent\r\n`;
  return `${parts.join('')}${file}--${boundary}--\r\n`;
}
