/**
 * `npm run docs`: writes the reference documentation, in both languages, from the tables of the program:
 * commands and options, verdicts, causes, hypotheses, notes, warnings, formats, exit codes; and the schema of
 * configurations.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configSchema } from './docs/config-schema.ts';
import { generatedDocs } from './docs/pages.ts';

const DOCS = join(process.cwd(), 'docs');

for (const [file, text] of generatedDocs()) {
  const path = join(DOCS, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

writeFileSync(join(process.cwd(), 'schema', 'osscap.config.schema.json'), configSchema());
