/** Sentences about exchanges that are looked for. */
export interface FilterTexts {
  /**
   * No exchange has the request id, or is of the bucket, `{name}`: `{exchanges}` in `{captures}`
   * were looked at.
   */
  readonly 'request-id': string;
  readonly bucket: string;
  /** A blob holds the whole of a scan. */
  readonly notForBlobs: string;
}
