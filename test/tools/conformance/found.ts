import type { Exchange } from '../../rooms/http.ts';
import type { ReferenceExchange } from './reference.ts';

/** One of our exchanges in the terms of the reference lists. */
export function toListed({ request, response }: Exchange): ReferenceExchange {
  return {
    requestFrame: request?.lastFrame ?? null,
    method: request?.method ?? null,
    target: request?.target ?? null,
    requestBytes: request?.bodyBytes ?? null,
    responseFrame: response?.lastFrame ?? null,
    status: response?.status ?? null,
    responseBytes: response?.bodyBytes ?? null,
  };
}
