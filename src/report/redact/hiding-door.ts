import type { ByteString } from '../../bytes/byte-string.ts';
import { encodeComponent } from '../../sign/percent.ts';
import type { Door } from './redact.ts';

/** Stands where a hidden value would. */
const HIDDEN = '[security token]';

/** A door that shows texts only after `hide` has taken out of them what is nobody's business. */
export function hidingDoor(door: Door, hide: (text: ByteString) => ByteString): Door {
  return {
    text: (text) => door.text(hide(text)),
    accessKeyId: (text) => door.accessKeyId(hide(text)),
    signature: (text) => door.signature(hide(text)),
    securityToken: (text) => door.securityToken(hide(text)),
  };
}

/**
 * Puts a mark in the place of a security token, wherever and however encoded it stands in a text.
 */
export function tokenHider(token: ByteString | null): (text: ByteString) => ByteString {
  if (token === null || token === '') return (text) => text;
  const forms = [token, encodeComponent(token)];
  return (text) => forms.reduce((left, form) => left.replaceAll(form, HIDDEN), text);
}
