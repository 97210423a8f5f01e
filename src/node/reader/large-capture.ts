import { open, stat } from 'node:fs/promises';
import { u32be } from '../../bytes/integers.ts';
import { isPcapMagic } from '../../capture/pcap-header.ts';
import { BLOCK } from '../../capture/pcapng-block.ts';

/** A capture of so many bytes is worth another thread: less is read by the time that one has started and got up to speed. */
const LARGE_BYTES = 24 * 1024 * 1024;

const MAGIC_LENGTH = 4;

/** Whether a path is a file with a capture that is not packed, and a large one. What is odd about it is for its reader to say. */
export async function isLargeCapture(path: string): Promise<boolean> {
  try {
    const facts = await stat(path);
    // Even to open a pipe here would take it from its reader.
    if (!facts.isFile() || facts.size < LARGE_BYTES) return false;
    const file = await open(path, 'r');
    try {
      const magic = Buffer.alloc(MAGIC_LENGTH);
      await file.read(magic, 0, MAGIC_LENGTH, 0);
      return isPcapMagic(magic, 0) || u32be(magic, 0) === BLOCK.SECTION;
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
