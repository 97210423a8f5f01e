import { readFileSync } from 'node:fs';
import { fromText, type Notice, toBytes } from '../../rooms/bytes.ts';
import type { Exchange, HttpMessage } from '../../rooms/http.ts';
import { TextParser, type TextSummary } from '../../rooms/text.ts';

export interface ReadText {
  readonly exchanges: readonly Exchange[];
  readonly notices: readonly Notice[];
  readonly codes: readonly string[];
  readonly summary: TextSummary;
}

/** What a text holds, fed in one piece or in pieces of `size` bytes. */
export function readText(text: string | Uint8Array, size = Number.POSITIVE_INFINITY): ReadText {
  const bytes = typeof text === 'string' ? toBytes(fromText(text)) : text;
  const exchanges: Exchange[] = [];
  const notices: Notice[] = [];
  const parser = new TextParser({
    exchange: (exchange) => exchanges.push(exchange),
    notice: (notice) => notices.push(notice),
  });
  for (let at = 0; at < bytes.length; at += size) parser.push(bytes.slice(at, at + size));
  parser.end();
  return { exchanges, notices, codes: notices.map(({ code }) => code), summary: parser.summary };
}

/** Headers as pairs. */
export function headersOf(message: HttpMessage | null | undefined): readonly (readonly [string, string])[] {
  return (message?.headers ?? []).map(({ name, value }) => [name, value] as const);
}

export function bodyOf(message: HttpMessage | null | undefined): string | null {
  return message?.body == null ? null : Buffer.from(message.body).toString('latin1');
}

/** A file of `fixtures/text/`. */
export function textFixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/text/${name}`, import.meta.url), 'utf8');
}

/** The signature of the requests in those that show what programs print. */
export const AUTHORIZATION = 'OSS LTAI5tTestCapture0001:g0P9TeS1A+xoIRtUPPPnxCWwBzc=';

/**
 * What a text says of each exchange: target, lines of request and response, status, and whether the request
 * shows that signature.
 */
export function told(text: string | Uint8Array): readonly (readonly unknown[])[] {
  return readText(text).exchanges.map(({ request, response }) => [
    request?.target,
    request?.frame,
    response?.frame,
    response?.status,
    headersOf(request).some(([name, value]) => name === 'Authorization' && value === AUTHORIZATION),
  ]);
}
