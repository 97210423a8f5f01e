import { COUNT, oneOf, recordOf, type TypeOf } from '../../bytes/shape.ts';
import { type ConnectionFlow, roundTripOf } from '../../http/flow.ts';
import { COMPARED_MICROS } from './timing-reader.ts';
import type { Transfer } from './transfer.ts';

/**
 * A transfer went about as fast as its receiver's window lets it: no more bytes than that can be in
 * flight at a time.
 */
export const WINDOW_LIMIT = recordOf(
  {
    receiver: oneOf(['client', 'server']),
    /** The largest that it offered on this connection. */
    bytes: COUNT,
  },
  'the receive window that the transfer was about as fast as: the largest that its receiver offered',
);

type WindowLimit = TypeOf<typeof WINDOW_LIMIT>;

/**
 * A window that grows with the transfer holds twice of what is in flight; one that limits it is
 * filled but for the slow start.
 */
const FILLED_SHARE = 0.6;

/**
 * Null where something else limits the transfer, it was short, or the way between client and server
 * was not measured.
 */
export function windowLimitOf({ way, bits, micros }: Transfer, flow: ConnectionFlow): WindowLimit | null {
  if (micros < COMPARED_MICROS) return null;
  const [toServer, toClient] = [roundTripOf(flow.client), roundTripOf(flow.server)];
  if (toServer === null || toClient === null) return null;
  const receiver = way === 'up' ? 'server' : 'client';
  const bytes = (receiver === 'server' ? flow.client : flow.server).largestWindow;
  const inFlight = (bits / 8 / micros) * (toServer + toClient);
  return bytes > 0 && inFlight >= bytes * FILLED_SHARE ? { receiver, bytes } : null;
}
