import { assertNever } from '../../bytes/errors.ts';
import type { Evidence } from './evidence.ts';

type ColumnTitle =
  | 'client-signed'
  | 'client-rebuilt'
  | 'server-signed'
  | 'client-sent'
  | 'server-received'
  | 'due';

/** What stands above the two columns of the rows; the terminal has words of its own for each. */
export function valueTitles({
  values,
  clientIs,
}: Pick<Evidence, 'values' | 'clientIs'>): readonly [client: ColumnTitle, server: ColumnTitle] {
  switch (values) {
    case 'signed':
      return [clientIs === 'signed' ? 'client-signed' : 'client-rebuilt', 'server-signed'];
    case 'received':
      return ['client-sent', 'server-received'];
    case 'due':
      return ['client-sent', 'due'];
    default:
      return assertNever(values);
  }
}
