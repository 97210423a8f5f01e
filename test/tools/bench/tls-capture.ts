import { toBytes } from '../../rooms/bytes.ts';
import { TlsWriter, type WriterSide } from '../../support/tls-writer.ts';
import { oneConnection } from './one-connection.ts';

const HOST = 'shelf-17.oss-cn-hangzhou.aliyuncs.com';
const BODY_BYTES = 5 * 1024 * 1024;

type Protection = 'clear' | 'aes-128-gcm' | 'aes-256-gcm';

/**
 * One connection on which bodies go up and down in turn, until the capture has `size` bytes. Returns its key
 * log.
 */
export function writeTlsCapture(path: string, size: number, protection: Protection): string {
  const tls =
    protection === 'clear'
      ? null
      : new TlsWriter({ keyBytes: protection === 'aes-128-gcm' ? 16 : 32, fill: 7 });
  const capture = oneConnection(path, size, tls === null ? 80 : 443);
  const say = (side: WriterSide, bytes: Uint8Array): void =>
    capture.say(side, tls === null ? bytes : tls.data(side, bytes));
  if (tls !== null) {
    capture.say('client', tls.clientHello());
    capture.say('server', tls.serverHello());
    capture.say('server', tls.finished('server'));
    capture.say('client', tls.finished('client'));
  }
  const body = new Uint8Array(BODY_BYTES).fill(0x61);
  const common = `Date: Tue, 24 Nov 2026 23:16:02 GMT\r\n`;
  const signed = `Host: ${HOST}\r\n${common}Authorization: OSS LTAI5tTestCapture0001:aHBcX7TnqvCTcT5K0lX3YcWfTz0=\r\n`;
  for (let i = 0; capture.bytes < size; i++) {
    const isUpload = i % 2 === 0;
    const length = `Content-Length: ${BODY_BYTES}\r\n\r\n`;
    say(
      'client',
      toBytes(`${isUpload ? 'PUT' : 'GET'} /b/${i} HTTP/1.1\r\n${signed}${isUpload ? length : '\r\n'}`),
    );
    if (isUpload) say('client', body);
    const answer = `HTTP/1.1 200 OK\r\nServer: AliyunOSS\r\n${common}x-oss-request-id: 6B061AB2AC74B5E9AA4F7C01\r\n`;
    say('server', toBytes(`${answer}${isUpload ? 'Content-Length: 0\r\n\r\n' : length}`));
    if (!isUpload) say('server', body);
  }
  capture.close();
  return tls?.keyLog ?? '';
}
