import type { ByteString } from '../../bytes/byte-string.ts';
import { printable } from '../../bytes/printable.ts';
import type { ConnectionInfo } from '../../http/exchange.ts';
import { header } from '../../http/message.ts';
import { lateFailureIn } from '../findings/late-failures.ts';
import { refusalCode } from '../findings/refusals.ts';
import type { ExchangeResult } from '../input.ts';
import type { Door } from '../redact/redact.ts';
import { beginOf, durationOf, formatTime } from '../timing/time-text.ts';
import type { PageRow } from './page-data.ts';

/** The cause of a failing exchange by its number, and whether the page holds the details. */
export interface FoundCause {
  readonly cause: number | null;
  readonly isDetailed: boolean;
}

export const NOT_FAILING: FoundCause = { cause: null, isDetailed: false };

/** An exchange as the list shows it; texts printable. */
export function pageRow(
  capture: number,
  result: ExchangeResult,
  door: Door,
  { cause, isDetailed }: FoundCause,
): PageRow {
  const { index, exchange, oss, diagnosis } = result;
  const { request, response, connection } = exchange;
  const begin = beginOf(exchange);
  const show = (text: ByteString | null): string | null =>
    text === null ? null : printable(door.text(text).text);
  const host = request === null ? null : header(request, 'host');
  return [
    capture,
    index,
    begin === null ? null : formatTime(begin),
    durationOf(exchange),
    printable(oss?.operation ?? request?.method ?? '-'),
    show(oss?.address.bucket ?? host),
    show(oss?.address.key ?? null),
    response?.status ?? null,
    show(oss?.requestId ?? null),
    diagnosis?.verdict ?? null,
    cause,
    isDetailed ? 1 : 0,
    request?.frame ?? null,
    response?.frame ?? null,
    connection.client + connection.server === '' ? '' : printable(wayOf(connection)),
    lateFailureIn(result) !== null ? 1 : 0,
    show(refusalCode(result)),
  ];
}

/** Who spoke with whom, from the client that a proxy spoke for. */
function wayOf({ client, server, originalClient = null }: ConnectionInfo): string {
  return [...(originalClient === null ? [] : [originalClient]), client, server].join(' → ');
}
