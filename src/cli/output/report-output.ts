/** Where a report goes. */
export interface ReportOutput {
  /**
   * Error code of why it could not be opened, which is known before anything is written; null where
   * it could.
   */
  readonly unopened: string | null;
  write(text: string): void;
  /** Completes the report. Gives an error code where it could not be written, else null. */
  close(): string | null;
  /** Gives the report up: a file stays as it was before. Null like `close`. */
  discard(): null;
}
