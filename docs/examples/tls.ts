// HTTPS, with the keys that its client wrote: node tls.js https.pcap keys.log
import { readFileSync } from 'node:fs';
import { KeyLog, scan } from 'osscap';

const [capture = 'https.pcap', keys = 'keys.log'] = process.argv.slice(2);
const keyLog = new KeyLog();
keyLog.add(readFileSync(keys));

for await (const event of scan(capture, { tls: { keyLog }, limits: { warnings: 10 } })) {
  if (event.type === 'exchange') {
    const { index, exchange, diagnosis } = event.result;
    const { tls } = exchange.connection;
    console.log(`#${index} ${tls?.suite ?? 'in the clear'}: ${diagnosis?.verdict ?? 'not OSS'}`);
  } else {
    for (const peer of event.info.traffic.tls)
      console.log(`still encrypted: ${peer.serverName ?? peer.server}`);
    for (const { code, args } of event.info.notices) console.log(`odd: ${code} ${JSON.stringify(args)}`);
  }
}
