// in place of: string-width
import { displayWidth } from '../engine/bytes/display-width.ts';

/**
 * Columns of a text of the help, under the name by which the packages that lay it out import it
 * (scripts/marks.mjs).
 */
export default function stringWidth(text: string): number {
  return displayWidth(text);
}
