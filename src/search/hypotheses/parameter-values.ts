/* Hypotheses on the values of the sub-resources and query parameters, and on the security token. */

import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import type { Cause } from '../../engine/diagnose/model.ts';
import { withHeader } from '../../engine/diagnose/patch.ts';
import {
  DIALECTS,
  decodePercent,
  encodeComponent,
  isOfUrl,
  lowerTriplets,
  type ParameterPart,
  type QueryParameter,
} from '../../engine/sign/index.ts';
import { HEADER_VERSIONS, type Hypothesis } from '../hypothesis.ts';
import { decodedName, isV1, sortedByName } from './which-parameters.ts';

/** V1 signs values decoded: here all of them are signed in one of the forms that a URL holds. */
export const valuesEncoded: Hypothesis = {
  id: 'parameter-values-encoded',
  field: 'query',
  causes: ['subresource-values-encoded'],
  families: ['v1'],
  cost: 2,
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
      const parameters = parts.parameters.map((each) => ({ ...each, value: form(each) }));
      // a + for a space is no percent-encoding: it may have been sent as it stands, and is reported of the
      // one value
      if (!parameters.some(({ value }) => value !== null && /%[0-9A-Fa-f]{2}/.test(value))) continue;
      yield { cause: cause('subresource-values-encoded', {}), patch: { parameters } };
    }
  },
};

/**
 * One value at a time: `+` and space, decoded once more, the token among them; the last one of a URL without
 * what was copied behind it.
 */
export const valueOther: Hypothesis = {
  id: 'parameter-value-other',
  field: 'query',
  causes: ['parameter-plus-raw', 'subresource-signed-other', 'token-signed-otherwise'],
  cost: 2,
  *variants(subject) {
    const signed = subject.parts.parameters;
    const last = subject.request.query.at(-1)?.name;
    for (const [i, parameter] of signed.entries()) {
      const value = parameter.value ?? '';
      const name = decodedName(subject, parameter);
      const sent = isV1(subject) ? value : decodePercent(value);
      const forms = [
        sent.replaceAll(' ', '+'),
        sent.replaceAll('+', ' '),
        // beside spaces that are encoded, a + that is not
        ...subject.request.query.flatMap((each) =>
          each.name === name && each.rawValue !== null ? [decodePercent(each.rawValue)] : [],
        ),
        decodePercent(sent),
        encodeComponent(sent),
        // a wrong token is refused before signatures are compared
        ...(name === last && !IS_TOKEN.test(name) ? withoutTail(sent) : []),
      ];
      for (const form of new Set(forms)) {
        if (form === sent) continue;
        const written = isV1(subject) ? form : encodeComponent(form);
        const isRaw = subject.request.query.some((each) => each.name === name && hasRawPlus(each, form));
        yield {
          cause: isRaw ? cause('parameter-plus-raw', { name }) : valueCause(name, form, sent),
          patch: { parameters: signed.with(i, { ...parameter, value: written }) },
        };
      }
    }
  },
};

/** Whether the value is `signed` where each raw `+` is taken for itself: the server takes it for a space. */
function hasRawPlus({ rawValue }: QueryParameter, signed: ByteString): boolean {
  return rawValue?.includes('+') === true && decodePercent(rawValue) === signed;
}

const IS_TOKEN = /(?:^|-)security-token$/i;

/** A value may end in signs of its own, as base64 does, before those that were copied with it. */
const LONGEST_TAIL = 6;

/** Of a URL that was copied with the bracket, the quotation mark, the full stop or the tag behind it. */
function withoutTail(value: ByteString): readonly ByteString[] {
  let word = value.length;
  while (word > 0 && !/[A-Za-z0-9]/.test(value.charAt(word - 1))) word--;
  const shorter = Array.from({ length: LONGEST_TAIL }, (_, at) => Math.max(word, value.length - 1 - at));
  const tag = value.search(/[<>"'\s]/);
  return [...shorter, word, tag < 0 ? value.length : tag].map((end) => value.slice(0, end));
}

function valueCause(name: ByteString, signed: ByteString, sent: ByteString): Cause {
  if (!IS_TOKEN.test(name)) return cause('subresource-signed-other', { name, signed, sent });
  return cause('token-signed-otherwise', { how: signed.includes('%') ? 'percent-encoded' : 'plus-as-space' });
}

/** `?acl` signed as `acl=`, or the reverse. */
export const equalsSign: Hypothesis = {
  id: 'parameter-equals-sign',
  field: 'query',
  causes: ['empty-value-equals-sign'],
  cost: 2,
  *variants(subject) {
    const { parameters } = subject.parts;
    const toggled = (each: ParameterPart): ParameterPart =>
      each.value === null ? { ...each, value: '' } : each.value === '' ? { ...each, value: null } : each;
    const empty = parameters.filter((each) => each.value === null || each.value === '');
    for (const parameter of empty) {
      yield {
        cause: cause('empty-value-equals-sign', { name: decodedName(subject, parameter) }),
        patch: { parameters: parameters.map((each) => (each === parameter ? toggled(each) : each)) },
      };
    }
    const [first] = empty;
    if (first !== undefined && empty.length > 1) {
      yield {
        cause: cause('empty-value-equals-sign', { name: decodedName(subject, first) }),
        patch: { parameters: parameters.map(toggled) },
      };
    }
  },
};

/** What carries the signature, the upload or the token is no number that somebody would edit. */
const NOT_EDITED =
  /^(?:x-(?:amz|goog|tos)-.*|x-oss-(?:signature.*|credential|access-key-id|date|expires|additional-headers)|uploadId)$|token$/i;
const EDITED_LIMIT = 3;
const LARGEST_NUMBER = 4096;

/**
 * A URL of which somebody changed a number, such as the width of a picture: of a small one, the former value
 * can be found.
 */
export const numberEdited: Hypothesis = {
  id: 'parameter-number-edited',
  field: 'query',
  causes: ['parameter-edited'],
  except: HEADER_VERSIONS,
  cost: 5,
  single: true,
  *variants(subject) {
    if (!isOfUrl(subject.claim.version)) return;
    const signed = subject.parts.parameters;
    const written = (text: ByteString): ByteString => (isV1(subject) ? text : encodeComponent(text));
    let left = EDITED_LIMIT;
    for (const [i, parameter] of signed.entries()) {
      const name = decodedName(subject, parameter);
      if (parameter.value === null || NOT_EDITED.test(name)) continue;
      const sent = isV1(subject) ? parameter.value : decodePercent(parameter.value);
      for (const { 0: digits, index } of sent.matchAll(/(?<![0-9])[0-9]{1,4}(?![0-9])/g)) {
        if (left-- === 0) return;
        for (let number = 0; number <= LARGEST_NUMBER; number++) {
          if (number === Number(digits)) continue;
          const value = `${sent.slice(0, index)}${number}${sent.slice(index + digits.length)}`;
          yield {
            cause: cause('parameter-edited', { name, signed: value, sent }),
            patch: { parameters: signed.with(i, { ...parameter, value: written(value) }) },
          };
        }
      }
    }
  },
};

/** The token in the string under the name, or in the place, that another version has for it. */
export const tokenElsewhere: Hypothesis = {
  id: 'token-elsewhere',
  field: 'security-token',
  causes: ['token-signed-otherwise'],
  cost: 2,
  *variants(subject) {
    const { parts, claim } = subject;
    const token = claim.securityToken;
    if (token === null) return;
    const made = cause('token-signed-otherwise', { how: 'other-name' });
    const written = isV1(subject) ? token : encodeComponent(token);
    const rest = parts.parameters.filter((each) => !/security-token$/i.test(each.name));
    const headers = parts.headers.filter((each) => !/security-token$/.test(each.name));
    const header = `${DIALECTS[parts.dialect].headerPrefix}security-token`;
    const names = parts.dialect === 's3' ? ['X-Amz-Security-Token', header] : ['security-token', header];
    for (const name of names) {
      const parameters = sortedByName([...rest, { name, value: written, origin: null }]);
      yield { cause: made, patch: { parameters, headers } };
    }
    const lines = withHeader(headers, header, token);
    yield { cause: made, patch: { parameters: rest, headers: lines } };
  },
};

/** The token as a header signs it, in another form. */
export const tokenEncoded: Hypothesis = {
  id: 'token-header-form',
  field: 'security-token',
  causes: ['token-signed-otherwise'],
  cost: 2,
  *variants({ parts }) {
    const header = parts.headers.find((each) => /-security-token$/.test(each.name));
    if (header === undefined) return;
    const forms: readonly (readonly [string, ByteString])[] = [
      ['percent-encoded', encodeComponent(header.value)],
      ['plus-as-space', header.value.replaceAll('+', ' ')],
      ['plus-as-space', header.value.replaceAll(' ', '+')],
    ];
    for (const [how, value] of forms) {
      yield {
        cause: cause('token-signed-otherwise', { how }),
        patch: { headers: withHeader(parts.headers, header.name, value) },
      };
    }
  },
};
