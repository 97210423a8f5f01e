import { parseQuery } from '../../../oss/signable-request.ts';
import { partsOf } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { type Hypothesis, REQUEST_FAMILIES } from '../hypothesis.ts';

/** What an `&` becomes in text that is escaped for HTML or JSON. */
const MANGLED = /&amp;|&#38;|&#x26;|\\u0026|%5Cu0026/gi;

/** The URL as it was before its `&` were escaped. */
const mangled: Hypothesis = {
  id: 'parameter-names-mangled',
  field: 'query',
  causes: ['mangled-parameters'],
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants({ request, claim }) {
    const { rawQuery } = request;
    const meant = rawQuery?.replace(MANGLED, '&') ?? null;
    if (meant === null || meant === rawQuery) return;
    const query = parseQuery(meant);
    const odd = request.query.find(
      ({ name, value }) => !query.some((each) => each.name === name && each.value === value),
    );
    const parts = partsOf({ ...request, rawQuery: meant, query }, claim);
    if (parts === null) return;
    yield { cause: cause('mangled-parameters', { name: odd?.name ?? '' }), patch: parts };
  },
};

export const MANGLED_URL_HYPOTHESES: readonly Hypothesis[] = [mangled];
