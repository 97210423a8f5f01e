// The failures of a report in JSON, in Chinese: osscap scan --format json=report.json captures/; node report.js report.json zh
import { readFileSync } from 'node:fs';
import { sentencesOf } from 'osscap/text';

const [file = 'report.json', lang] = process.argv.slice(2);
const sentences = sentencesOf(lang === 'zh' ? 'zh' : 'en');
const report = JSON.parse(readFileSync(file, 'utf8'));
if (report.schemaVersion !== 1) throw new Error(`this reads version 1, not ${report.schemaVersion}`);

for (const { path, message } of report.unreadable) console.log(`${path}: ${message}`);
for (const { path, exchanges } of report.captures) {
  for (const exchange of exchanges) {
    const { index, oss, diagnosis } = exchange;
    if (diagnosis === undefined || ['match', 'not-auth', 'no-response'].includes(diagnosis.verdict)) continue;
    const said = sentences.diagnosis(exchange);
    console.log(`${path} #${index} ${oss.operation}, request ID ${oss.requestId}: ${said?.verdict}`);
    console.log(`  ${diagnosis.cause?.id ?? diagnosis.verdict}: ${said?.headline}`);
    for (const { field, client, server } of diagnosis.divergences) {
      console.log(`  ${field}: ${JSON.stringify(client)}, to the server ${JSON.stringify(server)}`);
    }
  }
}
