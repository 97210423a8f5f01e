import type { CaptureSummary } from '../capture/record.ts';
import type { CaptureInfo } from '../report/input.ts';

/** Of a capture whose reading came to nothing: it met a fault of ours, or its thread is gone. */
export const NOTHING_KNOWN: CaptureSummary = {
  format: null,
  complete: false,
  linkTypes: [],
  packets: 0,
  bytes: 0,
};

/** What can be said of such a capture beside the exchanges that were found until then. */
export function brokenCapture(path: string, httpExchanges = 0, ossExchanges = 0): CaptureInfo {
  return {
    path,
    summary: NOTHING_KNOWN,
    traffic: { httpExchanges, ossExchanges, tls: [], otherConnections: 0, connections: 0, otherPackets: 0 },
    firstTime: null,
    lastTime: null,
    notices: [],
  };
}
