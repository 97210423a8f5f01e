import { printable } from '../../bytes/printable.ts';
import type { Finding } from '../finding.ts';
import type { ExchangeResult } from '../input.ts';
import type { HeaderJson } from '../model.ts';
import type { PageDetail, PageMessage } from './page-data.ts';

/** A failing exchange in full, as the page shows it; texts printable. */
export function pageDetail(result: ExchangeResult, finding: Finding): PageDetail {
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
    timing: timingRows(exchange),
  };
}

function message(start: string, headers: readonly HeaderJson[], bodyBytes: number): PageMessage {
  return {
    start: printable(start),
    headers: headers.map(([name, value]) => [printable(name), printable(value)]),
    bodyBytes,
  };
}

/** Deepest object of times that is taken apart. */
const MAX_DEPTH = 3;

/** The leaves of the exchange's `timing`, whatever there is of it, with the names that the JSON report gives them. */
function timingRows(exchange: object): readonly (readonly [name: string, value: string])[] {
  const rows: [string, string][] = [];
  const walk = (value: unknown, path: string, depth: number): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object') {
      if (depth >= MAX_DEPTH || Array.isArray(value)) return;
      for (const [key, inner] of Object.entries(value))
        walk(inner, path === '' ? key : `${path}.${key}`, depth + 1);
      return;
    }
    rows.push([path, printable(String(value))]);
  };
  walk('timing' in exchange ? exchange.timing : null, '', 0);
  return rows;
}
