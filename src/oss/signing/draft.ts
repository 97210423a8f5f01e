import { asciiLower, type ByteString, trimOws } from '../../bytes/byte-string.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import type { HeaderLine } from '../../http/message.ts';
import type { FormField, SignableRequest } from '../../sign/request.ts';
import { resolveAddress } from '../address.ts';
import { LearntBuckets } from '../learnt-buckets.ts';
import type { OssAddress, OssOptions } from '../model.ts';
import { toSignableRequest } from '../signable-request.ts';
import { splitTarget } from '../target.ts';

/** A request that was written down, not captured. */
interface RequestDraft {
  readonly method: ByteString;
  /** `http://` is meant where the scheme is left out. */
  readonly url: ByteString;
  readonly headers: readonly (readonly [name: ByteString, value: ByteString])[];
  /** Fields of a PostObject form; null for every other request. */
  readonly form: readonly FormField[] | null;
}

interface DraftOptions extends OssOptions {
  /** What the request addresses, where its host and path do not tell or are not to be believed. */
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
}

/** A drafted request as the signing rules see it. Frames are 0: there are none. */
export interface DraftedRequest {
  readonly scheme: 'http' | 'https';
  /** Host and port of the URL. */
  readonly host: ByteString;
  readonly address: OssAddress;
  readonly request: SignableRequest;
}

/** Reads a draft. A Host header is added from the URL where it has none, as every client does. */
export function readDraft(draft: RequestDraft, options: DraftOptions): Result<DraftedRequest, 'bad-url'> {
  const url = /^https?:\/\//i.test(draft.url) ? draft.url : `http://${draft.url}`;
  const { host, path, rawQuery } = splitTarget(url.replace(/#.*$/s, ''));
  if (host === null || !HOST.test(host) || /[\0-\x20\x7f]/.test(path + (rawQuery ?? '')))
    return fail('bad-url');
  const sent = draft.headers.find(([name]) => asciiLower(name) === 'host')?.[1];
  const headers = sent === undefined ? [['Host', host] as const, ...draft.headers] : draft.headers;
  const resolved = resolveAddress(sent ?? host, path, options, new LearntBuckets());
  const address: OssAddress = {
    ...resolved,
    ...(options.bucket === null
      ? {}
      : { bucket: options.bucket, bucketSource: 'option', kind: undefined, arn: undefined }),
    ...(options.key === null ? {} : { key: options.key }),
  };
  const target = rawQuery === null ? path : `${path}?${rawQuery}`;
  const message = { method: draft.method, target, headers: headers.map(headerLine), frame: 0 };
  const request = toSignableRequest(message, address, draft.form);
  return ok({ scheme: /^https:/i.test(url) ? 'https' : 'http', host, address, request });
}

/** A name, an address, or an IPv6 address in brackets, with or without a port. */
const HOST = /^(?:[^\s:/?#[\]@]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/;

function headerLine([name, value]: readonly [ByteString, ByteString]): HeaderLine {
  return { name, value: trimOws(value), rawValue: value, frame: 0 };
}
