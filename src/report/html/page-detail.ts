import { printable } from '../../bytes/printable.ts';
import type { Finding } from '../findings/finding.ts';
import type { FormatOptions } from '../format-options.ts';
import type { ExchangeResult } from '../input.ts';
import type { HeaderJson } from '../json/model.ts';
import type { PageDetail, PageMessage } from './page-data.ts';
import { pageTiming } from './page-timing.ts';

/** A failing exchange in full, as the page shows it; texts printable. */
export function pageDetail(result: ExchangeResult, finding: Finding, options: FormatOptions): PageDetail {
  const { exchange } = finding;
  const { request, response, oss, signature } = exchange;
  const error = oss?.error ?? null;
  const version = (message: { readonly version: string } | null): string => printable(message?.version ?? '');
  return {
    headline: finding.headline,
    cause: finding.cause,
    cure: finding.cure,
    proof: finding.proof,
    firstDifference: finding.firstDifference,
    notes: finding.notes,
    certainty: finding.certainty,
    rule: finding.rule,
    serverSaid:
      response === null
        ? null
        : printable(
            error === null ? String(response.status) : `${response.status} ${error.code}: ${error.message}`,
          ),
    ec: oss?.ec == null ? null : printable(oss.ec),
    version: signature?.version ?? null,
    accessKeyId: signature?.accessKeyId === undefined ? null : printable(signature.accessKeyId),
    evidence: finding.evidence,
    request:
      request === null
        ? null
        : message(
            `${request.method} ${request.target} ${version(result.exchange.request)}`,
            request.headers,
            request.bodyBytes,
          ),
    response:
      response === null
        ? null
        : message(
            `${version(result.exchange.response)} ${response.status} ${response.reason}`,
            response.headers,
            response.bodyBytes,
          ),
    integrity: (exchange.integrity ?? []).map((check) => ({
      ...check,
      claimed: printable(check.claimed),
      actual: check.actual === null ? null : printable(check.actual),
    })),
    timing: pageTiming(result, options),
  };
}

function message(start: string, headers: readonly HeaderJson[], bodyBytes: number): PageMessage {
  return {
    start: printable(start),
    headers: headers.map(([name, value]) => [printable(name), printable(value)]),
    bodyBytes,
  };
}
