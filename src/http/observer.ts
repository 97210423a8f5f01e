import type { NoticeSink } from '../bytes/notice.ts';
import type { ConnectionFacts, ConnectionObserver, Loss } from '../stream/handler.ts';
import type { Side } from '../stream/stream-chunk.ts';
import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import type { ConnectionFlow, Ending } from './exchange.ts';
import type { Message } from './parser-events.ts';

/**
 * An exchange of which the answer is missing or not whole, and what the reader of its connection
 * knows of the reasons.
 */
export interface CutExchange {
  readonly request: CapturedRequest;
  /** Null where not even its head came. */
  readonly response: CapturedResponse | null;
  /** Bytes of the answer are missing, or it may be among those without a request. */
  readonly responseLost: boolean;
  /**
   * Bytes that the capture lost in the place of the answer, though the client acknowledged them,
   * and the last of what it lost there; null where it lost none.
   */
  readonly lostBytes: number;
  readonly lost: Loss | null;
  /** Nothing more comes of the server. */
  readonly isOver: boolean;
  /** What came last in place of an answer. */
  readonly unreadable: Message | null;
}

/**
 * Follows the messages of a connection that carries HTTP, and puts beside them what a feature says
 * of them.
 */
export interface ExchangeObserver {
  /** HTTP begins, perhaps once more; that side sends the requests. */
  start(client: Side): void;
  /** The first byte of a message is there. `order`: which request it is, from 1; 0 for an answer. */
  begin(message: Message, order: number): void;
  /** Its head is there, or as much of it as the capture has. */
  head(message: Message): void;
  /** Nothing more comes of it. */
  done(message: Message): void;
  /** Why the answer is missing or not whole; null where that is not known. */
  ending(exchange: CutExchange): Ending | null;
}

/** What follows a connection whatever it carries, as the reader of its content needs it. */
export interface ConnectionWatch {
  /** Follows its segments. */
  readonly observer: ConnectionObserver;
  /** The times and counters of the connection, one object for all its exchanges. */
  flow(client: Side): ConnectionFlow;
  /** What follows the exchanges in it, or in TLS that it carries: `facts` are those of the content. */
  exchanges(facts: ConnectionFacts): ExchangeObserver;
  /** It is over, and nothing that it carried was recognised: reports why, where that is known. */
  carriedNothing(facts: ConnectionFacts, notice: NoticeSink): void;
}
