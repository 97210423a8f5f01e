import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ScanEvent, scan } from '../rooms/node.ts';
import { CAPTURE_INFO, EXCHANGE_RESULT } from '../rooms/report.ts';
import fc from '../support/fast-check.ts';
import { inPieces, PIECES, WHOLE } from '../support/pieces.ts';
import { FIXTURES } from '../support/truth.ts';

/** Captures and texts of every kind. */
const INPUTS = ['captures', 'scenarios', 'corpus', 'text']
  .flatMap((folder) => readdirSync(join(FIXTURES, folder)).map((name) => join(folder, name)))
  .filter((name) => /\.(pcap|pcapng|cap|txt|har|log)$/.test(name))
  .sort()
  .map((name) => ({ name, bytes: readFileSync(join(FIXTURES, name)) }))
  .filter(({ bytes }) => bytes.length > 0 && bytes.length < 400_000);

/** Everything that the library says, as texts. */
async function said(bytes: Uint8Array, sizes: readonly number[], when: 'at-once' | 'at-the-end') {
  const pieces: Uint8Array[] = [];
  // Each piece is of its own, as those of a stream are, which may be used anew.
  inPieces(bytes.length, sizes, (start, end) => pieces.push(bytes.slice(start, end)));
  const texts: (() => string)[] = [];
  for await (const event of scan(pieces)) {
    const text = () => textOf(event);
    const made = when === 'at-once' ? text() : null;
    texts.push(made === null ? text : () => made);
  }
  return texts.map((text) => text());
}

/** Without the counters of a connection, which by their description go on with it. */
function textOf(event: ScanEvent): string {
  if (event.type === 'capture') return JSON.stringify(CAPTURE_INFO.encode(event.info));
  return JSON.stringify(EXCHANGE_RESULT.encode(event.result), (name, value) =>
    name === 'connection' ? { ...value, flow: null } : value,
  );
}

it('what the library says of any input depends neither on its pieces nor on when it is looked at', {
  timeout: 300_000,
}, async () => {
  expect(INPUTS.length).toBeGreaterThan(90);
  const random = fc.sample(PIECES, { numRuns: INPUTS.length, seed: 7 });
  for (const [at, { name, bytes }] of INPUTS.entries()) {
    const whole = await said(bytes, WHOLE, 'at-the-end');
    for (const sizes of [bytes.length < 20_000 ? [1] : [7], [1024], random[at] ?? [1]]) {
      expect([name, sizes, await said(bytes, sizes, 'at-once')]).toEqual([name, sizes, whole]);
    }
  }
});

it('nor what it says of one that is cut anywhere', { timeout: 300_000 }, async () => {
  const captures = INPUTS.filter(({ bytes }) => bytes.length < 20_000);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...captures), fc.nat(), PIECES, async ({ bytes }, end, sizes) => {
      const cut = bytes.subarray(0, end % bytes.length);
      expect(await said(cut, sizes, 'at-once')).toEqual(await said(cut, WHOLE, 'at-the-end'));
    }),
    { numRuns: 300 },
  );
});
