/**
 * `npm run docs`: writes the reference documentation, in both languages, from the tables of the
 * program: commands and options, verdicts, causes, hypotheses, notes, warnings, formats, exit
 * codes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedDocs } from './docs/pages.ts';

const DOCS = join(process.cwd(), 'docs');

for (const [file, text] of generatedDocs()) {
  const path = join(DOCS, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
