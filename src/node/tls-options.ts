import { KeyLog } from '../tls/key-log.ts';
import type { TlsOptions } from '../tls/tls-context.ts';
import { nodeRsaKeys, nodeTlsCrypto } from './tls-crypto.ts';
import type { TlsKeyMaterial } from './tls-keys.ts';

/** What opening TLS takes, from the user's keys and Node's own cryptography. */
export function nodeTlsOptions(keys: TlsKeyMaterial | undefined, sessions?: number): TlsOptions {
  const keyLog = new KeyLog(null, sessions);
  for (const log of keys?.keyLogs ?? []) keyLog.add(log);
  const rsaKeys = nodeRsaKeys(keys?.serverKeys ?? []);
  return {
    crypto: nodeTlsCrypto,
    keyLog,
    ...(rsaKeys === null ? {} : { rsaKeys }),
    ...(sessions === undefined ? {} : { sessions }),
  };
}
