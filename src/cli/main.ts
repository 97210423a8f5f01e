#!/usr/bin/env node
import { processIo } from './process-io.ts';
import { run } from './run.ts';

try {
  process.exitCode = await run(process.argv.slice(2), processIo());
} catch (error) {
  process.stderr.write(`osscap: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 2;
}
