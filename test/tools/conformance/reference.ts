import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Method, target and status; null where that side is not in the capture. */
export type Triple = readonly [method: string | null, target: string | null, status: number | null];

/** One exchange as the reference programs list it. Frames are those in which a message was complete. */
export interface ReferenceExchange {
  readonly requestFrame: number | null;
  readonly method: string | null;
  readonly target: string | null;
  readonly responseFrame: number | null;
  readonly status: number | null;
  readonly requestBytes: number | null;
  readonly responseBytes: number | null;
}

export interface Reference {
  readonly file: string;
  readonly packets: number;
  /** `error`: the file must be refused. */
  readonly expect: 'ok' | 'error';
  /** The exchanges that the reference programs agree on. */
  readonly must: readonly Triple[];
  readonly exchanges: readonly ReferenceExchange[];
}

/** One exchange as written in `index.json`. */
interface ListedExchange {
  readonly reqFrame: number | null;
  readonly method: string | null;
  readonly target: string | null;
  readonly respFrame: number | null;
  readonly status: number | null;
  readonly reqBodyLen: number | null;
  readonly respBodyLen: number | null;
  /** What tshark names as the request of this response, where the list pairs by order and tshark does not. */
  readonly tsharkSaysReqFrame?: number;
}

interface ListedCapture {
  readonly file: string;
  readonly packets: number;
  readonly expect: 'ok' | 'error';
  readonly must: readonly Triple[];
  readonly http: readonly ListedExchange[];
  /** The list of tshark's better mode, where its usual one finds less. */
  readonly httpBest?: readonly ListedExchange[];
}

/** The reference lists of a folder: its `index.json`. */
export function readReferences(folder: string): Reference[] {
  const listed: readonly ListedCapture[] = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  return listed.map(({ file, packets, expect, must, http, httpBest }) => ({
    file,
    packets,
    expect,
    must,
    exchanges: pairAsTshark(httpBest ?? http),
  }));
}

/**
 * Some lists pair the n-th response with the n-th request; where tshark says which request a response
 * answers, that holds.
 */
function pairAsTshark(listed: readonly ListedExchange[]): ReferenceExchange[] {
  const moved = new Map<number, ListedExchange>();
  for (const one of listed) {
    if (one.tsharkSaysReqFrame !== undefined) moved.set(one.tsharkSaysReqFrame, one);
  }
  return listed.map((one) => {
    const { reqFrame, method, target, reqBodyLen } = one;
    const stays = one.tsharkSaysReqFrame === undefined;
    const answer = (reqFrame === null ? undefined : moved.get(reqFrame)) ?? (stays ? one : null);
    return {
      requestFrame: reqFrame,
      method,
      target,
      requestBytes: reqBodyLen,
      responseFrame: answer?.respFrame ?? null,
      status: answer?.status ?? null,
      responseBytes: answer?.respBodyLen ?? null,
    };
  });
}
