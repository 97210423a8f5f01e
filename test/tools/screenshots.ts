/**
 * `npm run screenshots`: makes the pictures of the HTML report that the READMEs show, in both languages, from
 * a capture that comes with the program: the page from its top with the failing exchange open. Needs
 * Chromium.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasChromium, openBrowser } from '../support/chromium.ts';

const CAPTURE = 'fixtures/captures/oss2-v1-mpu-complete-403.client.pcap';
const KEYS = 'fixtures/credentials.json';

const PICTURES = [
  { lang: 'en', file: 'docs/report.png' },
  { lang: 'zh', file: 'docs/report.zh-CN.png' },
] as const;

const SIZE = { width: 1180, height: 1330 };
/** A README is slow to load with more. */
const MAX_BYTES = 300_000;

async function makePictures(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'osscap-pictures-'));
  const browser = await openBrowser(SIZE);
  try {
    for (const { lang, file } of PICTURES) {
      const report = join(folder, `${lang}.html`);
      const args = ['scan', CAPTURE, '--credentials', KEYS, '--lang', lang, '--format', `html=${report}`];
      // 1 says that an exchange fails, which is what is shown.
      run(process.execPath, ['dist/bin/main.js', ...args], 1);
      const page = await browser.context.newPage();
      await page.goto(pathToFileURL(report).href);
      await page.locator('button.open').first().click();
      await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
      await page.screenshot({ path: file });
      await page.close();
      const { size } = statSync(file);
      if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MAX_BYTES}`);
      process.stdout.write(`${file}: ${size} bytes\n`);
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[], expected: number): void {
  try {
    execFileSync(program, args, { stdio: 'inherit' });
  } catch (error) {
    if ((error as { readonly status?: number }).status !== expected) throw error;
  }
}

if (hasChromium) await makePictures();
else {
  process.stderr.write('screenshots: there is no Chromium\n');
  process.exitCode = 2;
}
