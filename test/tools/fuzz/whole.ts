import { scan } from '../../../src/index.ts';
import { nodeHasher } from '../../../src/node/hasher.ts';
import { nodeOssPorts } from '../../../src/node/ports.ts';
import { JsonReporter } from '../../../src/report/json.ts';
import { NdjsonReporter } from '../../../src/report/ndjson.ts';
import { EVIDENCE_DOOR } from '../../../src/report/redact.ts';
import { SummaryCounter } from '../../../src/report/summary.ts';
import { createTableReporter } from '../../../src/report/table/reporter.ts';
import { loadTexts } from '../../../src/report/text/load.ts';
import type { KeyRing } from '../../../src/sign/secret.ts';

/** Control characters that a terminal would obey, bidi controls among them; line feeds are the report's own. */
const UNSAFE = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** The whole program on the bytes of one capture, with every text format; throws where an output is not what it must be. */
export async function scanWhole(bytes: Uint8Array, keyRing: KeyRing, width: number): Promise<void> {
  const texts = await loadTexts(width % 2 === 0 ? 'en' : 'zh');
  const output = { json: '', ndjson: '', table: '' };
  const counter = new SummaryCounter();
  const reporters = [
    new JsonReporter((text) => (output.json += text), {
      door: EVIDENCE_DOOR,
      texts,
      tool: { name: 'osscap', version: '0' },
    }),
    new NdjsonReporter((text) => (output.ndjson += text), { door: EVIDENCE_DOOR, texts }),
    await createTableReporter((text) => (output.table += text), {
      width,
      boxes: false,
      paint: (_, text) => text,
      texts,
      all: width % 3 === 0,
    }),
  ];
  const events = scan([Buffer.from(bytes)], {
    hasher: nodeHasher,
    ports: nodeOssPorts(),
    keyRing,
    path: 'fuzz.pcap',
  });
  for await (const event of events) {
    for (const sink of [counter, ...reporters]) {
      if (event.type === 'exchange') sink.exchange('fuzz.pcap', event.result);
      else sink.capture(event.info);
    }
  }
  for (const reporter of reporters)
    reporter.end({ summary: counter.summary(), interrupted: false, exitCode: 0 });
  JSON.parse(output.json);
  for (const line of output.ndjson.trimEnd().split('\n')) JSON.parse(line);
  const unsafe = UNSAFE.exec(output.table);
  if (unsafe !== null)
    throw new Error(`a control character reached the table: U+${unsafe[0].charCodeAt(0).toString(16)}`);
  if (output.json.includes('FakeSecretForCaptures') || output.table.includes('FakeSecretForCaptures'))
    throw new Error('a secret was printed');
}
