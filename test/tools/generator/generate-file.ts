import { closeSync, openSync, writeSync } from 'node:fs';
import { generateCapture } from './generate-capture.ts';
import type { ListedExchange, Manifest } from './manifest.ts';
import type { GeneratorOptions } from './options.ts';

/** Lines of the list that are written at once. */
const LIST_LINES = 1000;

/** Writes a capture, and where `list` is given the exchanges in it, one JSON object a line. */
export function generateFile(path: string, options: GeneratorOptions, list: string | null = null): Manifest {
  const file = openSync(path, 'w');
  const listFile = list === null ? null : openSync(list, 'w');
  let lines: string[] = [];
  const writeLines = (): void => {
    if (listFile !== null && lines.length > 0) writeSync(listFile, `${lines.join('\n')}\n`);
    lines = [];
  };
  try {
    return generateCapture(options, {
      write: (block) => writeAll(file, block),
      exchange: (exchange: ListedExchange) => {
        if (listFile === null) return;
        lines.push(JSON.stringify(exchange));
        if (lines.length >= LIST_LINES) writeLines();
      },
    });
  } finally {
    writeLines();
    closeSync(file);
    if (listFile !== null) closeSync(listFile);
  }
}

function writeAll(file: number, block: Uint8Array): void {
  for (let at = 0; at < block.length; ) at += writeSync(file, block, at);
}
