import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scan } from '../../src/node/index.ts';
import { SuspectsSink } from '../../src/features/suspects/suspects-sink.ts';

const dir = process.argv[2] ?? '/work/shared/stories';
const out: Record<string, unknown> = {};
let first: unknown = null;
for (const f of readdirSync(dir).filter((n) => n.endsWith('.truth.json'))) {
  const t = JSON.parse(readFileSync(join(dir, f), 'utf8'));
  const sink = new SuspectsSink({ exchange: (_, r) => { if (r.suspects && r.oss?.requestId) { out[r.oss.requestId] = r.suspects; first ??= r.suspects; } }, capture() {}, unreadable() {} });
  for await (const ev of scan(join(dir, t.capture))) { if (ev.type === 'exchange') sink.exchange(t.capture, ev.result); }
  sink.flush();
}
writeFileSync('/tmp/suspects-ts.json', JSON.stringify(out));
if (process.argv[3]) console.log(JSON.stringify(first, null, 1));
