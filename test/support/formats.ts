import { nodeHasher } from '../../src/node/ports.ts';
import { FORMAT_NAMES, type ReportOptions } from '../rooms/report.ts';
import { EN } from './texts.ts';

/** Every format but the one for the terminal: what a new one is has to stand the same. */
export const FILE_FORMATS = FORMAT_NAMES.filter((name) => name !== 'table');

/** Those of the evidence, which hold signatures and tokens as they were captured. */
const EVIDENCE: readonly string[] = ['json', 'ndjson', 'blob'];

/** Those that are passed on, and mask them. */
export const MASKED_FORMATS = FILE_FORMATS.filter((name) => !EVIDENCE.includes(name));

/** What a report in a file is made with; a summary of GitHub Actions is part of what is written. */
export function reportOptions(some: Partial<ReportOptions>): ReportOptions {
  return {
    texts: EN,
    tool: { name: 'osscap', version: '1.2.3' },
    hasher: nodeHasher,
    all: false,
    slow: null,
    showSignatures: false,
    quiet: false,
    isFull: false,
    look: { width: 120, paint: (_, text) => text },
    blob: { shard: null, scan: { id: 'a', first: '', inputs: 1 }, placeOf: () => 0, paths: [] },
    summary: null,
    ...some,
  };
}
