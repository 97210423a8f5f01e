import { printable } from '../../bytes/printable.ts';
import type { ExchangeJson } from '../model.ts';
import type { PageRow } from './page-data.ts';

/** An exchange as the list shows it; texts printable. */
export function pageRow(
  capture: number,
  json: ExchangeJson,
  cause: number | null,
  isDetailed: boolean,
): PageRow {
  const { oss, request, connection } = json;
  const show = (text: string | null | undefined): string | null =>
    text === null || text === undefined ? null : printable(text);
  return [
    capture,
    json.index,
    json.time,
    json.durationMs,
    printable(oss?.operation ?? request?.method ?? '-'),
    show(oss?.bucket ?? request?.host),
    show(oss?.key),
    json.response?.status ?? null,
    show(oss?.requestId),
    json.diagnosis?.verdict ?? null,
    cause,
    isDetailed ? 1 : 0,
    json.requestFrame,
    json.responseFrame,
    printable(`${connection.client} → ${connection.server}`),
  ];
}
