import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { answer } from '../support/conversation.ts';
import { reportProblems } from '../support/schema.ts';

const folder = temporaryFolder();
const CAPTURE = join(folder, 'cut.pcap');
const GET =
  'GET /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nAuthorization: OSS LTAI5tTestCapture0001:c2lnbmF0dXJl\r\n\r\n';
const CUT_ANSWER = new Conversation({ clientPort: 40_002 })
  .open()
  .client(GET)
  .server(answer(200, 'x'.repeat(50)).slice(0, -10))
  .close();
writeFileSync(
  CAPTURE,
  pcapFile([
    ...new Conversation({ clientPort: 40_001 }).open().client(GET).close().packets,
    ...CUT_ANSWER.packets,
  ]),
);

function report(format: string, lang: string, ...more: readonly string[]): string {
  const file = join(folder, `${format}.${lang}`);
  const args = [
    'scan',
    CAPTURE,
    '--verbose',
    '--lang',
    lang,
    '--no-config',
    '--format',
    `${format}=${file}`,
    ...more,
  ];
  expect(osscap(args).status).toBe(0);
  return readFileSync(file, 'utf8').replace(/\s+/g, ' ');
}

const MISSING = 'The client closed the connection before a response came.';
const CUT = 'The client ended the connection in the middle of the response.';

describe('answers that are missing or not whole', () => {
  it.each(['table', 'markdown', 'html', 'junit', 'sarif', 'gitlab', 'har', 'json'])(
    'are told in %s',
    (format) => {
      const [en, zh] = [report(format, 'en'), report(format, 'zh')];
      const [missing, cut] = [en.includes(MISSING), en.includes(CUT)];
      expect({ format, missing, cut }).toEqual({ format, missing: true, cut: true });
      expect(zh).toContain('客户端没有等到响应就关闭了连接。');
      expect(zh).toContain('客户端在响应中途结束了连接。');
    },
  );

  it('are counted, and leave verdicts and exit code as they are', () => {
    const table = report('table', 'en');
    expect(table).toContain('but note: 1 request without a response, 1 response cut short. Exit 0.');
    const { captures } = JSON.parse(report('json', 'en'));
    expect(captures[0].exchanges).toMatchObject([
      { diagnosis: { verdict: 'no-response' }, ending: { kind: 'given-up', frame: 5 } },
      { diagnosis: { verdict: 'match' }, ending: { kind: 'answer-cut-by-client' } },
    ]);
  });

  it('are told by explain, and after a blob was merged', () => {
    const args = ['--lang', 'en', '--no-config'];
    expect(osscap(['explain', CAPTURE, '1', ...args]).stdout).toContain(MISSING);
    const blob = join(folder, 'part.blob');
    osscap(['scan', CAPTURE, '--no-config', '--format', `blob=${blob}`]);
    expect(osscap(['merge', blob, ...args]).stdout).toContain(MISSING);
  });

  it('stand apart from a failure that a cut answer tells of', () => {
    const put = GET.replace('GET', 'PUT').replace(
      '\r\n\r\n',
      `\r\nx-oss-callback: ${btoa('{"callbackUrl":"http://cb"}')}\r\nContent-Length: 0\r\n\r\n`,
    );
    const failed = answer(203, `<Error><Code>CallbackFailed</Code></Error>${' '.repeat(50)}`);
    const file = join(folder, 'callback.pcap');
    const callback = new Conversation().open().client(put).server(failed.slice(0, -10)).close();
    writeFileSync(file, pcapFile([...callback.packets, ...CUT_ANSWER.packets]));
    const { stdout } = osscap(['scan', file, '--verbose', '--no-config']);
    expect(stdout).toMatch(/the callback to report it failed \(PutObject, 203\)\. +1 exchange \(#1\)/);
    expect(stdout).toMatch(/in the middle of the response\. +1 exchange \(#2\)/);
  });

  it.each(['client', 'server'])(
    'are put down to the %s that ended the connection, with a refusal too',
    (by) => {
      const half = answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>').slice(0, -10);
      const talk = new Conversation().open().client(GET).server(half);
      const closing =
        by === 'client'
          ? talk.close()
          : new Conversation({
              client: '10.0.0.2',
              clientPort: 80,
              clientSequence: 5001 + half.length,
              server: '10.0.0.1',
              serverPort: 40_000,
              serverSequence: 1001 + GET.length,
            }).close();
      const path = join(folder, `refused-${by}.pcap`);
      const packets = by === 'client' ? closing.packets : [...talk.packets, ...closing.packets];
      writeFileSync(path, pcapFile(packets));
      const { stdout } = osscap(['scan', path, '--verbose', '--lang', 'en', '--no-config', '--width', '300']);
      expect(stdout).toContain(
        `the connection was ended from the ${by}'s side in the middle of the response:`,
      );
      expect(stdout).not.toContain('cut off in the capture');
    },
  );
});

describe('an answer that the capture lost', () => {
  const LOST = join(folder, 'lost.pcap');
  const whole = new Conversation()
    .open()
    .client(GET)
    .server(answer(403, '<Error/>'))
    .client(GET)
    .close().packets;
  // Without the packet of the answer, which the next one acknowledges.
  writeFileSync(LOST, pcapFile(whole.filter((_, i) => i !== 4)));
  const lost = answer(403, '<Error/>').length;

  it.each(['table', 'markdown', 'html', 'junit', 'sarif', 'gitlab', 'har', 'json'])(
    'is reported as such in %s',
    (format) => {
      const file = join(folder, `lost.${format}`);
      for (const [lang, headline, bytes] of [
        [
          'en',
          'The server responded, and the client has the response, but the capture lost it.',
          `${lost} bytes`,
        ],
        ['zh', '服务端已响应，客户端也收到了响应，但抓包丢失了它。', `${lost} 字节`],
      ] as const) {
        const args = [
          'scan',
          LOST,
          '--lang',
          lang,
          '--no-config',
          '--verbose',
          '--format',
          `${format}=${file}`,
        ];
        const { status, stderr } = osscap(args);
        expect(status).toBe(0);
        expect(stderr).toContain(bytes);
        expect(readFileSync(file, 'utf8').replace(/\s+/g, ' ')).toContain(headline);
      }
    },
  );

  it('is told with bytes and frame, and in `explain`', () => {
    const report = JSON.parse(osscap(['scan', LOST, '--no-config', '--format', 'json']).stdout);
    expect(reportProblems(report)).toEqual([]);
    expect(report.captures[0].exchanges[0]).toMatchObject({
      response: null,
      diagnosis: { verdict: 'no-response' },
      ending: { kind: 'answer-not-captured', frame: 5, lostBytes: lost },
    });
    const table = osscap(['scan', LOST, '--verbose', '--no-config']).stdout.replace(/\s+/g, ' ');
    expect(table).toContain(
      'but note: 1 request without a response, 1 response that the capture lost. Exit 0.',
    );
    const page = osscap(['explain', LOST, '1', '--no-config']).stdout.replace(/\s+/g, ' ');
    expect(page).toContain(`the capture lost ${lost} bytes that the client acknowledged (frame 5)`);
    expect(page).toContain('tcpdump -B 16384');
  });
});
