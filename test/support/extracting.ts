import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toByteString } from '../rooms/bytes.ts';
import type { ExchangeResult, ResultSink } from '../rooms/engine.ts';
import {
  type Extraction,
  type ExtractOptions,
  extractExchanges,
  type ScanOptions,
  scanInputs,
} from '../rooms/node.ts';
import { temporaryFolder } from './temporary-folder.ts';

const NO_KEYS: ScanOptions = { keyRing: new Map(), buckets: new Map() };

export const NOBODY: ResultSink = { exchange: () => {}, capture: () => {}, unreadable: () => {} };

/** Every exchange of a capture, as a scan finds them. */
export async function scanned(path: string, options: ScanOptions = NO_KEYS): Promise<ExchangeResult[]> {
  const results: ExchangeResult[] = [];
  await scanInputs([{ path }], options, { ...NOBODY, exchange: (_, result) => results.push(result) });
  return results;
}

export interface ExtractedFile {
  readonly file: string;
  readonly extraction: Extraction;
  /** All of the file. */
  readonly bytes: string;
}

/** Extracts exchanges of a capture to a file of their own. */
export async function extracted(
  path: string,
  indexes: readonly number[],
  options: Partial<ExtractOptions> = {},
): Promise<ExtractedFile> {
  const file = join(temporaryFolder(), 'extracted.pcapng');
  const extraction = await extractExchanges({
    input: { path },
    indexes,
    bodies: false,
    file,
    application: 'test',
    section: 'section',
    comment: ({ index }, part) => `${part} of ${index}`,
    messages: NOBODY,
    onAbandoned: () => () => {},
    scan: NO_KEYS,
    ...options,
  });
  return { file, extraction, bytes: extraction.kind === 'done' ? toByteString(readFileSync(file)) : '' };
}

/** What is known of an exchange that must not be in the file. */
export function valuesOf({ oss }: ExchangeResult): readonly string[] {
  const values = [
    oss?.claim?.accessKeyId,
    oss?.claim?.signature,
    oss?.claim?.rawSignature,
    oss?.claim?.securityToken,
    oss?.error?.accessKeyId,
    oss?.error?.signatureProvided,
  ];
  return values.filter((value) => value !== undefined && value !== null && value.length >= 6) as string[];
}

/** A value as it may be spelled. */
export function spellingsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'latin1');
  const hex = bytes.toString('hex');
  const spaced = hex.replace(/..(?=.)/g, '$& ');
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [
    value,
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    hex,
    hex.toUpperCase(),
    spaced,
    spaced.toUpperCase(),
    spaced.replaceAll(' ', ':'),
    ...base64,
  ];
}
