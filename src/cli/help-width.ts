// in place of: string-width
import { displayWidth } from '../engine/bytes/display-width.ts';

/** Columns of a text, under the name by which what lays out the help imports it (scripts/marks.mjs). */
export default function stringWidth(text: string): number {
  return displayWidth(text);
}
