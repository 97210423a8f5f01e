import type { CapturePart, CaptureSink, CaptureSummary } from '../capture/record.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ResultSink, UnreadableInput } from '../report/input.ts';
import { readCapture } from './read-capture.ts';

/**
 * Reads the files of one set, in the order given, as one capture: each has a parser of its own, and frame numbers go on from file
 * to file. A file that cannot be read is told (an empty one by a notice: a capture that still runs has not written to it yet), and
 * the others go on.
 */
export async function scanSet(
  path: string,
  files: readonly string[],
  pipeline: Pipeline,
  sink: ResultSink,
  signal: AbortSignal | undefined,
): Promise<'done' | 'interrupted'> {
  const total = new SetSummary();
  const refusals: UnreadableInput[] = [];
  let interrupted = false;
  for (const file of files) {
    const before = total.packets;
    const partSink: CaptureSink = {
      record: (record) => {
        record.frame += before;
        pipeline.record(record);
      },
      secrets: (type, bytes) => pipeline.secrets(type, bytes),
      notice: (notice) => {
        pipeline.notice({
          ...notice,
          frame: notice.frame === null ? null : notice.frame + before,
          part: file,
        });
      },
    };
    const read = await readCapture(file, partSink, undefined, signal);
    interrupted = read.outcome.kind === 'interrupted';
    if (read.refusal === null) total.add(file, read.summary);
    else if (read.refusal.reason === 'empty-file') {
      pipeline.notice({ code: 'empty-file', frame: null, offset: null, args: {}, part: file });
    } else {
      total.complete = false;
      refusals.push(read.refusal);
    }
    if (interrupted) break;
  }
  if (total.parts.length > 0) pipeline.end(total);
  else if (refusals.length === 0 && !interrupted) {
    sink.unreadable({ path, reason: 'empty-file', detail: '' });
  }
  for (const refusal of refusals) sink.unreadable(refusal);
  return interrupted ? 'interrupted' : 'done';
}

/** The summaries of the files together. */
class SetSummary implements CaptureSummary {
  format: CaptureSummary['format'] = null;
  complete = true;
  readonly linkTypes: number[] = [];
  packets = 0;
  bytes = 0;
  readonly parts: CapturePart[] = [];

  add(path: string, part: CaptureSummary): void {
    this.format ??= part.format;
    this.complete &&= part.complete;
    for (const linkType of part.linkTypes) {
      if (!this.linkTypes.includes(linkType)) this.linkTypes.push(linkType);
    }
    this.parts.push({ path, firstFrame: this.packets + 1, packets: part.packets });
    this.packets += part.packets;
    this.bytes += part.bytes;
  }
}
