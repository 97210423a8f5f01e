import type { ReadingFeatures } from '../engine/http/http-output.ts';
import { WatchedConnection } from './timing/watched-connection.ts';
import type { TlsOptions } from './tls/tls-context.ts';
import { TlsReading } from './tls/tls-reading.ts';

/** All that attaches to the reading of a capture: times, endings, and TLS, if `tls` says with what. */
export function readingFeatures(tls: TlsOptions | undefined): ReadingFeatures {
  return {
    watch: () => new WatchedConnection(),
    tls: (notice) => new TlsReading(tls, notice),
  };
}
