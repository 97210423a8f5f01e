import type { Lang } from '../../sentences/language.ts';

/* What the page and the worker that scans say to each other. */

/** A capture, a text with HTTP, or a file with keys, under a name that no other one has. */
export interface GivenFile {
  readonly name: string;
  readonly file: Blob;
}

/** An access key as it was typed in. */
export interface TypedCredential {
  readonly id: string;
  readonly secret: string;
  /** Empty for a permanent key. */
  readonly token: string;
}

export interface ScanRequest {
  readonly captures: readonly GivenFile[];
  /** Key logs of TLS, private keys of servers, and files of credentials, as they are. */
  readonly keyLogs: readonly Blob[];
  readonly serverKeys: readonly string[];
  readonly credentialTexts: readonly string[];
  readonly credentials: readonly TypedCredential[];
  /** Compare every body with the digests that headers claim of it. */
  readonly verifyBodies: boolean;
  readonly lang: Lang;
}

export type ToWorker = { readonly kind: 'scan'; readonly request: ScanRequest } | { readonly kind: 'stop' };

/** How far the scan is. `bytes`: of all files together; 0 as long as they are only looked into. */
export interface Progress {
  readonly bytes: number;
  readonly requests: number;
  readonly failing: number;
}

/** The reports of a scan, as files. */
export interface Reports {
  readonly html: Blob;
  readonly json: Blob;
  readonly markdown: Blob;
}

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** `fault`: the class of an error of ours, behind which not all was read; null for none. */
  | { readonly kind: 'done'; readonly reports: Reports; readonly fault: string | null }
  /** An error of ours that leaves no report. */
  | { readonly kind: 'failed'; readonly fault: string };
