import { readData } from '../../report/html/page/data.ts';
import { buttonFor, h } from '../../report/html/page/parts.ts';
import { pageTools, showReport } from '../../report/html/page/report.ts';
import type { Lang } from '../../sentences/language.ts';
import { type Diagnosis, diagnose } from './engine.ts';
import { GivenInputs, InputForm, sizeText } from './form.ts';
import type { Progress, Reports } from './protocol.ts';
import { type Words, wordsIn } from './words.ts';

declare const OSSCAP_VERSION: string;

/** The page: what is given to it, the scan, and the report. */
class LonePage {
  readonly #root: HTMLElement;
  readonly #inputs = new GivenInputs();
  #lang: Lang;
  #say: Words;
  #form: InputForm;
  /** Ends the scan that is under way, and all that would come of it. */
  #scan: AbortController | null = null;
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
      this.#scan?.abort();
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
    this.#work = h('div.work');
    this.#result = h('div.result', { at: { tabindex: -1 } });
    this.#form = this.#newForm();
    this.#fold = h('details.inputs', { at: { open: true } }, h('summary', say('files')), this.#form.element);
    this.#root.replaceChildren(
      h(
        'header.top',
        h('div', h('h1', say('title')), h('p', say('about'))),
        this.#tools(),
        h('p.promise', say('promise')),
      ),
      this.#fold,
      this.#status,
      this.#work,
      this.#result,
      h('footer', say('made-by', { version: OSSCAP_VERSION }), ' · ', this.#licences()),
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
    this.#scan?.abort();
    this.#scan = null;
    this.#lang = lang;
    this.#say = wordsIn(lang);
    this.#draw();
    if (hasReport) this.#start();
  }

  #licences(): HTMLElement {
    const text = document.getElementById('licences')?.textContent ?? '';
    return h('details.licences', h('summary', this.#say('licences')), h('pre', text));
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
    this.#scan?.abort();
    this.#shown.abort();
    this.#result.replaceChildren();
    this.#announce(null);
    const total = request.captures.reduce((sum, { file }) => sum + file.size, 0);
    const bar = h('progress', { at: { max: Math.max(1, total), 'aria-label': this.#say('looking') } });
    const text = h('span', this.#say('looking'));
    const asked = new AbortController();
    const scan = new AbortController();
    const stop = this.#stopButton(asked, scan);
    this.#work.replaceChildren(bar, text, stop);
    this.#scan = scan;
    const { captures, ...options } = request;
    diagnose(captures, {
      ...options,
      stop: asked.signal,
      signal: scan.signal,
      onProgress: (progress) => {
        bar.value = progress.bytes;
        text.textContent = this.#progressText(progress, total);
      },
    }).then(
      (diagnosis) => this.#ended(scan, diagnosis),
      (error: unknown) => this.#failed(scan, error),
    );
    stop.focus();
  }

  /** A search that takes long does not see it until it is done: pressed again, it ends all. */
  #stopButton(asked: AbortController, scan: AbortController): HTMLElement {
    const click = (): void => {
      if (asked.signal.aborted) {
        scan.abort();
        this.#scan = null;
        this.#work.replaceChildren();
        return;
      }
      asked.abort();
      button.textContent = this.#say('stop-now');
    };
    const button = buttonFor(click, '', this.#say('stop'));
    return button;
  }

  #progressText({ bytes, requests, failing }: Progress, total: number): string {
    return this.#say('progress', { done: sizeText(bytes), total: sizeText(total), requests, failing });
  }

  #failed(scan: AbortController, error: unknown): void {
    if (scan.signal.aborted) return;
    this.#scan = null;
    this.#work.replaceChildren();
    // its message is the class of an error; whatever else there is may quote what was captured
    this.#announce(this.#say('failed', { fault: error instanceof Error ? error.message : 'error' }), true);
  }

  async #ended(scan: AbortController, { fault, ...reports }: Diagnosis): Promise<void> {
    if (scan.signal.aborted) return;
    this.#scan = null;
    const result = this.#result;
    const report = new DOMParser().parseFromString(await reports.html.text(), 'text/html');
    // the language may have been changed meanwhile
    if (result !== this.#result || this.#scan !== null) return;
    this.#work.replaceChildren();
    const data = readData(report);
    const { unreadable } = data.end;
    if (fault === null && unreadable.length === 1 && data.captures.every(({ format }) => format === null)) {
      // which of them is what, or is nothing, the scan has said
      this.#announce([...unreadable, this.#say('junk')].join(this.#lang === 'zh' ? '。' : '. '), true);
      return;
    }
    this.#shown = new AbortController();
    const root = h('div');
    result.replaceChildren(this.#saving(reports), root);
    showReport(root, data, {
      hasTools: false,
      signal: this.#shown.signal,
      stepOf: (command) => this.#stepOf(command),
    });
    if (fault === null) this.#announce(this.#say('done'));
    else this.#announce(this.#say('fault', { fault }), true);
    // who types a key meanwhile goes on typing
    if (this.#fold.contains(document.activeElement)) return;
    this.#fold.open = false;
    // browsers differ in what they show of an element that is taller than the window
    result.focus({ preventScroll: true });
    this.#status.scrollIntoView({ block: 'start' });
  }

  /** What somebody with nothing but this page does in place of a command; null where the page shows that. */
  #stepOf(command: string): string | null {
    if (command.startsWith('osscap compare ')) return this.#say('step-compare');
    if (command.includes(' --credentials ')) return this.#say('step-secret');
    if (command.includes(' --tls-keylog ')) return this.#say('step-keys');
    return command.startsWith('osscap explain ') ? this.#say('step-see') : null;
  }

  #saving(reports: Reports): HTMLElement {
    const save = (title: string, name: string, report: Blob): HTMLElement => {
      const click = (): void => {
        const url = URL.createObjectURL(report);
        h('a', { at: { href: url, download: name } }).click();
        // the browser has it by then
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
      };
      return buttonFor(click, '', title);
    };
    return h(
      'div.save',
      h('span', this.#say('save')),
      save('HTML', 'osscap.html', reports.html),
      save('JSON', 'osscap.json', reports.json),
      save('Markdown', 'osscap.md', reports.markdown),
      h('p.quiet', this.#say('save-note')),
    );
  }
}

const root = document.getElementById('app');
if (root !== null) new LonePage(root, /^zh\b/i.test(navigator.language) ? 'zh' : 'en');
