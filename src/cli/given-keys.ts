import { type CredentialsSources, loadCredentials } from '../node/credentials.ts';
import { loadTlsKeys, type TlsKeyMaterial } from '../node/tls-keys.ts';
import type { KeyRing } from '../sign/secret.ts';
import { credentialsMessage, errorLine, tlsKeysMessage } from './messages.ts';
import type { CommandContext } from './page.ts';

/** The options that name credentials. */
export interface CredentialsArguments {
  readonly credentials: string | null;
  readonly defaultCredentials: boolean;
}

/** The options that name keys of any kind. */
export interface KeyArguments extends CredentialsArguments {
  readonly tlsKeyLogs: readonly string[];
  readonly tlsKeys: readonly string[];
}

export interface GivenKeys {
  readonly keyRing: KeyRing;
  readonly tls: TlsKeyMaterial;
}

/** The credentials that a command line and its environment name; null after one line that says what is wrong with them. */
export async function loadGivenCredentials(
  args: CredentialsArguments,
  { io, texts }: CommandContext,
  heard?: CredentialsSources['heard'],
): Promise<KeyRing | null> {
  const credentials = await loadCredentials({
    file: args.credentials,
    env: io.env,
    ...(args.defaultCredentials ? { home: io.home } : {}),
    ...(heard === undefined ? {} : { heard }),
  });
  if (credentials.ok) return credentials.value;
  io.stderr.write(errorLine(credentialsMessage(credentials.error, texts)));
  return null;
}

/** The credentials and the keys that open TLS; null after one line that says what is wrong with them. */
export async function loadGivenKeys(
  args: KeyArguments,
  context: CommandContext,
  heard?: CredentialsSources['heard'],
): Promise<GivenKeys | null> {
  const { io, texts } = context;
  const keyRing = await loadGivenCredentials(args, context, heard);
  if (keyRing === null) return null;
  const tls = await loadTlsKeys({ keyLogs: args.tlsKeyLogs, serverKeys: args.tlsKeys, env: io.env });
  if (tls.ok) return { keyRing, tls: tls.value };
  io.stderr.write(errorLine(tlsKeysMessage(tls.error, texts)));
  return null;
}
