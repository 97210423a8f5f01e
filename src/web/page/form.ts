import { captureFormatOf } from '../../engine/capture/capture-parser.ts';
import { KeyLog } from '../../features/tls/key-log.ts';
import { buttonFor, h } from '../../report/html/page/parts.ts';
import { parseCredentials } from '../../run/credentials-text.ts';
import { packingOf } from '../../run/read-bytes.ts';
import { webRsaKeys } from '../rsa-keys.ts';
import type { GivenFile, ScanRequest, TypedCredential } from './protocol.ts';
import type { Words } from './words.ts';

/** What was given to the page. Keys are here and nowhere else. */
export class GivenInputs {
  given: readonly Given[] = [];
  typed: readonly TypedCredential[] = [EMPTY];
  verifyBodies = false;

  forgetKeys(): void {
    this.given = this.given.filter(({ kind }) => kind === 'capture');
    this.typed = [EMPTY];
  }

  /** What is to be scanned, in the language that the report is to have; else what lacks. */
  request(lang: ScanRequest['lang']): ScanRequest | 'nothing' | 'half' {
    const typed = this.typed.filter(({ id, secret, token }) => id + secret + token !== '');
    if (typed.some(({ id, secret }) => id === '' || secret === '')) return 'half';
    const { given } = this;
    const captures = given.filter(({ kind }) => kind === 'capture');
    if (captures.length === 0) return 'nothing';
    return {
      captures: captures.map(({ name, file }): GivenFile => ({ name, file })),
      keyLogs: given.flatMap((one) => (one.kind === 'key-log' ? [one.file] : [])),
      serverKeys: given.flatMap((one) => (one.kind === 'server-key' ? [one.pem] : [])),
      credentialTexts: given.flatMap((one) => (one.kind === 'credentials' ? [one.text] : [])),
      credentials: typed,
      verifyBodies: this.verifyBodies,
      lang,
    };
  }
}

const EMPTY: TypedCredential = { id: '', secret: '', token: '' };

/** The name of what was pasted; a number is put behind it where there are several. */
const PASTED = 'pasted.txt';

const MEGABYTE = 1e6;

/** A size for people: `12.3 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < MEGABYTE) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

interface FormActions {
  /** Something is to be said to the reader; `null`: no more. */
  readonly announce: (text: string | null, isFault?: boolean) => void;
  readonly scan: () => void;
}

/** The form that takes files, texts and keys. */
export class InputForm {
  readonly element: HTMLElement;
  readonly #inputs: GivenInputs;
  readonly #say: Words;
  readonly #actions: FormActions;
  readonly #list: HTMLElement;
  readonly #keys = h('div.keys');
  readonly #box: HTMLTextAreaElement;

  constructor(inputs: GivenInputs, say: Words, actions: FormActions) {
    this.#inputs = inputs;
    this.#say = say;
    this.#actions = actions;
    this.#box = h('textarea', {
      at: {
        rows: 6,
        'aria-label': say('paste'),
        placeholder: say('paste-hint'),
        autocomplete: 'off',
        spellcheck: 'false',
      },
    });
    this.#list = h('ul.given', { at: { 'aria-label': say('given') } });
    this.element = h(
      'div.form',
      this.#fileInput(),
      this.#pasteArea(),
      this.#list,
      this.#keySection(),
      this.#bodies(),
      h(
        'div.actions',
        buttonFor(() => void this.#find(), 'primary', say('scan')),
        buttonFor(() => this.#clearKeys(), 'clear', say('clear')),
      ),
    );
    this.#drawList();
    this.#drawKeys();
  }

  /** Takes files, whichever way they come, and scans what is given by then. */
  async add(files: readonly File[]): Promise<void> {
    const faults: string[] = [];
    for (const file of files) {
      const kind = await kindOf(file);
      if (typeof kind === 'string') faults.push(this.#faultText(kind, file.name));
      else this.#take({ ...kind, name: freeName(file.name, this.#inputs.given), file });
    }
    this.#drawList();
    this.#actions.announce(faults.length === 0 ? null : faults.join(' '), true);
    // who drops a capture wants its report; what is wrong with a file is read first
    const hasCapture = this.#inputs.given.some(({ kind }) => kind === 'capture');
    if (files.length > 0 && faults.length === 0 && hasCapture) this.#actions.scan();
  }

  /** Takes a text as if it were a file. */
  async addText(text: string): Promise<void> {
    if (text.trim() !== '') await this.add([new File([text], PASTED)]);
  }

  async #takeBox(): Promise<void> {
    const text = this.#box.value;
    this.#box.value = '';
    await this.addText(text);
  }

  /** What stands in the box counts as given: nobody who filled it expects to press another button first. */
  async #find(): Promise<void> {
    const before = this.#inputs.given.length;
    await this.#takeBox();
    // a capture that was added is being scanned by now
    const isAdded = this.#inputs.given.length > before;
    if (!isAdded || !this.#inputs.given.some(({ kind }) => kind === 'capture')) this.#actions.scan();
  }

  #take(given: Given): void {
    this.#inputs.given = [...this.#inputs.given, given];
  }

  #faultText(fault: GivenFault, name: string): string {
    return this.#say(`fault-${fault}`, { name });
  }

  #fileInput(): HTMLElement {
    const say = this.#say;
    const input = h('input.spoken', {
      at: { type: 'file', multiple: true, 'aria-describedby': 'kinds' },
      on: {
        change: () => {
          const files = [...(input.files ?? [])];
          // the same file may be chosen again, when it has changed
          input.value = '';
          void this.add(files);
        },
      },
    });
    return h(
      'div',
      h('label.drop', input, h('strong', say('choose'))),
      h('p.quiet', { at: { id: 'kinds' } }, say('kinds')),
    );
  }

  #pasteArea(): HTMLElement {
    const say = this.#say;
    return h(
      'details.paste',
      // most people have the text of an error, and no capture
      { at: { open: true } },
      h('summary', say('paste')),
      this.#box,
      buttonFor(() => void this.#takeBox(), '', say('paste-add')),
    );
  }

  #drawList(): void {
    const say = this.#say;
    this.#list.replaceChildren();
    for (const one of this.#inputs.given) {
      const remove = (): void => {
        this.#inputs.given = this.#inputs.given.filter((other) => other !== one);
        this.#drawList();
      };
      const n = one.kind === 'credentials' ? one.n : 0;
      const at = { type: 'button', 'aria-label': say('remove', { name: one.name }) };
      this.#list.append(
        h(
          'li',
          h(
            'div',
            h('span.path', one.name),
            h('span.quiet', `${say(`kind-${one.kind}`, { n })} · ${sizeText(one.file.size)}`),
          ),
          h('button', { at, on: { click: remove } }, '×'),
        ),
      );
    }
  }

  #keySection(): HTMLElement {
    const say = this.#say;
    const isUsed = this.#inputs.typed.some(({ id, secret }) => id + secret !== '');
    const another = (): void => {
      this.#inputs.typed = [...this.#inputs.typed, EMPTY];
      this.#drawKeys();
    };
    return h(
      'details.access-keys',
      { at: { open: isUsed } },
      h('summary', say('keys')),
      h('p.quiet', say('keys-about')),
      this.#keys,
      buttonFor(another, '', say('another')),
    );
  }

  #drawKeys(): void {
    this.#keys.replaceChildren();
    for (const at of this.#inputs.typed.keys()) {
      this.#keys.append(
        h(
          'div.key',
          this.#keyField(at, 'id', 'text'),
          this.#keyField(at, 'secret', 'password'),
          this.#keyField(at, 'token', 'password'),
        ),
      );
    }
  }

  /** Without a name, and in no form: nothing that the browser would keep, fill in or send. */
  #keyField(at: number, field: keyof TypedCredential, type: 'text' | 'password'): HTMLElement {
    const input = h('input', {
      at: { type, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off' },
      on: {
        input: () => {
          // an id has no white space; in a secret it is evidence
          const value = field === 'id' ? input.value.trim() : input.value;
          this.#inputs.typed = this.#inputs.typed.map((typed, place) =>
            place === at ? { ...typed, [field]: value } : typed,
          );
        },
      },
    });
    input.value = this.#inputs.typed[at]?.[field] ?? '';
    return h('label', h('span', this.#say(field)), input);
  }

  #clearKeys(): void {
    this.#inputs.forgetKeys();
    this.#drawList();
    this.#drawKeys();
    this.#actions.announce(this.#say('cleared'));
  }

  #bodies(): HTMLElement {
    const box = h('input', {
      at: { type: 'checkbox' },
      on: {
        change: () => {
          this.#inputs.verifyBodies = box.checked;
        },
      },
    });
    box.checked = this.#inputs.verifyBodies;
    return h('label.bodies', box, ' ', this.#say('bodies'));
  }
}

/** What a file that was given is for. */
type GivenKind =
  | { readonly kind: 'capture' }
  | { readonly kind: 'key-log' }
  | { readonly kind: 'server-key'; readonly pem: string }
  /** `n`: how many access keys it holds. */
  | { readonly kind: 'credentials'; readonly text: string; readonly n: number };

type Given = GivenKind & { readonly name: string; readonly file: Blob };

/** Why a file is of no use. */
type GivenFault = 'encrypted-key' | 'not-a-key' | 'unreadable';

/** Read of a file to see what it is, in bytes. */
const HEAD_BYTES = 64 * 1024;
/** Files of keys that people have are smaller, in bytes; a larger text is one with HTTP. */
const MAX_KEY_FILE_BYTES = 1024 * 1024;
const MAX_KEY_LOG_BYTES = 64 * 1024 * 1024;

/** Sees by its content what a file is for: whatever is no file of keys is read as a capture. */
async function kindOf(file: Blob): Promise<GivenKind | GivenFault> {
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    if (captureFormatOf(head) !== null || packingOf(head) !== null) return { kind: 'capture' };
    if (file.size <= MAX_KEY_LOG_BYTES && isKeyLog(head)) return { kind: 'key-log' };
    if (file.size > MAX_KEY_FILE_BYTES) return { kind: 'capture' };
    const text = await file.text();
    if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/m.test(text)) return serverKey(text);
    const parsed = parseCredentials(text);
    if (!parsed.ok) return { kind: 'capture' };
    return { kind: 'credentials', text, n: parsed.value.credentials.length };
  } catch (error) {
    if (error instanceof DOMException) return 'unreadable';
    throw error;
  }
}

/** A text with HTTP may have lines of a key log in it; a key log has few others. */
function isKeyLog(head: Uint8Array): boolean {
  const log = new KeyLog();
  log.add(head);
  return log.size > 0 && log.size >= log.badLines;
}

function serverKey(pem: string): GivenKind | GivenFault {
  if (/-----BEGIN ENCRYPTED |Proc-Type: 4,ENCRYPTED/.test(pem)) return 'encrypted-key';
  return webRsaKeys([pem]) === null ? 'not-a-key' : { kind: 'server-key', pem };
}

/** A name that none of the others has: reports name captures by it. */
function freeName(name: string, others: readonly Given[]): string {
  const isTaken = (one: string): boolean => others.some((other) => other.name === one);
  let free = name;
  for (let n = 2; isTaken(free); n++) free = `${name} (${n})`;
  return free;
}
