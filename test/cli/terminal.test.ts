import { describe, expect, it } from 'vitest';
import { hasColor, outputWidth, painter } from '../../src/cli/terminal.ts';

const TTY = { write: () => {}, isTTY: true, columns: 93 };
const PIPE = { write: () => {}, isTTY: false, columns: null };

describe('colours', () => {
  it.each([
    [null, TTY, {}, true],
    [null, PIPE, {}, false],
    [null, TTY, { NO_COLOR: '1' }, false],
    [null, TTY, { NO_COLOR: '' }, true],
    [null, PIPE, { FORCE_COLOR: '1' }, true],
    [null, TTY, { FORCE_COLOR: '0' }, false],
    [null, TTY, { TERM: 'dumb' }, false],
    [true, PIPE, { NO_COLOR: '1' }, true],
    [false, TTY, { FORCE_COLOR: '1' }, false],
  ] as const)('option %j', (option, stream, env, color) => {
    expect(hasColor(option, stream, env)).toBe(color);
  });

  it('paints, or leaves text as it is', () => {
    expect(painter(true)('passed', 'ok')).toBe('\x1b[32mok\x1b[39m');
    expect(painter(false)('failing', 'x')).toBe('x');
  });
});

describe('outputWidth', () => {
  it.each([
    [TTY, { COLUMNS: '50' }, 93],
    [{ ...TTY, columns: null }, {}, 80],
    [{ ...TTY, columns: 0 }, {}, 80],
    [PIPE, {}, 120],
    [PIPE, { COLUMNS: '90' }, 90],
    [PIPE, { COLUMNS: 'wide' }, 120],
    [null, { COLUMNS: '90' }, 120],
  ])('case %#', (stream, env, width) => {
    expect(outputWidth(stream, env)).toBe(width);
  });
});
