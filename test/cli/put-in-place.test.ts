import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { putInPlace } from '../../src/cli/file-output.ts';
import { loadCliTexts } from '../../src/cli/language.ts';
import { outputMessage } from '../../src/cli/messages.ts';
import { temporaryFolder } from '../support/command.ts';

const renaming = vi.hoisted(() => ({ fault: '' }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    renameSync: () => {
      throw Object.assign(new Error('no'), { code: renaming.fault });
    },
  };
});

describe('a file that cannot be replaced by another', () => {
  function placed(fault: string, platform: string): readonly string[] {
    const folder = temporaryFolder();
    const [temporary, path] = [join(folder, 'report.json.tmp'), join(folder, 'report.json')];
    writeFileSync(temporary, 'new');
    writeFileSync(path, 'of yesterday');
    renaming.fault = fault;
    try {
      putInPlace(temporary, path, false, platform);
    } catch (error) {
      expect(error).toMatchObject({ code: fault });
    }
    return [readFileSync(path, 'utf8'), ...readdirSync(folder)];
  }

  it('gets the bytes of the other: one that is mounted, and on Windows one that is open elsewhere', () => {
    for (const fault of ['EBUSY', 'EPERM', 'EACCES'])
      expect(placed(fault, 'win32')).toEqual(['new', 'report.json']);
    expect(placed('EBUSY', 'linux')).toEqual(['new', 'report.json']);
  });

  it('stays as it is where the folder is one in which others may lay files', () => {
    for (const fault of ['EPERM', 'EACCES', 'ENOSPC'])
      expect(placed(fault, 'linux')).toEqual(['of yesterday', 'report.json', 'report.json.tmp']);
    expect(placed('ENOSPC', 'win32')).toEqual(['of yesterday', 'report.json', 'report.json.tmp']);
  });

  it('is told where another program lets nobody write to it', async () => {
    expect(outputMessage('report.csv', 'EBUSY', await loadCliTexts('en'))).toContain(
      'report.csv could not be written: another program has it open',
    );
    expect(outputMessage('report.csv', 'EBUSY', await loadCliTexts('zh'))).toContain('文件正被其他程序占用');
  });
});
