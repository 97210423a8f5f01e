import { readData } from '../../report/html/page/data.ts';
import { h } from '../../report/html/page/parts.ts';
import { pageTools, showReport } from '../../report/html/page/report.ts';
import type { Lang } from '../../sentences/language.ts';
import { GivenInputs, InputForm, sizeText } from './form.ts';
import type { FromWorker, Progress, Reports, ScanRequest, ToWorker } from './protocol.ts';
import { type Words, wordsIn } from './words.ts';

declare const OSSCAP_VERSION: string;

/** The page: what is given to it, the scan, and the report. */
class LonePage {
  readonly #root: HTMLElement;
  readonly #inputs = new GivenInputs();
  #lang: Lang;
  #say: Words;
  #form: InputForm;
  #scan: RunningScan | null = null;
  /** Ends what the report that is shown does. */
  #shown = new AbortController();
  /** What is said of the page and its work. */
  #status = h('p');
  #work = h('div');
  #fold = h('details');
  #result = h('div');

  constructor(root: HTMLElement, lang: Lang) {
    this.#root = root;
    this.#lang = lang;
    this.#say = wordsIn(lang);
    this.#form = this.#newForm();
    this.#draw();
    addEventListener('dragover', (event) => event.preventDefault());
    addEventListener('drop', (event) => {
      event.preventDefault();
      this.#take(event.dataTransfer);
    });
    addEventListener('paste', (event) => {
      // what is pasted into a field stays there
      if (!(event.target instanceof Element && event.target.matches('input, textarea'))) {
        this.#take(event.clipboardData);
      }
    });
    // What is left is kept by browsers for a way back.
    addEventListener('pagehide', () => {
      this.#scan?.end();
      this.#inputs.forgetKeys();
      this.#form = this.#newForm();
      this.#fold.replaceChildren();
    });
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) this.#draw();
    });
  }

  #take(data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    void (files.length > 0 ? this.#form.add(files) : this.#form.addText(data?.getData('text/plain') ?? ''));
  }

  #newForm(): InputForm {
    return new InputForm(this.#inputs, this.#say, {
      announce: (text, isFault = false) => this.#announce(text, isFault),
      scan: () => this.#start(),
    });
  }

  #draw(): void {
    const say = this.#say;
    document.documentElement.lang = this.#lang === 'zh' ? 'zh-CN' : 'en';
    document.title = `${say('title')} · osscap`;
    this.#shown.abort();
    this.#status = h('p', { at: { role: 'status' } });
    this.#work = h('div', { class: 'work' });
    this.#result = h('div', { class: 'result', at: { tabindex: -1 } });
    this.#form = this.#newForm();
    this.#fold = h(
      'details',
      { class: 'inputs', at: { open: true } },
      h('summary', {}, say('files')),
      this.#form.element,
    );
    this.#root.replaceChildren(
      h(
        'header',
        { class: 'top' },
        h('div', {}, h('h1', {}, say('title')), h('p', {}, say('about'))),
        this.#tools(),
        h('p', { class: 'promise' }, say('promise')),
      ),
      this.#fold,
      this.#status,
      this.#work,
      this.#result,
      h('footer', {}, say('made-by', { version: OSSCAP_VERSION }), ' · ', this.#licences()),
    );
  }

  #tools(): HTMLElement {
    const language = h(
      'select',
      {
        at: { 'aria-label': this.#say('language') },
        on: { change: () => this.#speak(language.value === 'zh' ? 'zh' : 'en') },
      },
      h('option', { at: { value: 'en', lang: 'en' } }, 'English'),
      h('option', { at: { value: 'zh', lang: 'zh-CN' } }, '中文'),
    );
    language.value = this.#lang;
    const tools = pageTools((id) => this.#say(id));
    tools.prepend(language);
    return tools;
  }

  /** A report is of one language: the files are read again. */
  #speak(lang: Lang): void {
    const hasReport = this.#result.hasChildNodes() || this.#scan !== null;
    this.#scan?.end();
    this.#scan = null;
    this.#lang = lang;
    this.#say = wordsIn(lang);
    this.#draw();
    if (hasReport) this.#start();
  }

  #licences(): HTMLElement {
    const text = document.getElementById('licences')?.textContent ?? '';
    return h('details', { class: 'licences' }, h('summary', {}, this.#say('licences')), h('pre', {}, text));
  }

  #announce(text: string | null, isFault = false): void {
    this.#status.className = isFault ? 'warning' : '';
    this.#status.textContent = text === null ? '' : isFault ? `⚠ ${text}` : text;
  }

  #start(): void {
    const request = this.#inputs.request(this.#lang);
    if (typeof request === 'string') {
      this.#announce(this.#say(request), true);
      return;
    }
    this.#scan?.end();
    this.#shown.abort();
    this.#result.replaceChildren();
    this.#announce(null);
    const total = request.captures.reduce((sum, { file }) => sum + file.size, 0);
    const bar = h('progress', { at: { max: Math.max(1, total), 'aria-label': this.#say('looking') } });
    const text = h('span', {}, this.#say('looking'));
    const stop = this.#stopButton();
    this.#work.replaceChildren(bar, text, stop);
    this.#scan = startScan(request, (message) => {
      if (message.kind === 'progress') {
        bar.value = message.progress.bytes;
        text.textContent = this.#progressText(message.progress, total);
      } else {
        this.#scan = null;
        void this.#ended(message);
      }
    });
    stop.focus();
  }

  /** A search that takes long does not see it until it is done: pressed again, it ends all. */
  #stopButton(): HTMLElement {
    let isAsked = false;
    const click = (): void => {
      if (isAsked) {
        this.#scan?.end();
        this.#scan = null;
        this.#work.replaceChildren();
        return;
      }
      isAsked = true;
      this.#scan?.stop();
      button.textContent = this.#say('stop-now');
    };
    const button = h('button', { at: { type: 'button' }, on: { click } }, this.#say('stop'));
    return button;
  }

  #progressText({ bytes, requests, failing }: Progress, total: number): string {
    return this.#say('progress', { done: sizeText(bytes), total: sizeText(total), requests, failing });
  }

  async #ended(message: Exclude<FromWorker, { readonly kind: 'progress' }>): Promise<void> {
    if (message.kind === 'failed') {
      this.#work.replaceChildren();
      this.#announce(this.#say('failed', { fault: message.fault }), true);
      return;
    }
    const { reports, fault } = message;
    const result = this.#result;
    const report = new DOMParser().parseFromString(await reports.html.text(), 'text/html');
    // the language may have been changed meanwhile
    if (result !== this.#result || this.#scan !== null) return;
    this.#work.replaceChildren();
    this.#shown = new AbortController();
    const root = h('div');
    result.replaceChildren(this.#saving(reports), root);
    showReport(root, readData(report), { hasTools: false, signal: this.#shown.signal });
    if (fault === null) this.#announce(this.#say('done'));
    else this.#announce(this.#say('fault', { fault }), true);
    // who types a key meanwhile goes on typing
    if (this.#fold.contains(document.activeElement)) return;
    this.#fold.open = false;
    // browsers differ in what they show of an element that is taller than the window
    result.focus({ preventScroll: true });
    this.#status.scrollIntoView({ block: 'start' });
  }

  #saving(reports: Reports): HTMLElement {
    const save = (title: string, name: string, report: Blob): HTMLElement => {
      const click = (): void => {
        const url = URL.createObjectURL(report);
        h('a', { at: { href: url, download: name } }).click();
        // the browser has it by then
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
      };
      return h('button', { at: { type: 'button' }, on: { click } }, title);
    };
    return h(
      'div',
      { class: 'save' },
      h('span', {}, this.#say('save')),
      save('HTML', 'osscap.html', reports.html),
      save('JSON', 'osscap.json', reports.json),
      save('Markdown', 'osscap.md', reports.markdown),
      h('p', { class: 'quiet' }, this.#say('save-note')),
    );
  }
}

const root = document.getElementById('app');
if (root !== null) new LonePage(root, /^zh\b/i.test(navigator.language) ? 'zh' : 'en');

/** The worker's program: packed with gzip, in base64. */
declare const OSSCAP_WORKER: string;

/** A scan that is under way. */
interface RunningScan {
  /** What was read up to now is reported. */
  stop(): void;
  /** Nothing more comes of it. */
  end(): void;
}

let address: Promise<string> | null = null;

/**
 * Where the worker's program is. It comes with the page's own script, whose hash the page's policy names:
 * nothing else can be in it.
 */
async function workerAddress(): Promise<string> {
  const packed = Uint8Array.from(atob(OSSCAP_WORKER), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const program = await new Response(unpacked).text();
  return URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
}

/**
 * Scans in a worker of its own, which takes the keys along when it ends. `receive` gets what it says, of
 * which `done` or `failed` is the last.
 */
function startScan(request: ScanRequest, receive: (message: FromWorker) => void): RunningScan {
  let worker: Worker | null = null;
  let hasEnded = false;
  const end = (): void => {
    hasEnded = true;
    worker?.terminate();
  };
  const post = (message: ToWorker): void => worker?.postMessage(message);
  const fail = (fault: string): void => {
    if (hasEnded) return;
    end();
    receive({ kind: 'failed', fault });
  };
  address ??= workerAddress();
  address.then(
    (url) => {
      if (hasEnded) return;
      worker = new Worker(url);
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        if (hasEnded) return;
        if (data.kind !== 'progress') end();
        receive(data);
      });
      // such as want of memory; its message may quote anything
      worker.addEventListener('error', () => fail('worker'));
      post({ kind: 'scan', request });
    },
    () => fail('start'),
  );
  return { stop: () => post({ kind: 'stop' }), end };
}
