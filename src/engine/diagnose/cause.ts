import type { Cause, Note } from './model.ts';

/**
 * The causes that there are, with their arguments. Filled by the entries with their sentences, which know the
 * diagnosis, while the diagnosis knows them by this list of the compiler's alone.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled from the sentences of causes
export interface KnownCauses {}

/** The notes that there are, with their arguments, filled in the same way. */
// biome-ignore lint/suspicious/noEmptyInterface: filled from the sentences of notes
export interface KnownNotes {}

export type CauseId = keyof KnownCauses;
export type CauseArgs<I extends CauseId> = KnownCauses[I];
export type NoteId = keyof KnownNotes;
export type NoteArgs<I extends NoteId> = KnownNotes[I];

/** A cause with exactly the arguments that its id asks for. Its entry, with the sentences, is not loaded. */
export function cause<I extends CauseId>(id: I, args: CauseArgs<I>): Cause {
  return { id, args };
}

/** A note with exactly the arguments that its id asks for. */
export function note<I extends NoteId>(id: I, args: NoteArgs<I>): Note {
  return { id, args };
}

/** The note on a second cause. */
export function alsoMiscomputed({ id, args }: Cause): Note {
  return { id: 'also-miscomputed' satisfies NoteId, args: { ...args, cause: id } };
}

/** The note on a secret that is not the given one, beside another fault. */
export function secretAlsoDiffers({ id, args }: Cause): Note {
  return { id: 'secret-also-differs' satisfies NoteId, args: { ...args, how: id } };
}
