import type { ByteString } from '../../bytes/byte-string.ts';
import type { Claim } from '../../sign/claim.ts';
import { encodeComponent } from '../../sign/percent.ts';
import { type FormField, type SignableRequest, sortedNames } from '../../sign/request.ts';
import { versionRecord } from '../../sign/versions.ts';
import type { DraftedRequest } from './draft.ts';
import { credentialText, signatureName } from './prepare.ts';

/** A signature in the form in which it is sent. */
export type ReadySignature =
  | { readonly kind: 'header'; readonly value: ByteString }
  | { readonly kind: 'url'; readonly url: ByteString }
  | { readonly kind: 'form'; readonly fields: readonly FormField[] };

/** The Authorization header, the signed URL, or the fields of the form. */
export function readySignature(
  { scheme, host }: Pick<DraftedRequest, 'scheme' | 'host'>,
  request: SignableRequest,
  claim: Claim,
  signature: ByteString,
): ReadySignature {
  const name = signatureName(claim.version);
  if (name === null) return { kind: 'header', value: authorization(claim, signature) };
  if (request.form !== null && versionRecord(claim.version).carrier === 'form') {
    const others = request.form.filter((field) => field.name !== name);
    return { kind: 'form', fields: [...others, { name, value: signature }] };
  }
  const pairs = (request.rawQuery ?? '')
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith(`${name}=`));
  const query = [...pairs, `${name}=${encodeComponent(signature)}`].join('&');
  return { kind: 'url', url: `${scheme}://${host}${request.path}?${query}` };
}

function authorization(claim: Claim, signature: ByteString): ByteString {
  const { version, accessKeyId: id, scope, listedHeaders } = claim;
  const listed = listedHeaders === null ? '' : sortedNames(listedHeaders).join(';');
  const credential = scope === null ? id : credentialText(id, scope);
  const { family, dialect, scheme, listedInHeader: listName } = versionRecord(version);
  switch (family) {
    case 'v2':
      return `${scheme} AccessKeyId:${id},${listed === '' ? '' : `${listName}:${listed},`}Signature:${signature}`;
    case 'v4':
      return dialect === 's3'
        ? `${scheme} Credential=${credential}, ${listName}=${listed}, Signature=${signature}`
        : `${scheme} Credential=${credential},${listed === '' ? '' : `${listName}=${listed},`}Signature=${signature}`;
    default:
      return `${scheme} ${id}:${signature}`;
  }
}
