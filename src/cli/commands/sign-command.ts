import { SecretFinder } from '../../engine/sign/secret-finder.ts';
import { hidingDoor, tokenHider } from '../../features/redact/hiding.ts';
import { EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import type { LoadedCredentials } from '../../node/credentials.ts';
import { readText } from '../../node/files.ts';
import { nodeHasher } from '../../node/ports.ts';
import { signedToJson } from '../../report/detail/json.ts';
import { isGivenRight, signDocument } from '../../report/detail/signing.ts';
import { plainFiller } from '../../sentences/fill.ts';
import { EXIT } from '../ending.ts';
import { loadGivenCredentials } from '../given-keys.ts';
import type { CommandContext } from '../io.ts';
import { refuse } from '../messages.ts';
import { refuseOverwriting } from '../output/overwritten-input.ts';
import { type FoundPage, loadPageTexts, type Page, writePage } from '../page.ts';
import type { CommandFault } from '../text/texts.ts';
import type { SignArguments } from './sign.ts';
import { parseRequestFile, type RequestFile, signRequest } from './sign-request.ts';

interface SignContext extends CommandContext {
  /** Milliseconds since 1970; absent for the clock of the machine. */
  readonly now?: () => number;
}

/** Shows how a request is signed. Gives the exit code. */
export async function run(args: SignArguments, context: SignContext): Promise<number> {
  const credentials = await loadGivenCredentials(args, context);
  if (credentials === null) return EXIT.NOT_DONE;
  const files = args.requestFile === null ? [] : [args.requestFile];
  const refused = await refuseOverwriting(args.pageFormat, args, () => files, context);
  if (refused !== null) return refused;
  return writePage(args, context, () => findSignature(args, credentials, context));
}

async function findSignature(
  args: SignArguments,
  { keyRing, buckets }: LoadedCredentials,
  context: SignContext,
): Promise<FoundPage | number> {
  const described = await describeRequest(args);
  if ('code' in described) return refuse(described, context);
  const seconds = Math.floor((context.now ?? Date.now)() / 1000);
  const given = { ...args, buckets: new Map([...buckets, ...args.buckets]) };
  const signed = signRequest(described, given, { keyRing, hasher: nodeHasher, seconds });
  if (!signed.ok) return refuse(signed.error, context);

  const pageTexts = await loadPageTexts(context.lang);
  const { request, hidden } = signed.value;
  const finder = new SecretFinder(keyRing);
  const withoutToken = tokenHider(hidden);
  // A request that is pasted from a log may contain the secret itself.
  const door = hidingDoor(EVIDENCE_DOOR, (text) => finder.hide(withoutToken(text)));
  const page: Page = {
    door,
    document: (view) => signDocument(request, view),
    json: (tool) =>
      signedToJson(request, { door, tool, detail: pageTexts.detail, filler: plainFiller(pageTexts.texts) }),
  };
  const exitCode = isGivenRight(request) === false ? EXIT.FAILING : EXIT.CLEAN;
  return { page, texts: pageTexts, exitCode };
}

/** The request of the command line, or of its file; what the command line names as well wins. */
async function describeRequest(args: SignArguments): Promise<RequestFile | CommandFault> {
  const { requestFile: path } = args;
  if (path === null) return { ...NO_FILE, url: args.url ?? '', headers: args.headers, method: args.method };
  const text = await readText(path);
  if (!text.ok) {
    const { error } = text;
    switch (error.code) {
      case 'folder':
        return { code: 'request-folder', path };
      case 'too-big':
        return { code: 'request-too-big', path };
      case 'not-text':
        return { code: 'request-not-text', path };
      case 'missing':
        return { code: 'request-missing', path };
      case 'permission':
        return { code: 'request-permission', path };
      case 'read-error':
        return { code: 'request-file', path, detail: error.detail };
    }
  }
  const parsed = parseRequestFile(text.value);
  if (!parsed.ok) {
    const { error } = parsed;
    return error.code === 'not-json' ? { ...error, code: 'request-bad-json', path } : { ...error, path };
  }
  const file = parsed.value;
  const named = new Set(args.headers.map(([name]) => name.toLowerCase()));
  const headers = [...file.headers.filter(([name]) => !named.has(name.toLowerCase())), ...args.headers];
  return { ...file, headers, method: args.method ?? file.method };
}

const NO_FILE: RequestFile = {
  method: null,
  url: '',
  headers: [],
  form: null,
  version: null,
  region: null,
  bucket: null,
  key: null,
  date: null,
  expires: null,
};
