import { fchmodSync, fchownSync, fstatSync } from 'node:fs';

/** Whose a file is, and who may do what with it. */
export interface KeptMode {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Of a file that is to get another's mode: nobody else may look at it before. */
export const PRIVATE_MODE = 0o600;

const MODE_BITS = 0o777;
/** What the group may do. */
const GROUP_BITS = 0o070;

/**
 * Gives an open file the mode of another, and its owner and group where the system permits it.
 * Where it does not, the file belongs to another group, which gets no rights from it.
 */
export function keepMode(handle: number, { mode, uid, gid }: KeptMode): void {
  const own = fstatSync(handle);
  // The group alone may be permitted where the owner is not.
  if (own.gid !== gid) attempt(() => fchownSync(handle, own.uid, gid));
  if (own.uid !== uid) attempt(() => fchownSync(handle, uid, gid));
  const isSameGroup = fstatSync(handle).gid === gid;
  // After the owner: changing that takes bits away. File systems without modes refuse it.
  attempt(() => fchmodSync(handle, mode & MODE_BITS & (isSameGroup ? MODE_BITS : ~GROUP_BITS)));
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The report is worth more than its mode.
  }
}
