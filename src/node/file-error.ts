import { errorCode } from '../bytes/errors.ts';

/**
 * What an error of the file system says of a path. `detail`: the system's name for it, empty for an
 * error of another kind.
 */
interface FileError {
  readonly kind: 'missing' | 'permission' | 'other';
  readonly detail: string;
}

/** A path below a file leads nowhere, as one below a folder that is not there does. */
export function fileError(error: unknown): FileError {
  const detail = errorCode(error);
  switch (detail) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'missing', detail };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'permission', detail };
    default:
      return { kind: 'other', detail };
  }
}
