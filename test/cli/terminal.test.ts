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
    [null, PIPE, { FORCE_COLOR: '2' }, true],
    [null, PIPE, { FORCE_COLOR: '3' }, true],
    [null, PIPE, { FORCE_COLOR: 'true' }, true],
    [null, TTY, { FORCE_COLOR: 'false' }, false],
    [null, PIPE, { FORCE_COLOR: '' }, false],
    [null, TTY, { FORCE_COLOR: '' }, true],
    [null, PIPE, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [null, PIPE, { FORCE_COLOR: '1', NO_COLOR: '' }, true],
    [null, TTY, { NO_COLOR: '0' }, false],
    [null, TTY, { TERM: 'dumb', FORCE_COLOR: '1' }, true],
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
    [TTY, { COLUMNS: '50' }, PIPE, 93],
    [{ ...TTY, columns: null }, {}, PIPE, 80],
    [{ ...TTY, columns: 0 }, {}, PIPE, 80],
    [{ ...TTY, columns: 0 }, { COLUMNS: '70' }, PIPE, 70],
    [PIPE, {}, PIPE, 120],
    [PIPE, { COLUMNS: '90' }, PIPE, 90],
    [PIPE, { COLUMNS: 'wide' }, PIPE, 120],
    [PIPE, { COLUMNS: '0' }, PIPE, 120],
    [PIPE, { COLUMNS: '1e2' }, PIPE, 120],
    // Into a pager.
    [PIPE, {}, TTY, 93],
    [PIPE, { COLUMNS: '90' }, TTY, 90],
    [PIPE, {}, { ...TTY, columns: null }, 120],
    [null, { COLUMNS: '90' }, TTY, 120],
  ])('case %#', (stream, env, stderr, width) => {
    expect(outputWidth(stream, { env, stderr })).toBe(width);
  });
});
