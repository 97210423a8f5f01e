import type { ByteString } from '../engine/bytes/byte-string.ts';
import type { GivenEndpoint } from '../engine/oss/provider.ts';
import type { KeyRing } from '../engine/sign/secret.ts';
import {
  type CredentialsListener,
  type LoadedCredentials,
  loadCredentials,
  SECRET_VARIABLES,
} from '../node/credentials.ts';
import { modeOpenToOthers, STDIN } from '../node/files.ts';
import { loadTlsKeys, type TlsKeyMaterial } from '../node/tls.ts';
import type { LineArguments, Loudness } from './commands/command.ts';
import type { CommandContext } from './io.ts';
import {
  contestedKeyMessage,
  credentialsMessage,
  errorLine,
  keyWarningMessage,
  tlsKeysMessage,
} from './messages.ts';

/** The options that name credentials, and how much is reported of them. */
interface CredentialArguments extends LineArguments<'credentials' | 'defaultCredentials'> {
  /** With `quiet`, errors alone are reported. */
  readonly loudness?: Loudness;
}

/** The options that name keys of any kind. */
export interface KeyArguments extends CredentialArguments, LineArguments<'tlsKeyLogs' | 'tlsKeys'> {
  readonly buckets: ReadonlyMap<string, ByteString>;
  readonly endpoints: ReadonlyMap<string, GivenEndpoint>;
  /** See `TlsKeySources`. */
  readonly growing?: true;
}

export interface GivenKeys {
  readonly keyRing: KeyRing;
  readonly tls: TlsKeyMaterial;
  /**
   * Buckets behind custom domains (see `OssOptions`): those of the arguments, then those that a credentials
   * file names.
   */
  readonly buckets: ReadonlyMap<string, ByteString>;
  /** See `OssOptions`. */
  readonly endpoints: ReadonlyMap<string, GivenEndpoint>;
}

/**
 * The credentials that a command line and its environment name; null after one line that says what is wrong
 * with them.
 */
export async function loadGivenCredentials(
  args: CredentialArguments,
  context: CommandContext,
  listener?: CredentialsListener,
): Promise<LoadedCredentials | null> {
  const { io, texts } = context;
  const env = { ...io.env };
  io.guardMemory(SECRET_VARIABLES);
  const credentials = await loadCredentials({
    file: args.credentials,
    env,
    ...(args.defaultCredentials && io.home !== null ? { home: io.home } : {}),
    ...(listener === undefined ? {} : { listener }),
  });
  if (!credentials.ok) {
    io.stderr.write(errorLine(credentialsMessage(credentials.error, texts)));
    return null;
  }
  const { files, unusable, unusableVariables, contested } = credentials.value;
  if (args.loudness === 'quiet') return credentials.value;
  await warnOfOpenFiles(files, context);
  for (const { path, modes } of unusable) {
    io.stderr.write(errorLine(keyWarningMessage({ code: 'unusable-modes', path, modes }, texts)));
  }
  for (const each of unusableVariables) io.stderr.write(errorLine(keyWarningMessage(each, texts)));
  for (const each of contested) io.stderr.write(errorLine(contestedKeyMessage(each, texts)));
  return credentials.value;
}

/** The credentials and the keys that open TLS; null after one line that says what is wrong with them. */
export async function loadGivenKeys(
  args: KeyArguments,
  context: CommandContext,
  listener?: CredentialsListener,
): Promise<GivenKeys | null> {
  const { io, texts } = context;
  const credentials = await loadGivenCredentials(args, context, listener);
  if (credentials === null) return null;
  const tls = await loadTlsKeys({
    keyLogs: args.tlsKeyLogs,
    serverKeys: args.tlsKeys,
    env: io.env,
    ...(args.growing === undefined ? {} : { growing: args.growing }),
  });
  if (!tls.ok) {
    io.stderr.write(errorLine(tlsKeysMessage(tls.error, texts)));
    return null;
  }
  // Not the log that the environment names: the programs that write it choose its mode.
  if (args.loudness !== 'quiet') await warnOfOpenFiles([...args.tlsKeyLogs, ...args.tlsKeys], context);
  const { unread } = tls.value;
  if (unread !== null && args.loudness !== 'quiet') {
    const fault = tlsKeysMessage(unread, texts);
    io.stderr.write(errorLine(keyWarningMessage({ code: 'environment-key-log', fault }, texts)));
  }
  const buckets = new Map([...credentials.buckets, ...args.buckets]);
  return { keyRing: credentials.keyRing, tls: tls.value, buckets, endpoints: args.endpoints };
}

/** Warns once of each file with secrets that others than its owner may read. */
async function warnOfOpenFiles(paths: readonly string[], { io, texts }: CommandContext): Promise<void> {
  for (const path of new Set(paths)) {
    if (path === STDIN) continue;
    const bits = await modeOpenToOthers(path);
    if (bits === null) continue;
    const mode = bits.toString(8).padStart(3, '0');
    io.stderr.write(errorLine(keyWarningMessage({ code: 'open-to-others', path, mode }, texts)));
  }
}
