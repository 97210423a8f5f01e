import { assertNever } from '../bytes/assert-never.ts';
import type { Evidence } from './evidence.ts';
import type { FormatLabelId } from './text/format-texts.ts';

/** What stands above the two columns of the rows, in reports that are handed on. */
export function valueTitles({
  values,
  clientIs,
}: Pick<Evidence, 'values' | 'clientIs'>): readonly [client: FormatLabelId, server: FormatLabelId] {
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
