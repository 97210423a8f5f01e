import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../rooms/http.ts';
import { FIXTURES } from '../support/truth.ts';
import type { Triple } from '../tools/conformance/reference.ts';
import { fileBlocks, readCapture } from '../tools/read-capture.ts';
import { exchangesOfTshark, hasTshark } from '../tools/tshark.ts';

const CAPTURES = ['captures', 'scenarios'].flatMap((folder) =>
  readdirSync(join(FIXTURES, folder))
    .filter((file) => /\.pcap(ng)?$/.test(file))
    .map((file) => `${folder}/${file}`),
);

/** Where tshark gives something else, and why. */
const DIFFERENT: Readonly<Record<string, (ours: readonly Triple[]) => Triple[]>> = {
  // Its Content-Length is more than what was sent, so that tshark waits for more and shows nothing.
  'captures/source-example-literal.pcap': () => [],
  // tshark takes a request line that the capture cut as if it ended there; osscap does not read it.
  'scenarios/oss2-v1-snaplen96-cut.pcap': (ours) => {
    expect(ours).toEqual(['PUT', 'GET', 'HEAD'].map(() => [null, null, 200]));
    return ['PUT', 'GET', 'HEAD'].map((method) => [method, '/logs%2F2026%2Fapp.log', 200]);
  },
};

function triple({ request, response }: Exchange): Triple {
  return [request?.method ?? null, request?.target ?? null, response?.status ?? null];
}

/** In the order of the requests' first bytes. */
function ours(path: string): Triple[] {
  const { exchanges } = readCapture(fileBlocks(path));
  return [...exchanges].sort((a, b) => a.index - b.index).map(triple);
}

describe.skipIf(!hasTshark())('tshark (skipped where it is not installed) sees the same exchanges in', () => {
  it.each(CAPTURES)('%s', (name) => {
    const path = join(FIXTURES, name);
    const found = ours(path);
    expect(exchangesOfTshark(path)).toEqual(DIFFERENT[name]?.(found) ?? found);
  });
});
