import { fromText } from '../../engine/bytes/byte-string.ts';
import { padEnd } from '../../engine/bytes/display-width.ts';
import type { Verdict } from '../../engine/diagnose/model.ts';
import type { TlsHandshake, TlsOpened } from '../../engine/http/tls.ts';
import type { CaptureInfo, TlsPeer } from '../../engine/results.ts';
import { type FillArgs, fill, formatDuration } from '../../sentences/fill.ts';
import { PUNCTUATION } from '../../sentences/language.ts';
import { type OutlookLabelId, TLS_CLIENT_LINES, TLS_CLIENTS } from '../../sentences/outlook.ts';
import { naming, providersOf } from '../../sentences/service.ts';
import { millisecondsBetween } from '../../sentences/time-text.ts';
import { type ExchangeTroubles, lateFailures } from '../findings/troubles.ts';
import { captureName, ENTRIES, noticeSentence } from '../notice-text.ts';
import { otherPacketsSentence } from '../other-packets.ts';
import { failingIn } from '../summary.ts';
import { label, listed, type View } from '../terminal/view.ts';
import { markedLines, widestOf, wrapItems, wrapText } from '../terminal/wrap.ts';
import { formatBytes } from '../uploads/upload-facts.ts';

/* What stands above the exchanges of a capture: its size and outcome, and the TLS that was not opened. */

/** What is counted of the exchanges of a capture. */
interface ExchangeCounts {
  readonly counts: ReadonlyMap<Verdict, number>;
  readonly troubles: { readonly state: ExchangeTroubles };
}

/** Path, size and outcome of a capture. */
export function captureHeader(info: CaptureInfo, tally: ExchangeCounts, given: View): string[] {
  const view: View = { ...given, filler: naming(given.filler, providersOf(info)) };
  const { summary, traffic } = info;
  const span =
    info.firstTime === null || info.lastTime === null
      ? 0
      : Math.max(0, millisecondsBetween(info.firstTime, info.lastTime) / 1e3);
  const parts = [
    captureName(info, view.texts),
    ...(summary.text === undefined
      ? [
          label(view, 'capture-packets', {
            format: summary.format ?? '-',
            packets: summary.packets,
            span: formatSpan(span, view),
          }),
          label(view, 'capture-connections', { n: traffic.connections }),
        ]
      : [textSize(summary.text, view)]),
  ];
  if (traffic.ossExchanges > 0) parts.push(outcome(traffic.ossExchanges, tally, view));
  if (traffic.copies !== undefined) parts.push(label(view, 'capture-copies', { n: traffic.copies }));
  if (!summary.complete) parts.push(label(view, 'capture-damaged'));
  return [
    ...wrapItems(parts, view.width).map((line) => view.paint('strong', line)),
    ...tlsOpened(traffic.tlsOpened ?? [], view),
    ...otherPacketLines(info, view),
  ];
}

/** Packets of which nothing is read, by protocol. */
export function otherPacketLines({ traffic }: CaptureInfo, view: View): string[] {
  const text = otherPacketsSentence(traffic, view.filler, view.texts);
  return text === null ? [] : wrapText(text, view.width).map((line) => view.paint('quiet', line));
}

/** How much of the capture a filter shows; nothing without one. */
export function filteredLines({ filtered, traffic }: CaptureInfo, given: View): string[] {
  const view: View = { ...given, filler: naming(given.filler, providersOf({ traffic })) };
  if (filtered === undefined || filtered.ofOss === 0) return [];
  const { shownOss, ofOss, timeless } = filtered;
  const text =
    label(view, 'capture-filtered', { shown: shownOss, of: ofOss }) +
    (timeless === 0 ? '' : label(view, 'capture-timeless', { n: timeless }));
  return wrapText(text, view.width).map((line) => view.paint('quiet', line));
}

/** Kinds of opened TLS that are named. */
const MAX_TLS_OPENED = 3;

/** One line for each kind of TLS that the exchanges were opened from. */
function tlsOpened(all: readonly TlsOpened[], view: View): string[] {
  const shown = view.all ? all : all.slice(0, MAX_TLS_OPENED);
  const rest = all.slice(shown.length).reduce((sum, { connections }) => sum + connections, 0);
  const texts = shown.map(({ connections, version, suite, serverName, alpn }) =>
    label(view, serverName === null ? 'tls-opened-unnamed' : 'tls-opened', {
      n: connections,
      protection: listed([`TLS ${version}`, suite, ...(alpn === null ? [] : [alpn])], view),
      name: serverName ?? '',
    }),
  );
  if (rest > 0) texts.push(label(view, 'tls-opened-more', { n: rest }));
  return texts.flatMap((text) => wrapText(text, view.width).map((line) => view.paint('quiet', line)));
}

function textSize({ kind, lines }: { readonly kind: string; readonly lines: number }, view: View): string {
  const id = ENTRIES.has(kind) ? 'capture-archive' : 'capture-text';
  return label(view, id, { kind: `text-${kind}`, n: lines });
}

function formatSpan(seconds: number, view: View): string {
  if (seconds < 1) return `${Math.round(seconds * 1e3)} ${view.texts.lang === 'zh' ? '毫秒' : 'ms'}`;
  if (seconds >= 60) return formatDuration(seconds, view.texts.lang);
  return `${seconds.toFixed(1)} ${view.texts.lang === 'zh' ? '秒' : 's'}`;
}

function outcome(exchanges: number, { counts, troubles }: ExchangeCounts, view: View): string {
  const other = (n: number): string => label(view, 'capture-other', { n });
  const list = outcomeText(exchanges, counts, lateFailures(troubles.state), other, view);
  return label(view, 'capture-oss', { n: exchanges }) + list;
}

/** `8 passed, 1 failed`. `late`: passed with an error inside. `other`: says what did neither. */
export function outcomeText(
  exchanges: number,
  counts: ReadonlyMap<Verdict, number>,
  late: number,
  other: (n: number) => string,
  view: View,
): string {
  const [passed, failed] = [counts.get('match') ?? 0, failingIn(counts)];
  const rest = exchanges - passed - failed;
  const hidden = late === 0 ? '' : fill(view.texts.late.labels['passed-late'], { n: late }, view.filler);
  const words = [label(view, 'capture-passed', { n: passed }) + hidden];
  if (failed > 0) words.push(label(view, 'capture-failed', { n: failed }));
  if (rest > 0) words.push(other(rest));
  return words.join(PUNCTUATION[view.texts.lang].comma);
}

const ELSEWHERE = 'reported-in-other-capture';

/** Which requests of a capture are reported with another one; nothing where there are none. */
export function elsewhereLines({ notices }: CaptureInfo, view: View): string[] {
  return notices
    .filter(({ code }) => code === ELSEWHERE)
    .flatMap((each) => ['', ...wrapText(noticeSentence(each, view.filler, view.texts), view.width)]);
}

/** What a capture without OSS exchanges holds instead. */
export function otherTraffic(info: CaptureInfo, ways: TlsWays, view: View): string[] {
  const { traffic, summary, notices } = info;
  if (notices.some(({ code }) => code === ELSEWHERE)) return [];
  if (summary.packets === 0 && summary.text === undefined)
    return wrapText(label(view, 'no-packets'), view.width);
  const { httpExchanges, tls, otherConnections, http2Connections = 0, connections } = traffic;
  const found = tlsSentences(tls, view);
  if (httpExchanges > 0) found.unshift(label(view, 'no-oss-http', { n: httpExchanges }));
  if (http2Connections > 0) found.push(label(view, 'no-oss-http2', { n: http2Connections }));
  if (otherConnections > 0) found.push(label(view, 'no-oss-other', { n: otherConnections }));
  const isText = summary.text !== undefined;
  // Without a connection, no packet had TCP that could be read: other protocols, unknown link types, cut or
  // damaged headers.
  if (connections === 0 && !isText) found.push(label(view, 'no-oss-no-tcp', { n: summary.packets }));
  const lines = [
    ...wrapText(label(view, 'no-oss'), view.width),
    ...found.flatMap((text) => markedLines('  - ', text, view.width)),
  ];
  return tls.length === 0 ? lines : [...lines, '', ...ways.lines(view)];
}

/** Servers of unopened TLS that are named. */
const MAX_TLS_PEERS = 5;

/** Kinds of handshake with one server that are described. */
const MAX_HANDSHAKES = 3;

/** Versions that keys open. */
const OPENED_VERSIONS: readonly string[] = ['TLS 1.2', 'TLS 1.3'];

/** Its name in ALPN (RFC 9113 §3.2). */
const HTTP2 = 'h2';

/** TLS that was not opened, a line each server (OSS first), as sentences without marks before them. */
function tlsSentences(peers: readonly TlsPeer[], view: View): string[] {
  const sorted = [...peers].sort(
    (a, b) => Number(b.isOss) - Number(a.isOss) || b.connections - a.connections,
  );
  const shown = view.all ? sorted : sorted.slice(0, MAX_TLS_PEERS);
  const lines = shown.map((peer) => peerSentence(peer, view));
  const rest = sorted.length - shown.length;
  if (rest > 0) lines.push(label(view, 'no-oss-tls-more', { n: rest }));
  return lines;
}

function peerSentence(peer: TlsPeer, view: View): string {
  const id = peer.isOss ? 'tls-oss' : peer.serverName === null ? 'tls-unnamed' : 'tls-other';
  const who = say(view, id, { n: peer.connections, server: peer.server, name: peer.serverName ?? '' });
  const { clientBytes, serverBytes } = peer;
  const bytes =
    clientBytes + serverBytes === 0
      ? ''
      : say(view, 'tls-bytes', { up: formatBytes(clientBytes), down: formatBytes(serverBytes) });
  return who + bytes + handshakesText(peer, view);
}

/** Each kind of handshake with its share of the connections, where there are several. */
function handshakesText({ handshakes, serverBytes }: TlsPeer, view: View): string {
  const shown = view.all ? handshakes : handshakes.slice(0, MAX_HANDSHAKES);
  const texts = shown.map((handshake) => {
    const share = handshakes.length === 1 ? '' : say(view, 'tls-share', { n: handshake.connections });
    return handshakeText(handshake, serverBytes > 0, view) + share;
  });
  const rest = handshakes.slice(shown.length).reduce((sum, { connections }) => sum + connections, 0);
  return texts.join('') + (rest === 0 ? '' : say(view, 'tls-handshakes-more', { n: rest }));
}

/** `isAnswered`: the server sent something, on one of its connections at least. */
function handshakeText(handshake: TlsHandshake, isAnswered: boolean, view: View): string {
  const { version, cipherSuite, protocol, offeredVersions, offeredProtocols, alert } = handshake;
  if (version !== null) {
    const chosen = say(view, 'tls-version', { version, suite: cipherSuite ?? '-' });
    if (!OPENED_VERSIONS.includes(version)) return chosen + say(view, 'tls-old');
    // A suite that no key opens has no name here.
    if (cipherSuite?.startsWith('0x') === true) return chosen + say(view, 'tls-suite');
    if (protocol !== null) {
      const http2 = protocol === HTTP2 ? say(view, 'tls-http2') : '';
      return chosen + say(view, 'tls-protocol', { protocol }) + http2;
    }
    // Without the client's hello no key can be recognised as the session's.
    if (offeredVersions.length === 0) return chosen + say(view, 'tls-no-start');
    // TLS 1.3 hides which of the protocols was chosen, but for one that stood alone.
    const [only, ...others] = offeredProtocols;
    if (only !== HTTP2 || others.length > 0) return chosen;
    return chosen + say(view, 'tls-protocol', { protocol: only }) + say(view, 'tls-http2');
  }
  const offered =
    offeredVersions.length === 0
      ? ''
      : say(view, 'tls-offered', { versions: list(offeredVersions, view) }) +
        (offeredProtocols.length === 0
          ? ''
          : say(view, 'tls-protocol-offered', { protocols: list(offeredProtocols, view) }));
  if (alert !== null) return offered + say(view, 'tls-alert', { alert });
  if (!isAnswered) return offered + say(view, 'tls-no-answer');
  // The capture began later, or lost packets; of an answer that is lost the connection is unknown.
  return offeredVersions.length === 0 ? say(view, 'tls-no-start') : offered;
}

function list(names: readonly string[], view: View): string {
  return listed(names, view);
}

/** How the content of TLS can be got at: what to type for each kind of client, and what else can be done. */
function tlsWays(view: View): string[] {
  const { tlsClients } = view.texts.outlook;
  const width = widestOf(TLS_CLIENTS.map((client) => tlsClients[client]));
  const lines = wrapText(say(view, 'tls-ways-title'), view.width);
  for (const client of TLS_CLIENTS) {
    for (const [at, line] of TLS_CLIENT_LINES[client].entries()) {
      const title = padEnd(at === 0 ? tlsClients[client] : '', width);
      // Not wrapped: it is there to be copied.
      lines.push(`  ${view.paint('label', title)}  ${line}`);
    }
  }
  lines.push(`  ${say(view, 'tls-ways-then')}`);
  return [...lines, ...wrapText(say(view, 'tls-ways-else'), view.width)];
}

/** How to read what is in TLS: in full once, and beneath the next captures only a reference to it. */
export class TlsWays {
  #isWritten = false;

  lines(view: View): string[] {
    if (this.#isWritten) return wrapText(say(view, 'tls-ways-above'), view.width);
    this.#isWritten = true;
    return tlsWays(view);
  }
}

/** TLS beside the OSS exchanges of a capture: one sentence, or everything where all is asked for. */
export function tlsBeside(info: CaptureInfo, ways: TlsWays, view: View): string[] {
  const { tls } = info.traffic;
  const first = tls[0];
  if (first === undefined) return [];
  if (view.all) {
    const lines = tlsSentences(tls, view).flatMap((text) => markedLines('  - ', text, view.width));
    return tls.some((peer) => peer.isOss) ? [...lines, ...ways.lines(view)] : lines;
  }
  const oss = tls.filter((peer) => peer.isOss);
  const [named = first] = oss;
  const n = (oss.length > 0 ? oss : tls).reduce((sum, peer) => sum + peer.connections, 0);
  const name = named.serverName ?? fromText(named.server);
  const text = oss.length > 0 ? say(view, 'tls-beside', { n, name }) : label(view, 'also-tls', { n, name });
  return wrapText(text, view.width).map((line) => view.paint('quiet', line));
}

export function say(view: View, id: OutlookLabelId, args: FillArgs = {}): string {
  return fill(view.texts.outlook.labels[id], args, view.filler);
}
