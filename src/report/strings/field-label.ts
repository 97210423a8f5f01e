import { asciiLower } from '../../engine/bytes/byte-string.ts';
import type { Field } from '../../engine/sign/canonical.ts';
import type { ValueKind } from '../../features/redact/redact.ts';
import { label, type View } from '../terminal/view.ts';
import { cutMiddle } from '../terminal/wrap.ts';
import { show } from './difference.ts';

/** Longest field label in columns of a terminal. */
const MAX_LABEL = 24;

const NAMED_PREFIXES = {
  'oss-header:': '',
  'canonical-header:': '',
  'canonical-query:': '?',
  'resource:subresource:': '?',
} as const;

/** A field as the first column shows it: safe to print, and of at most so many columns. */
export function fieldLabel(field: Field | null, view: View, most = MAX_LABEL): string {
  if (field === null) return label(view, 'field-string');
  for (const [prefix, sign] of Object.entries(NAMED_PREFIXES)) {
    if (field.startsWith(prefix)) return cutMiddle(sign + show(field.slice(prefix.length)), most);
  }
  switch (field) {
    case 'method':
      return label(view, 'field-method');
    case 'content-md5':
      return label(view, 'field-content-md5');
    case 'content-type':
      return label(view, 'field-content-type');
    case 'date':
      return label(view, 'field-date');
    case 'resource:bucket':
      return label(view, 'field-bucket');
    case 'resource:key':
      return label(view, 'field-key');
    case 'canonical-uri':
      return label(view, 'field-path');
    case 'canonical-request':
      return label(view, 'field-canonical-request');
    case 'additional-headers':
      return label(view, 'field-additional-headers');
    case 'payload-hash':
      return label(view, 'field-payload-hash');
    case 'scope:date':
      return label(view, 'field-scope-date');
    case 'scope:region':
      return label(view, 'field-scope-region');
    case 'scope:product':
      return label(view, 'field-scope-product');
    case 'policy':
      return label(view, 'field-policy');
    case 'signature':
      return label(view, 'field-signature');
    case 'access-key-id':
      return label(view, 'field-access-key-id');
    default:
      return cutMiddle(show(field), most);
  }
}

const TOKEN_NAMES = ['security-token', 'x-oss-security-token', 'x-amz-security-token'];
const CREDENTIAL_NAMES = ['x-oss-credential', 'x-amz-credential'];

/** What kind of value a field holds, for the door that masks it. */
export function fieldKind(field: Field | null): ValueKind | 'credential' {
  if (field === null) return 'text';
  const name = asciiLower(field.slice(field.lastIndexOf(':') + 1));
  if (TOKEN_NAMES.includes(name)) return 'securityToken';
  if (CREDENTIAL_NAMES.includes(name)) return 'credential';
  return field === 'access-key-id' ? 'accessKeyId' : 'text';
}
