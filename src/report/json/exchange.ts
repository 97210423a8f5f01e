import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { reportOf } from '../../engine/bytes/shape.ts';
import { isPlain } from '../../engine/diagnose/diagnose.ts';
import { fieldOfCause } from '../../engine/diagnose/fields.ts';
import type {
  DiagnosedHop,
  Diagnosis,
  Divergence,
  EvidencePoint,
  Suspect,
} from '../../engine/diagnose/model.ts';
import { agentIn } from '../../engine/diagnose/sdk-defects.ts';
import { type ConnectionInfo, type Exchange, isOverTls } from '../../engine/http/exchange.ts';
import {
  CHUNK_FAULT,
  CHUNKED_FACTS,
  type HttpRequest,
  type HttpResponse,
  header,
  REQUEST,
  RESPONSE,
} from '../../engine/http/message.ts';
import { TLS_INFO } from '../../engine/http/tls.ts';
import { BODY_CHECK, type BodyCheck, chunkedFacts } from '../../engine/oss/body-claims.ts';
import type { OssError, OssExchange } from '../../engine/oss/model.ts';
import type { ExchangeResult, Triage } from '../../engine/results.ts';
import { hasCanonicalRequest } from '../../engine/sign/versions.ts';
import type { Door } from '../../features/redact/redact.ts';
import { timingOf } from '../../features/timing/timing.ts';
import { type Filler, fill, numbered, plainFiller } from '../../sentences/fill.ts';
import { inWordsOf } from '../../sentences/service.ts';
import type { Texts } from '../../sentences/texts.ts';
import { beginOf, durationOf, formatTime } from '../../sentences/time-text.ts';
import { causeSentences, causeText, noteSentence, noteTemplates } from '../findings/explain.ts'; // later: explaining
import { evidenceSentence, suspectFound, suspectTemplates } from '../findings/suspects.ts'; // later: explaining
import { SLOW_MILLISECONDS } from '../timing/timing-tally.ts';
import { endingSentences, reasonSentence } from '../timing/timing-text.ts';
import { fixed, JsonLineWriter, TextTaker, withTexts } from './line-writer.ts';
import type {
  ChunksJson,
  ConnectionJson,
  DiagnosisJson,
  DivergenceJson,
  ExchangeJson,
  HopJson,
  IntegrityJson,
  OssErrorJson,
  OssJson,
  RequestJson,
  SidesJson,
} from './model.ts';
import { argsMember, argsToJson, type JsonOptions, toJsonLine } from './text.ts';

const showTls = reportOf(TLS_INFO);
/** For what has no captured text in it. */
const UNCAPTURED = { take: (text: string) => text };
const showRequest = reportOf(REQUEST);
const showResponse = reportOf(RESPONSE);

const UTF8 = new TextDecoder();
/** For what is read at once. */
const SCRATCH = new JsonLineWriter();

/** One exchange as the report shows it. Formats that show little of it make those parts alone. */
export function exchangeToJson(result: ExchangeResult, options: JsonOptions): ExchangeJson {
  const to = SCRATCH.begin().raw('{');
  writeExchange(to, result, options);
  // What was written above has these members.
  return JSON.parse(UTF8.decode(to.raw('}').line)) as ExchangeJson;
}

/** Its members. A report of lines has one for each exchange: no object of it is made before. */
export function writeExchange(to: JsonLineWriter, result: ExchangeResult, options: JsonOptions): void {
  const { door } = options;
  const { exchange, oss, diagnosis } = result;
  const { request, response } = exchange;
  to.name('index').value(result.index);
  to.members(placeToJson(result, door));
  if (request === null) to.name('request').value(null);
  else writeRequest(to.name('request'), request, door);
  if (response === null) to.name('response').value(null);
  else writeResponse(to.name('response'), response, door);
  if (oss !== null) {
    writeOss(to.name('oss'), oss, door);
    writeSignature(to.name('signature'), oss, diagnosis, door);
  }
  writeJudgement(to, result, options);
  if (result.checks !== undefined && result.checks.length > 0) {
    to.name('integrity').value(integrityToJson(result.checks, options));
  }
  to.members(chunksToJson(request));
  writeTiming(to, result, options);
  if (oss !== null) to.members(endingToJson(exchange, options));
}

/** Where and when an exchange was captured. */
export type PlaceJson = Pick<
  ExchangeJson,
  'connection' | 'tls' | 'requestFrame' | 'responseFrame' | 'time' | 'durationMs'
>;

export function placeToJson({ exchange }: ExchangeResult, door: Door): PlaceJson {
  const { connection, request, response } = exchange;
  const { tls } = connection;
  const begin = beginOf(exchange);
  return {
    connection: connectionToJson(connection),
    ...(tls == null ? {} : { tls: withTexts(door, (taker) => showTls(tls, taker, {})) }),
    requestFrame: request?.frame ?? null,
    responseFrame: response?.frame ?? null,
    time: begin === null ? null : formatTime(begin),
    durationMs: durationOf(exchange),
  };
}

function endingToJson(exchange: Exchange, { texts }: JsonOptions): Pick<ExchangeJson, 'ending'> {
  const { ending } = exchange;
  if (ending === undefined) return {};
  const sentences = endingSentences(exchange, plainFiller(texts), texts);
  if (sentences === null) return {};
  const { kind, frame, after, idle, sentAgain, unacknowledged, lost } = ending;
  return {
    ending: {
      kind,
      frame,
      afterMs: Math.round(after) / 1000,
      idleMs: idle === null ? null : Math.round(idle) / 1000,
      retransmissions: sentAgain,
      unacknowledgedBytes: unacknowledged,
      ...(lost === 0 ? {} : { lostBytes: lost }),
      summary: sentences.headline,
      happened: sentences.happened,
      advice: sentences.cure,
    },
  };
}

function connectionToJson(connection: ConnectionInfo): ConnectionJson {
  const { index, client, server, originalClient = null } = connection;
  return originalClient === null ? { index, client, server } : { index, client, server, originalClient };
}

function writeRequest(to: JsonLineWriter, request: HttpRequest, door: Door): void {
  const taker = new TextTaker(door);
  taker.write(to.raw('{').name('method'), request.method);
  taker.write(to.name('target'), request.target);
  taker.write(to.name('host'), header(request, 'host'));
  taker.writeHeaders(to.name('headers'), request);
  taker.end(to.members(showRequest(request, taker, {})));
}

/** What a request asks for, and whom. */
export function askedToJson(
  request: HttpRequest,
  taker: TextTaker,
): Pick<RequestJson, 'method' | 'target' | 'host'> {
  return {
    method: taker.take(request.method),
    target: taker.take(request.target),
    host: taker.takeOrNull(header(request, 'host')),
  };
}

function writeResponse(to: JsonLineWriter, response: HttpResponse, door: Door): void {
  const taker = new TextTaker(door);
  to.raw('{').name('status').value(response.status);
  taker.write(to.name('reason'), response.reason);
  taker.writeHeaders(to.name('headers'), response);
  taker.end(to.members(showResponse(response, taker, {})));
}

function writeOss(to: JsonLineWriter, oss: OssExchange, door: Door): void {
  const taker = new TextTaker(door);
  to.raw('{').members(operationToJson(oss, taker));
  to.name('error').value(oss.error === null ? null : errorToJson(oss.error, door));
  taker.end(to);
}

/** What an exchange is about, and what the service calls it. */
export function operationToJson(oss: OssExchange, taker: TextTaker): Omit<OssJson, 'error'> {
  const { provider, flavour, service } = oss;
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(flavour === undefined ? {} : { flavour }),
    ...(service === undefined ? {} : { service }),
    operation: oss.operation,
    bucket: taker.takeOrNull(oss.address.bucket),
    key: taker.takeOrNull(oss.address.key),
    region: oss.address.region,
    requestId: taker.takeOrNull(oss.requestId),
    ec: taker.takeOrNull(oss.ec),
  };
}

function errorToJson(error: OssError, door: Door): OssErrorJson {
  return withTexts(door, (taker) => ({
    code: taker.take(error.code),
    message: taker.take(error.message),
    hostId: taker.takeOrNull(error.hostId),
    accessKeyId: taker.takeOrNull(error.accessKeyId, 'accessKeyId'),
    signatureProvided: taker.takeOrNull(error.signatureProvided, 'signature'),
    stringToSign: taker.takeOrNull(error.stringToSign),
    stringToSignBytes: taker.takeOrNull(error.stringToSignBytesText),
    canonicalRequest: taker.takeOrNull(error.canonicalRequest),
  }));
}

function writeSignature(to: JsonLineWriter, oss: OssExchange, diagnosis: Diagnosis | null, door: Door): void {
  const { claim } = oss;
  if (claim === null) {
    to.value({ version: 'none' });
    return;
  }
  to.raw('{').name('version').value(claim.version);
  const { wire = null, server = null, client = null } = diagnosis ?? {};
  const taker = new TextTaker(door);
  taker.write(to.name('accessKeyId'), claim.accessKeyId, 'accessKeyId');
  taker.write(to.name('onWire'), claim.signature, 'signature');
  taker.write(to.name('provided'), oss.error?.signatureProvided ?? null, 'signature');
  taker.write(to.name('recomputed'), diagnosis?.recomputed ?? null, 'signature');
  to.name('stringToSign');
  writeSides(to, door, {
    wire: wire?.stringToSign.text ?? null,
    server: server?.stringToSign ?? null,
    client: client?.stringToSign.text ?? null,
  });
  const canonical = {
    wire: wire?.canonicalRequest?.text ?? null,
    server: server?.canonicalRequest ?? null,
    client: client?.canonicalRequest?.text ?? null,
  };
  if (hasCanonicalRequest(claim.version) || canonical.server !== null) {
    to.name('canonicalRequest');
    writeSides(to, door, canonical);
  }
  taker.end(to);
}

type Sides = { readonly [K in keyof Omit<SidesJson, 'lossy'>]: ByteString | null };

function writeSides(to: JsonLineWriter, door: Door, { wire, server, client }: Sides): void {
  const taker = new TextTaker(door);
  taker.write(to.raw('{').name('wire'), wire);
  taker.write(to.name('server'), server);
  taker.write(to.name('client'), client);
  taker.end(to);
}

/** What is said of an exchange that passed and of which there is nothing else to say: of most of them. */
let plain: Uint8Array | null = null;

export function writeJudgement(
  to: JsonLineWriter,
  { exchange, oss, diagnosis, triage }: ExchangeResult,
  options: JsonOptions,
): void {
  if (diagnosis === null) return;
  to.name('diagnosis');
  if (triage === undefined && isPlain(diagnosis)) {
    plain ??= fixed(toJsonLine(diagnosisToJson(diagnosis, { exchange, oss }, options)));
    to.fixed(plain);
  } else to.value({ ...diagnosisToJson(diagnosis, { exchange, oss }, options), ...triageToJson(triage) });
}

function diagnosisToJson(
  diagnosis: Diagnosis,
  of: Pick<ExchangeResult, 'exchange' | 'oss'>,
  options: JsonOptions,
): DiagnosisJson {
  const { door, texts } = options;
  const filler = fillerFor(of, { door, texts });
  const { hops } = diagnosis;
  const needs = needsOf(diagnosis, door, texts, filler);
  return {
    verdict: diagnosis.verdict,
    certainty: diagnosis.certainty,
    ...(needs === null ? {} : { needs }),
    divergences: diagnosis.divergences.map((divergence) => divergenceToJson(divergence, door)),
    cause: causeToJson(diagnosis, of, options),
    ...(hops.length === 0 ? {} : { hops: hops.map(hopToJson) }),
    ...suspectsToJson(diagnosis.suspects, door, filler, texts),
    notes: diagnosis.notes.map((note) => `${note.id}: ${noteSentence(note, filler, texts)}`),
    ...noteArgs(diagnosis, door, texts),
  };
}

function fillerFor(
  { exchange, oss }: Pick<ExchangeResult, 'exchange' | 'oss'>,
  { door, texts }: Pick<JsonOptions, 'door' | 'texts'>,
): Filler {
  return inWordsOf(numbered(plainFiller(texts, door.prose), exchange.numbering), oss);
}

export function causeToJson(
  diagnosis: Diagnosis,
  of: Pick<ExchangeResult, 'exchange' | 'oss'>,
  { door, texts }: JsonOptions,
): DiagnosisJson['cause'] {
  const { cause, divergences } = diagnosis;
  if (cause === null) return null;
  const sentences = causeSentences(diagnosis, fillerFor(of, { door, texts }), texts, isOverTls(of.exchange));
  const field = divergences.length > 0 ? null : fieldOfCause(cause.id);
  return {
    id: cause.id,
    ...argsMember(cause.args, Object.values(causeText(cause.id, texts) ?? {}), door),
    ...(field === null ? {} : { field }),
    summary: sentences.headline,
    advice: sentences.cure,
  };
}

function noteArgs({ notes }: Diagnosis, door: Door, texts: Texts): Pick<DiagnosisJson, 'noteArgs'> {
  if (notes.every(({ args }) => Object.keys(args).length === 0)) return {};
  return { noteArgs: notes.map((note) => argsToJson(note.args, noteTemplates(note, texts), door)) };
}

function suspectsToJson(
  suspects: readonly Suspect[] | undefined,
  door: Door,
  filler: Filler,
  texts: Texts,
): Pick<DiagnosisJson, 'suspects'> {
  if (suspects === undefined) return {};
  const points = (evidence: readonly EvidencePoint[], taker: TextTaker) =>
    evidence.map((point) => ({
      code: point.code,
      exchanges: point.exchanges,
      ...(point.capture === undefined ? {} : { capture: point.capture }),
      args: Object.fromEntries(
        Object.entries(point.args).map(([name, value]) => {
          return [name, typeof value === 'string' ? taker.take(value) : value];
        }),
      ),
      message: evidenceSentence(point, filler, texts.lang),
    }));
  return {
    suspects: suspects.map((suspect) => {
      const { summary, advice, proof } = suspectFound(suspect, suspects, filler, texts);
      const { kind, cause, field, fields, weight } = suspect;
      return withTexts(door, (taker) => ({
        kind,
        cause,
        field: field === null ? null : taker.take(field),
        ...(fields === undefined ? {} : { fields: fields.map((each) => taker.take(each)) }),
        weight,
        ...argsMember(suspect.args, suspectTemplates(suspect.kind, texts.lang) ?? [], door),
        summary,
        advice,
        for: points(suspect.for, taker),
        against: points(suspect.against, taker),
        proof,
      }));
    }),
  };
}

function hopToJson({ exchange, capture, from, to, changed, broken }: DiagnosedHop): HopJson {
  return {
    exchange,
    ...(capture === undefined ? {} : { capture }),
    between: `${from} → ${to}`,
    changed,
    ...(broken.length === 0 ? {} : { broken }),
  };
}

/** What would settle an open verdict; null for one that is settled. */
function needsOf(diagnosis: Diagnosis, door: Door, texts: Texts, filler: Filler): string | null {
  const { verdict, certainty, needsSecretOf } = diagnosis;
  if (needsSecretOf !== null) {
    return fill(texts.labels['needs-secret'], { id: door.accessKeyId(needsSecretOf).text }, filler);
  }
  if (certainty !== 'open') return null;
  return texts.labels[
    verdict === 'undecided' && diagnosis.wire !== null ? 'needs-client-string' : 'needs-request'
  ];
}

function triageToJson(triage: Triage | undefined): Pick<DiagnosisJson, 'known' | 'ignored'> {
  if (triage === undefined) return {};
  return triage.kind === 'known' ? { known: true } : { ignored: { reason: triage.reason } };
}

function divergenceToJson(divergence: Divergence, door: Door): DivergenceJson {
  const origin = divergence.clientOrigin;
  return withTexts(door, (taker) => ({
    field: taker.take(divergence.field),
    client: taker.takeOrNull(divergence.client),
    server: taker.takeOrNull(divergence.server),
    clientOffset: divergence.clientOffset,
    serverOffset: divergence.serverOffset,
    ...(origin === null ? {} : { frame: origin.frame, source: taker.take(origin.source) }),
  }));
}

const TIMES = [
  ...(['connectMs', 'requestMs', 'waitMs', 'responseMs', 'firstByteMs', 'totalMs', 'serverTimeMs'] as const),
  ...(['roundTripMs', 'roundTripToServerMs', 'roundTripToClientMs'] as const),
];
/** Nothing was sent again, and nobody paused, as most of the time. */
const NONE = '{"client":0,"server":0}';
const UNDISTURBED = fixed(
  `,"retransmissions":{"connect":0,"request":0,"response":0},"zeroWindows":${NONE},"pauses":${NONE}`,
);

/** Where the time of an exchange went, if the packets show it. */
function writeTiming(to: JsonLineWriter, { exchange, oss }: ExchangeResult, { texts }: JsonOptions): void {
  const timing = oss === null ? null : timingOf(exchange);
  if (timing === null) return;
  to.name('timing').raw('{');
  for (const name of TIMES) to.name(name).value(timing[name]);
  const { retransmissions: again, zeroWindows, pauses, waits, waitedFor, reason, reasonMs } = timing;
  const events = again.connect + again.request + again.response + (again.connectAnswers ?? 0);
  const isQuiet = events + zeroWindows.client + zeroWindows.server + pauses.client + pauses.server === 0;
  if (isQuiet) to.fixed(UNDISTURBED);
  else to.members({ retransmissions: again, zeroWindows, pauses });
  const { trafficLimit, throttledMs, windowLimit, connectLoss, lostOrSilent } = timing;
  to.members({ waits, waitedFor, reason, reasonMs, trafficLimit, throttledMs });
  to.members({ windowLimit, connectLoss, lostOrSilent });
  if (timing.totalMs >= SLOW_MILLISECONDS) {
    to.name('summary').value(reasonSentence(timing, plainFiller(texts), texts, agentIn(exchange)));
  }
  to.raw('}');
}

const showCheck = reportOf(BODY_CHECK);

/** What headers claim of the bodies of an exchange, against the captured bytes. */
function integrityToJson(checks: readonly BodyCheck[], { door }: JsonOptions): readonly IntegrityJson[] {
  return checks.map((check) =>
    withTexts(door, (taker) => ({
      ...showCheck(check, taker, {}),
      ...(check.damage === null ? {} : { damage: check.damage }),
      ...(check.unknown === null ? {} : { unknown: check.unknown }),
    })),
  );
}

const showChunks = reportOf(CHUNKED_FACTS);
const showChunkFault = reportOf(CHUNK_FAULT);

/** A body in chunks, where one was followed. */
function chunksToJson(request: HttpRequest | null): { readonly chunks?: ChunksJson } {
  const facts = chunkedFacts(request);
  if (facts === null) return {};
  const { unknown, fault } = facts;
  return {
    chunks: {
      ...showChunks(facts, UNCAPTURED, {}),
      ...(unknown === null ? {} : { unknown }),
      ...(fault === null ? {} : { fault: showChunkFault(fault, UNCAPTURED, {}) }),
    },
  };
}
