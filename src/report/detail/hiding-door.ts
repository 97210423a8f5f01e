import type { ByteString } from '../../bytes/byte-string.ts';
import { encodeComponent } from '../../sign/percent.ts';
import type { Door } from '../redact.ts';

/** Stands where a hidden value would. */
const HIDDEN = '[security token]';

/** A door that shows a mark in the place of one value, wherever and however encoded it stands in a text. */
export function hidingDoor(door: Door, value: ByteString | null): Door {
  if (value === null || value === '') return door;
  const forms = [value, encodeComponent(value)];
  const hide = (text: ByteString): ByteString => {
    let left = text;
    for (const form of forms) left = left.replaceAll(form, HIDDEN);
    return left;
  };
  return {
    text: (text) => door.text(hide(text)),
    accessKeyId: (text) => door.accessKeyId(hide(text)),
    signature: (text) => door.signature(hide(text)),
    securityToken: (text) => door.securityToken(hide(text)),
  };
}
