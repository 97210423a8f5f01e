import type { NoteArgs, NoteId } from './causes/notes.ts';
import type { Cause, Note } from './model.ts';

/** A note with exactly the arguments that its id asks for. Its entry, with the sentence, is not loaded. */
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
