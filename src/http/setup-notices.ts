import type { NoticeSink } from '../bytes/notice.ts';
import { alertName } from '../features/tls/alert-names.ts';
import type { TlsWatch } from '../features/tls/tls-watch.ts';
import type { ConnectionFacts } from '../stream/handler.ts';
import { otherSide } from '../stream/stream-chunk.ts';

/** Where OSS, and proxies for it, take connections. */
const WEB_PORT = /:(?:80|443|8080|8443)$/;

/** Alerts about the certificate of the other side (RFC 8446 §6). */
const CERTIFICATE_ALERTS: readonly number[] = [42, 43, 44, 45, 46, 48];

/**
 * Tells of a connection to a port of HTTP or TLS that its server refused, or did not answer though
 * it was asked again.
 */
export function tellNotSetUp(facts: ConnectionFacts, notice: NoticeSink): void {
  const { meter, initiator, index, ends } = facts;
  if (initiator === null || meter.synAt < 0 || meter.synAckAt >= 0) return;
  const answering = otherSide(initiator);
  // The initiator acknowledged an answer that the capture lacks.
  if (meter.halves[answering].largestWindow > 0) return;
  const server = facts.endpoint(answering);
  if (!WEB_PORT.test(server)) return;
  const refusal = ends.find(({ side, how }) => side === answering && how === 'reset');
  if (refusal !== undefined) {
    const args = { connection: index, server };
    notice({ code: 'connection-refused', frame: refusal.frame, offset: null, args });
  } else if (facts.packets(answering) === 0 && meter.synRetransmissions > 0) {
    const args = { connection: index, server, sent: meter.synRetransmissions + 1 };
    notice({ code: 'connection-unanswered', frame: null, offset: null, args });
  }
}

/**
 * Tells where the client's alert, in the clear, says that it does not accept the certificate of
 * `server`.
 */
export function tellCertificateRefused(
  tls: TlsWatch,
  connection: number,
  server: string,
  notice: NoticeSink,
): void {
  const alert = tls.clientAlert ?? 0;
  if (!CERTIFICATE_ALERTS.includes(alert)) return;
  const args = { connection, name: tls.serverName ?? server, alert, why: alertName(alert) };
  notice({ code: 'tls-certificate-refused', frame: null, offset: null, args });
}
