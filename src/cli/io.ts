import type { Lang } from '../sentences/language.ts';
import type { EarlyEnd } from './ending.ts';
import type { CliTexts } from './texts.ts';

/* What the program and its commands run in. */

/** A stream that the program writes to. */
export interface OutputStream {
  write(text: string): void;
  /** Writes UTF-8, which is there only during the call; absent where texts are wanted. */
  writeBytes?(bytes: Uint8Array): void;
  readonly isTTY: boolean;
  /** Columns of the terminal; null where there is none. */
  readonly columns: number | null;
  /** Its rows; absent where there is none. */
  readonly rows?: number | undefined;
}

/** All that the program sees of the process that it runs in. */
export interface CliIo {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Null where there is none. */
  readonly home: string | null;
  /**
   * Calls `listener` at the first Ctrl-C, or whatever else asks the process to end; a second one ends it.
   * Returns what takes the listener away.
   */
  onInterrupt(listener: (code: EarlyEnd) => void): () => void;
  /**
   * Calls `listener` when the process ends without having come to the end of its work. Returns what takes the
   * listener away.
   */
  onAbandoned(listener: () => void): () => void;
  /**
   * Keeps what is in memory out of core dumps and diagnostic reports as far as the system allows. The
   * variables, which hold secrets, are taken from the environment.
   */
  guardMemory(variables: readonly string[]): void;
  /**
   * Calls `listener` whenever Enter is pressed; absent where no terminal is read. Returns what takes the
   * listener away.
   */
  onEnter?(listener: () => void): () => void;
  /** Calls `listener` when standard output takes nothing more: it is closed, or cannot be written. */
  onOutputClosed(listener: () => void): void;
}

export interface CommandContext {
  readonly lang: Lang;
  readonly texts: CliTexts;
  readonly io: CliIo;
}
