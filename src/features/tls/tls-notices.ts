import { toHex } from '../../engine/bytes/hex.ts';
import type { Notice, NoticeCode } from '../../engine/bytes/notice.ts';
import type { ConnectionFacts } from '../../engine/stream/handler.ts';
import { otherSide, type Side } from '../../engine/stream/stream-chunk.ts';
import { versionName } from './handshake.ts';
import type { Session, SessionProblem } from './session.ts';
import type { TlsContext } from './tls-context.ts';

/** Bytes of a client random that are shown: enough to find the session in a key log. */
const SHOWN_RANDOM_BYTES = 8;

/** Says what keeps a connection, or a part of it, closed. No secret comes into a notice. */
export class TlsNotices {
  readonly #facts: ConnectionFacts;
  readonly #client: Side;
  readonly #context: TlsContext;

  constructor(facts: ConnectionFacts, client: Side, context: TlsContext) {
    this.#facts = facts;
    this.#client = client;
    this.#context = context;
  }

  problem(problem: SessionProblem, session: Session, frame: number): void {
    const [code, args] = this.#noticeOf(problem, randomOf(session));
    this.say(code, session, frame, args);
  }

  #noticeOf(problem: SessionProblem, random: string): readonly [NoticeCode, Notice['args']] {
    switch (problem.kind) {
      case 'version':
        return ['tls-unsupported', { what: versionName(problem.version) }];
      case 'suite':
        return ['tls-unsupported', { what: problem.suite }];
      case 'no-hello':
        return ['tls-no-hello', {}];
      case 'no-keys':
        return ['tls-keys-missing', { random, keys: this.#context.keyLog.size, missing: problem.missing }];
      case 'incomplete-keys':
        return ['tls-keys-incomplete', { random, missing: problem.missing }];
      case 'key-exchange':
        return ['tls-server-key-unfit', { suite: problem.suite }];
      case 'other-server-key':
        return ['tls-server-key-other', {}];
    }
  }

  wrongKeys(session: Session, frame: number): void {
    this.say('tls-wrong-keys', session, frame, { random: randomOf(session) });
  }

  alert(side: Side, alert: number, session: Session, frame: number): void {
    const code = side === this.#client ? 'tls-client-alert' : 'tls-server-alert';
    this.say(code, session, frame, { alert, why: alertName(alert) });
  }

  say(code: NoticeCode, session: Session, frame: number, args: Notice['args'] = {}): void {
    const name = session.serverName ?? this.#facts.endpoint(otherSide(this.#client));
    this.#context.notice({
      code,
      frame: frame > 0 ? frame : null,
      offset: null,
      args: { connection: this.#facts.index, name, ...args },
    });
  }
}

function randomOf({ clientRandom }: Session): string {
  return clientRandom === null ? '' : toHex(clientRandom.subarray(0, SHOWN_RANDOM_BYTES));
}

/** Names of alerts (RFC 8446 §6; those of RFC 5246 §7.2 that TLS 1.3 has no more). */
const ALERT_NAMES: ReadonlyMap<number, string> = new Map([
  [10, 'unexpected_message'],
  [20, 'bad_record_mac'],
  [21, 'decryption_failed'],
  [22, 'record_overflow'],
  [30, 'decompression_failure'],
  [40, 'handshake_failure'],
  [41, 'no_certificate'],
  [42, 'bad_certificate'],
  [43, 'unsupported_certificate'],
  [44, 'certificate_revoked'],
  [45, 'certificate_expired'],
  [46, 'certificate_unknown'],
  [47, 'illegal_parameter'],
  [48, 'unknown_ca'],
  [49, 'access_denied'],
  [50, 'decode_error'],
  [51, 'decrypt_error'],
  [60, 'export_restriction'],
  [70, 'protocol_version'],
  [71, 'insufficient_security'],
  [80, 'internal_error'],
  [86, 'inappropriate_fallback'],
  [90, 'user_canceled'],
  [100, 'no_renegotiation'],
  [109, 'missing_extension'],
  [110, 'unsupported_extension'],
  [112, 'unrecognized_name'],
  [113, 'bad_certificate_status_response'],
  [115, 'unknown_psk_identity'],
  [116, 'certificate_required'],
  [120, 'no_application_protocol'],
]);

/** What an alert says, in the words of the standard; `?` for one that it does not know. */
export function alertName(alert: number): string {
  return ALERT_NAMES.get(alert) ?? '?';
}
