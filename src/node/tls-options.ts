import { KeyLog } from '../features/tls/key-log.ts';
import type { TlsOptions } from '../features/tls/tls-context.ts';
import { GrowingKeyLogs } from './growing-key-logs.ts';
import { nodeRsaKeys, nodeTlsCrypto } from './tls-crypto.ts';
import type { TlsKeyMaterial } from './tls-keys.ts';

/** What opening TLS takes, from the user's keys and Node's own cryptography. */
export function nodeTlsOptions(keys: TlsKeyMaterial | undefined, sessions?: number): TlsOptions {
  const growing = keys?.growing ?? [];
  const keyLog = new KeyLog(null, sessions, growing.length === 0 ? null : new GrowingKeyLogs(growing));
  for (const log of keys?.keyLogs ?? []) keyLog.add(log);
  const rsaKeys = nodeRsaKeys(keys?.serverKeys ?? []);
  return {
    crypto: nodeTlsCrypto,
    keyLog,
    ...(rsaKeys === null ? {} : { rsaKeys }),
    ...(sessions === undefined ? {} : { sessions }),
  };
}
