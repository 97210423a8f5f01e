import type { ByteString } from '../../../bytes/byte-string.ts';
import { decodePercent, encodeComponent, lowerTriplets, type ParameterPart } from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import type { Cause } from '../../model.ts';
import { type Hypothesis, REQUEST_FAMILIES, V1_LIKE } from '../hypothesis.ts';
import { parametersOf, patchParameters } from '../patch.ts';
import { decodedName, isV1 } from './parameter-parts.ts';

/** V1 signs values decoded: here all of them are signed in one of the forms that a URL holds. */
export const valuesEncoded: Hypothesis = {
  id: 'parameter-values-encoded',
  families: V1_LIKE,
  cost: 2,
  changes: 'string',
  *variants({ parts, request }) {
    const raw = new Map(request.query.map((each) => [each.name, each.rawValue]));
    const forms: readonly ((each: ParameterPart) => ByteString | null)[] = [
      (each) => (each.value === null ? null : encodeComponent(each.value)),
      (each) => raw.get(each.name) || null,
      // form encoders write + for a space, those of .NET also small letters
      (each) => (each.value === null ? null : encodeComponent(each.value).replaceAll('%20', '+')),
      (each) => (each.value === null ? null : lowerTriplets(encodeComponent(each.value))),
      (each) =>
        each.value === null ? null : lowerTriplets(encodeComponent(each.value)).replaceAll('%20', '+'),
    ];
    for (const form of forms) {
      const subresources = parametersOf(parts).map((each) => ({ ...each, value: form(each) }));
      // a + for a space is no percent-encoding: it may have been sent as it stands, and is told of the one value
      if (!subresources.some(({ value }) => value !== null && /%[0-9A-Fa-f]{2}/.test(value))) continue;
      yield { cause: cause('subresource-values-encoded', {}), patch: { subresources } };
    }
  },
};

/** One value at a time: `+` and space, decoded once more, the token among them. */
export const valueOther: Hypothesis = {
  id: 'parameter-value-other',
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const signed = parametersOf(subject.parts);
    for (const [i, parameter] of signed.entries()) {
      const value = parameter.value ?? '';
      const sent = isV1(subject) ? value : decodePercent(value);
      const forms = [
        sent.replaceAll(' ', '+'),
        sent.replaceAll('+', ' '),
        decodePercent(sent),
        encodeComponent(sent),
      ];
      for (const form of new Set(forms)) {
        if (form === sent) continue;
        const written = isV1(subject) ? form : encodeComponent(form);
        yield {
          cause: valueCause(decodedName(subject, parameter), form, sent),
          patch: patchParameters(subject.parts, signed.with(i, { ...parameter, value: written })),
        };
      }
    }
  },
};

function valueCause(name: ByteString, signed: ByteString, sent: ByteString): Cause {
  if (!/(?:^|-)security-token$/i.test(name)) return cause('subresource-signed-other', { name, signed, sent });
  return cause('token-signed-otherwise', { how: signed.includes('%') ? 'percent-encoded' : 'plus-as-space' });
}

/** `?acl` signed as `acl=`, or the reverse. */
export const equalsSign: Hypothesis = {
  id: 'parameter-equals-sign',
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const parameters = parametersOf(subject.parts);
    const toggled = (each: ParameterPart): ParameterPart =>
      each.value === null ? { ...each, value: '' } : each.value === '' ? { ...each, value: null } : each;
    const empty = parameters.filter((each) => each.value === null || each.value === '');
    for (const parameter of empty) {
      yield {
        cause: cause('empty-value-equals-sign', { name: decodedName(subject, parameter) }),
        patch: patchParameters(
          subject.parts,
          parameters.map((each) => (each === parameter ? toggled(each) : each)),
        ),
      };
    }
    const [first] = empty;
    if (first !== undefined && empty.length > 1) {
      yield {
        cause: cause('empty-value-equals-sign', { name: decodedName(subject, first) }),
        patch: patchParameters(subject.parts, parameters.map(toggled)),
      };
    }
  },
};
