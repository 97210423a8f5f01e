import type { CapturePart, CaptureSink, CaptureSummary } from '../capture/record.ts';
import { LinkTypes } from '../capture/record.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ResultSink, UnreadableInput } from '../report/input.ts';
import { readCapture } from './read-capture.ts';
import type { Input, ReadControl } from './scan-options.ts';

/**
 * Reads the files of one set, in the order given, as one capture: each has a parser of its own, and
 * frame numbers go on from file to file. A file that cannot be read is told (an empty one by a
 * notice: a capture that still runs has not written to it yet), and the others go on.
 */
export async function scanSet(
  { path, parts = [], notices = [] }: Input,
  pipeline: Pipeline,
  sink: ResultSink,
  control: ReadControl,
): Promise<'done' | 'interrupted'> {
  const total = new SetSummary();
  const refusals: UnreadableInput[] = [];
  for (const notice of notices) {
    pipeline.notice(notice);
    if (notice.code === 'parts-missing') total.complete = false;
  }
  let interrupted = false;
  for (const part of parts) {
    pipeline.beginPart(part);
    const before = total.frames;
    const partSink: CaptureSink = {
      record: (record) => {
        // The parser sets it anew for each record.
        record.frame += before;
        total.frames = record.frame;
        pipeline.record(record);
      },
      secrets: (type, bytes) => pipeline.secrets(type, bytes),
      noticesPerCode: pipeline.noticesPerCode,
      notice: (notice) => {
        const frame = notice.frame === null ? null : notice.frame + before;
        pipeline.notice({ ...notice, frame, part });
      },
    };
    const read = await readCapture(part, partSink, undefined, control);
    interrupted = read.outcome.kind === 'interrupted';
    // Stopped before its first bytes.
    if (interrupted && read.summary.bytes === 0) break;
    if (read.failure !== null) refusals.push(read.failure);
    if (read.refusal === null) total.add(part, before + 1, read.summary);
    else if (read.refusal.reason === 'empty-file') {
      pipeline.notice({ code: 'empty-file', frame: null, offset: null, args: {}, part });
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
  readonly #types = new LinkTypes();
  readonly linkTypes: readonly number[] = this.#types.list;
  packets = 0;
  /** Number of the last packet; a damaged one that is not among `packets` has a number too. */
  frames = 0;
  bytes = 0;
  readonly parts: CapturePart[] = [];

  add(path: string, firstFrame: number, part: CaptureSummary): void {
    this.format ??= part.format;
    this.complete &&= part.complete;
    for (const linkType of part.linkTypes) this.#types.add(linkType);
    this.parts.push({ path, firstFrame, packets: part.packets });
    this.packets += part.packets;
    this.bytes += part.bytes;
  }
}
