import type { ByteString } from '../../../bytes/byte-string.ts';
import { decodePercent, encodeComponent } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { type Hypothesis, REQUEST_FAMILIES, type Subject, type Variant } from '../hypothesis.ts';
import { headersOf, parametersOf, patchHeaders, patchParameters, withHeader } from '../patch.ts';
import { type Base64How, base64Forms, reserialisedForms } from './base64-forms.ts';

/** An upload's callback is base64 of JSON, in headers or in the query. */
const HEADER = /^x-oss-callback(?:-var)?$/;
const PARAMETER = /^callback(?:-var)?$/;

function* forms(sent: ByteString): Generator<readonly [Base64How, ByteString]> {
  yield* base64Forms(sent);
  yield* reserialisedForms(sent);
}

const otherForm: Hypothesis = {
  id: 'callback-signed-other',
  field: 'query',
  causes: ['callback-signed-other'],
  families: REQUEST_FAMILIES,
  cost: 3,
  changes: 'string',
  single: true,
  *variants({ parts }: Subject) {
    const made = (name: ByteString, how: Base64How): Variant['cause'] =>
      cause('callback-signed-other', { name, how });
    for (const { name, value } of headersOf(parts).filter((each) => HEADER.test(each.name))) {
      for (const [how, signed] of forms(value)) {
        const patch = patchHeaders(parts, withHeader(headersOf(parts), name, signed));
        yield { cause: made(name, how), patch } satisfies Variant;
      }
    }
    const isEncoded = parts.family !== 'v1';
    const parameters = parametersOf(parts);
    for (const [i, parameter] of parameters.entries()) {
      const name = isEncoded ? decodePercent(parameter.name) : parameter.name;
      if (!PARAMETER.test(name) || parameter.value === null) continue;
      for (const [how, form] of forms(isEncoded ? decodePercent(parameter.value) : parameter.value)) {
        const value = isEncoded ? encodeComponent(form) : form;
        yield {
          cause: made(name, how),
          patch: patchParameters(parts, parameters.with(i, { ...parameter, value })),
        };
      }
    }
  },
};

export const CALLBACK_HYPOTHESES: readonly Hypothesis[] = [otherForm];
