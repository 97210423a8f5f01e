import type { ExchangeResult } from '../input.ts';
import type { Filler } from '../text/fill.ts';
import { handedOnDoor } from './redact-exchange.ts';

/**
 * A filler for sentences that quote what an exchange signed or sent: its lines may hold the token,
 * or a signature.
 */
export function maskingFiller(
  { exchange, oss, diagnosis }: Pick<ExchangeResult, 'exchange' | 'oss' | 'diagnosis'>,
  filler: Filler,
): Filler {
  const { prose } = handedOnDoor({ index: 0, exchange, oss, diagnosis }, { showSignatures: false });
  return { ...filler, escape: (text) => filler.escape(prose(text)) };
}
