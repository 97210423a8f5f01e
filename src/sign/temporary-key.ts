import type { ByteString } from '../bytes/byte-string.ts';

/** How the ids begin that STS, or a console, gives out for some minutes or hours. */
const TEMPORARY = /^(?:STS|TMP)\./;

/** Whether an access key is one for some time, whose next holder gets another id. */
export function isTemporaryKey(accessKeyId: ByteString): boolean {
  return TEMPORARY.test(accessKeyId);
}
