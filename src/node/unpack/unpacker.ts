/** Unpacks one file, which it is given block by block. */
export interface Unpacker {
  /**
   * False when nothing more can or is to be unpacked. Rejects with what the decompressor cannot do.
   */
  write(block: Uint8Array): Promise<boolean>;
  /** The file is over. */
  end(): Promise<void>;
  /** Lets go of everything, whether the file is over or not. */
  close(): void;
}
