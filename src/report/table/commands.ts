import { largest } from '../../bytes/collections.ts';
import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import { printable } from '../../bytes/printable.ts';
import type { Diagnosis } from '../../diagnose/model.ts';
import type { ScanCause } from '../findings/group.ts';
import { firstSuspect } from '../findings/suspects.ts';
import { LIVE_CAPTURE } from '../input.ts';
import type { View } from '../terminal/view.ts';
import type { ShortLabelId } from '../text/short.ts';
import { quote } from '../uploads/upload-facts.ts';

/** A command to type, and what it is good for. */
export interface Command {
  readonly text: string;
  readonly why: ShortLabelId;
}

type Examples = Pick<ScanCause['group'], 'example' | 'indexes'>;

/** The name of standard input where a path is expected. */
const STDIN = '-';

/** What to type next: with the paths and the numbers of this scan, ready for a POSIX shell. */
export function commandsOf({
  capture,
  isCapture,
  group,
}: Pick<ScanCause, 'capture' | 'isCapture'> & { readonly group: Examples }): readonly Command[] {
  const path = shellPath(capture);
  const { diagnosis } = group.example;
  if (diagnosis === null) return [];
  if (path === null) return whyOf(diagnosis);
  const [index = group.example.index] = group.indexes;
  const text = explainCommand(capture, index, diagnosis);
  const explain: readonly Command[] = text === null ? [] : [{ text, why: 'why-explain' }];
  return [...settling(path, isCapture, group), ...explain, ...whyOf(diagnosis)];
}

/** Other captures that show what is said of the suspects. */
function pathsBeside({ suspects = [] }: Diagnosis): readonly string[] {
  const points = suspects.flatMap((each) => [...each.for, ...each.against]);
  const captures = new Set(points.flatMap(({ capture }) => (capture === undefined ? [] : [capture])));
  return [...captures].map(shellPath).filter((path) => path !== null);
}

/**
 * What shows one exchange; null where nobody can type its capture, and where its answer rests on
 * other captures: read alone, it would have another one.
 */
export function explainCommand(capture: string, index: number, diagnosis: Diagnosis | null): string | null {
  const path = shellPath(capture);
  const isAlone = diagnosis === null || pathsBeside(diagnosis).length === 0;
  return path === null || !isAlone ? null : `osscap explain ${path} ${index}`;
}

/** What says more of the cause, or of the suspect that the report names before others. */
function whyOf(diagnosis: Diagnosis): readonly Command[] {
  const suspect = firstSuspect(diagnosis);
  if (suspect !== null) return [{ text: `osscap why ${suspect.kind}`, why: 'why-suspect' }];
  const { cause } = diagnosis;
  return cause === null ? [] : [{ text: `osscap why ${cause.id}`, why: 'why-cause' }];
}

/** What names the hop, or settles what is open; nothing where neither is in question. */
function settling(path: string, isCapture: boolean, { example }: Examples): readonly Command[] {
  const { diagnosis } = example;
  if (diagnosis === null) return [];
  const behind = diagnosis.hops.find(({ capture }) => capture !== undefined)?.capture;
  const other = behind === undefined ? null : shellPath(behind);
  if (other !== null) return [{ text: `osscap compare ${path} ${other}`, why: 'why-compared' }];
  if (diagnosis.needsSecretOf !== null) {
    const paths = [path, ...pathsBeside(diagnosis)].join(' ');
    return [{ text: `osscap scan ${paths} --credentials FILE.json`, why: 'why-secret' }];
  }
  if (diagnosis.verdict !== 'transit-modified' || diagnosis.hops.length > 0 || !isCapture) return [];
  const isBefore = diagnosis.cause?.id === 'changed-before-capture';
  const paths = isBefore ? `AT-THE-CLIENT.pcap ${path}` : `${path} BEHIND-THE-PROXY.pcap`;
  return [{ text: `osscap compare ${paths}`, why: 'why-compare' }];
}

/**
 * Null for what nobody can type: standard input, a capture that is gone, and names with characters
 * that cannot be shown.
 */
export function shellPath(path: string): string | null {
  if (path === STDIN || path === LIVE_CAPTURE || printable(path) !== path) return null;
  const named = path.startsWith('-') ? `./${path}` : path;
  return quote(named);
}

/** Commands as lines that are not broken, what each is good for behind it where there is room. */
export function commandLines(commands: readonly Command[], room: number, view: View): string[] {
  const width = largest(
    commands.map(({ text }) => displayWidth(text)),
    0,
  );
  return commands.map(({ text, why }) => {
    const remark = `  # ${view.texts.short[why]}`;
    if (width + displayWidth(remark) <= room) return padEnd(text, width) + view.paint('quiet', remark);
    return displayWidth(text + remark) <= room ? text + view.paint('quiet', remark) : text;
  });
}
