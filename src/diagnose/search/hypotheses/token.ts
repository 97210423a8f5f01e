import type { ByteString } from '../../../bytes/byte-string.ts';
import { encodeComponent } from '../../../sign/index.ts';
import { cause } from '../../cause.ts';
import { type Hypothesis, REQUEST_FAMILIES } from '../hypothesis.ts';
import { headersOf, parametersOf, patchHeaders, patchParameters, withHeader } from '../patch.ts';
import { isV1, sortedByName } from './parameter-parts.ts';

/** The token in the string under the name, or in the place, that another version has for it. */
export const tokenElsewhere: Hypothesis = {
  id: 'token-elsewhere',
  field: 'security-token',
  causes: ['token-signed-otherwise'],
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const { parts, claim } = subject;
    const token = claim.securityToken;
    if (token === null) return;
    const made = cause('token-signed-otherwise', { how: 'other-name' });
    const written = isV1(subject) ? token : encodeComponent(token);
    const rest = parametersOf(parts).filter((each) => !/security-token$/i.test(each.name));
    const headers = headersOf(parts).filter((each) => !/security-token$/.test(each.name));
    const isS3 = parts.dialect === 's3';
    const [header, names] = isS3
      ? ['x-amz-security-token', ['X-Amz-Security-Token', 'x-amz-security-token']]
      : ['x-oss-security-token', ['security-token', 'x-oss-security-token']];
    for (const name of names) {
      const parameters = sortedByName([...rest, { name, value: written, origin: null }]);
      yield {
        cause: made,
        patch: { ...patchParameters(parts, parameters), ...patchHeaders(parts, headers) },
      };
    }
    const lines = withHeader(headers, header, token);
    yield { cause: made, patch: { ...patchParameters(parts, rest), ...patchHeaders(parts, lines) } };
  },
};

/** The token as a header signs it, in another form. */
export const tokenEncoded: Hypothesis = {
  id: 'token-header-form',
  field: 'security-token',
  causes: ['token-signed-otherwise'],
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants({ parts }) {
    const header = headersOf(parts).find((each) => /-security-token$/.test(each.name));
    if (header === undefined) return;
    const forms: readonly (readonly [string, ByteString])[] = [
      ['percent-encoded', encodeComponent(header.value)],
      ['plus-as-space', header.value.replaceAll('+', ' ')],
      ['plus-as-space', header.value.replaceAll(' ', '+')],
    ];
    for (const [how, value] of forms) {
      yield {
        cause: cause('token-signed-otherwise', { how }),
        patch: patchHeaders(parts, withHeader(headersOf(parts), header.name, value)),
      };
    }
  },
};
