import { closeSync, fchownSync, fstatSync, openSync, readSync, renameSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../../engine/bytes/result.ts';
import { createCaptureParser } from '../../engine/capture/capture-parser.ts';
import { PcapngWriter } from '../../engine/capture/pcapng-writer.ts';
import { TLS_KEY_LOG_SECRETS } from '../../features/tls/tls-context.ts';
import { fileSize, openPlainFile, orElse, PRIVATE_MODE, temporaryPath, writeBytes } from '../files.ts';
import { behindLinks } from '../tls.ts';
import type { ClientUser } from './client.ts';

/** Bytes that are copied at a time. */
const BLOCK_BYTES = 256 * 1024;

/** Most of the keys that are kept: what is more would be no block that other programs read. */
const MAX_KEY_BYTES = 8 * 1024 * 1024;

/** A line of a key log. Nothing else gets into the file: who writes the log might link it to any other. */
const KEY_LINE = /^[A-Z][A-Z0-9_]* [0-9a-fA-F]+ [0-9a-fA-F]+$/;

type Kept = { readonly packets: number; readonly keys: number } | { readonly error: string };

/**
 * The packets of a capture until it ends, and then a pcapng file of them with the TLS keys inside. The keys
 * come last and have to stand first, so the packets are in a file without a name until then: the system takes
 * it away with this process, however that ends.
 */
export class KeptCapture {
  /** Why it cannot be kept, in the system's words; null where it can. */
  error: string | null = null;
  readonly path: string;
  readonly #temporary: string;
  readonly #starts: ReadonlyMap<string, number>;
  #packets: number | null = null;
  #file: number | null = null;

  /** `keyLogs`: files with keys; what they hold by now is of other sessions. */
  constructor(path: string, user: ClientUser | null, keyLogs: readonly string[]) {
    this.path = path;
    this.#temporary = temporaryPath(path);
    this.#starts = new Map(keyLogs.map((log) => [behindLinks(log), fileSize(log) ?? 0]));
    this.#attempt(() => {
      const packets = temporaryPath(join(tmpdir(), 'osscap-packets'));
      this.#packets = openSync(packets, 'wx+', PRIVATE_MODE);
      unlinkSync(packets);
      this.#file = openSync(this.#temporary, 'wx', PRIVATE_MODE);
      if (user !== null) fchownSync(this.#file, user.uid, user.gid);
    });
    if (this.error !== null) this.discard();
  }

  add(bytes: Uint8Array): void {
    const packets = this.#packets;
    if (packets !== null) this.#attempt(() => writeBytes(packets, bytes));
  }

  /** Writes the file. `application`: who wrote it. */
  close(application: string): Kept {
    const keys = this.#keys();
    const written = { packets: 0, keys: keys.length };
    const [packets, file] = [this.#packets, this.#file];
    this.#attempt(() => {
      if (packets === null || file === null) return;
      const writer = new PcapngWriter((block) => writeBytes(file, block));
      writer.section({ application });
      if (keys.length > 0) writer.secrets(TLS_KEY_LOG_SECRETS, Buffer.from(`${keys.join('\n')}\n`, 'latin1'));
      const linkTypes: number[] = [];
      const parser = createCaptureParser({
        notice: () => {},
        record: ({ block, start, end, originalLength, seconds, nanos, linkType }) => {
          if (!linkTypes.includes(linkType)) {
            linkTypes.push(linkType);
            writer.interface(linkType);
          }
          const interfaceId = linkTypes.indexOf(linkType);
          const bytes = block.subarray(start, end);
          writer.packet({ interfaceId, bytes, originalLength, seconds, nanos });
          written.packets++;
        },
      });
      const block = new Uint8Array(BLOCK_BYTES);
      for (let at = 0; ; ) {
        const length = readSync(packets, block, 0, BLOCK_BYTES, at);
        if (length === 0) break;
        at += length;
        parser.push(block.subarray(0, length));
      }
      parser.end();
      renameSync(this.#temporary, this.path);
    });
    const { error } = this;
    this.discard();
    return error === null ? written : { error };
  }

  /** Leaves nothing behind; a file that is complete stays. */
  discard(): void {
    for (const handle of [this.#packets, this.#file]) if (handle !== null) closeSync(handle);
    if (this.#file !== null) {
      try {
        unlinkSync(this.#temporary);
      } catch {
        // it has its name by now
      }
    }
    this.#packets = null;
    this.#file = null;
  }

  /** The lines that were added to the key logs since the capture began. */
  #keys(): readonly string[] {
    const lines = new Set<string>();
    let length = 0;
    for (const [path, start] of this.#starts) {
      for (const line of addedTo(path, start).toString('latin1').split(/\r?\n/)) {
        if (!KEY_LINE.test(line) || length + line.length >= MAX_KEY_BYTES) continue;
        lines.add(line);
        length += line.length + 1;
      }
    }
    return [...lines];
  }

  #attempt(work: () => void): void {
    if (this.error !== null) return;
    try {
      work();
    } catch (caught) {
      this.error = errorCode(caught) || String(caught);
    }
  }
}

/** What a log has behind `start`, or all of one that was begun anew; nothing of what is no file. */
function addedTo(path: string, start: number): Buffer {
  return orElse(() => {
    const file = openPlainFile(path);
    try {
      const { size } = fstatSync(file);
      const from = size < start ? 0 : start;
      const added = Buffer.alloc(Math.min(size - from, MAX_KEY_BYTES));
      return added.subarray(0, readSync(file, added, 0, added.length, from));
    } finally {
      closeSync(file);
    }
  }, Buffer.alloc(0));
}
