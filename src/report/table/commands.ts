import { displayWidth, padEnd } from '../../engine/bytes/display-width.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { Diagnosis } from '../../engine/diagnose/model.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import { USUAL_PROVIDER } from '../../engine/oss/provider.ts';
import { LIVE_CAPTURE } from '../../engine/results.ts';
import { WHOLE_DOCUMENT } from '../../sentences/products.ts';
import { NAMINGS } from '../../sentences/service.ts';
import type { ShortLabelId } from '../../sentences/short.ts';
import type { ScanCause } from '../findings/group.ts';
import { firstSuspect, missingBeside } from '../findings/suspects.ts';
import type { OptionsAgain, View } from '../terminal/view.ts';
import { widestOf } from '../terminal/wrap.ts';
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
export function commandsOf(
  { capture, isCapture, group }: Pick<ScanCause, 'capture' | 'isCapture'> & { readonly group: Examples },
  again: OptionsAgain = [],
): readonly Command[] {
  const path = shellPath(capture);
  const { diagnosis } = group.example;
  if (diagnosis === null) return [];
  const options = optionWords(again);
  const missing = missingOf(group.example.oss, diagnosis);
  if (path === null || options === null) return [...missing, ...whyOf(diagnosis)];
  const [index = group.example.index] = group.indexes;
  const text = explainCommand(capture, index, diagnosis, again);
  const explain: readonly Command[] =
    text === null ? [] : [{ text, why: hasBytes(diagnosis) ? 'why-explain' : 'why-known' }];
  return [...missing, ...settling(path, isCapture, group, again), ...explain, ...whyOf(diagnosis)];
}

/** What gets that without which nothing speaks for any cause; nothing where something does. */
function missingOf(oss: OssExchange | null, diagnosis: Diagnosis): readonly Command[] {
  const missing = missingBeside(diagnosis);
  if (oss === null) return [];
  const { request, told } = oss.exchange;
  const isCut = request === null && oss.error?.stringToSign == null && diagnosis.server === null;
  const document: readonly Command[] =
    isCut && told?.sdk !== undefined ? [{ text: WHOLE_DOCUMENT[told.sdk], why: 'why-document' }] : [];
  if (missing === 'thin-request')
    return [...document, { text: 'osscap capture COMMAND', why: 'why-request' }];
  if (missing === null) return document;
  const plain = NAMINGS[oss.provider ?? USUAL_PROVIDER].words.reduce(
    (text, [pattern, word]) => text.replace(pattern, word),
    'ossutil ls',
  );
  return [{ text: `osscap capture ${plain}`, why: 'why-plain' }];
}

/** Whether there are strings to be shown letter by letter. */
function hasBytes({ wire, server }: Diagnosis): boolean {
  return wire !== null || server !== null;
}

/** The options behind the other words of a command; null where nobody can type them. */
function optionWords(again: OptionsAgain): string | null {
  const words = again.map(({ name, value }) => {
    if (value === null) return ` --${name}`;
    return ` --${name}${value.startsWith('-') ? '=' : ' '}${quote(value)}`;
  });
  const text = words.join('');
  return printable(text) === text ? text : null;
}

/** Other captures that the answer rests on. */
function pathsBeside({ suspects = [], hops }: Diagnosis): readonly string[] {
  const points = suspects.flatMap((each) => [...each.for, ...each.against]);
  const captures = new Set(
    [...points, ...hops].flatMap(({ capture }) => (capture === undefined ? [] : [capture])),
  );
  return [...captures].map(shellPath).filter((path) => path !== null);
}

/**
 * What shows one exchange; null where nobody can type its capture, and where its answer rests on other
 * captures: read alone, it would have another one.
 */
export function explainCommand(
  capture: string,
  index: number,
  diagnosis: Diagnosis | null,
  again: OptionsAgain = [],
): string | null {
  const [path, options] = [shellPath(capture), optionWords(again)];
  const isAlone = diagnosis === null || pathsBeside(diagnosis).length === 0;
  return path === null || options === null || !isAlone ? null : `osscap explain ${path} ${index}${options}`;
}

/** What says more of the cause, or of the suspect that the report names before others. */
function whyOf(diagnosis: Diagnosis): readonly Command[] {
  const suspect = firstSuspect(diagnosis);
  if (suspect !== null) return [{ text: `osscap why ${suspect.kind}`, why: 'why-suspect' }];
  const { cause } = diagnosis;
  return cause === null ? [] : [{ text: `osscap why ${cause.id}`, why: 'why-cause' }];
}

/** What names the hop, or settles what is open; nothing where neither is in question. */
function settling(
  path: string,
  isCapture: boolean,
  { example }: Examples,
  again: OptionsAgain,
): readonly Command[] {
  const { diagnosis } = example;
  if (diagnosis === null) return [];
  const behind = diagnosis.hops.find(({ capture }) => capture !== undefined)?.capture;
  const other = behind === undefined ? null : shellPath(behind);
  const options = optionWords(again) ?? '';
  if (other !== null) return [{ text: `osscap compare ${path} ${other}${options}`, why: 'why-compared' }];
  if (diagnosis.needsSecretOf !== null) {
    const paths = [path, ...pathsBeside(diagnosis)].join(' ');
    // the file is to have the other secrets, too
    const further = optionWords(again.filter(({ name }) => name !== 'credentials')) ?? '';
    return [{ text: `osscap scan ${paths} --credentials FILE.json${further}`, why: 'why-secret' }];
  }
  if (diagnosis.verdict !== 'transit-modified' || diagnosis.hops.length > 0 || !isCapture) return [];
  const isBefore = diagnosis.cause?.id === 'changed-before-capture';
  const paths = isBefore ? `AT-THE-CLIENT.pcap ${path}` : `${path} BEHIND-THE-PROXY.pcap`;
  return [{ text: `osscap compare ${paths}${options}`, why: 'why-compare' }];
}

/** Null for what nobody can type: standard input, a live capture, names that cannot be shown. */
export function shellPath(path: string): string | null {
  if (path === STDIN || path === LIVE_CAPTURE || printable(path) !== path) return null;
  const named = path.startsWith('-') ? `./${path}` : path;
  return quote(named);
}

/** Commands as lines that are not broken, what each is good for behind it where there is room. */
export function commandLines(commands: readonly Command[], room: number, view: View): string[] {
  const width = widestOf(commands.map(({ text }) => text));
  return commands.map(({ text, why }) => {
    const remark = `  # ${view.texts.short[why]}`;
    if (width + displayWidth(remark) <= room) return padEnd(text, width) + view.paint('quiet', remark);
    return displayWidth(text + remark) <= room ? text + view.paint('quiet', remark) : text;
  });
}
