import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../rooms/diagnose.ts';
import { escapeData, escapeProperty, githubReport } from '../../rooms/report.ts';
import { completeFailure, makeCapture, makeResult } from '../make-result.ts';
import { OPTIONS, OPTIONS_ZH, written } from './feed.ts';

function github(
  feed: Parameters<typeof written>[1],
  room = 1 << 20,
  options = OPTIONS,
): { readonly commands: string[]; readonly summary: string } {
  let summary = '';
  const output = {
    write: (text: string): void => {
      summary += text;
    },
    room,
  };
  const text = written((write) => githubReport(write, options, output), feed);
  return { commands: text.trimEnd().split('\n'), summary };
}

/** Failing exchanges of so many causes: keys that the service does not know are one each. */
function causes(n: number, certainty: 'proven' | 'open' = 'proven'): Parameters<typeof written>[1] {
  const verdict: Verdict = 'unknown-key';
  return (sink) => {
    for (let index = 1; index <= n; index++) {
      const claim = { accessKeyId: `LTAIkey${index}` };
      sink.exchange(
        'a',
        makeResult({ index, status: 403, claim, error: {}, diagnosis: { verdict, certainty } }),
      );
    }
    sink.capture(makeCapture());
  };
}

describe('GitHub workflow commands', () => {
  it('annotate causes, not exchanges', () => {
    const { commands } = github((sink) => {
      sink.exchange('a', completeFailure(1));
      sink.exchange('a', completeFailure(2));
      sink.capture(makeCapture({ path: 'a:b,c%.pcap' }));
    });
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(
      /^::error file=a%3Ab%2Cc%25.pcap,title=The client signed an empty Content-Type%2C but [^:]*\.::Because: an HTTP/,
    );
    expect(commands[0]).toMatch(
      /%0AExchanges: #1, #2%0AFirst difference: byte offset 6 of [^%]*%0ARequest ID: 5C2723573183A12D%0AMore: osscap why content-type-added-after-signing$/,
    );
  });

  it('list exchanges as the language does', () => {
    const { commands } = github(
      (sink) => {
        sink.exchange('a', completeFailure(1));
        sink.exchange('a', completeFailure(2));
        sink.capture(makeCapture());
      },
      undefined,
      OPTIONS_ZH,
    );
    expect(commands[0]).toContain('#1、#2%0A');
  });

  it('name a file of Windows as it stands in the repository', () => {
    const { commands } = github((sink) =>
      sink.unreadable({ path: 'captures\\c.pcap', reason: 'missing', detail: '' }),
    );
    expect(commands[0]).toMatch(/^::error file=captures\/c\.pcap,title=captures\\c\.pcap::/);
  });

  it('stay within the limits of a step and say how many are left out', () => {
    const { commands } = github(causes(14));
    expect(commands.filter((line) => line.startsWith('::error '))).toHaveLength(10);
    expect(commands.at(-1)).toBe('::notice::4 more causes not shown here');
    expect(github(causes(14, 'open')).commands.filter((line) => line.startsWith('::warning '))).toHaveLength(
      10,
    );
  });

  it('escape what would end them', () => {
    expect(escapeData('100%\r\n::error::x')).toBe('100%25%0D%0A::error::x');
    expect(escapeProperty('a:b,c%\n')).toBe('a%3Ab%2Cc%25%0A');
  });
});

describe('the job summary', () => {
  it('begins with an overview, and has the Markdown report folded', () => {
    const { summary } = github(causes(2));
    expect(summary).toMatch(
      /^# OSS signature report\n\n\*\*2 of 2 OSS requests failed in 1 of 1 capture\*\*\.\n\n\| n \| Certainty \| What \| Example \|\n\| --- \| --- \| --- \| --- \|\n\| 2 \| proven \| The server does not know this AccessKey ID\. \| `upload\.pcap#1` \|\n\n<details><summary>[^<]+<\/summary>\n\n## `upload.pcap`\n\n\*\*2 OSS exchanges: 0 passed, 2 failed\*\*/,
    );
    expect(summary.match(/^### /gm)).toHaveLength(2);
    expect(summary).toMatch(/\n\n<\/details>\n/);
  });

  it('says of which key each is where causes of several read alike', () => {
    const { summary } = github((sink) => {
      for (const [at, accessKeyId] of ['LTAI5tOneKey0001', 'LTAI5tOtherKey02'].entries()) {
        const diagnosis = {
          verdict: 'unknown-key',
          certainty: 'proven',
          cause: { id: 'key-unknown', args: {} },
        } as const;
        sink.exchange(
          'a',
          makeResult({ index: at + 1, status: 403, error: {}, claim: { accessKeyId }, diagnosis }),
        );
      }
      sink.capture(makeCapture({}));
    });
    const rows = summary.split('\n').filter((line) => /^\| 1 \|/.test(line));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/AccessKey ID\.<br>`LTAI\S*001` /);
    expect(rows[1]).toMatch(/AccessKey ID\.<br>`LTAI\S*y02` /);
  });

  it('shows under a hundred lines, of the causes that explain most, whatever is folded', () => {
    const { summary } = github((sink) => {
      for (let at = 0; at < 110; at++) {
        const diagnosis = { verdict: 'clock-skew', certainty: 'proven' } as const;
        const own = { id: 'clock-behind', args: { seconds: 1000 * 1.2 ** (at % 30) } } as const;
        for (let index = 1; index <= (at === 7 ? 9 : 1); index++) {
          const shown = { ...diagnosis, cause: own };
          sink.exchange(`${at}`, makeResult({ index, status: 403, error: {}, diagnosis: shown }));
        }
        sink.capture(makeCapture({ path: `${at}.pcap` }));
      }
    });
    const visible = summary
      .replace(/<details>[\s\S]*<\/details>/, '<details>')
      .trimEnd()
      .split('\n');
    expect(visible.length).toBeLessThan(100);
    expect(visible.filter((line) => /^\| \d/.test(line))).toHaveLength(20);
    expect(summary).toContain('**118 of 118 OSS requests failed in 110 of 110 captures**.');
    expect(visible.find((line) => /^\| \d/.test(line))).toMatch(/^\| 12 \|.*`7\.pcap#1` \|$/);
    expect(summary).toContain('10 more causes not shown here');
    expect(summary.split('\n').length).toBeGreaterThan(500);
  });

  it('keeps within its room and says what is missing', () => {
    const { summary } = github(causes(40), 12_000);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(12_000);
    const shown = summary.match(/^### /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(0);
    expect(summary).toContain(`${40 - shown} causes left out`);
  });
});
