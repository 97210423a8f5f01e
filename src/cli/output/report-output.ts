/** Where a report goes. */
export interface ReportOutput {
  write(text: string): void;
  /** Completes the report. Gives an error code where it could not be written, else null. */
  close(): string | null;
  /** Gives the report up: a file stays as it was before. Null like `close`. */
  discard(): null;
}
