import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { isBefore, sdkVersionOf } from '../../engine/diagnose/sdk-defects.ts';
import type { Ending, Exchange } from '../../engine/http/exchange.ts';
import { sdkOfUserAgent } from '../../engine/sign/index.ts';
import type { Timing, WaitReason } from '../../features/timing/timing.ts';
import { type FillArgs, type Filler, fill, formatDuration, groupDigits } from '../../sentences/fill.ts';
import { type Lang, PUNCTUATION, type Template } from '../../sentences/language.ts';
import type { Texts } from '../../sentences/texts.ts';
import type { TimingSumsJson } from '../json/model.ts';

/**
 * What took the most of an exchange's time, in one sentence; what made that slower, and the limit that the
 * request asked for or that OSS set it, whatever the reason. `agent`: what the client calls itself, where
 * that may say why it was slow.
 */
export function reasonSentence(timing: Timing, filler: Filler, texts: Texts, agent: ByteString = ''): string {
  const { labels, reasons } = texts.outlook;
  const args = reasonArgs(timing, texts.lang);
  const reason = fill(reasons[timing.reason], args, filler);
  const { trafficLimit, throttledMs, windowLimit, connectLoss } = timing;
  const beside: Template[] = [];
  if (timing.reason === 'connecting') {
    if (timing.retransmissions.connectAnswers !== undefined) beside.push(labels['connect-answers']);
    if (connectLoss !== undefined) beside.push(labels[`connect-loss-${connectLoss}`]);
  }
  if (silentOf(timing) * 2 >= timing.reasonMs && silentOf(timing) > 0) {
    if (timing.reason === 'client-paused') beside.push(labels['lost-or-silent-client']);
    if (timing.reason === 'server-paused') beside.push(labels['lost-or-silent-server']);
    if (timing.reason === 'in-flight') beside.push(labels['flight-lost-or-slow']);
  }
  const checksum = slowChecksum(timing, agent);
  if (checksum !== null) beside.push(labels[checksum]);
  if (timing.reason === 'in-flight' && resentOf(timing) > 0) beside.push(labels['flight-loss']);
  if (timing.reason === 'in-flight' && windowLimit !== undefined) {
    beside.push(labels[`flight-window-${windowLimit.receiver}`]);
  }
  if (trafficLimit !== undefined && timing.reason !== 'limit-asked') {
    beside.push(trafficLimit.measuredBitsPerSecond === null ? labels.limit : labels['limit-measured']);
  }
  // Where a limit was asked for, it is that which the server speaks of.
  if (throttledMs !== undefined && trafficLimit === undefined) beside.push(labels.throttled);
  return [reason, ...beside.map((each) => fill(each, args, filler))].join(PUNCTUATION[texts.lang].semicolon);
}

/** From so long on, a client that is waited for may be busy with its checksum. */
const SLOW_CHECKSUM_MILLISECONDS = 100;
/** The first version of oss2 that computes CRC-64 unless set otherwise. */
const FIRST_WITH_CRC = '2.2.0';

/**
 * The Python SDKs check each transfer by a CRC-64 of `crcmod`, which computes it in plain Python where its C
 * extension was not built: help.aliyun.com/document_detail/85288.html, aliyun/aliyun-oss-python-sdk#76.
 */
function slowChecksum(
  { waitedFor, reason, reasonMs }: Timing,
  agent: ByteString,
): 'crc-in-python' | 'crc-in-python-v2' | null {
  const isOfClient = reason === 'client-paused' || reason === 'client-not-reading';
  if (waitedFor !== 'client' || !isOfClient || reasonMs < SLOW_CHECKSUM_MILLISECONDS) return null;
  const sdk = sdkOfUserAgent(agent);
  if (sdk === 'py2') return 'crc-in-python-v2';
  if (sdk !== 'py1') return null;
  const version = sdkVersionOf(agent);
  return version !== null && isBefore(version, FIRST_WITH_CRC) ? null : 'crc-in-python';
}

function reasonArgs(timing: Timing, lang: Lang): FillArgs {
  return {
    ms: formatMilliseconds(timing.reasonMs, lang),
    n: timesOf(timing),
    resent: resentOf(timing),
    trip: formatMilliseconds(timing.roundTripMs ?? timing.roundTripToServerMs ?? 0, lang),
    own: formatMilliseconds(timing.serverTimeMs ?? 0, lang),
    answers: timing.retransmissions.connectAnswers ?? 0,
    silent: formatMilliseconds(silentOf(timing), lang),
    throttled: formatMilliseconds(timing.throttledMs ?? 0, lang),
    asked: formatSpeed(timing.trafficLimit?.askedBitsPerSecond ?? 0),
    window: groupDigits(timing.windowLimit?.bytes ?? 0),
    speed: formatSpeed(timing.trafficLimit?.measuredBitsPerSecond ?? 0),
  };
}

/** How often that happened which the reason names. */
function timesOf({ reason, pauses, zeroWindows }: Timing): number {
  const times: Readonly<Partial<Record<WaitReason, number>>> = {
    'client-paused': pauses.client,
    'client-not-reading': zeroWindows.client,
    'server-paused': pauses.server,
    'server-not-reading': zeroWindows.server,
  };
  return times[reason] ?? 0;
}

function resentOf({ reason, retransmissions }: Timing): number {
  const { connect, request, response } = retransmissions;
  return reason === 'connecting' ? connect : request + response;
}

/** Silences in which something may have been lost: of the side that the reason is about, or of both. */
function silentOf({ reason, lostOrSilent }: Timing): number {
  const { clientMs, serverMs } = lostOrSilent ?? { clientMs: 0, serverMs: 0 };
  if (reason === 'client-paused') return clientMs;
  if (reason === 'server-paused') return serverMs;
  return reason === 'in-flight' ? clientMs + serverMs : 0;
}

/** Where the time of all exchanges together went, in one sentence. */
export function sumSentence(sums: TimingSumsJson, filler: Filler, texts: Texts): string {
  const { labels } = texts.outlook;
  const time = (ms: number): string => formatMilliseconds(ms, texts.lang);
  const shares = {
    n: sums.exchanges,
    total: time(sums.totalMs),
    client: time(sums.clientMs),
    network: time(sums.networkMs),
    server: time(sums.serverMs),
  };
  const network = { resent: sums.retransmissions, closed: sums.zeroWindows };
  const [first, second] = [fill(labels.sum, shares, filler), fill(labels['sum-network'], network, filler)];
  return first + PUNCTUATION[texts.lang].semicolon + second;
}

/** `0.4 ms`, `1,274 ms`, `12.3 s`, `3 min 4 s`. */
export function formatMilliseconds(milliseconds: number, lang: Lang): string {
  const [ms, s] = lang === 'zh' ? ['毫秒', '秒'] : ['ms', 's'];
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ${ms}`;
  if (milliseconds < 10_000) return `${groupDigits(Math.round(milliseconds))} ${ms}`;
  if (milliseconds < 120_000) return `${(milliseconds / 1000).toFixed(1)} ${s}`;
  return formatDuration(milliseconds / 1000, lang);
}

/** `819,200 bit/s`: the unit of the header, so that the two compare. */
function formatSpeed(bitsPerSecond: number): string {
  return `${groupDigits(bitsPerSecond)} bit/s`;
}

/** A number of milliseconds for a column: `0.4`, `1,274`. */
export function millisecondsCell(milliseconds: number | null): string {
  if (milliseconds === null) return '-';
  return milliseconds < 10 ? milliseconds.toFixed(1) : groupDigits(Math.round(milliseconds));
}

/** What is said of an answer that is missing or not whole. */
interface EndingSentences {
  /** The same for all of one kind. */
  readonly headline: string;
  readonly happened: string;
  readonly cure: string;
}

/** A connection that was silent for less is in use; in µs. */
const IDLE_MICROS = 1_000_000;

/** Null where the answer is whole, or the capture does not show it. */
export function endingSentences(
  { ending, response }: Exchange,
  filler: Filler,
  texts: Texts,
): EndingSentences | null {
  if (ending === undefined) return null;
  const { kinds, labels } = texts.endings;
  const { headline, happened, cure } = kinds[ending.kind];
  const said = response?.framing === 'content-length' ? response.contentLength : null;
  const beside: Template[] = [];
  if (said !== null) beside.push(labels.said);
  if (ending.ttl !== null) beside.push(labels.ttl);
  if ((ending.idle ?? 0) >= IDLE_MICROS) beside.push(labels.idle);
  const args = argsOf(ending, response?.bodyBytes ?? 0, said ?? 0, texts);
  return {
    headline: fill(headline, args, filler),
    happened: [happened, ...beside]
      .map((each) => fill(each, args, filler))
      .join(PUNCTUATION[texts.lang].semicolon),
    cure: fill(cure, args, filler),
  };
}

function argsOf(ending: Ending, got: number, said: number, { lang }: Texts): FillArgs {
  const time = (micros: number): string => fromText(formatMilliseconds(micros / 1000, lang));
  return {
    after: time(ending.after),
    idle: time(ending.idle ?? 0),
    frame: ending.frame ?? 0,
    sent: ending.sentAgain,
    size: ending.sentAgainBytes,
    open: ending.unacknowledged,
    lost: ending.lost,
    ttl: ending.ttl ?? 0,
    usual: ending.usualTtl ?? 0,
    got,
    said,
  };
}
