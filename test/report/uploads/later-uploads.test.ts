import { describe, expect, it } from 'vitest';
import {
  abort,
  followed,
  ID,
  initiate,
  listUploads,
  part,
  type Step,
} from '../../features/uploads/upload-scenario.ts';
import { LaterUploads } from '../../rooms/report.ts';
import { OpenUploads } from '../../rooms/uploads.ts';
import { makeCapture } from '../make-result.ts';

/** A capture of the scan: its steps, and the second in which the first of them is. */
type Shown = readonly [path: string, start: number, ...steps: readonly Step[]];

/**
 * What became of the upload after the captures that report it as open: how it ended, and in which capture;
 * null where that is not known.
 */
function later(...captures: readonly Shown[]): readonly [outcome: string, capture: string] | null {
  const uploads = new LaterUploads();
  const sink = uploads.before({
    exchange() {},
    capture: (info) => uploads.capture(info),
    unreadable() {},
  });
  const open = new OpenUploads();
  for (const [path, start, ...steps] of captures) {
    sink.capture(makeCapture({ path, multipartUploads: followed(steps, { path, open, start }) }));
  }
  const [only] = uploads.list();
  return only === undefined ? null : [only.upload.outcome, only.capture];
}

const list = listUploads([[ID, 'k']]);
const begun: Shown = ['begun', 10, initiate(), part(1, 'a')];
const ended: Shown = ['ended', 20, initiate(), part(1, 'a'), abort()];

describe('an upload that another capture shows aborted', () => {
  it.each<readonly [string, readonly Shown[]]>([
    ['in a capture that goes on with it', [begun, ['ended', 20, abort()]]],
    [
      'after a list that shows it open',
      [
        ['listed', 10, list],
        ['ended', 20, abort()],
      ],
    ],
    ['after the part of another host', [['other', 10, part(2, 'b')], ended]],
    ['after the part of another host that is read later', [ended, ['other', 10, part(2, 'b')]]],
    [
      'after the parts of another host in two captures, read later',
      [ended, ['other', 5, part(2, 'b')], ['other again', 10, part(3, 'c')]],
    ],
    ['after the same at another place, read later', [begun, ['ended', 20, abort()], begun]],
    [
      'once more, after a list',
      [begun, ['aborted', 20, abort()], ['listed', 30, list], ['ended', 40, abort()]],
    ],
  ])('is over with all that came before: %s', (_, captures) => {
    expect(later(...captures)).toEqual(['aborted', 'ended']);
  });

  it.each<readonly [string, readonly Shown[]]>([
    ['a list after it', [begun, ['ended', 20, abort()], ['listed', 30, list]]],
    ['the part of another host after it', [ended, ['other', 30, part(2, 'b')]]],
    ['the part of another host after it, read before', [['other', 30, part(2, 'b')], ended]],
    [
      'parts stored while it was under way',
      [
        ['other', 10, part(2, 'b')],
        ['ended', 20, initiate(), abort(), part(3, 'c')],
      ],
    ],
  ])('is not over for what another one shows: %s', (_, captures) => {
    expect(later(...captures)).toBeNull();
  });
});
