import {
  buildStrings,
  type Claim,
  deriveKey,
  encodeComponent,
  encodePath,
  type Scope,
  Secret,
  type SignableRequest,
  signWithKey,
  UNSIGNED_PAYLOAD,
} from '../../../src/engine/sign/index.ts';
import { nodeHasher } from '../../../src/node/ports.ts';
import { fromText } from '../../rooms/bytes.ts';
import type { Header, RequestDraft } from './draft.ts';

export const ACCESS_KEY_ID = 'LTAI5tGeneratedTraffic01';
export const ACCESS_KEY_SECRET = 'generatedSecretGeneratedSecret';
export const REGION = 'cn-hangzhou';

/** Seconds for which a signed URL holds. */
const URL_SECONDS = 3600;

/** The versions that clients use here: two in headers, one in the URL. */
export type SigningVersion = 'v1' | 'v4' | 'v1-url';

/** A signed request, with what its server needs to describe a mismatch. */
export interface SignedRequest {
  readonly draft: RequestDraft;
  readonly signature: string;
  readonly signable: SignableRequest;
  readonly claim: Claim;
}

/** Signs requests with one access key as SDKs do. Keeps the signing key of each day. */
export class Signer {
  readonly #secret = new Secret(fromText(ACCESS_KEY_SECRET));
  readonly #keys = new Map<string, Secret>();

  /** `seconds`: the client's time, since 1970 UTC. */
  sign(draft: RequestDraft, version: SigningVersion, seconds: number): SignedRequest {
    const dated = withDate(draft, version, seconds);
    const claim = claimOf(version, seconds);
    const signable = toSignable(dated);
    const strings = buildStrings(signable, claim, nodeHasher);
    if (strings === null) throw new Error('a request that cannot be signed');
    const signature = signWithKey(version, this.#key(claim), strings.stringToSign.text, nodeHasher);
    return { draft: withSignature(dated, claim, signature), signature, signable, claim };
  }

  #key({ version, scope }: Claim): Secret {
    if (scope === null) return this.#secret;
    const known = this.#keys.get(scope.date);
    if (known !== undefined) return known;
    const key = deriveKey(version, scope, this.#secret, nodeHasher);
    this.#keys.set(scope.date, key);
    return key;
  }
}

/** `2025-10-09T08:53:20.000Z` as `20251009T085320Z`. */
function isoBasic(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
}

function claimOf(version: SigningVersion, seconds: number): Claim {
  const scope: Scope = {
    date: isoBasic(seconds).slice(0, 8),
    region: REGION,
    product: 'oss',
    terminator: 'aliyun_v4_request',
  };
  return {
    version,
    accessKeyId: ACCESS_KEY_ID,
    signature: '',
    rawSignature: '',
    signatureOrigin: { frame: 0, source: 'generated' },
    scope: version === 'v4' ? scope : null,
    listedHeaders: null,
    securityToken: null,
    date: null,
    expires: null,
    problems: [],
  };
}

function withDate(draft: RequestDraft, version: SigningVersion, seconds: number): RequestDraft {
  const { headers, query } = draft;
  switch (version) {
    case 'v1':
      return { ...draft, headers: [...headers, ['Date', new Date(seconds * 1000).toUTCString()]] };
    case 'v4': {
      const added: Header[] = [
        ['x-oss-date', isoBasic(seconds)],
        ['x-oss-content-sha256', UNSIGNED_PAYLOAD],
      ];
      return { ...draft, headers: [...headers, ...added] };
    }
    case 'v1-url':
      return { ...draft, query: [...query, ['Expires', String(seconds + URL_SECONDS)]] };
  }
}

function withSignature(draft: RequestDraft, claim: Claim, signature: string): RequestDraft {
  const { headers, query } = draft;
  const { accessKeyId, scope, version } = claim;
  if (version === 'v1-url') {
    return {
      ...draft,
      query: [...query, ['OSSAccessKeyId', accessKeyId], ['Signature', signature]],
    };
  }
  const value =
    scope === null
      ? `OSS ${accessKeyId}:${signature}`
      : `OSS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.date}/${scope.region}/${scope.product}/${scope.terminator},Signature=${signature}`;
  return { ...draft, headers: [...headers, ['Authorization', value]] };
}

function toSignable({ method, bucket, key, query, headers }: RequestDraft): SignableRequest {
  return {
    method,
    path: `/${encodePath(key)}`,
    rawQuery: null,
    query: query.map(([name, value]) => ({
      name,
      value,
      rawName: encodeComponent(name),
      rawValue: value === '' ? null : encodeComponent(value),
    })),
    headers: headers.map(([name, value]) => ({ name, value, rawValue: ` ${value}`, frame: 0 })),
    form: null,
    bucket,
    key,
    frame: 0,
  };
}
