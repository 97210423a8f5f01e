// Exchanges as they come in: ssh host 'sudo tcpdump -U -s 0 -w - tcp port 80' | node stream.js
import { scan } from 'osscap';

for await (const event of scan(process.stdin)) {
  switch (event.type) {
    case 'exchange': {
      const { index, exchange, diagnosis } = event.result;
      console.log(index, exchange.response?.status ?? 'no answer', diagnosis?.verdict ?? 'not OSS');
      break;
    }
    case 'capture': {
      const { summary, notices } = event.info;
      console.log(`${summary.format}: ${summary.packets} packets${summary.complete ? '' : ', cut off'}`);
      for (const { code, frame } of notices) console.log(`odd: ${code} at frame ${frame}`);
      break;
    }
  }
}
