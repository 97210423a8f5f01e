import { expect, it } from 'vitest';
import { RecentList } from '../rooms/bytes.ts';

it('keeps the newest, newest first', () => {
  const list = new RecentList<number>(2);
  for (const item of [1, 2, 3]) list.add(item);
  expect(list.items).toEqual([3, 2]);
  list.clear();
  list.add(4);
  expect(list.items).toEqual([4]);
});
