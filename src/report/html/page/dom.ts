export type Child = Node | string | null | false;

/** A list of any length is passed as one: a call takes no more arguments than its stack has room for. */
type Children = readonly (Child | readonly Child[])[];

type Handlers = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

interface Props {
  readonly class?: string;
  readonly on?: Handlers;
  /** Attributes by name; null and false leave one out, true makes it empty. */
  readonly at?: Readonly<Record<string, string | number | boolean | null>>;
}

/** An element with its children. Text always goes in as text, so nothing in it becomes markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Children
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  apply(element, props);
  append(element, children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  at: Readonly<Record<string, string | number>>,
  ...children: Children
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(at)) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

function apply(element: HTMLElement, { class: className, on, at }: Props): void {
  if (className !== undefined) element.className = className;
  for (const [name, value] of Object.entries(at ?? {})) {
    if (value === null || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, handler] of Object.entries(on ?? {})) {
    element.addEventListener(name, handler as EventListener);
  }
}

function append(element: Element, children: Children): void {
  for (const child of children.flat()) if (child !== null && child !== false) element.append(child);
}

/** Text for screen readers alone. */
export function spoken(text: string): HTMLElement {
  return h('span', { class: 'spoken' }, text);
}

/**
 * A long name that may be broken between its words (`UploadPart`) and behind a slash. It is printable, so it
 * has no line break.
 */
export function breakable(name: string): readonly Child[] {
  const parts = name.replace(/\/|[a-z](?=[A-Z])/g, '$&\n').split('\n');
  return parts.flatMap((part, at) => (at === 0 ? [part] : [h('wbr'), part]));
}
