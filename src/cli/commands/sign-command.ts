import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { isJsonObject, type JsonFault, parseJson } from '../../engine/bytes/json.ts';
import { fail, ok, type Result } from '../../engine/bytes/result.ts';
import {
  formatHttpDate,
  formatIsoBasic,
  parseAnyDate,
  parseDigits,
} from '../../engine/diagnose/date-forms.ts';
import { isUnknownEndpoint } from '../../engine/oss/address.ts';
import { readClaim } from '../../engine/oss/claim.ts';
import { type DraftedRequest, readDraft, withoutAuth } from '../../engine/oss/signing/draft.ts';
import {
  hasDate,
  needsRegion,
  type PreparedRequest,
  prepareRequest,
  readySignature,
  type SigningOrder,
  usualProduct,
} from '../../engine/oss/signing/prepare.ts';
import { MADE_VERSIONS } from '../../engine/sign/canonical.ts';
import {
  buildStrings,
  type Claim,
  computeSignature,
  type Hasher,
  type KeyRing,
  RECOMMENDED,
  type SignatureVersion,
  versionRecord,
} from '../../engine/sign/index.ts';
import { SecretFinder } from '../../engine/sign/secret-finder.ts';
import { hidingDoor, tokenHider } from '../../features/redact/hiding.ts';
import { EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import type { LoadedCredentials } from '../../node/credentials.ts';
import { readText } from '../../node/files.ts';
import { nodeHasher } from '../../node/ports.ts';
import { signedToJson } from '../../report/detail/json.ts';
import {
  isGivenRight,
  type SignedRequest,
  type SignNoteId,
  signDocument,
} from '../../report/detail/signing.ts';
import { type FillArgs, plainFiller } from '../../sentences/fill.ts';
import { EXIT } from '../ending.ts';
import { loadGivenCredentials } from '../given-keys.ts';
import type { CommandContext } from '../io.ts';
import { refuse } from '../messages.ts';
import { refuseOverwriting } from '../overwritten-input.ts';
import { type FoundPage, loadPageTexts, type Page, writePage } from '../page.ts';
import type { CommandFault } from '../texts.ts';
import type { SignArguments } from './sign.ts';

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
    if (error.code === 'read-error') return { code: 'request-file', path, detail: error.detail };
    return { code: `request-${error.code}`, path };
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

interface SigningSurroundings {
  readonly keyRing: KeyRing;
  readonly hasher: Hasher;
  /** Now, in Unix seconds. */
  readonly seconds: number;
}

interface Signed {
  readonly request: SignedRequest;
  /** A security token of the credentials that the request now has; it is not to be shown. */
  readonly hidden: ByteString | null;
}

/** Stands where an access key id is signed and none is known. */
const UNKNOWN_KEY_ID = 'ACCESS-KEY-ID';
/** Life of a signed URL in seconds, where nothing else is said. */
const USUAL_LIFE = 3600;

/**
 * Signs a request that the user describes. What the command line says wins over the file, and both over the
 * request itself.
 */
function signRequest(
  file: RequestFile,
  args: SignArguments,
  { keyRing, hasher, seconds }: SigningSurroundings,
): Result<Signed, CommandFault> {
  const method = file.method ?? (file.form === null ? 'GET' : 'POST');
  const unsafe = unsafeField(method, file, args);
  if (unsafe !== null) return fail({ code: 'bad-bytes', field: unsafe });
  const drafted = readDraft(
    { method, url: file.url, headers: file.headers, form: file.form },
    { buckets: args.buckets, endpoints: args.endpoints, bucket: args.bucket ?? file.bucket, key: file.key },
  );
  if (!drafted.ok) return fail({ code: 'bad-url', value: file.url });
  const { claim: given } = readClaim(drafted.value.request);
  const version =
    args.version ??
    file.version ??
    given?.version ??
    (file.form === null ? RECOMMENDED.request : RECOMMENDED.form);
  const key = chooseKey(args.accessKeyId ?? (given?.accessKeyId || null), keyRing);
  if (!key.ok) return key;

  const notes: { id: SignNoteId; args: FillArgs }[] = [];
  const prepared = prepare(
    { file, args, drafted: drafted.value, given, version, keyId: key.value, keyRing, seconds },
    notes,
  );
  if (!prepared.ok) return prepared;
  const { request, claim, additions, hidden } = prepared.value;
  const strings = buildStrings(request, claim, hasher);
  if (strings === null) return fail(whyNoStrings(prepared.value, drafted.value));
  const credential = keyRing.get(claim.accessKeyId) ?? null;
  const signature =
    credential === null
      ? null
      : computeSignature(version, claim.scope, credential.secret, strings.stringToSign.text, hasher);
  if (versionRecord(version).isSwitchedOff) {
    notes.push({ id: 'note-v1-switched-off', args: {} });
  }
  if (hidden !== null) notes.push({ id: 'note-token-hidden', args: {} });
  const { accessKeyId, scope } = claim;
  return ok({
    request: {
      method,
      url: file.url,
      signing: { version, accessKeyId, scope, strings, signature },
      additions,
      ready: signature === null ? null : readySignature(drafted.value, request, claim, signature),
      given:
        given === null || given.signature === ''
          ? null
          : { version: given.version, signature: given.signature },
      notes,
    },
    hidden,
  });
}

/** A line break in a header or in what becomes one would make two of it. */
function unsafeField(method: ByteString, file: RequestFile, args: SignArguments): string | null {
  const values: readonly (readonly [name: string, value: ByteString | null])[] = [
    ['method', method],
    ...file.headers.map(([name, value]) => [`header ${name}`, name + value] as const),
    ['region', args.region ?? file.region],
    ['product', args.product],
    ['payload-hash', args.payloadHash],
    ['access-key-id', args.accessKeyId],
  ];
  const found = values.find(([, value]) => value !== null && /[\0-\x08\x0a-\x1f\x7f]/.test(value));
  return found?.[0] ?? null;
}

/** The access key to sign with; null where none is known. One that is named needs no secret. */
function chooseKey(named: ByteString | null, keyRing: KeyRing): Result<ByteString | null, CommandFault> {
  if (named !== null) return ok(named);
  const ids = [...keyRing.keys()];
  if (ids.length > 1) return fail({ code: 'several-keys', list: ids.join(', ') });
  return ok(ids[0] ?? null);
}

interface Task {
  readonly file: RequestFile;
  readonly args: SignArguments;
  readonly drafted: DraftedRequest;
  /** What the request says of a signature of its own. */
  readonly given: Claim | null;
  readonly version: SignatureVersion;
  readonly keyId: ByteString | null;
  readonly keyRing: KeyRing;
  readonly seconds: number;
}

interface Prepared extends PreparedRequest {
  readonly hidden: ByteString | null;
}

type Notes = { id: SignNoteId; args: FillArgs }[];

/** The request with all that its version signs, which a request that is signed already has. */
function prepare(task: Task, notes: Notes): Result<Prepared, CommandFault> {
  const { drafted, given, version, keyId } = task;
  if (
    versionRecord(version).carrier === 'form' &&
    !drafted.request.form?.some(({ name }) => name.toLowerCase() === 'policy')
  ) {
    return fail({ code: 'needs-policy', version });
  }
  if (given !== null && given.version === version && !changesAny(task)) {
    notes.push({ id: 'note-as-given', args: {} });
    return ok({ request: drafted.request, claim: given, additions: [], hidden: null });
  }
  if (!MADE_VERSIONS.includes(version)) return fail({ code: 'version-not-made', version });
  const unsigned =
    given === null
      ? drafted.request
      : withoutAuth(drafted.request, { forOtherVersion: given.version !== version });
  if (keyId === null) notes.push({ id: 'note-key-id-unknown', args: { id: UNKNOWN_KEY_ID } });
  const ordered = orderOf(task, unsigned, notes);
  if (!ordered.ok) return ordered;
  const { order, hidden } = ordered.value;
  const made = prepareRequest(unsigned, order);
  return ok({ ...made, hidden: made.additions.some(({ value }) => value === hidden) ? hidden : null });
}

/** Does the user ask for anything else than the request's own signature names? */
function changesAny({ file, args, given, keyId }: Task): boolean {
  const wanted = [args.region, file.region, args.product, args.date, file.date, args.expires, file.expires];
  return (
    wanted.some((value) => value !== null) ||
    args.additionalHeaders !== null ||
    args.payloadHash !== null ||
    keyId !== given?.accessKeyId
  );
}

function orderOf(
  task: Task,
  unsigned: DraftedRequest['request'],
  notes: Notes,
): Result<{ readonly order: SigningOrder; readonly hidden: ByteString | null }, CommandFault> {
  const { file, args, drafted, given, version, keyId, keyRing } = task;
  const same = given?.version === version ? given : null;
  const date = dateOf(task, unsigned, notes);
  if (!date.ok) return date;
  const expires = expiresOf(task, same, date.value.seconds);
  if (!expires.ok) return expires;
  const product = args.product ?? same?.scope?.product ?? usualProduct(version, drafted.host);
  const region = args.region ?? file.region ?? given?.scope?.region ?? drafted.address.region;
  if (needsRegion(version)) {
    if (region === null) return fail({ code: 'needs-region', version, host: drafted.host });
    const isSaid = (args.region ?? file.region ?? given?.scope?.region ?? null) !== null;
    if (!isSaid) notes.push({ id: 'note-region-from-host', args: { region } });
  }
  const own = keyId === null ? null : (keyRing.get(keyId)?.securityToken ?? null);
  const hidden = given?.securityToken == null ? (own?.use((token) => token) ?? null) : null;
  const order: SigningOrder = {
    version,
    accessKeyId: keyId ?? UNKNOWN_KEY_ID,
    securityToken: given?.securityToken ?? hidden,
    date: {
      http: formatHttpDate(date.value.seconds),
      basic: formatIsoBasic(date.value.seconds),
      replaces: date.value.isSaid,
    },
    expires: expires.value,
    region: region ?? '',
    product,
    listedHeaders: args.additionalHeaders ?? same?.listedHeaders ?? null,
    payloadHash: args.payloadHash,
  };
  return ok({ order, hidden });
}

/** The moment of the signature: what the user says, else that of the given signature, else now. */
function dateOf(
  { file, args, given, version, seconds: now }: Task,
  unsigned: DraftedRequest['request'],
  notes: Notes,
): Result<{ readonly seconds: number; readonly isSaid: boolean }, CommandFault> {
  const said = args.date ?? file.date;
  if (said !== null) {
    const seconds = parseAnyDate(fromText(said)) ?? parseDigits(said);
    return seconds === null || seconds > MAX_SECONDS
      ? fail({ code: 'bad-date', value: said })
      : ok({ seconds, isSaid: true });
  }
  const before = given?.date == null ? null : parseAnyDate(given.date);
  if (before !== null) return ok({ seconds: before, isSaid: false });
  const usesClock = signsMoment(version, args.expires ?? file.expires) && !hasDate(unsigned, version);
  if (usesClock) notes.push({ id: 'note-clock', args: { time: formatHttpDate(now) } });
  return ok({ seconds: now, isSaid: false });
}

/** The last second of the year 9999, beyond which no date form reaches. */
const MAX_SECONDS = 253_402_300_799;

/**
 * Does the moment of signing enter the signature? A URL that ends at a fixed time, and a form of an old
 * version, have none.
 */
function signsMoment(version: SignatureVersion, expires: string | null): boolean {
  switch (versionRecord(version).dateIs) {
    case 'expiry':
      return expires === null || expires.startsWith('+');
    case 'none':
      return false;
    case 'moment':
    case 'span':
      return true;
  }
}

/** `+N` is N seconds from the date; what else there is stands as the version has it. */
function expiresOf(
  { file, args, version }: Task,
  same: Claim | null,
  date: number,
): Result<SigningOrder['expires'], CommandFault> {
  const isAbsolute = versionRecord(version).dateIs === 'expiry';
  const said = args.expires ?? file.expires;
  if (said === null && same?.expires != null) return ok({ text: same.expires, replaces: false });
  const [, plus, digits] = /^(\+?)(\d{1,12})$/.exec(said ?? `+${USUAL_LIFE}`) ?? [];
  if (digits === undefined) return fail({ code: 'bad-expires', value: said ?? '' });
  const text = plus === '+' && isAbsolute ? String(date + Number(digits)) : digits;
  return ok({ text, replaces: said !== null });
}

function whyNoStrings({ request, claim }: PreparedRequest, { host, address }: DraftedRequest): CommandFault {
  if (isUnknownEndpoint(address)) return { code: 'unknown-endpoint', host };
  if (request.bucketUnknown === true || (request.bucket === null && request.key !== null)) {
    return { code: 'needs-bucket', host };
  }
  return { code: 'unknown-product', product: claim.scope?.product ?? '' };
}

/** A request as a JSON file describes it. */
interface RequestFile {
  readonly method: ByteString | null;
  readonly url: ByteString;
  readonly headers: readonly (readonly [name: ByteString, value: ByteString])[];
  readonly form: readonly { readonly name: ByteString; readonly value: ByteString }[] | null;
  readonly version: SignatureVersion | null;
  readonly region: ByteString | null;
  readonly bucket: ByteString | null;
  readonly key: ByteString | null;
  readonly date: string | null;
  readonly expires: string | null;
}

type RequestFileFault =
  | JsonFault
  | { readonly code: 'request-not-json' }
  | { readonly code: 'request-field'; readonly field: string };

/**
 * Reads `{"method", "url", "headers", …}`. Headers and form are an object, or a list of pairs where a name
 * occurs twice. Fields that are not known are passed over.
 */
export function parseRequestFile(text: string): Result<RequestFile, RequestFileFault> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  if (!isJsonObject(value)) return fail({ code: 'request-not-json' });
  const reader = new FieldReader(value);
  const headers = reader.pairs('headers');
  const form = reader.pairs('form');
  const version = reader.text('version');
  const request: RequestFile = {
    method: reader.text('method'),
    url: reader.text('url') ?? '',
    headers: headers ?? [],
    form: form === null ? null : form.map(([name, content]) => ({ name, value: content })),
    version: MADE_VERSIONS.find((known) => known === version?.toLowerCase()) ?? null,
    region: reader.text('region'),
    bucket: reader.text('bucket'),
    key: reader.text('key'),
    date: reader.scalar('date'),
    expires: reader.scalar('expires'),
  };
  if (request.url === '') reader.fault('url');
  if (version !== null && request.version === null) reader.fault('version');
  const { wrong } = reader;
  return wrong === null ? ok(request) : fail({ code: 'request-field', field: wrong });
}

/** Takes fields of an object, and remembers the first that is not of its kind. */
class FieldReader {
  readonly #record: Readonly<Record<string, unknown>>;
  wrong: string | null = null;

  constructor(record: Readonly<Record<string, unknown>>) {
    this.#record = record;
  }

  fault(field: string): null {
    this.wrong ??= field;
    return null;
  }

  #field(name: string): unknown {
    return Object.hasOwn(this.#record, name) ? (this.#record[name] ?? null) : null;
  }

  text(name: string): ByteString | null {
    const value = this.#field(name);
    if (value === null) return null;
    return typeof value === 'string' ? fromText(value) : this.fault(name);
  }

  /** A text, or a number such as Unix seconds. */
  scalar(name: string): string | null {
    const value = this.#field(name);
    if (value === null) return null;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    return typeof value === 'string' ? value : this.fault(name);
  }

  pairs(name: string): readonly (readonly [ByteString, ByteString])[] | null {
    const value = this.#field(name);
    if (value === null) return null;
    if (!Array.isArray(value) && !isJsonObject(value)) return this.fault(name);
    const entries: readonly unknown[] = Array.isArray(value) ? value : Object.entries(value);
    const pairs: (readonly [ByteString, ByteString])[] = [];
    for (const entry of entries) {
      const [key, content]: readonly unknown[] = Array.isArray(entry) && entry.length === 2 ? entry : [];
      if (typeof key !== 'string' || (typeof content !== 'string' && typeof content !== 'number')) {
        return this.fault(name);
      }
      pairs.push([fromText(key), fromText(String(content))]);
    }
    return pairs;
  }
}
