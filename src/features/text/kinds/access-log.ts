/*
 * Access logs in JSON, a request on each line: Envoy, Istio, nginx, Traefik, Caddy and others. They tell
 * method, path, host and status, and next to nothing of the headers: of a refusal nothing else is known. The
 * audit log of MinIO has the headers, and neither the method nor the path as it was sent.
 */

import { type ByteString, decodeUtf8, fromText } from '../../../engine/bytes/byte-string.ts';
import { isJsonObject, type JsonObject } from '../../../engine/bytes/json.ts';
import { encodeComponent, encodePath } from '../../../engine/sign/percent.ts';
import { jsonOf, textOf, timeOf } from '../har.ts';
import { type DraftHeader, type MessageDraft, newDraft } from '../message-draft.ts';
import { parseStart } from '../start-line.ts';
import type { TextLine } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/** Names of one field in the logs of those servers, as their documentation has them. */
const NAMES = {
  method: ['method', 'request_method', 'RequestMethod', 'verb'],
  path: ['path', 'uri', 'request_uri', 'RequestPath', 'requestPath', 'url'],
  host: ['authority', ':authority', 'host', 'http_host', 'request_host', 'RequestHost', 'RequestAddr'],
  status: ['response_code', 'status', 'DownstreamStatus', 'status_code', 'response_status', 'code'],
  agent: ['user_agent', 'http_user_agent', 'user-agent', 'request_User-Agent'],
  time: ['start_time', 'StartUTC', 'time_iso8601', 'time', '@timestamp', 'timestamp'],
} as const;

/** How the calls begin that MinIO's audit log names, by their methods (minio: `cmd/api-router.go`). */
const CALL =
  /^(?:(?<GET>Get|List)|(?<HEAD>Head)|(?<PUT>Put|Copy)|(?<DELETE>Delete(?!Multiple)|Abort)|(?<POST>Delete|New|Complete|Post|Select))/;

/** Longer lines are no access log. */
const MAX_LINE = 64 * 1024;

/** Refusals in which a signature may have a part. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403]);

export const ACCESS_LOG: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some((line) => draftsIn(line).length > 0),
  read: (lines, drafts) => {
    for (const line of lines) {
      if (drafts.isFull) break;
      for (const draft of draftsIn(line)) drafts.add(draft);
    }
  },
};

/** The request of a line and its refusal; none for any other line. */
function draftsIn({ text, number }: TextLine): readonly MessageDraft[] {
  const start = text.indexOf('{');
  // what a container or syslog puts before the record
  if (start < 0 || start > 512 || text.length > MAX_LINE || !/\b(?:40[013])\b/.test(text)) return [];
  const shown = text.slice(start);
  const read = jsonOf(decodeUtf8(shown) ?? shown);
  if (!isJsonObject(read)) return [];
  const audit = auditOf(read);
  const record = audit ?? read;
  // Caddy has the request in an object of its own, nginx its first line
  const own = isJsonObject(record['request']) ? { ...record, ...record['request'] } : record;
  const line = parseStart(textOf(record['request']));
  const method = fieldOf(own, 'method');
  const path = fieldOf(own, 'path').replace(/^https?:\/\/[^/]{1,255}/i, '');
  const asked = line ?? parseStart(`${method} ${path} HTTP/1.1`);
  const host = fieldOf(own, 'host');
  const status = Number(fieldOf(own, 'status'));
  if (asked?.kind !== 'request' || !asked.target.startsWith('/')) return [];
  // versions of MinIO before 2023 leave the host out
  const isHostLeftOut = audit !== null && host === '';
  if (!HOST.test(host) && !isHostLeftOut) return [];
  if (!REFUSED.has(status)) return [];
  const request = newDraft(asked, number, '');
  if (!isHostLeftOut) request.headers.push({ name: 'Host', rawValue: ` ${host}`, line: number });
  const agent = fieldOf(own, 'agent');
  if (agent !== '') request.headers.push({ name: 'User-Agent', rawValue: ` ${agent}`, line: number });
  const response = newDraft({ kind: 'response', version: 'HTTP/1.1', status, reason: '' }, number, '');
  for (const each of headersOf(record['requestHeader'], number)) request.headers.push(each);
  for (const each of headersOf(record['responseHeader'], number)) response.headers.push(each);
  request.time = timeOf(fieldOf(own, 'time'));
  response.time = request.time;
  request.isUrlAlone = true;
  response.isUrlAlone = true;
  return [request, response];
}

/** A record of MinIO's audit log (minio: `docs/logging/README.md`) under the names of other logs, or null. */
function auditOf(record: JsonObject): JsonObject | null {
  const { api, requestQuery: query } = record;
  if (!isJsonObject(api) || !isJsonObject(record['requestHeader'])) return null;
  const groups = CALL.exec(textOf(api['name']))?.groups ?? {};
  const method = Object.keys(groups).find((each) => groups[each] !== undefined);
  if (method === undefined) return null;
  const parameters = Object.entries(isJsonObject(query) ? query : {}).map(
    ([name, value]) => `${encodeComponent(fromText(name))}=${encodeComponent(textOf(value))}`,
  );
  const { requestPath = `/${textOf(api['bucket'])}/${textOf(api['object'])}` } = record;
  const path = [encodePath(textOf(requestPath)), ...parameters].join('&').replace('&', '?');
  return { ...record, method, path, host: record['requestHost'], status: api['statusCode'] };
}

function headersOf(shown: unknown, line: number): DraftHeader[] {
  return Object.entries(isJsonObject(shown) ? shown : {})
    .filter(([name, value]) => HEADER_NAME.test(name) && typeof value === 'string')
    .map(([name, value]) => ({ name, rawValue: ` ${textOf(value).replace(/[\r\n]+/g, ' ')}`, line }));
}

const HEADER_NAME = /^(?!Host$)[\w-]{1,100}$/i;

const HOST = /^[\w.-]{1,253}(?::\d{1,5})?$/;

function fieldOf(record: JsonObject, field: keyof typeof NAMES): ByteString {
  for (const name of NAMES[field]) {
    const value = record[name];
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value !== '' && value !== '-')
      return textOf(value).replace(/[\r\n]+/g, ' ');
  }
  return '';
}
