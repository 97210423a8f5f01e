import { asciiLower } from '../../engine/bytes/byte-string.ts';
import { header } from '../../engine/http/message.ts';
import type { OssExchange } from '../../engine/oss/model.ts';
import { type FillArgs, type Filler, fill } from '../../sentences/fill.ts';
import type { Template } from '../../sentences/language.ts';
import { FAULTS, FAULTS_OF_NAMES, type Fault, PRODUCTS, type ProductLine } from '../../sentences/products.ts';
import type { Texts } from '../../sentences/texts.ts';
import { wrapText } from '../terminal/wrap.ts';

/*
 * What to do, as the steps that its sentence joins by semicolons. They are told apart in the template: what
 * was captured may have semicolons of its own.
 */

/** Stands before the sign that joins a step to the one before; printable text has none. */
const JOINT = '\n';

/** A sentence whose steps are marked. */
export function marked(template: Template): Template {
  let depth = 0;
  return template.replace(SIGNS, (sign) => {
    if (sign === '(' || sign === '（') depth += 1;
    else if (sign === ')' || sign === '）') depth -= 1;
    else if (depth === 0) return JOINT + sign;
    return sign;
  });
}

/** Brackets, and semicolons between words: `&amp;` and code have others. */
const SIGNS = /[()（）；]|;(?= [\w"{])/g;

/** The same, with its values. */
export function fillMarked(template: Template, args: FillArgs, filler: Filler): string {
  // words of another service stand in the place of whole sentences, so they come first
  const { speak = (text) => text, ...others } = filler;
  return fill(marked(speak(template)), args, others);
}

/** The sentence without its marks. */
export function unmarked(text: string): string {
  return text.replaceAll(JOINT, '');
}

/** The steps of a marked sentence, without the words that joined them. */
export function stepsOf(text: string): readonly string[] {
  return text
    .split(JOINT)
    .map((step) => step.replace(JOINED, '').trim())
    .filter((step) => step !== '');
}

const JOINED = /^(?:; (?:or |failing that, )?|；(?:或者?|仍未解决时，)? ?)/;

/** Steps with their numbers; one alone has none. */
export function numberedSteps(steps: readonly string[]): readonly string[] {
  return steps.length < 2 ? steps : steps.map((step, at) => `${at + 1}. ${step}`);
}

/** In which products name themselves, and the client. */
const OF_HOPS = ['server', 'via'] as const;
const OF_CLIENTS = ['x-amz-user-agent', 'user-agent'] as const;

/**
 * The steps that a sentence gives, behind the lines of configuration for the products that an exchange names;
 * what the sentence says of a product in brackets is then said.
 */
export function stepsWithLines(
  steps: readonly string[],
  { id, args }: { readonly id: string; readonly args: FillArgs },
  { exchange: { request, response } }: OssExchange,
  texts: Texts,
): readonly string[] {
  const faults = faultsOf(id, String(args['name'] ?? args['names'] ?? ''));
  if (faults.length === 0) return steps;
  const values = (names: readonly string[]): readonly string[] =>
    [request, response].flatMap((message) =>
      message === null ? [] : names.flatMap((name) => header(message, name) ?? []),
    );
  const of = { hop: values(OF_HOPS), client: values(OF_CLIENTS) };
  const lines = PRODUCTS.filter((product) => of[product.in].some((value) => product.mark.test(value)))
    .flatMap(({ name, lines }) => faults.flatMap((fault) => productLine(name, lines[fault], texts) ?? []))
    .filter((line) => !steps.some((step) => step.includes(line.slice(line.indexOf(' ') + 1))));
  return lines.length === 0 ? steps : [...lines, ...steps.map((step) => step.replace(OF_PRODUCT, ''))];
}

const OF_PRODUCT = / ?[(（]nginx[:：][^()（）]{0,200}[)）]/;

/** `name`: of the header that it is about. */
function faultsOf(id: string, name: string): readonly Fault[] {
  return (Object.keys(FAULTS) as Fault[]).filter((fault) => {
    const mark = FAULTS_OF_NAMES[fault];
    if (mark !== undefined && !asciiLower(name).includes(mark)) return false;
    return FAULTS[fault].some((each) => each === id);
  });
}

function productLine(name: string, line: ProductLine | undefined, { labels }: Texts): string | null {
  if (line === undefined) return null;
  const [id, text] =
    typeof line === 'string' ? (['step-line', line] as const) : (['step-without', line.without] as const);
  return labels[id].replace('{product}', () => name).replace('{line}', () => text);
}

/** A step on a terminal: what does not fit its line stands beneath, behind the number. */
export function linesOfStep(step: string, room: number): readonly string[] {
  const indent = /^\d+\. /.exec(step)?.[0].length ?? 0;
  return wrapText(step, room - indent, true).map((line, at) => (at === 0 ? '' : ' '.repeat(indent)) + line);
}
