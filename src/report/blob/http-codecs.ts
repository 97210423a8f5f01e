import {
  type ConnectionFlow,
  type ConnectionInfo,
  ENDING_KINDS,
  type EndFlow,
  type Ending,
  type Exchange,
} from '../../http/exchange.ts';
import type {
  BodyDigests,
  HeaderLine,
  HttpRequest,
  HttpResponse,
  MessageFlow,
  Time,
} from '../../http/message.ts';
import {
  array,
  BIG_COUNT,
  BINARY,
  BOOLEAN,
  BYTES,
  COUNT,
  type Codec,
  keyOf,
  NUMBER,
  nullable,
  object,
  oneOf,
  optional,
  type Shape,
  TEXT,
  WORD,
} from './codec.ts';

export const TIME: Codec<Time> = object<Time>({ seconds: NUMBER, nanos: NUMBER });

const HEADER_LINE: Codec<HeaderLine> = object<HeaderLine>({
  name: BYTES,
  value: BYTES,
  rawValue: BYTES,
  frame: COUNT,
});

const DIGESTS: Codec<BodyDigests> = object<BodyDigests>({
  whole: BOOLEAN,
  md5: nullable(BINARY),
  crc64: nullable(BIG_COUNT),
  sha256: optional(nullable(BINARY)),
});

const MESSAGE_FLOW: Codec<MessageFlow> = object<MessageFlow>({
  order: NUMBER,
  firstAt: NUMBER,
  headAt: NUMBER,
  doneAt: NUMBER,
  idle: NUMBER,
  pauses: NUMBER,
  unproven: NUMBER,
  held: NUMBER,
  zeroWindows: NUMBER,
  retransmissions: NUMBER,
  stalled: NUMBER,
  sentAgainBefore: NUMBER,
  receiverSentAgain: NUMBER,
  receiverSentAgainAt: NUMBER,
  receiverDelay: NUMBER,
});

const END_FLOW: Codec<EndFlow> = object<EndFlow>({
  retransmissions: NUMBER,
  zeroWindows: NUMBER,
  roundTrips: NUMBER,
  leastRoundTrip: NUMBER,
  largestWindow: NUMBER,
});

const CONNECTION_FLOW: Codec<ConnectionFlow> = object<ConnectionFlow>({
  handshake: object<ConnectionFlow['handshake']>({
    synAt: NUMBER,
    synAckAt: NUMBER,
    establishedAt: NUMBER,
    synRetransmissions: NUMBER,
    synAckRetransmissions: NUMBER,
    synsUnanswered: NUMBER,
  }),
  client: END_FLOW,
  server: END_FLOW,
});

const CONNECTION: Codec<ConnectionInfo> = object<ConnectionInfo>({
  index: COUNT,
  client: TEXT,
  server: TEXT,
  originalClient: optional(nullable(TEXT)),
  flow: optional(CONNECTION_FLOW),
  tls: optional(
    nullable(
      object<NonNullable<ConnectionInfo['tls']>>({
        version: oneOf(['1.2', '1.3']),
        suite: WORD,
        serverName: nullable(BYTES),
        alpn: nullable(BYTES),
      }),
    ),
  ),
});

/** A look-up of a header is no part of a message that is written down: it can be made again. */
type Written<M> = Omit<M, 'firstHeader' | 'bodyText' | 'forget'>;

const MESSAGE: Shape<Omit<Written<HttpRequest>, 'kind' | 'method' | 'target'>> = {
  version: BYTES,
  head: BYTES,
  headers: array(HEADER_LINE),
  frame: COUNT,
  time: TIME,
  lastFrame: COUNT,
  lastTime: TIME,
  headComplete: BOOLEAN,
  framing: keyOf<HttpRequest['framing']>({
    none: true,
    'content-length': true,
    chunked: true,
    'until-close': true,
    unknown: true,
  }),
  bodyBytes: NUMBER,
  contentLength: nullable(NUMBER),
  bodyState: oneOf(['complete', 'incomplete']),
  body: nullable(BINARY),
  digests: optional(nullable(DIGESTS)),
  flow: optional(nullable(MESSAGE_FLOW)),
  complete: BOOLEAN,
  missingBytes: NUMBER,
};

const REQUEST: Codec<HttpRequest> = object<Written<HttpRequest>>({
  ...MESSAGE,
  kind: oneOf(['request']),
  method: BYTES,
  target: BYTES,
});

const RESPONSE: Codec<HttpResponse> = object<Written<HttpResponse>>({
  ...MESSAGE,
  kind: oneOf(['response']),
  status: COUNT,
  reason: BYTES,
});

const ENDING: Codec<Ending> = object<Ending>({
  kind: oneOf(ENDING_KINDS),
  frame: nullable(COUNT),
  after: NUMBER,
  idle: nullable(NUMBER),
  sentAgain: COUNT,
  sentAgainBytes: NUMBER,
  unacknowledged: NUMBER,
  lost: NUMBER,
  ttl: nullable(COUNT),
  usualTtl: nullable(COUNT),
});

export const EXCHANGE: Codec<Exchange> = object<Exchange>({
  connection: CONNECTION,
  request: nullable(REQUEST),
  response: nullable(RESPONSE),
  index: COUNT,
  damage: array(oneOf(['request', 'response'])),
  interim: array(RESPONSE),
  numbering: optional(oneOf(['line', 'entry'])),
  ending: optional(ENDING),
  outer: optional(COUNT),
  inner: optional(COUNT),
});
