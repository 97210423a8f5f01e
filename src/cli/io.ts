/** A stream that the program writes to. */
export interface OutputStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Columns of the terminal; null where there is none. */
  readonly columns: number | null;
}

/** All that the program sees of the process that it runs in. */
export interface CliIo {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  /** Calls `listener` at the first Ctrl-C; a second one ends the process. Returns what takes the listener away. */
  onInterrupt(listener: () => void): () => void;
  /** Calls `listener` whenever Enter is pressed; absent where no terminal is read. Returns what takes the listener away. */
  onEnter?(listener: () => void): () => void;
  /** Calls `listener` when standard output is closed by its reader. */
  onOutputClosed(listener: () => void): void;
}
