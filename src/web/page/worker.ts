import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type ByteString, toBytes } from '../../engine/bytes/byte-string.ts';
import { errorName } from '../../engine/bytes/result.ts';
import { MAX_UNPACKED_BYTES, USUAL_LIMITS } from '../../engine/limits.ts';
import { xmlParserOf } from '../../engine/oss/xml.ts';
import type { ResultSink } from '../../engine/results.ts';
import type { Credential } from '../../engine/sign/secret.ts';
import { EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import type { ScanPipelineOptions } from '../../features/scan-pipeline.ts';
import type { KindElsewhere } from '../../features/suspects/client-kinds.ts';
import { KeyLog } from '../../features/tls/key-log.ts';
import type { TlsOptions } from '../../features/tls/tls-context.ts';
import { OpenUploads } from '../../features/uploads/upload-tracker.ts';
import { Contrasts } from '../../report/contrasts.ts';
import { JsonReporter } from '../../report/formats/json.ts';
import { markdownReport } from '../../report/formats/markdown.ts';
import { HtmlReporter } from '../../report/html/html-reporter.ts';
import type { Tool } from '../../report/json/model.ts';
import { loadAbout } from '../../report/reference/why.ts';
import { type Piece, type Reporter, type ScanEnd, tee } from '../../report/reporter.ts';
import { SummaryCounter } from '../../report/summary.ts';
import { LaterUploads } from '../../report/uploads/later-uploads.ts';
import { parseCredentials, toCredential } from '../../run/credentials-text.ts';
import type { Input, InputControl, ReadControl } from '../../run/input.ts';
import { type ProbedFile, probeCapture } from '../../run/probe-capture.ts';
import { type ByteReader, type ReadOutcome, unpackBytes } from '../../run/read-bytes.ts';
import { readCapture } from '../../run/read-capture.ts';
import { type FileLooks, relatedInputs } from '../../run/related-inputs.ts';
import { joinRotated } from '../../run/rotated-sets.ts';
import { scanInput } from '../../run/scan-input.ts';
import { Gunzip, UnpackedOutput } from '../../run/unpack.ts';
import type { Lang } from '../../sentences/language.ts';
import { loadFormatTexts, loadTexts } from '../../sentences/load.ts';
import { clockText } from '../../sentences/time-text.ts';
import { webHasher, webTlsCrypto } from '../crypto.ts';
import { webGzip, webInflate } from '../inflate.ts';
import { webRsaKeys } from '../rsa-keys.ts';
import type { FromWorker, Progress, Reports, ScanRequest, ToWorker } from './protocol.ts';

/* The worker of the page: scans what it is given once, and is gone then, with the keys that it was given. */

declare const OSSCAP_VERSION: string;

/** A worker has what a page calls its window, but for the address that messages go to. */
const send = (message: FromWorker): void => postMessage(message);

const stop = new AbortController();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'stop') stop.abort();
  else void scan(data.request);
});

async function scan(request: ScanRequest): Promise<void> {
  try {
    const { fault, ...reports } = await scanFiles(request, {
      tool: { name: 'osscap', version: OSSCAP_VERSION },
      signal: stop.signal,
      progress: (progress) => send({ kind: 'progress', progress }),
    });
    send({ kind: 'done', reports, fault });
  } catch (error) {
    // its message may quote what was captured, or a secret
    send({ kind: 'failed', fault: errorName(error) });
  }
}

interface ScanControl {
  readonly tool: Tool;
  /** Ends the reading: what was read up to then is reported. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

/** `fault`: of what kind a fault of ours was that a capture met; null for none. */
interface ScanResult extends Reports {
  readonly fault: string | null;
}

/** Does what `osscap scan` does with the same files, and gives the reports. */
async function scanFiles(request: ScanRequest, { tool, signal, progress }: ScanControl): Promise<ScanResult> {
  const files = new GivenFiles(new Map(request.captures.map(({ name, file }) => [name, file])));
  const reports = await openReports(request.lang, tool);
  const counter = new SummaryCounter();
  const later = new LaterUploads();
  const contrasts = new Contrasts();
  const sink = later.before(
    tee([
      counter,
      {
        exchange() {},
        capture: (info) => {
          later.capture(info);
          contrasts.capture(info);
        },
        unreadable() {},
      },
      ...reports.reporters,
    ]),
  );
  const keys = await keysOf(request);
  const related = await inputsOf(request, files, keys);
  let bytes = 0;
  let fault: string | null = null;
  const control: InputControl = {
    signal,
    onBytes(length) {
      bytes += length;
      progress({ bytes, requests: counter.exchanges, failing: counter.failing });
    },
    failed(_, error) {
      // its message may quote what was captured
      fault = errorName(error);
    },
  };
  const options = pipelineOptions(request, keys, related.kinds);
  let interrupted = false;
  for (const input of related.inputs) {
    interrupted = (await scanOne(input, options, files, sink, control)) === 'interrupted';
    if (interrupted) break;
  }
  const apart = contrasts.list();
  const wentOn = later.list();
  const made = reports.end({
    summary: counter.summary(),
    interrupted,
    exitCode: counter.failing > 0 ? 1 : 0,
    ...(wentOn.length === 0 ? {} : { later: wentOn }),
    ...(apart.length === 0 ? {} : { contrasts: apart }),
  });
  return { ...made, fault };
}

/** Reads one capture of those that were given. */
function scanOne(
  input: Input,
  options: ScanPipelineOptions,
  files: GivenFiles,
  sink: ResultSink,
  control: InputControl,
): ReturnType<typeof scanInput> {
  return scanInput(input, options, sink, control, {
    // a slice of a file is waited for before anything is read
    otherWork: () => Promise.resolve(),
    read: (path, captureSink, other) =>
      readCapture({ path, read: (reader) => files.read(path, reader, control) }, captureSink, other),
  });
}

/** The captures, those of one rotation as one, with what each is to know of the others. */
async function inputsOf(
  request: ScanRequest,
  files: GivenFiles,
  keys: Keys,
): ReturnType<typeof relatedInputs> {
  const inputs = await joinRotated(
    request.captures.map(({ name }) => ({ path: name })),
    'found',
    (path) => probeCapture(files.probed(path)),
  );
  if (inputs.length < 2) return { inputs };
  const opensTls = request.keyLogs.length + request.serverKeys.length > 0;
  return relatedInputs(inputs, files, opensTls, async (input, sink, control) => {
    // its faults are met again when it is read for the reports
    const ignoring = { ...control, failed() {} };
    const outcome = await scanOne(input, pipelineOptions(request, keys), files, sink, ignoring);
    return { interrupted: outcome === 'interrupted' };
  });
}

interface Keys {
  readonly keyRing: ReadonlyMap<ByteString, Credential>;
  readonly buckets: ReadonlyMap<string, ByteString>;
  readonly tls: TlsOptions;
}

/** All keys that were given; of one access key the first that is typed in, or read, counts. */
async function keysOf({ keyLogs, serverKeys, credentialTexts, credentials }: ScanRequest): Promise<Keys> {
  const keyRing = new Map<ByteString, Credential>();
  const buckets = new Map<string, ByteString>();
  const add = (credential: Credential): void => {
    if (!keyRing.has(credential.accessKeyId)) keyRing.set(credential.accessKeyId, credential);
  };
  for (const { id, secret, token } of credentials) add(toCredential(id, secret, token));
  for (const text of credentialTexts) {
    const parsed = parseCredentials(text);
    if (!parsed.ok) continue;
    for (const { credential } of parsed.value.credentials) add(credential);
    for (const [host, bucket] of parsed.value.buckets) if (!buckets.has(host)) buckets.set(host, bucket);
  }
  const keyLog = new KeyLog();
  for (const log of keyLogs) keyLog.add(new Uint8Array(await log.arrayBuffer()));
  const rsaKeys = webRsaKeys(serverKeys);
  const tls = { crypto: webTlsCrypto, keyLog, ...(rsaKeys === null ? {} : { rsaKeys }) };
  return { keyRing, buckets, tls };
}

/** What the captures of one scan share. */
function pipelineOptions(
  { verifyBodies }: ScanRequest,
  keys: Keys,
  kinds?: readonly KindElsewhere[],
): ScanPipelineOptions {
  return {
    ...keys,
    hasher: webHasher,
    ports: { parseXml: xmlParserOf({ XMLParser, XMLValidator }), inflate: webInflate },
    verifyBodies: verifyBodies ? 'all' : undefined,
    kinds,
    openUploads: new OpenUploads(USUAL_LIMITS),
  };
}

interface OpenReports {
  readonly reporters: readonly Reporter[];
  end(end: ScanEnd): Reports;
}

async function openReports(lang: Lang, tool: Tool): Promise<OpenReports> {
  const otherLang = lang === 'en' ? 'zh' : 'en';
  const texts = await loadTexts(lang);
  const options = {
    texts,
    formats: await loadFormatTexts(lang),
    tool,
    madeAt: clockText(Date.now()),
    all: false,
    showSignatures: false,
  } as const;
  const other = { texts: await loadTexts(otherLang), formats: await loadFormatTexts(otherLang) };
  const html = new TextFile('text/html');
  const json = new TextFile('application/json');
  const markdown = new TextFile('text/markdown');
  const reporters = [
    new HtmlReporter(html.write, { ...options, about: await loadAbout(texts) }, other),
    new JsonReporter(json.write, { door: EVIDENCE_DOOR, texts, tool }),
    markdownReport(markdown.write, options),
  ];
  return {
    reporters,
    end(end) {
      for (const reporter of reporters) reporter.end(end);
      return { html: html.end(), json: json.end(), markdown: markdown.end() };
    },
  };
}

/** Characters of a report that are gathered before the browser takes them over. */
const PART_LENGTH = 1024 * 1024;

/** A report as a file of the browser, which puts large ones on the disk. */
class TextFile {
  readonly #type: string;
  readonly #parts: Blob[] = [];
  #waiting: BlobPart[] = [];
  #length = 0;

  constructor(type: string) {
    this.#type = type;
  }

  readonly write = (piece: Piece): void => {
    this.#waiting.push(typeof piece === 'string' ? piece : Uint8Array.from(piece));
    this.#length += piece.length;
    if (this.#length >= PART_LENGTH) this.#pass();
  };

  end(): Blob {
    this.#pass();
    return new Blob(this.#parts, { type: `${this.#type};charset=utf-8` });
  }

  #pass(): void {
    this.#parts.push(new Blob(this.#waiting));
    this.#waiting = [];
    this.#length = 0;
  }
}

/** Only a worker has it, and the types of a page do not know it. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

/** Bytes of a file that are in memory at a time, and as many that are being read. */
const SLICE_BYTES = 512 * 1024;
/** The same where a text is looked for in a file. */
const LOOK_BYTES = 1024 * 1024;

/** The files that were given to the page, by their names. */
class GivenFiles implements FileLooks {
  readonly #files: ReadonlyMap<string, Blob>;

  constructor(files: ReadonlyMap<string, Blob>) {
    this.#files = files;
  }

  sizeOf(path: string): number {
    return this.#files.get(path)?.size ?? 0;
  }

  holds(path: string, size: number, texts: readonly ByteString[]): boolean {
    const file = this.#file(path);
    const sought = texts.map(toBytes);
    const overlap = sought.reduce((most, { length }) => Math.max(most, length), 1) - 1;
    const reader = new FileReaderSync();
    try {
      for (let at = 0; at < size; at += LOOK_BYTES) {
        const slice = file.slice(at, Math.min(size, at + LOOK_BYTES + overlap));
        const bytes = new Uint8Array(reader.readAsArrayBuffer(slice));
        if (sought.some((text) => includes(bytes, text))) return true;
      }
      return false;
    } catch {
      // reading it meets the same error, and reports it
      return false;
    }
  }

  probed(path: string): ProbedFile {
    const file = this.#file(path);
    return {
      size: file.size,
      read: (at, length) => bytesOf(file.slice(at, at + length)),
      readWhole: (reader) => this.read(path, reader, {}),
    };
  }

  /** Reads a file slice by slice, however large; unpacks gzip, recognized by content. */
  async read(path: string, reader: ByteReader, control: ReadControl): Promise<ReadOutcome> {
    const limit = control.limits?.unpackedBytes ?? MAX_UNPACKED_BYTES;
    try {
      return await unpackBytes(slicesOf(this.#file(path), control), reader, control, async (packing, sink) =>
        packing === 'gzip'
          ? new Gunzip(new UnpackedOutput(sink, limit), webGzip)
          : { reason: 'zstd-in-page', detail: '' },
      );
    } catch (error) {
      // such as a file that was changed since it was chosen; every other error is ours
      if (!(error instanceof DOMException)) throw error;
      return { kind: 'failed', reason: 'read-error', detail: error.name };
    }
  }

  #file(path: string): Blob {
    return this.#files.get(path) ?? new Blob([]);
  }
}

/** The next slice is read while one is worked on. Messages are taken between the two. */
async function* slicesOf(file: Blob, { signal }: ReadControl): AsyncGenerator<Uint8Array> {
  const slice = (at: number): Promise<Uint8Array> => bytesOf(file.slice(at, at + SLICE_BYTES));
  let next = slice(0);
  for (let at = 0; at < file.size; at += SLICE_BYTES) {
    const bytes = await next;
    if (signal?.aborted === true) return;
    next = slice(at + SLICE_BYTES);
    // what fails while this slice is worked on is met at the next turn
    next.catch(() => {});
    yield bytes;
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

function includes(bytes: Uint8Array, text: Uint8Array): boolean {
  const [first = 0] = text;
  const last = bytes.length - text.length;
  for (let at = bytes.indexOf(first); at >= 0 && at <= last; at = bytes.indexOf(first, at + 1)) {
    if (text.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
