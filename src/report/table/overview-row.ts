import { printable } from '../../bytes/printable.ts';
import { isFailing, type Verdict } from '../../diagnose/model.ts';
import { header, type Time } from '../../http/message.ts';
import { lateFailureIn } from '../findings/late-failures.ts';
import { refusalCode } from '../findings/refusals.ts';
import type { ExchangeResult } from '../input.ts';
import type { Door } from '../redact/redact.ts';
import { beginOf } from '../timing/time-text.ts';

/** One exchange of the overview. Texts are safe to print. */
export interface OverviewRow {
  readonly index: number;
  readonly time: Time | null;
  readonly operation: string;
  /** Bucket and key. */
  readonly target: string;
  readonly status: string;
  /** Of an error that no block tells of; null for none. */
  readonly code: string | null;
  readonly requestId: string;
  readonly verdict: Verdict | null;
  /** It fails, and that is no news. */
  readonly isTriaged: boolean;
  /** It failed behind the status of a success. */
  readonly isLate: boolean;
  /** It was answered with an error, whatever that is about. */
  readonly isError: boolean;
}

export function overviewRow(result: ExchangeResult, door: Door): OverviewRow {
  const { index, exchange, oss, diagnosis } = result;
  const { request, response } = exchange;
  const host = request === null ? null : header(request, 'host');
  const bucket = oss?.address.bucket ?? host ?? '-';
  const key = oss?.address.key ?? null;
  const code = refusalCode(result);
  const isLate = lateFailureIn(result) !== null;
  return {
    index,
    time: beginOf(exchange),
    operation: printable(oss?.operation ?? request?.method ?? '-'),
    target: printable(door.text(key === null ? bucket : `${bucket}/${key}`).text),
    status: response === null ? '-' : String(response.status),
    code: code === null ? null : printable(door.text(code).text),
    requestId: printable(door.text(oss?.requestId ?? '-').text),
    verdict: diagnosis?.verdict ?? null,
    isTriaged: result.triage !== undefined,
    isLate,
    isError: isLate || (response?.status ?? 0) >= 400 || (diagnosis !== null && isFailing(diagnosis.verdict)),
  };
}
