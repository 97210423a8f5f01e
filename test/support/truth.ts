import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One exchange of a truth file; only what tests compare. See `fixtures/README.md`. */
export interface TruthExchange {
  readonly index: number;
  readonly clientAddr: string;
  readonly serverAddr: string;
  readonly method: string;
  readonly target: string;
  readonly host: string;
  readonly status: number;
  readonly requestId: string;
  readonly signatureVersion: string;
  readonly accessKeyId: string | null;
  readonly signatureOnWire: string | null;
  readonly errorCode: string | null;
  readonly signatureProvidedByServer: string | null;
  readonly clientStringToSign: string | null;
  readonly wireStringToSign: string | null;
  readonly serverStringToSign: string | null;
  readonly wireCanonicalRequest?: string | null;
  readonly serverCanonicalRequest?: string | null;
  readonly recomputedSignature: string | null;
  readonly verdict: string;
  readonly divergesAt: {
    readonly field: string;
    readonly client: string | null;
    readonly server: string | null;
  } | null;
  readonly clientUsedTheServersSecret?: boolean | null;
  readonly acceptableFromThisCaptureAlone: readonly string[];
}

export interface Truth {
  /** Name without its ending, e.g. `oss2-v1-baseline`. */
  readonly name: string;
  /** Path of the capture. */
  readonly capture: string;
  readonly credentials: readonly { readonly accessKeyId: string; readonly secret: string }[];
  readonly exchanges: readonly TruthExchange[];
  readonly vantage: string;
  /** Path of the TLS key log that opens the capture; null where it needs none. */
  readonly keyLog: string | null;
}

export const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** Every capture of a fixture folder that has a truth file. */
export function truths(folder: string): readonly Truth[] {
  const path = join(FIXTURES, folder);
  const files = readdirSync(path);
  return files
    .filter((file) => file.endsWith('.truth.json'))
    .map((file) => {
      const name = file.slice(0, -'.truth.json'.length);
      const capture = files.find((other) => other === `${name}.pcap` || other === `${name}.pcapng`);
      if (capture === undefined) throw new Error(`no capture beside ${file}`);
      const truth = JSON.parse(readFileSync(join(path, file), 'utf8'));
      const keyLog = typeof truth.keylog === 'string' ? join(path, truth.keylog) : null;
      return { ...truth, name, capture: join(path, capture), keyLog };
    });
}
