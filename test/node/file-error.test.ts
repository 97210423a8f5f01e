import { describe, expect, it } from 'vitest';
import { failure, fileError } from '../rooms/node.ts';

describe('an error of the file system', () => {
  it.each([
    ['ENOENT', 'missing', 'missing'],
    ['ENOTDIR', 'missing', 'missing'],
    ['EACCES', 'permission', 'permission'],
    ['EPERM', 'permission', 'permission'],
    ['EIO', 'other', 'read-error'],
  ])('%s is %s', (code, kind, reason) => {
    const error = Object.assign(new Error('x'), { code });
    expect(fileError(error)).toEqual({ kind, detail: code });
    expect(failure(error)).toEqual({ kind: 'failed', reason, detail: code });
  });

  it('is none where it has no code, and a fault of the program is thrown on', () => {
    const error = new TypeError('ours');
    expect(fileError(error)).toEqual({ kind: 'other', detail: '' });
    expect(() => failure(error)).toThrow(error);
  });
});
