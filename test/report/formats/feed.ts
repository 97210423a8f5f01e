import { type Piece, type Reporter, tee, type WritePiece } from '../../../src/report/reporter.ts';
import type { ResultSink } from '../../rooms/engine.ts';
import { type FormatOptions, type LaterUpload, SummaryCounter } from '../../rooms/report.ts';
import { EN, EN_FORMATS, ZH, ZH_FORMATS } from '../../support/texts.ts';

export const OPTIONS: FormatOptions = {
  texts: EN,
  formats: EN_FORMATS,
  tool: { name: 'osscap', version: '1.2.3' },
  all: false,
  showSignatures: false,
};

export const OPTIONS_ZH: FormatOptions = { ...OPTIONS, texts: ZH, formats: ZH_FORMATS };

const UTF8 = new TextDecoder();

/** A piece of a report as text. */
export function textOf(piece: Piece): string {
  return typeof piece === 'string' ? piece : UTF8.decode(piece);
}

/** What a reporter writes of what it is fed. */
export function written(
  create: (write: WritePiece) => Reporter,
  feed: (sink: ResultSink) => void,
  exitCode = 1,
  later: readonly LaterUpload[] = [],
): string {
  let text = '';
  const reporter = create((piece) => {
    text += textOf(piece);
  });
  const counter = new SummaryCounter();
  feed(tee([counter, reporter]));
  reporter.end({ summary: counter.summary(), interrupted: false, exitCode, later });
  return text;
}
