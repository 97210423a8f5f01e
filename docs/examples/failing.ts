// The verdict of each exchange that fails: node failing.js upload.pcap
import { decodeUtf8, isFailing, scan } from 'osscap';
import { sentencesOf } from 'osscap/text';

const sentences = sentencesOf('en'); // or 'zh'

/** Captured values are byte strings (one character per byte) with any content: JSON escapes them for the terminal. */
const shown = (text: string | null) => JSON.stringify(text === null ? null : (decodeUtf8(text) ?? text));

for await (const event of scan(process.argv[2] ?? 'upload.pcap')) {
  if (event.type === 'capture') {
    const { path, summary } = event.info;
    if (summary.format === null) console.error(`${path}: neither a capture nor text that contains HTTP`);
    continue;
  }
  const { index, oss, diagnosis } = event.result;
  if (oss === null || diagnosis === null || !isFailing(diagnosis.verdict)) continue;
  const { bucket, key } = oss.address;
  console.log(
    `#${index} ${oss.operation} of ${shown(key)} in ${shown(bucket)}, request ID ${shown(oss.requestId)}`,
  );
  const said = sentences.diagnosis(diagnosis);
  console.log(`  ${said?.verdict} (${said?.certainty}): ${said?.headline}`);
  for (const { field, client, server } of diagnosis.divergences) {
    console.log(`  ${field}: the client signed ${shown(client)}, the server ${shown(server)}`);
  }
  console.log(`  fix: ${said?.cure}`);
}
