import type { ByteString } from '../../bytes/byte-string.ts';
import { BYTES, inReport, oneOf, orNull, recordOf, type ShapesOf, WORD } from '../../bytes/shape.ts';

/** How an exchange was protected on its way. */
export interface TlsInfo {
  readonly version: '1.2' | '1.3';
  /** Name in the IANA registry, e.g. `TLS_AES_128_GCM_SHA256`. */
  readonly suite: string;
  /**
   * Host that the client asked for (server_name); null without one, or where the ClientHello is not
   * in the capture.
   */
  readonly serverName: ByteString | null;
  /** Protocol that the two agreed on (ALPN), e.g. `http/1.1`; null without one. */
  readonly alpn: ByteString | null;
}

export const TLS_INFO = recordOf({
  version: inReport(oneOf(['1.2', '1.3'])),
  suite: inReport(WORD),
  serverName: inReport(orNull(BYTES)),
  alpn: inReport(orNull(BYTES)),
} satisfies ShapesOf<TlsInfo>);
