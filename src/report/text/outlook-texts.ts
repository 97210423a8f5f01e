import type { AdviceId } from '../../diagnose/advice.ts';
import type { Waiter, WaitReason } from '../../features/timing/timing.ts';
import type { TlsClient } from '../tls-clients.ts';
import type { Template } from './template.ts';

/** Fixed pieces of what is said of time, of what will fail, and of TLS that was not opened. */
const OUTLOOK_LABEL_IDS = [
  // the slowest exchanges
  'slow-title',
  'slow-none',
  'column-total',
  'column-connect',
  'column-request',
  'column-wait',
  'column-response',
  'column-waited-for',
  'sum-title',
  'sum',
  'sum-network',
  'flight-loss',
  'flight-window-client',
  'flight-window-server',
  'flight-lost-or-slow',
  'lost-or-silent-client',
  'lost-or-silent-server',
  'crc-in-python',
  'crc-in-python-v2',
  'connect-answers',
  'connect-loss-client',
  'connect-loss-server',
  'connect-loss-both',
  'limit',
  'limit-measured',
  'throttled',
  // before it fails
  'advice-title',
  'advice-where',
  'advice-sampled',
  // TLS that was not opened
  'tls-oss',
  'tls-other',
  'tls-unnamed',
  'tls-bytes',
  'tls-version',
  'tls-offered',
  'tls-protocol',
  'tls-protocol-offered',
  'tls-http2',
  'tls-old',
  'tls-suite',
  'tls-alert',
  'tls-no-answer',
  'tls-no-start',
  'tls-share',
  'tls-handshakes-more',
  'tls-ways-title',
  'tls-ways-above',
  'tls-ways-then',
  'tls-ways-else',
  'tls-beside',
] as const;

export type OutlookLabelId = (typeof OUTLOOK_LABEL_IDS)[number];

interface AdviceText {
  /** One sentence: what is the case. */
  readonly summary: Template;
  /** What to do. */
  readonly advice: Template;
}

export interface OutlookTexts {
  readonly waiters: Readonly<Record<Waiter | 'several', Template>>;
  /**
   * Why time passed. `{ms}`: how much of it, `{n}`: how often, `{resent}`: segments sent again,
   * `{trip}`: ms of a round trip, `{own}`: ms that the server says, `{asked}` and `{speed}`: bit/s
   * that the request asked for at most and that were measured.
   */
  readonly reasons: Readonly<Record<WaitReason, Template>>;
  readonly advice: Readonly<Record<AdviceId, AdviceText>>;
  /**
   * How each kind of client is made to write its session keys; the commands stand in
   * `tls-clients.ts`.
   */
  readonly tlsClients: Readonly<Record<TlsClient, Template>>;
  readonly labels: Readonly<Record<OutlookLabelId, Template>>;
}
