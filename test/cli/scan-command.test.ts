import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScanArguments } from '../../src/cli/commands/scan.ts';
import { run as runScan, type ScanContext } from '../../src/cli/commands/scan-command.ts';
import type { EarlyEnd } from '../../src/cli/ending.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { completeFailure, makeCapture, makeResult } from '../report/make-result.ts';
import type { ScanOptions } from '../rooms/node.ts';
import { CLI_EN } from '../support/texts.ts';
import { USUAL_SCAN } from '../support/usual-arguments.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'osscap-scan-'));
  writeFileSync(join(folder, 'a.pcap'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that only remembers what is written. */
function fakeIo(env: Record<string, string> = {}, isTTY = false) {
  const written = { stdout: '', stderr: '' };
  let interrupt: (code: EarlyEnd) => void = () => {};
  let close = (): void => {};
  const io: CliIo = {
    stdout: {
      write: (text) => {
        written.stdout += text;
      },
      isTTY,
      columns: isTTY ? 100 : null,
    },
    stderr: {
      write: (text) => {
        written.stderr += text;
      },
      isTTY: false,
      columns: null,
    },
    env,
    cwd: folder,
    home: folder,
    onInterrupt: (listener) => {
      interrupt = listener;
      return () => {
        interrupt = () => {};
      };
    },
    onAbandoned: () => () => {},
    guardMemory: () => {},
    onOutputClosed: (listener) => {
      close = listener;
    },
  };
  return { io, written, interrupt: (code: EarlyEnd = 130) => interrupt(code), close: () => close() };
}

type Scan = NonNullable<ScanContext['scanInputs']>;

/** Each input holds one exchange that fails and one that passes. */
const scanInputs: Scan = async (inputs, _, sink) => {
  for (const { path } of inputs) {
    sink.exchange(path, makeResult({ index: 1 }));
    sink.exchange(path, completeFailure(2));
    sink.capture(makeCapture({ path }));
  }
  return { interrupted: false };
};

function scan(args: Partial<ScanArguments>, io: CliIo, how: Scan = scanInputs): Promise<number> {
  return runScan({ ...USUAL_SCAN, ...args }, { lang: 'en', texts: CLI_EN, io, scanInputs: how });
}

describe('runScan', () => {
  it('prints the answer, without colours in a pipe', async () => {
    const { io, written } = fakeIo();
    expect(await scan({ paths: [join(folder, 'a.pcap')] }, io)).toBe(1);
    expect(written.stdout).toMatch(/1 of 2 requests failed · 1 cause · exit 1\n$/);
    expect(written.stdout).not.toContain('\x1b');
    expect(written.stderr).toBe('');
  });

  it('says how a text is pasted, where a terminal is read and where it is asked for', async () => {
    const [typed, piped, other] = [fakeIo(), fakeIo(), fakeIo()];
    const onEnter = () => () => {};
    await scan({ paths: ['-'] }, { ...typed.io, onEnter });
    await scan({ paths: ['-'] }, piped.io);
    await scan({ paths: [join(folder, 'a.pcap')] }, { ...other.io, onEnter });
    expect(typed.written.stderr).toContain('paste the text, then press Enter and Ctrl-D');
    expect(piped.written.stderr + other.written.stderr).not.toContain('paste the text');
  });

  it('prints the same in colours on a terminal', async () => {
    const [{ io, written }, pipe] = [fakeIo({}, true), fakeIo()];
    await scan({ paths: [join(folder, 'a.pcap')], width: 80 }, io);
    await scan({ paths: [join(folder, 'a.pcap')], width: 80 }, pipe.io);
    expect(written.stdout).toContain('\x1b[31m');
    expect(stripVTControlCharacters(written.stdout)).toBe(pipe.written.stdout);
  });

  it('writes several reports, and leaves no temporary file', async () => {
    const { io, written } = fakeIo();
    const json = join(folder, 'out.json');
    const code = await scan(
      {
        paths: [join(folder, 'a.pcap')],
        format: [
          { name: 'ndjson', file: null },
          { name: 'json', file: json },
          { name: 'table', file: join(folder, 'out.txt') },
        ],
      },
      io,
    );
    expect(code).toBe(1);
    expect(JSON.parse(readFileSync(json, 'utf8')).summary).toMatchObject({ exchanges: 2, divergent: 1 });
    expect(written.stdout.trimEnd().split('\n')).toHaveLength(4);
    expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toContain('exit 1');
    expect(written.stderr).toMatch(/out\.json\ntable report: \S+out\.txt\n$/);
    expect(readdirSync(folder).sort()).toEqual(['a.pcap', 'out.json', 'out.txt']);
  });

  it('says how it ended and where the report is, where that goes to a file alone', async () => {
    const [told, quiet] = [fakeIo(), fakeIo()];
    const json = join(folder, 'out.json');
    const args = { paths: [join(folder, 'a.pcap')], format: [{ name: 'json' as const, file: json }] };
    expect(await scan(args, told.io)).toBe(1);
    expect(told.written).toEqual({
      stdout: `1 of 2 requests failed · 1 cause · exit 1\njson report: ${json}\n`,
      stderr: '',
    });
    await scan({ ...args, loudness: 'quiet' }, quiet.io);
    expect(quiet.written).toEqual({ stdout: '', stderr: '' });
  });

  it('says it on the error stream beside a report on standard output, and not twice beside a table', async () => {
    const [beside, table] = [fakeIo(), fakeIo()];
    const file = join(folder, 'out.csv');
    const paths = [join(folder, 'a.pcap')];
    const csv = { name: 'csv' as const, file };
    await scan({ paths, format: [{ name: 'json', file: null }, csv] }, beside.io);
    expect(JSON.parse(beside.written.stdout).summary.divergent).toBe(1);
    expect(beside.written.stderr).toBe(`1 of 2 requests failed · 1 cause · exit 1\ncsv report: ${file}\n`);
    await scan({ paths, format: [{ name: 'table', file: null }, csv] }, table.io);
    expect(table.written.stdout.match(/exit 1/g)).toHaveLength(1);
    expect(table.written.stderr).toBe(`csv report: ${file}\n`);
  });

  it('replaces the file behind a link, not the link', async () => {
    const { io } = fakeIo();
    writeFileSync(join(folder, 'real.json'), 'old');
    symlinkSync(join(folder, 'real.json'), join(folder, 'link.json'));
    await scan(
      { paths: [join(folder, 'a.pcap')], format: [{ name: 'json', file: join(folder, 'link.json') }] },
      io,
    );
    expect(JSON.parse(readFileSync(join(folder, 'real.json'), 'utf8')).schemaVersion).toBe(1);
  });

  it('is 2 when a report cannot be written, and says so in the other', async () => {
    const { io, written } = fakeIo();
    const file = join(folder, 'no', 'out.json');
    const formats = [
      { name: 'table', file: null },
      { name: 'json', file },
    ] as const;
    expect(await scan({ paths: [join(folder, 'a.pcap')], format: formats }, io)).toBe(2);
    expect(written.stderr).toBe(
      `osscap: the report ${file} could not be written: its folder does not exist\n`,
    );
    expect(written.stdout).toContain('exit 2');
  });

  it('says that a report cannot be written before it reads, and reads nothing where there is no other', async () => {
    const [file, baseline, nothing] = ['no/out.json', 'no/known.json', 'nothing'].map((name) =>
      join(folder, name),
    );
    const json = { name: 'json', file: file ?? '' } as const;
    const unwritten = [file, baseline].map(
      (path) => `osscap: the report ${path} could not be written: its folder does not exist\n`,
    );
    const unread = `osscap: ${nothing}: no such file or folder\n`;
    const scanned = async (options: Parameters<typeof scan>[0]) => {
      const { io, written } = fakeIo();
      expect(await scan({ paths: [nothing ?? ''], ...options }, io)).toBe(2);
      return written;
    };
    const beside = await scanned({
      format: [{ name: 'table', file: null }, json],
      writeBaseline: baseline ?? '',
    });
    expect(beside.stderr).toBe(
      `${unwritten.join('')}${unread}osscap: baseline: ${baseline}: not written, because not everything was read\n`,
    );
    expect(beside.stdout).toContain('exit 2');
    const alone = await scanned({ format: [json], writeBaseline: baseline ?? '' });
    expect(alone).toMatchObject({ stdout: '', stderr: unwritten.join('') });
  });

  it('goes on after a path that leads nowhere, and is 2', async () => {
    const { io, written } = fakeIo();
    expect(await scan({ paths: [join(folder, 'nothing'), join(folder, 'a.pcap')] }, io)).toBe(2);
    expect(written.stderr).toBe(`osscap: ${join(folder, 'nothing')}: no such file or folder\n`);
    expect(written.stdout).toContain('1 of 2 requests failed · 1 cause · 1 input could not be read · exit 2');
  });

  it('reads nothing when the credentials are wrong', async () => {
    const { io, written } = fakeIo();
    const file = join(folder, 'keys.json');
    writeFileSync(file, '[{"accessKeyId": "a", "accessKeySecret": TOPSECRET}]');
    expect(await scan({ paths: [join(folder, 'a.pcap')], credentials: file }, io)).toBe(2);
    expect(written.stdout).toBe('');
    expect(written.stderr).toMatch(/^osscap: credentials: .*keys\.json: not valid JSON.*\n$/);
    expect(written.stderr).not.toContain('SECRET');
  });

  it('hands keys, buckets and the signal on', async () => {
    const { io } = fakeIo({ OSS_ACCESS_KEY_ID: 'A', OSS_ACCESS_KEY_SECRET: 's' });
    let seen: ScanOptions | null = null;
    await scan({ paths: ['-'], buckets: new Map([['h', 'b']]), all: true }, io, async (inputs, options) => {
      expect(inputs).toEqual([{ path: '-' }]);
      seen = options;
      return { interrupted: false };
    });
    expect(seen).toMatchObject({ buckets: new Map([['h', 'b']]) });
    expect([...((seen as ScanOptions | null)?.keyRing.keys() ?? [])]).toEqual(['A']);
  });

  it('reports what was read when it is interrupted, and is 130', async () => {
    const process = fakeIo();
    const code = await scan(
      { paths: ['-'], format: [{ name: 'json', file: null }] },
      process.io,
      async (_, options, sink) => {
        sink.exchange('-', completeFailure(1));
        process.interrupt();
        expect(options.signal?.aborted).toBe(true);
        sink.capture(makeCapture({ path: '-' }));
        return { interrupted: true };
      },
    );
    expect(code).toBe(130);
    expect(JSON.parse(process.written.stdout).captures[0].exchanges).toHaveLength(1);
  });

  it('is 143 when it is terminated, and 129 when its terminal is gone', async () => {
    for (const asked of [129, 143] as const) {
      const process = fakeIo();
      const code = await scan({ paths: ['-'] }, process.io, async (_, options, sink) => {
        process.interrupt(asked);
        // what comes first counts
        process.interrupt(130);
        expect(options.signal?.aborted).toBe(true);
        sink.capture(makeCapture({ path: '-' }));
        return { interrupted: true };
      });
      expect(code).toBe(asked);
      expect(process.written.stdout).toContain(`exit ${asked}`);
    }
  });

  it('stops reading when nobody reads the output, which does not say that nothing fails', async () => {
    const process = fakeIo();
    const code = await scan({ paths: ['-'] }, process.io, async (_, options, sink) => {
      process.close();
      expect(options.signal?.aborted).toBe(true);
      sink.capture(makeCapture());
      return { interrupted: true };
    });
    expect(code).toBe(141);
  });

  it('reads all for a report in a file, although nobody reads what is printed', async () => {
    const process = fakeIo();
    const formats = [
      { name: 'table' as const, file: null },
      { name: 'json' as const, file: join(folder, 'whole.json') },
    ];
    const code = await scan({ paths: ['-'], format: formats }, process.io, async (_, options, sink) => {
      process.close();
      expect(options.signal?.aborted).toBe(false);
      sink.exchange('-', completeFailure(1));
      sink.capture(makeCapture({ path: '-' }));
      return { interrupted: false };
    });
    expect(code).toBe(1);
    expect(JSON.parse(readFileSync(join(folder, 'whole.json'), 'utf8')).captures).toHaveLength(1);
  });

  it('tells each kind of warning once on the error stream', async () => {
    const { io, written } = fakeIo();
    const notices = [
      { code: 'stream-gap', frame: 4, offset: null, args: {} },
      { code: 'stream-gap', frame: 8, offset: null, args: {} },
      { code: 'truncated-record', frame: 9, offset: 4096, args: {} },
    ] as const;
    await scan({ paths: ['-'] }, io, async (_, __, sink) => {
      sink.capture(makeCapture({ path: '-', notices }));
      return { interrupted: false };
    });
    expect(written.stderr).toBe(
      [
        'osscap: standard input: frame 4: bytes of a TCP connection are not in the capture (packets were lost or cut when it was taken) (2 times)\n',
        'osscap: standard input: frame 9: at byte 4096: the file ends inside a packet; what precedes it is reported\n',
      ].join(''),
    );
  });

  it.each([
    [true, 2],
    [false, 0],
  ])('a damaged capture with --strict=%s is %d', async (strict, expected) => {
    const { io, written } = fakeIo();
    const code = await scan({ paths: ['-'], strict }, io, async (_, __, sink) => {
      const { summary } = makeCapture();
      sink.capture(makeCapture({ summary: { ...summary, complete: false } }));
      return { interrupted: false };
    });
    expect(code).toBe(expected);
    expect(written.stdout).toContain('damaged or cut off');
  });
});
