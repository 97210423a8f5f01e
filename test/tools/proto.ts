import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scan } from '../../src/node/index.ts';
import { candidatesOf } from '../../src/diagnose/suspects/kinds.ts';
import { signedRequest, traitsOf } from '../../src/diagnose/suspects/traits.ts';
import { weigh, type Seen } from '../../src/diagnose/suspects/weigh.ts';

const dir = process.argv[2] ?? '/work/shared/stories';
const out: Record<string, unknown> = {};
const OPEN = new Set(['needs-secret', 'undecided', 'wrong-secret', 'client-miscomputed', 'transit-modified']);
for (const f of readdirSync(dir).filter((n) => n.endsWith('.truth.json'))) {
  const t = JSON.parse(readFileSync(join(dir, f), 'utf8'));
  const all: { seen: Seen; client: string; asked: ReturnType<typeof signedRequest>; id: string | null; open: boolean }[] = [];
  for await (const ev of scan(join(dir, t.capture)) as AsyncIterable<any>) {
    if (ev.type !== 'exchange') continue; const r = ev.result;
    const oss = r.oss; const diagnosis = r.diagnosis;
    if (!oss || !diagnosis) continue;
    const asked = signedRequest(oss); if (asked === null) continue;
    const isAccepted = diagnosis.verdict === 'match';
    const open = diagnosis.certainty !== 'proven' && OPEN.has(diagnosis.verdict);
    if (!isAccepted && !open) continue;
    all.push({ seen: { index: r.index, accessKeyId: asked.claim.accessKeyId, isAccepted, operation: oss.operation, traits: traitsOf(asked) }, client: `${asked.claim.version} ${asked.agent}`, asked, id: oss.requestId, open });
  }
  for (const one of all) {
    if (!one.open || one.id === null || one.asked === null) continue;
    const ofClient = all.filter((o) => o.client === one.client && o !== one).map((o) => o.seen);
    const acceptedElsewhere = all.filter((o) => o.client !== one.client && o.seen.accessKeyId === one.seen.accessKeyId && o.seen.isAccepted).length;
    out[one.id] = weigh(one.seen, candidatesOf(one.asked), { ofClient, acceptedElsewhere }).map((w) => ({ field: w.field, weight: w.weight, kind: w.candidate.kind, trait: w.trait }));
  }
}
writeFileSync('/tmp/suspects-ts.json', JSON.stringify(out));
