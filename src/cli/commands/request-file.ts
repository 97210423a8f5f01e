import { type ByteString, fromText } from '../../bytes/byte-string.ts';
import { isJsonObject, type JsonFault, parseJson } from '../../bytes/json.ts';
import { fail, ok, type Result } from '../../bytes/result.ts';
import { SIGNATURE_VERSIONS, type SignatureVersion } from '../../sign/canonical.ts';

/** A request as a JSON file describes it. */
export interface RequestFile {
  readonly method: ByteString | null;
  readonly url: ByteString;
  readonly headers: readonly (readonly [name: ByteString, value: ByteString])[];
  readonly form: readonly { readonly name: ByteString; readonly value: ByteString }[] | null;
  readonly version: SignatureVersion | null;
  readonly region: ByteString | null;
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
  readonly date: string | null;
  readonly expires: string | null;
}

type RequestFileFault =
  | JsonFault
  | { readonly code: 'request-not-json' }
  | { readonly code: 'request-field'; readonly field: string };

/**
 * Reads `{"method", "url", "headers", …}`. Headers and form are an object, or a list of pairs where
 * a name occurs twice. Fields that are not known are passed over.
 */
export function parseRequestFile(text: string): Result<RequestFile, RequestFileFault> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  if (!isJsonObject(value)) return fail({ code: 'request-not-json' });
  const reader = new FieldReader(value);
  const headers = reader.pairs('headers');
  const form = reader.pairs('form');
  const version = reader.text('version');
  const request: RequestFile = {
    method: reader.text('method'),
    url: reader.text('url') ?? '',
    headers: headers ?? [],
    form: form === null ? null : form.map(([name, content]) => ({ name, value: content })),
    version: SIGNATURE_VERSIONS.find((known) => known === version?.toLowerCase()) ?? null,
    region: reader.text('region'),
    bucket: reader.text('bucket'),
    key: reader.text('key'),
    date: reader.scalar('date'),
    expires: reader.scalar('expires'),
  };
  if (request.url === '') reader.fault('url');
  if (version !== null && request.version === null) reader.fault('version');
  const { wrong } = reader;
  return wrong === null ? ok(request) : fail({ code: 'request-field', field: wrong });
}

/** Takes fields of an object, and remembers the first that is not of its kind. */
class FieldReader {
  readonly #record: Readonly<Record<string, unknown>>;
  wrong: string | null = null;

  constructor(record: Readonly<Record<string, unknown>>) {
    this.#record = record;
  }

  fault(field: string): null {
    this.wrong ??= field;
    return null;
  }

  #field(name: string): unknown {
    return Object.hasOwn(this.#record, name) ? (this.#record[name] ?? null) : null;
  }

  text(name: string): ByteString | null {
    const value = this.#field(name);
    if (value === null) return null;
    return typeof value === 'string' ? fromText(value) : this.fault(name);
  }

  /** A text, or a number such as Unix seconds. */
  scalar(name: string): string | null {
    const value = this.#field(name);
    if (value === null) return null;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    return typeof value === 'string' ? value : this.fault(name);
  }

  pairs(name: string): readonly (readonly [ByteString, ByteString])[] | null {
    const value = this.#field(name);
    if (value === null) return null;
    if (!Array.isArray(value) && !isJsonObject(value)) return this.fault(name);
    const entries: readonly unknown[] = Array.isArray(value) ? value : Object.entries(value);
    const pairs: (readonly [ByteString, ByteString])[] = [];
    for (const entry of entries) {
      const [key, content]: readonly unknown[] = Array.isArray(entry) && entry.length === 2 ? entry : [];
      if (typeof key !== 'string' || (typeof content !== 'string' && typeof content !== 'number')) {
        return this.fault(name);
      }
      pairs.push([fromText(key), fromText(String(content))]);
    }
    return pairs;
  }
}
