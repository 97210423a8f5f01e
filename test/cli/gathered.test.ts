import { describe, expect, it } from 'vitest';
import { Gathered } from '../../src/cli/gathered.ts';

function gathering() {
  const passed: Buffer[] = [];
  return { gathered: new Gathered((bytes) => passed.push(Buffer.from(bytes))), passed };
}

describe('an output that is gathered', () => {
  it('passes many pieces at once, and what is left when it is asked to', () => {
    const { gathered, passed } = gathering();
    for (let at = 0; at < 1000; at++) gathered.write(`line ${at} \u4e2d\n`);
    expect(passed).toHaveLength(0);
    gathered.flush();
    gathered.flush();
    expect(passed).toHaveLength(1);
    expect(passed[0]?.toString('utf8').split('\n')).toHaveLength(1001);
    expect(gathered.length).toBe(0);
  });

  it('keeps the order of texts and bytes of any length', () => {
    const { gathered, passed } = gathering();
    const pieces: (string | Uint8Array)[] = [];
    for (let at = 0; at < 400; at++) {
      const text = `${at}${'\u4e2d\ud83d\ude00x'.repeat((at * 997) % 30_000)}`;
      pieces.push(at % 3 === 0 ? Buffer.from(text, 'utf8') : text);
    }
    for (const piece of pieces) gathered.write(piece);
    gathered.flush();
    const all = pieces.map((piece) => Buffer.from(piece));
    expect(Buffer.concat(passed).equals(Buffer.concat(all))).toBe(true);
    expect(passed.length).toBeGreaterThan(50);
  });

  it('takes bytes as they are when they come', () => {
    const { gathered, passed } = gathering();
    const memory = Buffer.from('first');
    gathered.write(memory);
    memory.write('other');
    gathered.flush();
    expect(passed[0]?.toString('utf8')).toBe('first');
  });

  it('forgets what is discarded', () => {
    const { gathered, passed } = gathering();
    gathered.write('gone');
    gathered.discard();
    gathered.flush();
    expect(passed).toHaveLength(0);
  });
});
