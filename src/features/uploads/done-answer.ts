import type { HttpResponse } from '../../http/message.ts';
import type { OssExchange } from '../../oss/model.ts';

/**
 * The answer that says that the service did what was asked for: 2xx, and no error document in it.
 * Null for any other, and for none.
 */
export function doneAnswer({ exchange: { response }, error }: OssExchange): HttpResponse | null {
  if (response === null || error !== null) return null;
  return response.status >= 200 && response.status < 300 ? response : null;
}
