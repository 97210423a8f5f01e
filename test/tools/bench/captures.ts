import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateFile } from '../generator/generate-file.ts';
import { DEFAULT_OPTIONS, type GeneratorOptions, WIDE_CONNECTIONS } from '../generator/options.ts';

export interface Made {
  readonly capture: string;
  readonly packets: number;
  readonly exchanges: number;
}

export interface Wanted {
  readonly kind: string;
  /** Bytes. */
  readonly size: number;
  /** So many times the connections that the kind has. */
  readonly connectionsTimes: number;
}

function optionsOf(kind: string, size: number): GeneratorOptions {
  switch (kind) {
    case 'chatty':
      return { ...DEFAULT_OPTIONS, size };
    case 'bulk':
      return { ...DEFAULT_OPTIONS, size, mix: 'bulk', connections: 16 };
    case 'wide':
      return { ...DEFAULT_OPTIONS, size, mix: 'wide', connections: WIDE_CONNECTIONS };
    case 'lossy':
      return { ...DEFAULT_OPTIONS, size, loss: 0.01, outOfOrder: 0.03, retransmit: 0.03 };
    default:
      throw new Error(`no such kind of capture: ${kind}`);
  }
}

/** A capture of the kind, made once and kept in `folder` beside a note of what is in it. */
export function captureOf({ kind, size, connectionsTimes }: Wanted, folder: string): Made {
  const more = connectionsTimes === 1 ? '' : `-${connectionsTimes}x`;
  const capture = join(folder, `${kind}${more}-${size}.pcap`);
  const note = `${capture}.json`;
  if (!existsSync(note)) {
    const options = optionsOf(kind, size);
    const made = generateFile(capture, { ...options, connections: options.connections * connectionsTimes });
    writeFileSync(note, JSON.stringify({ packets: made.packets, exchanges: made.exchanges }));
  }
  const { packets, exchanges } = JSON.parse(readFileSync(note, 'utf8'));
  return { capture, packets: Number(packets), exchanges: Number(exchanges) };
}
