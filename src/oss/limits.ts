/** Uploads followed in one capture. */
export const MAX_UPLOADS = 1000;

/** Parts kept of one capture, over all its uploads. */
const MAX_PARTS = 100_000;

/** Limits that a user may change. */
export interface UploadLimits {
  /** Multipart uploads followed in one capture. */
  readonly uploads: number;
  /** Parts kept of one capture, over all its uploads. */
  readonly uploadParts: number;
}

export const UPLOAD_LIMITS: UploadLimits = { uploads: MAX_UPLOADS, uploadParts: MAX_PARTS };
