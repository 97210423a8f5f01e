import { expect, it, vi } from 'vitest';
import { LinkTypes, Tally } from '../rooms/capture.ts';

it('has each link type once, in order of appearance, and looks through no list for it', () => {
  const types = new LinkTypes();
  const looks = [vi.spyOn(types.list, 'includes'), vi.spyOn(types.list, 'indexOf')];
  for (let time = 0; time < 2; time++) for (let type = 65_535; type >= 0; type--) types.add(type);
  expect(types.list).toEqual(Array.from({ length: 65_536 }, (_, index) => 65_535 - index));
  for (const look of looks) expect(look).not.toHaveBeenCalled();
});

it('is what a summary has', () => {
  const tally = new Tally();
  for (const type of [113, 1, 113, 276, 1]) tally.linkType(type);
  expect(tally.linkTypes).toEqual([113, 1, 276]);
  // Summaries go from one thread to another.
  expect(structuredClone(tally)).toMatchObject({ linkTypes: [113, 1, 276] });
});
