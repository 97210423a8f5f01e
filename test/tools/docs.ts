/**
 * `npm run docs`: writes the reference documentation, in both languages, from the tables of the
 * program: commands and options, verdicts, causes, hypotheses, notes, warnings, formats, exit
 * codes; and the causes into the schema of the configuration.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withCauses } from './docs/config-schema.ts';
import { generatedDocs } from './docs/pages.ts';

const DOCS = join(process.cwd(), 'docs');

for (const [file, text] of generatedDocs()) {
  const path = join(DOCS, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const SCHEMA = join(process.cwd(), 'schema/osscap.config.schema.json');
writeFileSync(SCHEMA, withCauses(readFileSync(SCHEMA, 'utf8')));
