import { toHex } from '../../bytes/hex.ts';
import type { Notice, NoticeCode } from '../../bytes/notice.ts';
import type { ConnectionFacts } from '../../stream/handler.ts';
import { otherSide, type Side } from '../../stream/stream-chunk.ts';
import { alertName } from './alert-names.ts';
import type { Session, SessionProblem } from './session.ts';
import type { TlsContext } from './tls-context.ts';
import { versionName } from './version-name.ts';

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
    switch (problem.kind) {
      case 'version':
        this.say('tls-unsupported', session, frame, { what: versionName(problem.version) });
        return;
      case 'suite':
        this.say('tls-unsupported', session, frame, { what: problem.suite });
        return;
      case 'no-hello':
        this.say('tls-no-hello', session, frame);
        return;
      case 'no-keys':
        this.say('tls-keys-missing', session, frame, {
          random: randomOf(session),
          keys: this.#context.keyLog.size,
          missing: problem.missing,
        });
        return;
      case 'incomplete-keys':
        this.say('tls-keys-incomplete', session, frame, {
          random: randomOf(session),
          missing: problem.missing,
        });
        return;
      case 'key-exchange':
        this.say('tls-server-key-unfit', session, frame, { suite: problem.suite });
        return;
      case 'other-server-key':
        this.say('tls-server-key-other', session, frame);
        return;
    }
  }

  wrongKeys(session: Session, frame: number): void {
    this.say('tls-wrong-keys', session, frame, { random: randomOf(session) });
  }

  /** One side gave the session up. */
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
