import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_DOOR } from '../rooms/redact.ts';
import { fewLines, type View, wrapItems, wrapText } from '../rooms/report.ts';
import { terminalFiller } from '../rooms/sentences.ts';
import { Conversation, pcapFile } from '../support/capture-writer.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { EN, ZH } from '../support/texts.ts';

/* What a reader of the short report needs to find in its few lines. */

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** The report of a fixture on one line: where it wraps is no matter. */
function reported(path: string, ...args: readonly string[]): string {
  const { stdout } = osscap(['scan', join(FIXTURES, path), '--no-config', ...args]);
  return stdout.replace(/\s+/g, ' ');
}

describe('a fix that the evidence of the request names leads, and the general one follows', () => {
  const path = 'notes/nginx-underscore-header.pcap';

  it.each([
    ['en', 'fix 1. nginx drops headers with an underscore', 'or use names with hyphens'],
    ['zh', '解决办法 1. nginx 会丢弃名称带下划线', '或改用连字符命名'],
  ])('in the short report: %s', (lang, start, end) => {
    const report = reported(path, '--lang', lang, '--width', '80');
    expect(report).toContain(start);
    expect(report).toContain('"underscores_in_headers on;"');
    expect(report.replaceAll(' ', '')).toContain(end.replaceAll(' ', ''));
  });

  it('once, in the long one, with what else helps behind it', () => {
    const report = reported(path, '-v', '--width', '120');
    expect(report).toMatch(/or use names with hyphens 2\. turn off the rewriting/);
    expect(report.match(/underscores_in_headers/g)).toHaveLength(1);
  });

  it('in the page of the cause, too', () => {
    for (const lang of ['en', 'zh']) {
      const { stdout } = osscap(['why', 'oss-header-dropped', '--lang', lang]);
      expect(stdout).toContain('underscores_in_headers on;');
    }
  });
});

describe('a line that is too long', () => {
  const view: View = {
    width: 80,
    paint: (_, text) => text,
    texts: EN,
    filler: terminalFiller(EN),
    door: EVIDENCE_DOOR,
    all: false,
  };

  it('ends before the list of exchanges that it has no room for, and leaves no bracket open', () => {
    const text = `every refused request of this client has the header x-oss-meta-owner (#1, #5, #11, #15, #16)`;
    const [first = '', ...others] = fewLines(text, 70, 1, view);
    expect(others).toEqual([]);
    expect(first).toBe('every refused request of this client has the header… (more: -v)');
    expect(fewLines(text, 82, 1, view)).toEqual([
      'every refused request of this client has the header x-oss-meta-owner (more: -v)',
    ]);
  });

  it('ends before brackets that hold more than one part', () => {
    const text =
      'give the client the login of the proxy (a header; or a setting), or go around the proxy by name';
    expect(fewLines(text, 70, 1, view)).toEqual(['give the client the login of the proxy (more: -v)']);
    const zh = '在客户端配置代理的登录信息（请求头；或写进代理设置），或在设置里按名称绕开这个代理服务器';
    expect(fewLines(zh, 70, 1, { ...view, texts: ZH })).toEqual(['在客户端配置代理的登录信息（其余见 -v）']);
  });

  it('of a list, is broken in the place of a dot', () => {
    expect(wrapItems(['one thing', 'another', 'and more'], 20)).toEqual(['one thing · another', 'and more']);
  });

  it('in Chinese leaves no single character for the last line', () => {
    expect(wrapText('网关把请求头改动了又改', 20)).toEqual(['网关把请求头改动了', '又改']);
    expect(wrapText('网关把请求头改动了又改动', 20)).toEqual(['网关把请求头改动了又', '改动']);
  });
});

describe('the last lines say what is not known, and where the rest is', () => {
  it.each([
    ['en', 'packets cut in 1 capture (tcpdump -s 0), so not known to pass'],
    ['zh', '1 个抓包文件的数据包被截断（tcpdump -s 0）'],
  ])('of packets that were cut, also with -q: %s', (lang, expected) => {
    const path = 'scenarios/oss2-v1-snaplen96-cut.pcap';
    for (const more of [[], ['-q']]) expect(reported(path, '--lang', lang, ...more)).toContain(expected);
  });

  it('of packets that were cut ends with 2, for a refusal may be among them', () => {
    const path = join(FIXTURES, 'scenarios/oss2-v1-snaplen96-cut.pcap');
    expect(osscap(['scan', path]).status).toBe(2);
    expect(osscap(['scan', path, '--fail-on', 'none']).status).toBe(0);
  });

  it('of a refusal without its request and its document says that neither is in the capture', () => {
    const open = new Conversation().open();
    const beginning = open.packets.length;
    const head = 'HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nx-oss-request-id: 5C270E69\r\n';
    open.client('GET /k HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n\r\n');
    open.server(`${head}Content-Length: 400\r\n\r\n<?xml`);
    const packets = open.packets.filter((_, at) => at !== beginning);
    const path = join(temporaryFolder(), 'lost.pcap');
    writeFileSync(path, pcapFile(packets.map((data) => ({ data }))));
    const { status, stdout } = osscap(['scan', path]);
    expect(stdout).toContain('the capture lacks the part of it in which a signature stands');
    expect(status).toBe(1);
  });

  it('of causes that have no block', () => {
    expect(reported('scenarios', '--width', '120')).toMatch(/--all shows \d+ more causes in full/);
    expect(reported('notes/nginx-underscore-header.pcap')).not.toContain('--all shows');
  });
});
