import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCaptureParser } from '../../rooms/capture.ts';
import {
  clientEnvironment,
  clientKind,
  clientPorts,
  findCaptureProgram,
  findCommand,
  KeptCapture,
  otherPortsArguments,
  portFilter,
  portOfLine,
} from '../../rooms/node.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const program = (path: string, content = '#!/bin/sh\n'): string => {
  writeFileSync(path, content);
  chmodSync(path, 0o755);
  return path;
};

describe('what to capture', () => {
  it('is the ports of HTTP, of proxies, and of URLs in the command', () => {
    expect(clientPorts([], {})).toEqual([80, 443]);
    const words = [
      'curl',
      'http://u:p@127.0.0.1:9000/a',
      '--to=https://[::1]:8443',
      'x:99',
      'http://h:70000/',
      'http://h/a:81',
    ];
    expect(clientPorts(words, {})).toEqual([80, 443, 9000, 8443]);
    const proxies = {
      https_proxy: 'http://proxy.example:3128',
      ALL_PROXY: 'socks5://127.0.0.1:1080',
      no_proxy: 'http://a:5',
    };
    expect(clientPorts(['node'], proxies)).toEqual([80, 443, 3128, 1080]);
  });

  it('is a filter that tcpdump takes, and so is that of other ports', (context) => {
    if (spawnSync('tcpdump', ['--version']).error !== undefined) return context.skip('no tcpdump');
    const filter = portFilter([80, 443]);
    const other = otherPortsArguments({ interface: null, filter }).at(-1) ?? '';
    // -d: prints the code of the filter, and captures nothing
    for (const each of [filter, other]) {
      const { status, stderr } = spawnSync('tcpdump', ['-y', 'LINUX_SLL2', '-d', each], { encoding: 'utf8' });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    }
  });

  it.each([
    ['lo    In  IP 127.0.0.1.51234 > 127.0.0.1.9000: tcp 0', 9000],
    ['IP6 ::1.44990 > ::1.8443: tcp 0', 8443],
    ['eth0  Out IP 10.0.0.1.1 > 10.0.0.2.70000: tcp 0', null],
    ['nothing', null],
  ])('knows the port of the line %j', (line, port) => {
    expect(portOfLine(line)).toBe(port);
  });
});

describe('programs', () => {
  it('are found where they can be run, tcpdump before dumpcap', () => {
    const folder = temporaryFolder();
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    for (const each of [one, other]) mkdirSync(each);
    program(join(one, 'dumpcap'));
    const env = { PATH: `${one}:${other}` };
    expect(findCaptureProgram(env, [])).toEqual({ name: 'dumpcap', path: join(one, 'dumpcap') });
    writeFileSync(join(other, 'tcpdump'), '');
    expect(findCaptureProgram(env, [])?.name).toBe('dumpcap');
    chmodSync(join(other, 'tcpdump'), 0o755);
    expect(findCaptureProgram(env, [])).toEqual({ name: 'tcpdump', path: join(other, 'tcpdump') });
    expect(findCaptureProgram({ PATH: '' }, [other])?.path).toBe(join(other, 'tcpdump'));
    expect(findCaptureProgram({}, [])).toBe(null);
  });

  it('are looked for on the PATH, or where they are named', () => {
    const folder = temporaryFolder();
    const path = program(join(folder, 'client'));
    writeFileSync(join(folder, 'text'), '');
    expect(findCommand('client', { PATH: folder }, '/')).toEqual({ path });
    expect(findCommand('./client', {}, folder)).toEqual({ path });
    expect(findCommand('client', {}, folder)).toBe('missing');
    expect(findCommand('text', { PATH: folder }, '/')).toBe('not-executable');
    expect(findCommand('./', {}, folder)).toBe('not-executable');
  });
});

describe('the environment of the command', () => {
  it('makes it write its keys, and keeps what the user set', () => {
    const own = clientEnvironment({ A: 'b' }, '/k/keys.log', null, '/w');
    expect(own).toEqual({
      env: { A: 'b', SSLKEYLOGFILE: '/k/keys.log', NODE_OPTIONS: '--tls-keylog="/k/keys.log"' },
      keyLogs: ['/k/keys.log'],
    });
    const env = { SSLKEYLOGFILE: 'mine.log', NODE_OPTIONS: '--title=x --tls-keylog=/n.log' };
    const kept = clientEnvironment(env, '/k/keys.log', null, '/w');
    expect(kept).toEqual({ env, keyLogs: ['/k/keys.log', '/w/mine.log', '/n.log'] });
  });

  it('is that of the user who called sudo', () => {
    const user = { uid: 1000, gid: 1000, name: 'ann', home: '/home/ann' };
    const { env } = clientEnvironment({ HOME: '/root', USER: 'root' }, '/k', user, '/');
    expect(env).toMatchObject({ HOME: '/home/ann', USER: 'ann', LOGNAME: 'ann' });
  });

  it('may hold a path that has a blank, which Node.js takes', () => {
    const log = join(temporaryFolder(), 'my "keys".log');
    const { env } = clientEnvironment({}, log, null, '/');
    const { status, stderr } = spawnSync(process.execPath, ['-e', 'process.exit(3)'], {
      env: { NODE_OPTIONS: env['NODE_OPTIONS'] },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
  });
});

describe('clientKind', () => {
  it('knows Java by its name, and Go by what is in the program', () => {
    const folder = temporaryFolder();
    const kindOf = (...words: string[]) => clientKind(words, { PATH: folder }, folder);
    expect(kindOf('/usr/lib/jvm/bin/java', '-jar', 'a.jar')).toBe('java');
    expect(kindOf('./mvnw', 'verify')).toBe('java');
    expect(kindOf('go', 'run', '.')).toBe('go');
    program(join(folder, 'client'), `\x7fELF${'x'.repeat(1024 * 1024 - 10)}`);
    expect(kindOf('client')).toBe('other');
    // across the end of what is read at a time
    const mark = Buffer.concat([
      Buffer.alloc(1024 * 1024 - 5, 'x'),
      Buffer.from('\xff Go buildinf:', 'latin1'),
    ]);
    writeFileSync(join(folder, 'client'), mark);
    expect(kindOf('client', 'cp')).toBe('go');
    expect(kindOf('nothing')).toBe('other');
  });
});

describe('KeptCapture', () => {
  const header = Buffer.from('d4c3b2a1020004000000000000000000000004000000000001000000', 'hex').subarray(
    0,
    24,
  );
  const line = (label: string, digit: string): string => `${label} ${digit.repeat(64)} ${digit.repeat(96)}`;

  it('has the keys that were written since it began, and nothing else of the logs', async () => {
    const folder = temporaryFolder();
    const [ours, theirs, missing] = ['ours', 'theirs', 'missing'].map((name) => join(folder, name));
    writeFileSync(ours ?? '', '');
    writeFileSync(theirs ?? '', `${line('CLIENT_RANDOM', 'a')}\n`);
    const path = join(folder, 'kept.pcapng');
    const kept = new KeptCapture(path, null, [ours ?? '', theirs ?? '', missing ?? '']);
    kept.add(header);
    kept.add(Buffer.from('0100000002000000030000000900000061626300'.slice(0, 38), 'hex'));
    // who writes the log may put a link to any file of this machine in its place
    writeFileSync(join(folder, 'secret'), 'root:$6$hash:19000:0:99999:7:::\n');
    writeFileSync(ours ?? '', `${line('CLIENT_RANDOM', 'b')}\r\n# a comment\nroot:x:0:0\n`);
    writeFileSync(theirs ?? '', `${line('CLIENT_RANDOM', 'c')}\n`, { flag: 'a' });
    symlinkSync(join(folder, 'secret'), missing ?? '');
    expect(kept.close('osscap test')).toEqual({ packets: 1, keys: 2 });
    const secrets: string[] = [];
    const parser = createCaptureParser({
      record: () => {},
      notice: () => {},
      secrets: (_, bytes) => secrets.push(Buffer.from(bytes).toString()),
    });
    parser.push(readFileSync(path));
    expect(secrets).toEqual([`${line('CLIENT_RANDOM', 'b')}\n${line('CLIENT_RANDOM', 'c')}\n`]);
    expect(readFileSync(path, 'latin1')).not.toContain('root');
  });

  it('leaves what stood there before it is complete', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'kept.pcapng');
    writeFileSync(path, 'before');
    const kept = new KeptCapture(path, null, []);
    expect(kept.error).toBe(null);
    kept.discard();
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(new KeptCapture(join(folder, 'none', 'kept.pcapng'), null, []).error).toBe('ENOENT');
  });
});
