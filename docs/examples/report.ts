// The failures of a report in JSON: osscap scan --format json=report.json captures/; node report.js report.json
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2] ?? 'report.json', 'utf8'));
if (report.schemaVersion !== 1) throw new Error(`this reads version 1, not ${report.schemaVersion}`);

for (const { path, message } of report.unreadable) console.log(`${path}: ${message}`);
for (const { path, exchanges } of report.captures) {
  for (const { index, oss, diagnosis } of exchanges) {
    if (diagnosis === undefined || ['match', 'not-auth', 'no-response'].includes(diagnosis.verdict)) continue;
    const { verdict, certainty, cause, divergences } = diagnosis;
    console.log(`${path} #${index} ${oss.operation}, request ID ${oss.requestId}: ${verdict} (${certainty})`);
    if (cause !== null) console.log(`  ${cause.id}: ${cause.summary}`);
    for (const { field, client, server } of divergences) {
      console.log(`  ${field}: ${JSON.stringify(client)}, to the server ${JSON.stringify(server)}`);
    }
  }
}
