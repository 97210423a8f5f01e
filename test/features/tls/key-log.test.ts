import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { toByteString } from '../../rooms/bytes.ts';
import { MAX_KEY_LOG_SESSIONS } from '../../rooms/engine.ts';
import { KeyLog } from '../../rooms/tls.ts';
import { hex } from '../../support/capture-writer.ts';

const RANDOM = '0b'.repeat(32);
const MASTER = 'aa'.repeat(48);
const SECRET = 'cd'.repeat(32);

function logOf(text: string): KeyLog {
  const log = new KeyLog();
  log.add(Buffer.from(text, 'latin1'));
  return log;
}

describe('the NSS key log format', () => {
  it.each([
    ['CLIENT_RANDOM', 'master', MASTER],
    ['PMS_CLIENT_RANDOM', 'premaster', MASTER],
    ['CLIENT_EARLY_TRAFFIC_SECRET', 'clientEarly', SECRET],
    ['CLIENT_HANDSHAKE_TRAFFIC_SECRET', 'clientHandshake', SECRET],
    ['SERVER_HANDSHAKE_TRAFFIC_SECRET', 'serverHandshake', MASTER],
    ['CLIENT_TRAFFIC_SECRET_0', 'client', SECRET],
    ['SERVER_TRAFFIC_SECRET_0', 'server', MASTER],
  ] as const)('%s', (label, field, secret) => {
    const log = logOf(`${label} ${RANDOM} ${secret}\n`);
    expect(log.session(toByteString(hex(RANDOM)))?.[field]).toEqual(hex(secret));
    expect(log).toMatchObject({ size: 1, badLines: 0 });
  });

  it('RSA, by the start of the encrypted premaster secret', () => {
    const log = logOf(`RSA 0102030405060708 ${MASTER}`);
    expect(log.premasterOf(hex('0102030405060708ffff'))).toEqual(hex(MASTER));
    expect(log.premasterOf(hex('0202030405060708ffff'))).toBeNull();
    expect(log.hasPremasters).toBe(true);
  });

  it('RSA, by session id', () => {
    const log = logOf(`RSA Session-ID:00ff Master-Key:${MASTER}`);
    expect(log.masterOfSessionId('\x00\xff')).toEqual(hex(MASTER));
  });

  it('takes comments, empty lines, any line end, upper-case digits and labels that open nothing', () => {
    const lines = [
      '# made by a test',
      '',
      `  CLIENT_RANDOM ${RANDOM.toUpperCase()}\t${MASTER.toUpperCase()}  `,
      `EXPORTER_SECRET ${RANDOM} ${SECRET}`,
      `SERVER_TRAFFIC_SECRET_N ${RANDOM} ${SECRET}`,
    ];
    const log = logOf(lines.join('\r\n'));
    expect(log.session(toByteString(hex(RANDOM)))?.master).toEqual(hex(MASTER));
    expect(log).toMatchObject({ size: 1, badLines: 0 });
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeffCLIENT_RANDOM ${RANDOM} ${MASTER}\r\n`, 'utf8')],
    ['UTF-16', Buffer.from(`\ufeffCLIENT_RANDOM ${RANDOM} ${MASTER}\r\n`, 'utf16le')],
  ])('takes %s, in which a program on Windows saved it', (_, bytes) => {
    const log = new KeyLog();
    log.add(bytes);
    expect(log.session(toByteString(hex(RANDOM)))?.master).toEqual(hex(MASTER));
    expect(log).toMatchObject({ size: 1, badLines: 0 });
  });

  it.each([
    'CLIENT_RANDOM',
    `CLIENT_RANDOM ${RANDOM}`,
    `CLIENT_RANDOM ${RANDOM} ${SECRET}`,
    `CLIENT_RANDOM ${RANDOM.slice(2)} ${MASTER}`,
    `CLIENT_RANDOM ${RANDOM} ${MASTER}a`,
    `CLIENT_RANDOM ${RANDOM} ${MASTER.replace('a', 'g')}`,
    `CLIENT_RANDOM ${RANDOM} ${MASTER} more`,
    `RSA xx ${MASTER}`,
    `__proto__ ${RANDOM} ${MASTER}`,
    'tcpdump: listening on lo',
    'x'.repeat(10_000),
  ])('counts what is no secret: %#', (line) => {
    expect(logOf(line)).toMatchObject({ size: 0, badLines: 1 });
  });

  it('counts what its parent holds, the keys of the user, before its own, and fills in what that lacks', () => {
    const other = 'ef'.repeat(48);
    const parent = logOf(
      `CLIENT_TRAFFIC_SECRET_0 ${RANDOM} ${SECRET}\nRSA Session-ID:0102 Master-Key:${MASTER}\nRSA ${'0b'.repeat(8)} ${MASTER}\n`,
    );
    const log = new KeyLog(parent);
    for (const label of ['CLIENT_TRAFFIC_SECRET_0', 'SERVER_TRAFFIC_SECRET_0']) {
      log.add(Buffer.from(`${label} ${RANDOM} ${other}\n`));
    }
    log.add(Buffer.from(`RSA Session-ID:0102 Master-Key:${other}\nRSA ${'0b'.repeat(8)} ${other}\n`));
    const session = log.session(toByteString(hex(RANDOM)));
    expect(session?.client).toEqual(hex(SECRET));
    expect(session?.server).toEqual(hex(other));
    expect(log.masterOfSessionId(toByteString(hex('0102')))).toEqual(hex(MASTER));
    expect(log.premasterOf(hex('0b'.repeat(16)))).toEqual(hex(MASTER));
  });

  it('joins lines of one session, and looks into its parent', () => {
    const parent = logOf(
      `CLIENT_TRAFFIC_SECRET_0 ${RANDOM} ${SECRET}\nSERVER_TRAFFIC_SECRET_0 ${RANDOM} ${MASTER}\n`,
    );
    const log = new KeyLog(parent);
    const session = log.session(toByteString(hex(RANDOM)));
    expect(session?.client).toEqual(hex(SECRET));
    expect(session?.server).toEqual(hex(MASTER));
    expect(log.size).toBe(1);
  });

  it('keeps a bounded number of sessions', () => {
    const lines: string[] = [];
    for (let i = 0; i < MAX_KEY_LOG_SESSIONS + 3; i++) {
      lines.push(`CLIENT_RANDOM ${i.toString(16).padStart(64, '0')} ${MASTER}`);
    }
    expect(logOf(lines.join('\n'))).toMatchObject({ size: MAX_KEY_LOG_SESSIONS, omitted: 3 });
  });

  it('shows no secret, however it is printed', () => {
    const log = logOf(`CLIENT_RANDOM ${RANDOM} ${MASTER}`);
    const shown = [inspect(log, { depth: 9, showHidden: true }), JSON.stringify(log), String(log)].join();
    expect(shown).not.toMatch(/aaaa|170|0b0b/);
  });
});
