import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Block, Evidence, ShownStrings } from '../../rooms/report.ts';
import { type Browser, CHROMIUM, hasChromium, openBrowser } from '../../support/chromium.ts';

const skipped = hasChromium ? '' : ` (skipped: there is no ${CHROMIUM})`;

const TEXT = [
  '<i> ',
  { strong: '<b>' },
  { name: 'n: ' },
  { code: 'c', href: 'https://example.com/' },
] as const;
const INLINE =
  '&lt;i&gt; <b>&lt;b&gt;</b><span class="name">n: </span><a href="https://example.com/" rel="noreferrer" target="_blank">c</a>';

type EachKind = {
  readonly [K in Block['kind']]: readonly [Block<ShownStrings> & { kind: K }, string];
};

const STRINGS: Evidence = {
  kind: 'parts',
  fromError: false,
  clientIs: 'signed',
  values: 'signed',
  sides: ['A', 'B'],
  rows: [{ label: 'type', differs: true, client: ['a', ['<b>']], server: ['a'], hex: ['61', '62'] }],
  stringToSign: [[['GET'], null]],
  canonicalRequest: [],
};

/** A block of every kind, and what the page makes of it. */
const EACH: EachKind = {
  title: [{ kind: 'title', text: TEXT }, `<h1>${INLINE}</h1>`],
  heading: [{ kind: 'heading', text: TEXT }, ''],
  finding: [
    { kind: 'finding', mark: '✗', text: '<i>', status: 'likely' },
    '<h3 data-mark="✗">&lt;i&gt;<span class="certainty">likely</span></h3>',
  ],
  paragraph: [{ kind: 'paragraph', text: TEXT, mark: '⚠' }, `<p class="warning">⚠ ${INLINE}</p>`],
  facts: [
    {
      kind: 'facts',
      facts: [
        { title: '<t>', text: TEXT },
        { title: 'none', text: null },
        { title: 'empty', text: '' },
      ],
    },
    `<dl class="told"><dt>&lt;t&gt;</dt><dd>${INLINE}</dd></dl>`,
  ],
  fields: [
    { kind: 'fields', fields: [['<n>', 'a␊<b>']] },
    '<table class="pairs"><tbody><tr><th scope="row">&lt;n&gt;</th><td class="value">a␊\n&lt;b&gt;</td></tr></tbody></table>',
  ],
  sequence: [
    { kind: 'sequence', hop: '<h>', comparison: STRINGS },
    '<ol class="sequence" aria-label="page-sequence"><li class="party"><b>page-client</b></li>' +
      '<li class="leg"><span class="side">A</span><span class="arrow" aria-hidden="true"></span><p><b>type</b> <span class="value">a<mark>&lt;b&gt;</mark></span></p></li>' +
      '<li class="party"><b>page-hop</b><span class="quiet">&lt;h&gt;</span></li>' +
      '<li class="leg changed"><span class="side">B · page-changed-here</span><span class="arrow" aria-hidden="true"></span><p><b>type</b> <span class="value">a</span></p></li>' +
      '<li class="party"><b>OSS</b></li></ol>',
  ],
  comparison: [
    {
      kind: 'comparison',
      comparison: STRINGS,
    },
    '<table class="compare"><thead><tr><th scope="col">field</th><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody>' +
      '<tr class="differs"><th scope="row">type<span class="spoken"> page-differs</span></th>' +
      '<td data-title="Apage-colon"><span class="value">a<mark>&lt;b&gt;</mark></span></td><td data-title="Bpage-colon"><span class="value">a</span></td></tr>' +
      '<tr class="hex"><th scope="row">page-hex</th><td data-title="Apage-colon"><code>61</code></td><td data-title="Bpage-colon"><code>62</code></td></tr></tbody></table>' +
      '<details class="whole"><summary>page-whole-strings</summary><table class="lines"><caption>string-to-sign</caption><thead><tr><td></td><th scope="col">client-signed</th></tr></thead><tbody>' +
      '<tr><td class="number" data-n="1" aria-hidden="true"></td><td><span class="value">GET</span></td></tr></tbody></table></details>',
  ],
  forms: [
    { kind: 'forms', forms: [['Bytes', ['a', ['<b>']]]] },
    '<table class="pairs"><tbody><tr><th scope="row">Bytes</th><td class="value">a<mark>&lt;b&gt;</mark></td></tr></tbody></table>',
  ],
  table: [
    { kind: 'table', columns: [{ title: '' }, { title: 'n', align: 'right' }], rows: [['<i>', '1']] },
    '<div class="scroll" tabindex="0"><table class="data"><thead><tr><td></td><th scope="col">n</th></tr></thead><tbody><tr><td>&lt;i&gt;</td><td class="right">1</td></tr></tbody></table></div>',
  ],
  entries: [
    {
      kind: 'entries',
      titles: ['id', 'what'],
      entries: [{ cells: ['<a>', 'b'], remarks: [{ text: '<c>', isCure: true }] }],
    },
    '<div class="scroll" tabindex="0"><table class="data"><thead><tr><th scope="col">id</th><th scope="col">what</th></tr></thead><tbody><tr><th scope="row">&lt;a&gt;</th><td>b</td></tr>' +
      '<tr class="remark"><td colspan="2">→ &lt;c&gt;</td></tr></tbody></table></div>',
  ],
  pieces: [
    {
      kind: 'pieces',
      titles: { name: 'Field', bytes: 'Bytes', value: 'Value', from: 'From', hasOrigin: true },
      pieces: [{ name: 'type', bytes: '0..1', value: '<v>', from: 'frame 1', hasOrigin: true }],
    },
    '<div class="scroll" tabindex="0"><table class="data"><thead><tr><th scope="col">Field</th><th scope="col">Bytes</th><th scope="col">Value</th><th scope="col">From</th></tr></thead><tbody>' +
      '<tr><th scope="row">type</th><td>0..1</td><td class="value">&lt;v&gt;</td><td class="quiet">frame 1</td></tr></tbody></table></div>',
  ],
  steps: [
    {
      kind: 'steps',
      steps: [
        { title: '<a>', result: { string: 'GET␊<b>' } },
        { title: 'key', result: null },
        { title: 'sign', result: { missing: 'no secret' } },
      ],
    },
    '<ol class="steps"><li>&lt;a&gt;<pre tabindex="0">GET␊\n&lt;b&gt;</pre></li><li>key</li><li>sign<p class="quiet">no secret</p></li></ol>',
  ],
  list: [
    { kind: 'list', items: [{ text: TEXT, below: '<b>' }] },
    `<ul><li>${INLINE}<p class="quiet">&lt;b&gt;</p></li></ul>`,
  ],
  verbatim: [{ kind: 'verbatim', lines: ['<a>', TEXT] }, `<pre tabindex="0">&lt;a&gt;\n${INLINE}</pre>`],
  lines: [{ kind: 'lines', lines: ['<a>', 'b'] }, '<pre tabindex="0">&lt;a&gt;\nb</pre>'],
};

describe.skipIf(!hasChromium)(`documents in Chromium${skipped}`, { timeout: 60_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it('show each kind of block, and captured text as text', async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/report/html/page/blocks.ts'],
      write: false,
      bundle: true,
      format: 'iife',
      globalName: 'backEnd',
    });
    const page = await browser.context.newPage();
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
    const shown = async (part: readonly Block<ShownStrings>[]): Promise<string> => {
      const paper = '{ say: (id) => id, heading: "h2", sentence: (text) => [text] }';
      const elements = `backEnd.elementsOf([${JSON.stringify(part)}], ${paper})`;
      return String(await page.evaluate(`${elements}.map((element) => element.outerHTML).join('')`));
    };
    for (const [block, html] of Object.values(EACH)) {
      // an empty class says nothing
      expect((await shown([block])).replaceAll(' class=""', '')).toBe(html);
    }
    expect(await shown([EACH.heading[0], EACH.lines[0]])).toBe(
      `<section class="part"><h2>${INLINE}</h2>${EACH.lines[1]}</section>`,
    );
    await page.close();
  });
});
