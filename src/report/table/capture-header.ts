import { isFailing, VERDICTS, type Verdict } from '../../diagnose/model.ts';
import type { TlsOpened } from '../../http/tls.ts';
import { type ExchangeTroubles, lateFailures } from '../findings/troubles.ts';
import type { CaptureInfo } from '../input.ts';
import { captureName, noticeSentence } from '../notice-text.ts';
import { otherPacketsSentence } from '../other-packets.ts';
import { label, listed, type View } from '../terminal/view.ts';
import { wrapItems, wrapText } from '../terminal/wrap.ts';
import { fill, formatDuration } from '../text/fill.ts';
import { PUNCTUATION } from '../text/punctuation.ts';
import { millisecondsBetween } from '../timing/time-text.ts';
import { item, type TlsWays, tlsSentences } from './tls-lines.ts';

/** What is counted of the exchanges of a capture. */
interface ExchangeCounts {
  readonly counts: ReadonlyMap<Verdict, number>;
  readonly troubles: { readonly state: ExchangeTroubles };
}

/** Path, size and outcome of a capture. */
export function captureHeader(info: CaptureInfo, tally: ExchangeCounts, view: View): string[] {
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
  if (!summary.complete) parts.push(label(view, 'capture-damaged'));
  return [
    ...wrapItems(parts, view.width).map((line) => view.paint('strong', line)),
    ...tlsOpened(traffic.tlsOpened ?? [], view),
    ...otherPacketLines(info, view),
  ];
}

/** Packets of which nothing is read, by protocol. */
function otherPacketLines({ traffic }: CaptureInfo, view: View): string[] {
  const text = otherPacketsSentence(traffic, view.filler, view.texts);
  return text === null ? [] : wrapText(text, view.width).map((line) => view.paint('quiet', line));
}

/** How much of the capture a filter shows; nothing without one. */
export function filteredLines({ filtered }: CaptureInfo, view: View): string[] {
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
  const id = kind === 'har' ? 'capture-archive' : 'capture-text';
  return label(view, id, { kind: `text-${kind}`, n: lines });
}

function formatSpan(seconds: number, view: View): string {
  if (seconds < 1) return `${Math.round(seconds * 1e3)} ${view.texts.lang === 'zh' ? '毫秒' : 'ms'}`;
  if (seconds >= 60) return formatDuration(seconds, view.texts.lang);
  return `${seconds.toFixed(1)} ${view.texts.lang === 'zh' ? '秒' : 's'}`;
}

function outcome(exchanges: number, { counts, troubles }: ExchangeCounts, view: View): string {
  let failed = 0;
  for (const verdict of VERDICTS) if (isFailing(verdict)) failed += counts.get(verdict) ?? 0;
  const passed = counts.get('match') ?? 0;
  const other = Math.max(0, exchanges - passed - failed);
  const late = lateFailures(troubles.state);
  const hidden = late === 0 ? '' : fill(view.texts.late.labels['passed-late'], { n: late }, view.filler);
  const words = [label(view, 'capture-passed', { n: passed }) + hidden];
  if (failed > 0) words.push(label(view, 'capture-failed', { n: failed }));
  if (other > 0) words.push(label(view, 'capture-other', { n: other }));
  const list = words.join(PUNCTUATION[view.texts.lang].comma);
  return label(view, 'capture-oss', { n: exchanges }) + list;
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
  // Without a connection, no packet had TCP that could be read: other protocols, unknown link
  // types, cut or damaged headers.
  if (connections === 0 && !isText) found.push(label(view, 'no-oss-no-tcp', { n: summary.packets }));
  const lines = [
    ...wrapText(label(view, 'no-oss'), view.width),
    ...found.flatMap((text) => item(text, view)),
  ];
  return tls.length === 0 ? lines : [...lines, '', ...ways.lines(view)];
}
