import { describe, expect, it } from 'vitest';
import { escapeMarkdown, fencedBlock, inlineCode, markdownReport } from '../../rooms/report.ts';
import { completeFailure, makeCapture, makeResult, openedFromTls } from '../make-result.ts';
import { OPTIONS, OPTIONS_ZH, written } from './feed.ts';

const feed: Parameters<typeof written>[1] = (sink) => {
  sink.exchange('upload.pcap', completeFailure(9));
  sink.capture(makeCapture());
};

describe('Markdown', () => {
  it('tells a cause with its evidence', () => {
    const text = written((write) => markdownReport(write, OPTIONS), feed);
    expect(text).toContain(
      '### ✗ The client signed an empty Content-Type, but the request went out with one.',
    );
    expect(text).toContain(
      '- **Verdict**: client mis-signed, proven `client-miscomputed`\n- **Exchanges**: `#9`\n',
    );
    expect(text).toContain(
      '| Field | Client signed | Server signed |\n| --- | --- | --- |\n| `type` | `(empty)` | `application/x-www-form-urlencoded` |',
    );
    expect(text).toContain(
      'String to sign: Server signed\n\n```text\nPOST\n\napplication/x-www-form-urlencoded\n',
    );
    expect(text).toContain('the secret of LTAI\\*\\*\\*\\*kFr');
  });

  it('links the fine-grained code to its page', () => {
    const coded: typeof feed = (sink) => {
      const result = completeFailure(9);
      const { oss } = result;
      sink.exchange('a.pcap', oss === null ? result : { ...result, oss: { ...oss, ec: '0002-00000040' } });
      sink.capture(makeCapture());
    };
    expect(written((write) => markdownReport(write, OPTIONS_ZH), coded)).toContain(
      '- **EC**：[`0002-00000040`](https://api.aliyun.com/troubleshoot?q=0002-00000040)\n',
    );
  });

  it('names the service of a capture', () => {
    const { traffic, ...rest } = makeCapture();
    const ofS3: typeof feed = (sink) => {
      sink.exchange('upload.pcap', completeFailure(9));
      sink.capture({ ...rest, traffic: { ...traffic, providers: ['s3'] } });
    };
    expect(written((write) => markdownReport(write, OPTIONS), feed)).toContain('**1 OSS exchange: ');
    expect(written((write) => markdownReport(write, OPTIONS), ofS3)).toContain('**1 S3 exchange: ');
    expect(written((write) => markdownReport(write, OPTIONS_ZH), ofS3)).toContain('**1 次 S3 请求：');
  });

  it('puts a signature beside the one that it should be', () => {
    const wrong: typeof feed = (sink) => {
      const [client, server] = ['GpNk', 'yyyx'];
      const made = { clientOffset: 0, serverOffset: 0, clientOrigin: null };
      const divergences = [{ field: 'signature', client, server, ...made } as const];
      sink.exchange('upload.pcap', completeFailure(9, { divergences }));
      sink.capture(makeCapture());
    };
    expect(written((write) => markdownReport(write, OPTIONS), wrong)).toContain(
      '| Field | Client sent | Should be |\n| --- | --- | --- |\n| `signature` | `GpNk` | `yyyx` |',
    );
  });

  it('speaks Chinese', () => {
    const text = written((write) => markdownReport(write, OPTIONS_ZH), feed);
    expect(text).toContain('# OSS 签名诊断报告');
    expect(text).toContain('- **结论**：客户端签错，已证实');
    expect(text).toContain('| 字段 | 客户端签名的内容 | 服务端签名的内容 |');
  });

  it('lists exchanges as the language does', () => {
    const twice: typeof feed = (sink) => {
      for (const index of [9, 10]) sink.exchange('upload.pcap', completeFailure(index));
      sink.capture(makeCapture());
    };
    expect(written((write) => markdownReport(write, OPTIONS), twice)).toContain('**: `#9`, `#10`\n');
    expect(written((write) => markdownReport(write, OPTIONS_ZH), twice)).toContain('：`#9`、`#10`\n');
  });

  it('says which TLS an exchange was opened from', () => {
    const opened: typeof feed = (sink) => {
      sink.exchange('upload.pcap', openedFromTls(completeFailure(9)));
      sink.capture(makeCapture());
    };
    const line = '`TLS 1.3, TLS_AES_128_GCM_SHA256`';
    expect(written((write) => markdownReport(write, OPTIONS), opened)).toContain(
      `- **Decrypted from**: ${line}\n`,
    );
    expect(written((write) => markdownReport(write, OPTIONS_ZH), opened)).toContain(
      `- **解密自**：${line}\n`,
    );
    expect(written((write) => markdownReport(write, OPTIONS), feed)).not.toContain('Decrypted from');
  });

  it('names the errors that no cause tells of', () => {
    const refused: typeof feed = (sink) => {
      for (const index of [1, 2])
        sink.exchange('a.pcap', makeResult({ index, status: 503, error: { code: 'Qps|Limit*Exceeded' } }));
      sink.exchange('a.pcap', makeResult({ index: 3, status: 404, error: { code: 'NoSuchKey' } }));
      sink.exchange('a.pcap', completeFailure(4));
      sink.capture(makeCapture());
    };
    expect(written((write) => markdownReport(write, OPTIONS), refused)).toContain(
      '\n\nErrors not related to the signature: 503 Qps\\|Limit\\*Exceeded (2 exchanges, e.g. #\u200b1), 404 NoSuchKey (#\u200b3)\n',
    );
    expect(written((write) => markdownReport(write, OPTIONS_ZH), refused)).toContain(
      '\n\n与签名无关的错误：503 Qps\\|Limit\\*Exceeded（2 次，如 #\u200b1），404 NoSuchKey（#\u200b3）\n',
    );
    expect(written((write) => markdownReport(write, OPTIONS), feed)).not.toContain('Errors not related');
  });

  it('shows captured text and never obeys it', () => {
    expect(escapeMarkdown('<img src=x onerror=alert(1)> *a* [b](http://c) @octocat #12 | `x`')).toBe(
      '&lt;img src=x onerror=alert(1)\\> \\*a\\* \\[b\\](http:&#47;&#47;c) @\u200boctocat #\u200b12 \\| \\`x\\`',
    );
    expect(escapeMarkdown('GH-1 !2 &3 $`x`$ 10%')).toBe(
      'GH\u200b-1 !\u200b2 &amp;\u200b3 &#36;\\`x\\`&#36; 10%',
    );
    expect(escapeMarkdown('- item')).toBe('\\- item');
    expect(inlineCode('a``b`')).toBe('``` a``b` ```');
    expect(fencedBlock('x\n````\ny')).toBe('`````text\nx\n````\ny\n`````');
  });
});
