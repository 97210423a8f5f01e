// Proof, with the secret of the access key: node credentials.js upload.pcap
import { fromText, type KeyRing, Secret, scan } from 'osscap';

const { OSS_ACCESS_KEY_ID = '', OSS_ACCESS_KEY_SECRET = '' } = process.env;
const accessKeyId = fromText(OSS_ACCESS_KEY_ID);
// A Secret prints as [secret], whatever logs it.
const secret = new Secret(fromText(OSS_ACCESS_KEY_SECRET));
const keyRing: KeyRing = new Map([[accessKeyId, { accessKeyId, secret, securityToken: null }]]);

for await (const event of scan(process.argv[2] ?? 'upload.pcap', { keyRing })) {
  if (event.type !== 'exchange' || event.result.diagnosis === null) continue;
  const { index, diagnosis } = event.result;
  const { verdict, certainty } = diagnosis;
  console.log(`#${index} ${verdict} (${certainty})`);
  const signed = diagnosis.client?.stringToSign.text;
  if (signed !== undefined) console.log(`  the client signed ${JSON.stringify(signed)}`);
}
