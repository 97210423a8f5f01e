import type { OssExchange } from '../../oss/model.ts';
import { label, type View } from './view.ts';

/** Status, code and message of an answer, or that it says nothing beside its status. */
export function serverSaid({ error, exchange }: OssExchange, view: View): string {
  const status = exchange.response?.status ?? '-';
  if (error === null) return label(view, 'server-said-nothing', { status });
  return label(view, 'server-said', { status, code: error.code, message: error.message });
}
