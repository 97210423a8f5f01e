/* What `tshark -T json` and `tshark -T ek` print of packets with HTTP. */

import { type ByteString, decodeUtf8 } from '../../engine/bytes/byte-string.ts';
import { fromHex } from '../../engine/bytes/hex.ts';
import { isJsonObject, type JsonObject } from '../../engine/bytes/json.ts';
import { addBody, HAR_LOOK, jsonOf, textOf, timeOf } from './har.ts';
import { MAX_HEADERS } from './limits.ts';
import { isRedacted, type Losses } from './losses.ts';
import { type DraftTime, type MessageDraft, newDraft } from './message-draft.ts';
import { parseStart, type RequestStart, type ResponseStart } from './start-line.ts';

export function looksLikeTshark(text: ByteString): boolean {
  return /^\s*(?:\[\s*)?\{/.test(text.slice(0, 1024)) && LAYERS.test(text.slice(0, HAR_LOOK));
}

const LAYERS = /"layers"\s*:\s*\{/;

/**
 * The messages in it; `line` of a message is the number of its packet, where that is shown. Fields of one
 * name, which JSON has no room for, are what tshark writes without `--no-duplicate-keys`. Nothing is trusted
 * to have its type. Null for a text that is none.
 */
export function readTshark(text: ByteString, losses: Losses, limit: number): readonly MessageDraft[] | null {
  const packets = packetsOf(withSeparateKeys(decodeUtf8(text) ?? text));
  if (packets === null) return null;
  const drafts: MessageDraft[] = [];
  for (const [at, packet] of packets.entries()) {
    const layers = layersOf(packet);
    if (layers === null) continue;
    for (const [name, layer] of Object.entries(layers)) {
      for (const http of /^http(?: \d+)?$/.test(name) ? [layer].flat() : []) {
        if (drafts.length >= limit) {
          losses.add('text-too-many-exchanges', at + 1, { limit });
          return drafts;
        }
        const draft = isJsonObject(http) ? draftOf(new Fields(http, 0), layers, at + 1, losses) : null;
        if (draft !== null) drafts.push(draft);
      }
    }
  }
  return drafts;
}

/** With a number behind each name that may be there more than once. */
function withSeparateKeys(text: string): string {
  let count = 0;
  return text.replace(/"(http|http\.(?:request|response)\.line)"(?=\s{0,8}:)/g, (_, name: string) => {
    count++;
    return `"${name} ${count}"`;
  });
}

function packetsOf(text: string): readonly unknown[] | null {
  const whole = jsonOf(text);
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
  const lines = text.split('\n').flatMap((line) => (line.startsWith('{') ? (jsonOf(line) ?? []) : []));
  return lines.length === 0 ? null : lines;
}

function layersOf(packet: unknown): JsonObject | null {
  if (!isJsonObject(packet)) return null;
  const source = isJsonObject(packet['_source']) ? packet['_source'] : packet;
  return isJsonObject(source['layers']) ? source['layers'] : null;
}

/** How deep fields stand in others: those of a start line are one step in. */
const MAX_DEPTH = 3;

/** The fields of a layer by their names; `-T ek` puts that of the layer before them, and has no dots. */
class Fields {
  readonly #values = new Map<string, unknown[]>();
  /** Names that are what a line says. */
  readonly texts: string[] = [];

  constructor(layer: JsonObject, depth: number) {
    this.#take(layer, depth);
  }

  #take(layer: JsonObject, depth: number): void {
    for (const [key, value] of Object.entries(layer)) {
      const name = nameOf(key);
      const known = this.#values.get(name);
      if (known === undefined) this.#values.set(name, [value].flat());
      else for (const each of [value].flat()) known.push(each);
      if (key.includes('HTTP/')) this.texts.push(key);
      if (depth < MAX_DEPTH && isJsonObject(value)) this.#take(value, depth + 1);
    }
  }

  all(name: string): readonly ByteString[] {
    return (this.#values.get(name) ?? []).map((value) => textOf(value)).filter((value) => value !== '');
  }

  first(name: string): ByteString | null {
    return this.all(name)[0] ?? null;
  }
}

function nameOf(key: string): string {
  const name = key.replace(/ \d+$/, '');
  return name.startsWith('http_http_') || /^(?:tcp_tcp|frame_frame)_/.test(name)
    ? name.replace(/^[a-z]+_/, '').replaceAll('_', '.')
    : name.replaceAll('_', '.');
}

/** Fields of headers that stand for themselves where the lines are not there. */
const OF_HEADERS = [
  ...[
    'Host',
    'Authorization',
    'Date',
    'Content-Type',
    'Content-Encoding',
    'User-Agent',
    'Server',
    'Location',
  ],
  ...['Referer', 'Connection', 'Transfer-Encoding', 'Accept', 'Accept-Encoding', 'X-Forwarded-For'],
];

function draftOf(fields: Fields, layers: JsonObject, place: number, losses: Losses): MessageDraft | null {
  const start = startOf(fields);
  if (start === null) return null;
  const tcp = isJsonObject(layers['tcp']) ? new Fields(layers['tcp'], 0) : null;
  const frame = isJsonObject(layers['frame']) ? new Fields(layers['frame'], 0) : null;
  const number = Number(frame?.first('frame.number') ?? place);
  const draft = newDraft(
    start,
    Number.isSafeInteger(number) ? number : place,
    tcp?.first('tcp.stream') ?? '',
  );
  draft.time = timeIn(frame?.first('frame.time.epoch') ?? '');
  const lines = fields.all(`http.${start.kind}.line`);
  for (const line of lines.slice(0, MAX_HEADERS)) {
    const [, name, value = ''] = /^([^\s:]{1,256}):(.*)$/s.exec(withoutLineEnd(line)) ?? [];
    if (name !== undefined) addHeader(draft, name, value, losses);
  }
  if (lines.length === 0) {
    for (const name of OF_HEADERS) {
      const value = fields.first(`http.${name.toLowerCase().replaceAll('-', '.')}`);
      if (value !== null) addHeader(draft, name, ` ${withoutLineEnd(value)}`, losses);
    }
    // what else there was is not shown
    draft.isUrlAlone = true;
  }
  const data = fields.first('http.file.data') ?? '';
  const bytes = /^[0-9a-f]{2}(?::[0-9a-f]{2})*$/.test(data) ? fromHex(data.replaceAll(':', '')) : null;
  addBody(draft, bytes ?? data);
  // a text may have other bytes than the body had
  if (data !== '') {
    draft.rewritten = true;
    draft.inexact = bytes === null;
  }
  return draft;
}

function addHeader(draft: MessageDraft, name: ByteString, rawValue: ByteString, losses: Losses): void {
  // a body is shown without its codings
  if (/^(?:content-encoding|transfer-encoding)$/i.test(name) && draft.start?.kind === 'response') return;
  draft.headers.push({ name, rawValue: rawValue.replace(/[\r\n]+/g, ' '), line: draft.line });
  if (isRedacted(rawValue)) losses.add('text-redacted', draft.line, { name });
}

/** Longer texts of a field are cut; what is in it has a field of its own. */
function startOf(fields: Fields): RequestStart | ResponseStart | null {
  const texts = [...fields.texts, ...fields.all('text')];
  for (const text of texts) {
    const start = parseStart(withoutLineEnd(textOf(text)));
    if (start === null || (start.kind === 'request' && /\xe2\x80\xa6|\[truncated\]/.test(start.target)))
      continue;
    return start;
  }
  const version = fields.first('http.request.version') ?? 'HTTP/1.1';
  const method = fields.first('http.request.method');
  const target = fields.first('http.request.uri');
  const status = Number(fields.first('http.response.code') ?? 0);
  if (method !== null && target !== null) return parseStart(`${method} ${target} ${version}`);
  return status === 0 ? null : parseStart(`HTTP/1.1 ${status}`);
}

/** Line ends are written as escapes, once or twice. */
function withoutLineEnd(text: ByteString): ByteString {
  return text.replace(/(?:\\{1,2}r)?\\{1,2}n$|\r?\n$/, '');
}

function timeIn(text: ByteString): DraftTime | null {
  const [, seconds = '', nanos = ''] = /^(\d{1,11})\.(\d{1,9})$/.exec(text) ?? [];
  return seconds === '' ? timeOf(text) : { seconds: Number(seconds), nanos: Number(nanos.padEnd(9, '0')) };
}
