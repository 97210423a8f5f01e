import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { searchStart, toPattern } from '../rooms/node.ts';

describe('where the search by a pattern starts', () => {
  const onWindows = (given: string, ...folders: readonly string[]) =>
    searchStart(toPattern(given, win32.sep), 'D:\\work\\here', async (path) => folders.includes(path), win32);
  const elsewhere = (pattern: string, ...folders: readonly string[]) =>
    searchStart(toPattern(pattern, posix.sep), '/srv/here', async (path) => folders.includes(path), posix);

  it('is the folder that it leads to, also on another drive or another machine', async () => {
    expect(await onWindows('*.pcap')).toEqual({ base: 'D:\\work\\here', pattern: '*.pcap' });
    expect(await onWindows('a\\b\\**\\*.pcap')).toEqual({
      base: 'D:\\work\\here\\a\\b',
      pattern: '**/*.pcap',
    });
    expect(await onWindows('..\\*.pcap')).toEqual({ base: 'D:\\work', pattern: '*.pcap' });
    expect(await onWindows('C:\\*.pcap')).toEqual({ base: 'C:\\', pattern: '*.pcap' });
    expect(await onWindows('C:/captures\\*.pcap')).toEqual({ base: 'C:\\captures', pattern: '*.pcap' });
    expect(await onWindows('\\*.pcap')).toEqual({ base: 'D:\\', pattern: '*.pcap' });
    expect(await onWindows('\\\\server\\share\\in\\*.pcap')).toEqual({
      base: '\\\\server\\share\\in',
      pattern: '*.pcap',
    });
  });

  it('is a folder with characters of patterns in its name, if there is one', async () => {
    const given = 'C:\\Program Files (x86)\\in\\*.pcap';
    expect(await onWindows(given, 'C:\\Program Files (x86)')).toEqual({
      base: 'C:\\Program Files (x86)\\in',
      pattern: '*.pcap',
    });
    expect(await onWindows(given)).toEqual({ base: 'C:\\', pattern: 'Program Files (x86)/in/*.pcap' });
    expect(await elsewhere('x[1]/*/y[2]/*', '/srv/here/x[1]', '/srv/here/x[1]/y[2]')).toEqual({
      base: '/srv/here/x[1]',
      pattern: '*/y[2]/*',
    });
  });

  it('leaves escapes to the pattern, and turns no meaning round', async () => {
    expect(await elsewhere('a\\*b/*.pcap')).toEqual({ base: '/srv/here', pattern: 'a\\*b/*.pcap' });
    expect(await elsewhere('/*.pcap')).toEqual({ base: '/', pattern: '*.pcap' });
    expect(await elsewhere('../!b*')).toEqual({ base: '/srv', pattern: '\\!b*' });
    expect(await elsewhere('../!(b|c)*')).toEqual({ base: '/srv', pattern: '!(b|c)*' });
  });
});
