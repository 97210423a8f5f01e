import type { ByteString } from '../../bytes/byte-string.ts';
import { type Hasher, hexDigest } from '../../sign/index.ts';
import type { Variant } from './hypothesis.ts';
import type { SlotPlaces, Slots } from './slots.ts';

/** A variant made ready: the slots that it exchanges, as index and text. */
export interface Change {
  readonly variant: Variant;
  readonly slots: readonly (readonly [index: number, text: ByteString])[];
}

/** The string to sign that changes to different slots make together. */
export function renderText(
  base: Slots,
  places: SlotPlaces,
  changes: readonly Change[],
  hasher: Hasher,
): ByteString {
  const slots = [...base];
  for (const change of changes) for (const [index, text] of change.slots) slots[index] = text;
  const prefix = slots[places.length];
  slots.length = places.length;
  const text = renderSlots(slots, places, changes);
  if (prefix === undefined) return text;
  const finish = changes.find((each) => each.variant.finish !== undefined)?.variant.finish;
  return finish === undefined ? prefix + hexDigest(hasher, 'sha256', text) : finish(text, prefix, hasher);
}

/** The text that the slots make: the string to sign, or the canonical request of the V4 family. */
export function renderSlots(slots: Slots, places: SlotPlaces, changes: readonly Change[]): ByteString {
  for (const { variant } of changes) if (variant.render !== undefined) return variant.render(slots, places);
  return slots.join('');
}
