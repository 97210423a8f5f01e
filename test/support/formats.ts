import { FORMAT_NAMES } from '../../src/cli/settings/names.ts';

/** Every format but the one for the terminal: what a new one is has to stand the same. */
export const FILE_FORMATS = FORMAT_NAMES.filter((name) => name !== 'table');

/** Those of the evidence, which hold signatures and tokens as they were captured. */
const EVIDENCE: readonly string[] = ['json', 'ndjson', 'blob'];

/** Those that are handed on, and mask them. */
export const MASKED_FORMATS = FILE_FORMATS.filter((name) => !EVIDENCE.includes(name));
