import type { CauseId } from '../../diagnose/causes.ts';
import type { Diagnosis, Note } from '../../diagnose/model.ts';
import { type NoteId, PRESENCE_TRAITS } from '../../diagnose/notes.ts';
import { type FillArgs, type Filler, fill } from '../text/fill.ts';
import type { CauseText, Texts } from '../text/texts.ts';

/** The sentences of a diagnosis: those of its cause, else those of its verdict. */
export function causeSentences(diagnosis: Diagnosis, filler: Filler, texts: Texts): CauseText {
  const { cause } = diagnosis;
  const templates =
    (cause === null ? undefined : causeText(cause.id, texts)) ?? verdictText(diagnosis, texts);
  const args: FillArgs = cause?.args ?? {};
  return {
    headline: fill(templates.headline, args, filler),
    cause: fill(templates.cause, args, filler),
    cure: fill(templates.cure, args, filler),
  };
}

function verdictText({ verdict, server, wire }: Diagnosis, texts: Texts): CauseText {
  // with the secret, too, there is nothing to try it on
  if (verdict !== 'needs-secret' && (verdict !== 'undecided' || wire !== null))
    return texts.verdicts[verdict];
  if (wire === null) return texts.needsSecret['request-string'];
  if (server === null) return texts.needsSecret['server-string'];
  // in a pasted text: the rest is hidden, or shown as dots
  return server.stringToSign === wire.stringToSign.text
    ? texts.verdicts[verdict]
    : texts.needsSecret['rest-of-string'];
}

/** The sentences of a cause; undefined where none are known. */
export function causeText(id: string, texts: Texts): CauseText | undefined {
  return Object.hasOwn(texts.causes, id) ? texts.causes[id as CauseId] : undefined;
}

/** The sentence of a note; its id where none is known. */
export function noteSentence(note: Note, filler: Filler, texts: Texts): string {
  if (!Object.hasOwn(texts.notes, note.id)) return note.id;
  const { args } = note;
  if (note.id === 'key-works-difference' && PRESENCE_TRAITS.has(String(args['what']))) {
    return fill(
      texts.labels[args['there'] === '' ? 'note-key-works-without' : 'note-key-works-with'],
      args,
      filler,
    );
  }
  if (note.id === 'also-miscomputed') {
    // the cause is told by its own sentence
    const id = String(args['cause']);
    const headline = fill(causeText(id, texts)?.headline ?? id, args, filler);
    return fill(texts.notes[note.id], { cause: headline }, filler);
  }
  return fill(texts.notes[note.id as NoteId], args, filler);
}
