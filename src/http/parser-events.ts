import type { Notice, NoticeCode } from '../bytes/notice.ts';
import type { CapturedRequest, CapturedResponse } from './captured-message.ts';
import type { HeadScan } from './head-scan.ts';
import type { HeldText } from './held-text.ts';
import type { HttpLimits } from './limits.ts';

export type Message = CapturedRequest | CapturedResponse;

/** What the owner of a parser decides when a head is complete. */
export interface BodyPlan {
  /**
   * The message has no body whatever its head says: an answer to HEAD, 1xx, 204, 304 (RFC 9112
   * §6.3).
   */
  readonly bodiless: boolean;
  /** First bytes of the body to keep. */
  readonly keep: number;
  /**
   * The connection leaves HTTP after this message (CONNECT, 101): what follows is not read here.
   */
  readonly tunnel: boolean;
  /**
   * Nothing is known of the request that this answers, so its length may mislead: look for the next
   * answer's start.
   */
  readonly doubtful: boolean;
}

export interface ParserEvents {
  readonly limits: HttpLimits;
  readonly held: HeldText;
  readonly scan: HeadScan;
  /** The first byte is there. */
  begin(message: Message): void;
  /**
   * The head is there, or as much of it as the capture has (`headComplete` false): the framing is
   * still to be set.
   */
  head(message: Message): BodyPlan;
  /**
   * All of the message that the capture has was seen; `complete` tells whether that is everything.
   */
  done(message: Message): void;
  /** The stream is not HTTP from its first byte on. */
  notHttp(frame: number): void;
  /** A gap at `gapAt`, or bad input (null), hid where the next message starts. */
  lostSync(gapAt: number | null): void;
  /**
   * Where an answer is looked for, one starts whose sender has heard no more than before: it is not
   * to a request that was sent since.
   */
  answerAhead(frame: number): void;
  /** What all connections hold is too much. */
  full(frame: number): void;
  notice(code: NoticeCode, frame: number, args?: Notice['args']): void;
}
