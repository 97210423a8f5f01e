import { closeSync, openSync, renameSync, unlinkSync } from 'node:fs';
import { type ByteString, fromText, toBytes } from '../engine/bytes/byte-string.ts';
import { largest, makeRoom } from '../engine/bytes/collections.ts';
import { errorCode } from '../engine/bytes/result.ts';
import { PcapngWriter } from '../engine/capture/pcapng-writer.ts';
import type { CaptureRecord } from '../engine/capture/record.ts';
import type { Diagnosis, Verdict } from '../engine/diagnose/model.ts';
import { CapturedRequest, CapturedResponse } from '../engine/http/captured-message.ts';
import { type Exchange, isOverTls } from '../engine/http/exchange.ts';
import { limitsWith } from '../engine/limits.ts';
import type { CaptureInfo, ExchangeResult, ResultSink, UnreadableInput } from '../engine/results.ts';
import { hexDigest } from '../engine/sign/hasher.ts';
import { SecretFinder } from '../engine/sign/secret-finder.ts';
import { Masker, StandIns } from '../features/extract/masker.ts';
import { ExtractedMessage, type MaskTools, type Repack } from '../features/extract/message.ts';
import { PacketChoice, PacketWriter, type WantedConnection } from '../features/extract/packets.ts';
import type { Input } from '../run/input.ts';
import { nodeCrypto, nodeZlib } from './builtins.ts';
import { PRIVATE_MODE, temporaryPath, writeBytes } from './files.ts';
import { nodeHasher, nodeOssPorts } from './ports.ts';
import { readCapture } from './read-capture.ts';
import { pipelineOptions, type ScanOptions, scanInput } from './scan.ts';

/** What an exchange came to, as one reading of it says. */
export interface Outcome {
  readonly verdict: Verdict | null;
  readonly cause: string | null;
  readonly fields: readonly string[];
}

export interface Extracted {
  readonly index: number;
  /** Its number in the file that was written; null where nothing of it can be read there. */
  readonly there: number | null;
  readonly before: Outcome;
  readonly after: Outcome | null;
  /** Why the two may differ, as far as that is known. */
  readonly why: 'encrypted' | 'secret' | 'body' | 'masked' | null;
}

export interface ExtractOptions {
  readonly input: Input;
  readonly indexes: readonly number[];
  /** Bodies stay, but for what is masked in them. */
  readonly bodies: boolean;
  readonly file: string;
  /** Who writes the file. */
  readonly application: string;
  readonly scan: ScanOptions;
  /** What the file says of itself, and its packets of an exchange. */
  readonly section: string;
  comment(result: ExchangeResult, part: 'request' | 'response'): string;
  /** Receives what is odd about the capture. */
  readonly messages: ResultSink;
  /** Whoever ends early leaves nothing behind; returns what takes the listener away. */
  onAbandoned(listener: () => void): () => void;
}

export type Extraction =
  | {
      readonly kind: 'done';
      readonly packets: number;
      readonly leftOver: number;
      readonly exchanges: readonly Extracted[];
    }
  /** `highest`: of the exchanges that are there. */
  | { readonly kind: 'missing'; readonly index: number; readonly highest: number }
  | { readonly kind: 'unreadable' }
  /** It is a text. */
  | { readonly kind: 'no-packets' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly detail: string };

/**
 * Writes the packets of some exchanges to a file of their own, with stand-ins for what must not leave. The
 * capture is read three times: to find the exchanges, to choose their packets, and to write them. Then the
 * file is scanned, to see whether it says the same.
 */
export async function extractExchanges(options: ExtractOptions): Promise<Extraction> {
  const search = new Search(options);
  const outcome = await search.run();
  if (outcome !== null) return outcome;
  const { scan, input, bodies } = options;
  const limits = limitsWith(scan.limits);
  const connections = search.connections(bodies);
  const choice = new PacketChoice(connections, nodeHasher, limits);
  if (!(await readPackets(input, scan, choice))) return { kind: 'interrupted' };
  choice.end();

  const finder = scan.keyRing.size === 0 ? null : new SecretFinder(scan.keyRing);
  const messages = connections.flatMap((connection) => connection.messages);
  const masker = maskAll(search.results, messages, finder === null || finder.isIdle ? null : finder);

  const file = new NewFile(options.file, options.onAbandoned);
  try {
    const writer = new PcapngWriter((block) => file.write(block));
    writer.section({ application: options.application, comment: options.section });
    const comments = search.comments((text) => masker.text(text));
    const packets = new PacketWriter(writer, choice.packets, comments);
    if (!(await readPackets(input, scan, packets))) return { kind: 'interrupted' };
    file.close();
    if (file.error !== null) return { kind: 'failed', detail: file.error };
    const exchanges = await compared(search, packets.frames, connections, file.temporary, scan);
    file.putInPlace();
    if (file.error !== null) return { kind: 'failed', detail: file.error };
    return { kind: 'done', packets: packets.frames.size, leftOver: choice.leftOver, exchanges };
  } finally {
    file.discard();
  }
}

/** How often other stand-ins are tried where a packed body comes out longer: half of them come shorter. */
const MOST_TRIES = 24;

/** Works out what stands in the place of each message. */
function maskAll(
  results: readonly ExchangeResult[],
  messages: readonly ExtractedMessage[],
  finder: SecretFinder | null,
): Masker {
  const { inflate } = nodeOssPorts();
  for (let n = 1; ; n++) {
    const masker = new Masker(new StandIns(nodeHasher, nodeCrypto().randomBytes(32)), finder);
    maskOnce(results, messages, { masker, hasher: nodeHasher, inflate, repack });
    if (n === MOST_TRIES || !messages.some(({ isUnpacked }) => isUnpacked)) return masker;
  }
}

/** Bodies first: heads name their digests; then what the strings of version 4 name. */
function maskOnce(
  results: readonly ExchangeResult[],
  messages: readonly ExtractedMessage[],
  tools: MaskTools,
): void {
  const { masker } = tools;
  for (const result of results) knowValues(result, masker);
  for (const message of messages) message.know(tools);
  const heads = messages.map(({ head }) => head).join('');
  // what a request names stands in canonical requests, and their digests in the documents of answers
  for (const message of messages) if (message.isRequest) message.prepare(tools, heads);
  for (const { diagnosis } of results) if (diagnosis !== null) replaceRequestDigests(diagnosis, masker);
  for (const message of messages) if (!message.isRequest) message.prepare(tools, heads);
  for (const message of messages) message.finish(tools);
}

/** What is known of an exchange that must not leave. */
function knowValues({ oss, diagnosis }: ExchangeResult, masker: Masker): void {
  const { claim = null, error = null } = oss ?? {};
  for (const value of [
    claim?.accessKeyId,
    claim?.signature,
    claim?.rawSignature,
    claim?.securityToken,
    error?.accessKeyId,
    error?.signatureProvided,
    diagnosis?.recomputed,
    diagnosis?.needsSecretOf,
  ]) {
    masker.know(value);
  }
  for (const { field, client, server } of diagnosis?.divergences ?? []) {
    if (field !== 'signature' && field !== 'access-key-id') continue;
    masker.know(client);
    masker.know(server);
  }
}

/** Of a canonical request that is masked, the string to sign names another digest. */
function replaceRequestDigests({ wire, client, server }: Diagnosis, masker: Masker): void {
  for (const text of [
    wire?.canonicalRequest?.text,
    client?.canonicalRequest?.text,
    server?.canonicalRequest,
  ]) {
    if (text === undefined || text === null) continue;
    const digest = (of: ByteString): ByteString => hexDigest(nodeHasher, 'sha256', of);
    masker.replaceDigest(digest(text), digest(masker.text(text)));
  }
}

/** What is kept of an exchange from the moment that it is captured. */
interface Captured {
  readonly connection: number;
  readonly client: string;
  readonly isEncrypted: boolean;
  readonly lastFrame: number;
  readonly messages: readonly ExtractedMessage[];
}

/** Exchanges that are remembered because others seem to be copies of them. */
const MAX_COPIES = 10_000;

/** The first reading: finds the exchanges that are asked for. */
class Search implements ResultSink {
  readonly #options: ExtractOptions;
  readonly #wanted: Set<number>;
  readonly #captured = new Map<number, Captured>();
  /** Copies of requests behind hops, and what they are copies of: one may turn out to be wanted. */
  readonly #copies = new Map<number, Captured>();
  readonly #found = new Map<number, ExchangeResult>();
  readonly #stop = new AbortController();
  #highest = 0;
  #isReadable = true;
  #isText = false;

  constructor(options: ExtractOptions) {
    this.#options = options;
    this.#wanted = new Set(options.indexes);
  }

  /** Those that were found, in their order. */
  get results(): readonly ExchangeResult[] {
    return [...this.#found.values()].sort((a, b) => a.index - b.index);
  }

  /** Null where all were found. */
  async run(): Promise<Extraction | null> {
    const { scan, input } = this.#options;
    const shared = { ...pipelineOptions(scan), captured: (exchange: Exchange) => this.#capture(exchange) };
    const signal = anySignal(scan.signal, this.#stop.signal);
    await scanInput(input, shared, this, { ...scan, signal });
    if (scan.signal?.aborted === true) return { kind: 'interrupted' };
    if (!this.#isReadable) return { kind: 'unreadable' };
    if (this.#isText) return { kind: 'no-packets' };
    const [missing] = this.#wanted;
    if (missing === undefined) return null;
    return { kind: 'missing', index: missing, highest: this.#highest };
  }

  exchange(_path: string, result: ExchangeResult): void {
    this.#highest = Math.max(this.#highest, result.index);
    // the same request behind a hop is reported with its first exchange
    const all = [result.index, ...hopsOf(result)].filter((index) => this.#wanted.delete(index));
    if (all.length === 0) return;
    this.#found.set(result.index, result);
    if (this.#wanted.size === 0) this.#stop.abort();
  }

  capture(info: CaptureInfo): void {
    this.#isText = info.summary.format === 'text';
    this.#options.messages.capture({ ...info, notices: [] });
  }

  unreadable(input: UnreadableInput): void {
    this.#isReadable = false;
    this.#options.messages.unreadable(input);
  }

  /** The connections of all that were found, with their messages. */
  connections(bodies: boolean): readonly WantedConnection[] {
    const connections = new Map<number, WantedConnection & { messages: ExtractedMessage[] }>();
    for (const result of this.results) {
      for (const index of [result.index, ...hopsOf(result)]) {
        const captured = this.#captured.get(index) ?? this.#copies.get(index);
        if (captured === undefined) continue;
        const { connection, client, isEncrypted, lastFrame, messages } = captured;
        const known = connections.get(connection);
        for (const message of messages)
          if (bodies || (!message.isRequest && saysWhy(result))) message.keepBody();
        connections.set(connection, {
          index: connection,
          client,
          messages: isEncrypted ? [] : [...(known?.messages ?? []), ...messages],
          encryptedUntil: Math.max(known?.encryptedUntil ?? 0, isEncrypted ? lastFrame : 0),
        });
      }
    }
    for (const { messages } of connections.values()) messages.sort((a, b) => a.start - b.start);
    return [...connections.values()];
  }

  /** What packets say of themselves, by their frames. */
  comments(mask: (text: ByteString) => ByteString): ReadonlyMap<number, string> {
    const comments = new Map<number, string>();
    for (const result of this.results) {
      const { request, response } = result.exchange;
      for (const [part, frame] of [
        ['request', request?.frame],
        ['response', response?.frame],
      ] as const) {
        if (frame === undefined) continue;
        const text = Buffer.from(mask(fromText(this.#options.comment(result, part))), 'latin1').toString();
        const known = comments.get(frame);
        comments.set(frame, known === undefined ? text : `${known}\n${text}`);
      }
    }
    return comments;
  }

  #capture(exchange: Exchange): void {
    const { index, request, response, interim, connection, outer, inner } = exchange;
    const isWanted = this.#wanted.has(index);
    if (!isWanted && outer === undefined && inner === undefined) return;
    if (!isWanted) makeRoom(this.#copies, MAX_COPIES);
    const all = [request, response, ...interim].filter(isCaptured);
    (isWanted ? this.#captured : this.#copies).set(index, {
      connection: connection.index,
      client: connection.client,
      isEncrypted: isOverTls(exchange),
      lastFrame: largest(
        all.map(({ lastFrame }) => lastFrame),
        0,
      ),
      messages: all.map((message) => new ExtractedMessage(message)),
    });
  }
}

function isCaptured(message: unknown): message is CapturedRequest | CapturedResponse {
  return message instanceof CapturedRequest || message instanceof CapturedResponse;
}

/** The body of its answer is no data: it says why the request was refused, or what became of it. */
function saysWhy({ exchange, oss }: ExchangeResult): boolean {
  return (exchange.response?.status ?? 0) >= 400 || oss?.error?.source === 'body';
}

/** Its copies behind hops, in the same capture. */
function hopsOf({ diagnosis }: ExchangeResult): readonly number[] {
  const hops = diagnosis?.hops ?? [];
  return hops.filter(({ capture }) => capture === undefined).map(({ exchange }) => exchange);
}

function anySignal(one: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return one === undefined ? other : AbortSignal.any([one, other]);
}

/** What reads packets, and need not read all. */
interface PacketReader {
  readonly isDone: boolean;
  record(record: CaptureRecord): void;
}

/** Reads the packets of an input, as far as that is of use. False where it was interrupted. */
async function readPackets(input: Input, scan: ScanOptions, reader: PacketReader): Promise<boolean> {
  const stop = new AbortController();
  const signal = anySignal(scan.signal, stop.signal);
  let before = 0;
  for (const path of input.parts ?? [input.path]) {
    let last = before;
    const sink = {
      notice: () => {},
      record: (record: CaptureRecord): void => {
        record.frame += before;
        last = record.frame;
        reader.record(record);
        if (reader.isDone) stop.abort();
      },
    };
    await readCapture(path, sink, undefined, { limits: scan.limits, signal });
    before = last;
    if (signal.aborted) break;
  }
  return scan.signal?.aborted !== true;
}

/** Scans the file, and compares what it says with what the capture says. */
async function compared(
  search: Search,
  frames: ReadonlyMap<number, number>,
  connections: readonly WantedConnection[],
  path: string,
  scan: ScanOptions,
): Promise<readonly Extracted[]> {
  const there: ExchangeResult[] = [];
  const sink: ResultSink = {
    exchange: (_, result) => there.push(result),
    capture: () => {},
    unreadable: () => {},
  };
  const { buckets, endpoints, limits, verifyBodies } = scan;
  const options = {
    keyRing: new Map(),
    buckets,
    endpoints,
    limits,
    ...(verifyBodies === undefined ? {} : { verifyBodies }),
  };
  await scanInput({ path }, pipelineOptions(options), sink, {});
  const isUnpacked = connections.some(({ messages }) => messages.some((message) => message.isUnpacked));
  return search.results.map((result): Extracted => {
    const frame = frames.get(firstFrame(result));
    const other = there.find((each) => firstFrame(each) === frame);
    const before = outcomeOf(result);
    const after = other === undefined ? null : outcomeOf(other);
    const isSame = after !== null && JSON.stringify(before) === JSON.stringify(after);
    const why = isOverTls(result.exchange)
      ? 'encrypted'
      : isSame
        ? null
        : result.diagnosis?.recomputed !== null && result.diagnosis !== null
          ? 'secret'
          : isUnpacked
            ? 'body'
            : 'masked';
    return { index: result.index, there: other?.index ?? null, before, after, why };
  });
}

function firstFrame({ exchange: { request, response } }: ExchangeResult): number {
  return request?.frame ?? response?.frame ?? 0;
}

function outcomeOf({ diagnosis }: ExchangeResult): Outcome {
  if (diagnosis === null) return { verdict: null, cause: null, fields: [] };
  const { verdict, cause, divergences } = diagnosis;
  return { verdict, cause: cause?.id ?? null, fields: divergences.map(({ field }) => field) };
}

/** A file that has its name once it is complete. */
class NewFile {
  readonly temporary: string;
  error: string | null = null;
  readonly #path: string;
  readonly #release: () => void;
  #handle: number | null = null;
  #isThere = false;

  constructor(path: string, onAbandoned: ExtractOptions['onAbandoned']) {
    this.#path = path;
    this.temporary = temporaryPath(path);
    this.#release = onAbandoned(() => this.#remove());
    this.#attempt(() => {
      this.#handle = openSync(this.temporary, 'wx', PRIVATE_MODE);
      this.#isThere = true;
    });
  }

  write(bytes: Uint8Array): void {
    const handle = this.#handle;
    if (handle !== null) this.#attempt(() => writeBytes(handle, bytes));
  }

  close(): void {
    const handle = this.#handle;
    this.#handle = null;
    if (handle !== null) this.#attempt(() => closeSync(handle));
  }

  putInPlace(): void {
    this.#attempt(() => {
      renameSync(this.temporary, this.#path);
      this.#isThere = false;
    });
  }

  discard(): void {
    this.close();
    this.#remove();
    this.#release();
  }

  #remove(): void {
    if (!this.#isThere) return;
    this.#isThere = false;
    try {
      unlinkSync(this.temporary);
    } catch {
      // somebody else has taken it away
    }
  }

  #attempt(work: () => void): void {
    if (this.error !== null) return;
    try {
      work();
    } catch (caught) {
      this.error = errorCode(caught) || String(caught);
    }
  }
}

const GZIP_HEAD = 10;
const HAS_COMMENT = 0x10;

/** What gzip makes shorter is filled up with a comment in its header (RFC 1952 §2.3). */
const repack: Repack = (coding, text, length) => {
  if (coding !== 'gzip' && coding !== 'x-gzip') return null;
  const { constants, gzipSync } = nodeZlib();
  const packed = [constants.Z_DEFAULT_STRATEGY, constants.Z_FILTERED]
    .map((strategy) => gzipSync(toBytes(text), { level: 9, memLevel: 9, strategy }))
    .sort((a, b) => a.length - b.length)[0];
  const room = length - (packed?.length ?? 0);
  if (packed === undefined || room <= 0) return room === 0 ? (packed ?? null) : null;
  const bytes = new Uint8Array(length).fill(0x2e, GZIP_HEAD, GZIP_HEAD + room - 1);
  bytes.set(packed.subarray(0, GZIP_HEAD));
  bytes[3] = (bytes[3] ?? 0) | HAS_COMMENT;
  bytes.set(packed.subarray(GZIP_HEAD), GZIP_HEAD + room);
  return bytes;
};
