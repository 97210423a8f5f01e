import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProcessEnd } from '../../src/cli/ending.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a second Ctrl-C', () => {
  function secondInterrupt(platform: string) {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as typeof process.exit);
    const codes: number[] = [];
    const release = new ProcessEnd(platform).onInterrupt((code) => codes.push(code));
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGINT', 'SIGINT');
    release();
    expect(codes).toEqual([130]);
    return { kill: kill.mock.calls, exit: exit.mock.calls };
  }

  it('ends the process by the signal, so that whoever started it sees that', () => {
    expect(secondInterrupt('linux')).toEqual({ kill: [[process.pid, 'SIGINT']], exit: [[130]] });
  });

  it('ends it with the code alone on Windows, where killing would give 1', () => {
    expect(secondInterrupt('win32')).toEqual({ kill: [], exit: [[130]] });
  });
});
