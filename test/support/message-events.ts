import {
  type BodyPlan,
  BufferedText,
  HeadScan,
  HTTP_LIMITS,
  type Message,
  MessageParser,
} from '../rooms/http.ts';

/**
 * Everything that a parser says about a stream. Each byte belongs to a packet, of which `feed` makes the
 * pieces that it comes in.
 */
export function messageEvents(
  role: 'request' | 'response',
  packets: readonly Uint8Array[],
  feed: (packet: Uint8Array, take: (piece: Uint8Array) => void) => void,
): readonly (readonly [string, ...unknown[]])[] {
  const log: (readonly [string, ...unknown[]])[] = [];
  const plan: BodyPlan = { bodiless: false, keep: 30, tunnel: false, doubtful: false };
  const summary = (message: Message) => ({
    head: message.head,
    headers: message.headers.map(({ name, rawValue, frame }) => [name, rawValue, frame]),
    body: message.bodyText,
    frames: [message.frame, message.lastFrame, message.start, message.end],
    counts: [message.bodyBytes, message.missingBytes, message.contentLength],
    framing: message.framing,
    complete: [message.complete, message.headComplete],
    times: [message.time, message.lastTime],
  });
  const parser = new MessageParser(role, 'at-start', {
    limits: HTTP_LIMITS,
    scan: new HeadScan(),
    buffered: new BufferedText(Number.POSITIVE_INFINITY),
    full: () => {},
    begin: (message) => void log.push(['begin', message.frame, message.start]),
    head: (message) => {
      log.push(['head', message.head, message.frame, message.lastFrame]);
      const bodiless = message.kind === 'response' && message.status < 200;
      return { ...plan, bodiless };
    },
    done: (message) => void log.push(['done', summary(message)]),
    notHttp: () => void log.push(['not http']),
    // A hint, for which the whole line has to be there.
    answerAhead: () => {},
    lostSync: () => void log.push(['lost']),
    notice: (code, frame) => void log.push(['notice', code, frame]),
  });
  let position = 0;
  for (const [at, packet] of packets.entries()) {
    const frame = at + 1;
    feed(packet, (block) => {
      // The same packet has the same acknowledgement: nobody has spoken in between.
      const place = { position, acknowledged: 0, frame, seconds: frame, nanos: 0 };
      position += block.length;
      parser.data({ block, start: 0, end: block.length, ...place });
    });
  }
  parser.end('closed');
  return log;
}
