import { expect, it } from 'vitest';
import { toBytes } from '../../src/bytes/byte-string.ts';
import { HeadBuffer } from '../../src/http/head-buffer.ts';
import { HeldText } from '../../src/http/held-text.ts';

it('copies nothing of a long head for a look at it', () => {
  const buffer = new HeadBuffer(new HeldText(1e6));
  const block = toBytes('GET / HTTP/1.1\r\n');
  buffer.append(block, 0, 5, 7);
  buffer.append(block, 5, block.length, 8);
  const { bytes, frames } = buffer.peek();
  expect([...bytes]).toEqual([...block]);
  expect(frames).toEqual([0, 7, 5, 8]);
  expect(buffer.peek().bytes.buffer).toBe(bytes.buffer);
  expect(buffer.take()).toEqual({ text: 'GET / HTTP/1.1\r\n', frames: [0, 7, 5, 8] });
  expect(buffer.length).toBe(0);
});
