import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import { printable } from '../../bytes/printable.ts';
import type { Exchange } from '../../http/exchange.ts';
import { type HttpMessage, isKnownTime } from '../../http/message.ts';
import { partOfFrame } from '../capture-part.ts';
import { inputName } from '../notice-text.ts';
import { type TitledRow, titledRows } from '../terminal/titled-rows.ts';
import { label } from '../terminal/view.ts';
import { chunkText } from '../terminal/wrap.ts';
import { PUNCTUATION } from '../text/punctuation.ts';
import { endingSentences } from '../timing/ending-text.ts';
import { durationOf } from '../timing/exchange-time.ts';
import { formatTime } from '../timing/time-text.ts';
import { type Section, sentence } from './layout.ts';
import { comma, type DetailView, say } from './view.ts';

/** Who spoke with whom, in which frames, and when. */
export function connectionSection(exchange: Exchange, view: DetailView): Section {
  const { connection, request, response, interim } = exchange;
  const { index, client, server, originalClient = null } = connection;
  const rows: TitledRow[] = [
    {
      title: say(view, 'row-connection'),
      // A text may not tell who spoke with whom.
      text: client === '' && server === '' ? null : say(view, 'connection', { index, client, server }),
    },
    ...(originalClient === null
      ? []
      : [
          {
            title: say(view, 'row-original-client'),
            text: say(view, 'original-client', { client: originalClient }),
          },
        ]),
    ...tlsRows(connection.tls ?? null, view),
    { title: say(view, 'row-request'), text: placeOf(request, view) },
    ...interim.map((answer) => ({
      title: say(view, 'row-interim'),
      text: `${answer.status} ${printable(view.door.text(answer.reason).text)}${comma(view)}${placeOf(answer, view)}`,
    })),
    { title: say(view, 'row-response'), text: placeOf(response, view) },
    ...endingRows(exchange, view),
  ];
  const ms = durationOf(exchange);
  if (ms !== null) rows.push({ title: say(view, 'row-took'), text: say(view, 'took', { ms: String(ms) }) });
  return { heading: say(view, 'heading-connection'), lines: titledRows(rows, view) };
}

/** Why the answer is missing or not whole. */
function endingRows(exchange: Exchange, view: DetailView): TitledRow[] {
  const sentences = endingSentences(exchange, view.filler, view.texts);
  if (sentences === null) return [];
  const { headline, happened, cure } = sentences;
  return [
    { title: say(view, 'row-found'), text: headline },
    { title: view.texts.endings.labels['row-happened'], text: happened },
    { title: label(view, 'row-cure'), text: cure },
  ];
}

/** The TLS that the exchange was opened from. */
function tlsRows(tls: NonNullable<Exchange['connection']['tls']> | null, view: DetailView): TitledRow[] {
  if (tls === null) return [];
  const { version, suite, serverName, alpn } = tls;
  const parts = [
    `TLS ${version}`,
    suite,
    ...(serverName === null ? [] : [serverName]),
    ...(alpn === null ? [] : [alpn]),
  ];
  const protection = parts.join(fromText(PUNCTUATION[view.texts.lang].listComma));
  return [{ title: say(view, 'row-tls'), text: say(view, 'tls', { protection }) }];
}

function placeOf(message: HttpMessage | null, view: DetailView): string {
  if (message === null) return say(view, 'message-missing');
  const { frame, lastFrame, time, missingBytes } = message;
  const args = { frame, lastFrame, n: missingBytes };
  const frames = say(view, frame === lastFrame ? 'place-one' : 'place-several', args);
  // A text may tell none.
  const whole = isKnownTime(time) ? frames + comma(view) + formatTime(time) : frames;
  const part = partOfFrame(view.parts, frame);
  const place =
    part === null
      ? whole
      : whole +
        say(view, 'place-in-file', { frame: part.frame, file: fromText(inputName(part.path, view.texts)) });
  return missingBytes > 0 ? place + say(view, 'bytes-missing', args) : place;
}

/** The head of a message as captured, and what is known of its body. */
export function headSection(message: HttpMessage | null, view: DetailView): Section | null {
  if (message === null) return null;
  const heading = say(view, message.kind === 'request' ? 'heading-request-head' : 'heading-response-head');
  const lines = headLines(message.head).flatMap((line) =>
    chunkText(printable(view.door.text(line).text), view.width - 2).map((part) => `  ${part}`),
  );
  if (!message.headComplete) lines.push(...sentence(say(view, 'head-cut'), view));
  const { bodyBytes: n, framing, bodyState } = message;
  if (n > 0 || bodyState === 'incomplete') {
    const args = { n, framing };
    const id = bodyState === 'complete' ? 'body-complete' : 'body-incomplete';
    lines.push(...sentence(say(view, id, args), view));
  }
  return { heading, lines };
}

/**
 * Lines of a head without the CR LF that ends each; any other line end stays in its line, where it
 * is shown.
 */
function headLines(head: ByteString): ByteString[] {
  const lines = head.replace(/(?:\r?\n){1,2}$/, '').split('\r\n');
  // a bare LF ends a line all the same, and stays visible
  return lines.flatMap((line) => line.split(/(?<=\n)/)).filter((line) => line !== '');
}
