/** The pieces of the line that tells how far a scan is. */
export interface ProgressTexts {
  readonly captures: string;
  /** Of so many, and the share. */
  readonly read: string;
  /** Where it is not known how much there is. */
  readonly readSoFar: string;
  readonly rate: string;
  readonly seconds: string;
  readonly minutes: string;
  readonly failing: string;
}
