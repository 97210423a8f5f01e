import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../rooms/http.ts';
import fc from '../../support/fast-check.ts';
import { openTls, tlsFixture } from '../../support/open-tls.ts';
import { FIXTURES } from '../../support/truth.ts';

/** Captures with a key log of their own. */
const FILES = readdirSync(join(FIXTURES, 'tls'));
const NAMES = FILES.filter((file) => file.endsWith('.pcap'))
  .map((file) => file.slice(0, -'.pcap'.length))
  .filter((name) => FILES.includes(`${name}.keylog`));

/** What is claimed to have been in TLS: heads, and the bodies that are kept. */
function plaintexts(exchanges: readonly Exchange[]): string[] {
  return exchanges
    .filter(({ connection }) => connection.tls != null)
    .flatMap(({ request, response, interim }) => [request, response, ...interim])
    .filter((message) => message !== null)
    .flatMap(({ head, body }) => [head, Buffer.from(body ?? []).toString('latin1')])
    .filter((text) => text !== '');
}

/** Bytes that stand anywhere behind the header of the file. */
const CHANGES = fc.array(
  fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('flip', 'set', 'copy'),
    value: fc.integer({ min: 1, max: 255 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('changed bytes of captures with their keys', { timeout: 300_000 }, () => {
  it.each(NAMES)('%s: give no plaintext that was not sent', (name) => {
    const capture = tlsFixture(`${name}.pcap`);
    const keyLogs = [tlsFixture(`${name}.keylog`)];
    const sent = plaintexts(openTls(capture, { keyLogs }).exchanges);
    if (name !== '13-http2') expect(sent.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(CHANGES, (changes) => {
        const changed = Buffer.from(capture);
        for (const { at: place, kind, value } of changes) {
          const at = 24 + (place % (changed.length - 24));
          if (kind === 'copy')
            changed.copyWithin(at, 24 + ((place * 31) % (changed.length - 24)), at + value);
          else changed[at] = kind === 'flip' ? (changed[at] ?? 0) ^ value : value;
        }
        // a record that is lost cuts a text short, at either end
        for (const text of plaintexts(openTls(changed, { keyLogs }).exchanges)) {
          if (!sent.some((whole) => whole.includes(text))) expect(sent).toContain(text);
        }
      }),
      { numRuns: 150 },
    );
  });
});
