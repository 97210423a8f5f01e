import type { FormatOptions } from '../format-options.ts';
import { TLS_CLIENT_LINES, TLS_CLIENTS } from '../tls-clients.ts';
import type { PageTlsWays } from './page-data.ts';

/** How TLS that stayed closed is opened the next time, in the reader's language. */
export function pageTlsWays({ texts }: Pick<FormatOptions, 'texts'>): PageTlsWays {
  const { labels, tlsClients } = texts.outlook;
  return {
    title: labels['tls-ways-title'],
    clients: TLS_CLIENTS.map((client) => [tlsClients[client], TLS_CLIENT_LINES[client]]),
    next: labels['tls-ways-then'],
    otherwise: labels['tls-ways-else'],
  };
}
