import type { HandedOnReportOptions } from './finding.ts';
import type { Tool } from './model.ts';
import { type FillArgs, fill, plainFiller } from './text/fill.ts';
import type { FormatLabelId, FormatTexts } from './text/format-texts.ts';

/** What every format that is handed on is made with. */
export interface FormatOptions extends HandedOnReportOptions {
  readonly formats: FormatTexts;
  readonly tool: Tool;
  /** Tell every cause, however many they are. */
  readonly all: boolean;
}

/** A label of the formats with its arguments in place. */
export function sayLabel(
  { formats, texts }: Pick<FormatOptions, 'formats' | 'texts'>,
  id: FormatLabelId,
  args: FillArgs = {},
): string {
  return fill(formats.labels[id], args, plainFiller(texts));
}
