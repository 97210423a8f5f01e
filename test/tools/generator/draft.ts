import type { ByteString } from '../../rooms/bytes.ts';

export type Header = readonly [name: string, value: ByteString];

/** A request before it is signed. Key, parameters and values are not encoded. */
export interface RequestDraft {
  readonly method: string;
  readonly bucket: string;
  readonly key: ByteString;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly Header[];
  /** Null where the request has none. */
  readonly body: Uint8Array | null;
}

export interface AnswerDraft {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** How the body's length is framed; `none`: there is no body. */
  readonly framing: 'content-length' | 'chunked' | 'none';
}
