import type { OssExchange } from '../../oss/model.ts';
import { label, type View } from '../terminal/view.ts';

/** Status, code and message of an answer, or that it says nothing beside its status. */
export function serverSaid({ error, exchange }: OssExchange, view: View): string {
  const status = exchange.response?.status ?? '-';
  if (error === null) return label(view, 'server-said-nothing', { status });
  const { code, message } = error;
  // table buckets tell their code in a header alone
  return code === ''
    ? label(view, 'server-said-no-code', { status, message })
    : label(view, 'server-said', { status, code, message });
}
