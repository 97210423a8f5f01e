import { SIGNATURE_VERSIONS, type SignatureVersion } from '../../sign/canonical.ts';
import { versionRecord, versionsWith } from '../../sign/index.ts';
import type { CauseId } from '../causes.ts';

/** What of the signature a hypothesis changes. */
const HYPOTHESIS_FIELDS = [
  'method',
  'content-md5',
  'content-type',
  'date',
  'expires',
  'headers',
  'host',
  'security-token',
  'bucket',
  'key',
  'resource',
  'query',
  'additional-headers',
  'payload-hash',
  'scope:date',
  'scope:region',
  'scope:product',
  'policy',
  'string',
  'procedure',
  'secret',
] as const;

export type HypothesisField = (typeof HYPOTHESIS_FIELDS)[number];

/** What can be told of a hypothesis without a request to try it on. */
export interface HypothesisFacts {
  readonly field: HypothesisField;
  /** Causes that its variants name. */
  readonly causes: readonly CauseId[];
  /** Versions of its families in which it is never tried. */
  readonly except?: readonly SignatureVersion[];
}

/** Their date line holds an expiry, and they have no date. */
const WITHOUT_DATE = SIGNATURE_VERSIONS.filter((each) => versionRecord(each).dateIs === 'expiry');
const WITHOUT_SCOPE = versionsWith({ carrier: 'form' }).filter((each) => !versionRecord(each).digest.derived);
const HEADERS = versionsWith({ carrier: 'header' });
const S3_V4 = versionsWith({ dialect: 's3', family: 'v4' });

const OTHER_KEY = { field: 'key' } as const;

/** Facts of every hypothesis by id. */
export const HYPOTHESIS_FACTS: Readonly<Record<string, HypothesisFacts>> = {
  'content-type-not-signed': { field: 'content-type', causes: ['content-type-added-after-signing'] },
  'content-type-charset': { field: 'content-type', causes: ['content-type-charset'] },
  'content-type-guessed': {
    field: 'content-type',
    causes: ['content-type-lost', 'content-type-signed-other'],
  },
  'content-type-reformatted': { field: 'content-type', causes: ['content-type-reformatted'] },
  'content-type-common': {
    field: 'content-type',
    causes: ['content-type-lost', 'content-type-signed-other'],
  },
  'content-type-any': { field: 'content-type', causes: ['content-type-lost', 'content-type-signed-other'] },
  'content-type-empty-line': {
    field: 'content-type',
    causes: ['content-type-added-after-signing', 'content-type-lost'],
  },
  'secret-white-space': {
    field: 'secret',
    causes: [
      'secret-trailing-newline',
      'secret-trailing-crlf',
      'secret-trailing-cr',
      'secret-trailing-space',
      'secret-trailing-tab',
      'secret-leading-space',
      'secret-leading-newline',
      'secret-ampersand',
      'secret-given-padded',
    ],
  },
  'secret-wrapped': { field: 'secret', causes: ['secret-bom', 'secret-quoted'] },
  'secret-mixed-up': { field: 'secret', causes: ['secret-is-key-id', 'secret-empty'] },
  'secret-of-other-key': { field: 'secret', causes: ['secret-of-other-key'] },
  'secret-encoded': {
    field: 'secret',
    causes: ['secret-url-encoded', 'secret-url-decoded', 'secret-base64'],
  },
  'secret-shape': { field: 'secret', causes: ['secret-case', 'secret-doubled'] },
  'secret-invisible-character': { field: 'secret', causes: ['secret-invisible-character'] },
  'secret-padded': { field: 'secret', causes: ['secret-padded'] },
  'secret-placeholder': { field: 'secret', causes: ['secret-placeholder'] },
  'secret-cut': { field: 'secret', causes: ['secret-cut-short', 'secret-beginning-missing'] },
  'secret-slip': { field: 'secret', causes: ['secret-character-missing', 'secret-character-extra'] },
  'secret-swap': { field: 'secret', causes: ['secret-characters-swapped'] },
  'secret-lookalikes': { field: 'secret', causes: ['secret-lookalikes'] },
  'secret-substitute': { field: 'secret', causes: ['secret-character-different'] },
  'secret-broken': { field: 'secret', causes: ['secret-invisible-inside'] },
  'secret-full-width': { field: 'secret', causes: ['secret-full-width'] },
  'bucket-in-resource': {
    field: 'bucket',
    causes: ['bucket-left-out', 'bucket-twice', 'bucket-in-host-and-path'],
  },
  'bucket-other': { field: 'bucket', causes: ['host-in-resource', 'bucket-signed-other'] },
  'bucket-of-capture': { field: 'bucket', causes: ['bucket-signed-other'] },
  'key-encoded-otherwise': {
    ...OTHER_KEY,
    causes: ['key-encoded', 'key-signed-recoded', 'resource-signed-other', 'canonical-uri-signed-other'],
  },
  'parameters-encoded-otherwise': {
    field: 'query',
    causes: ['subresource-values-encoded', 'query-signed-recoded'],
  },
  'parameters-joined-otherwise': { field: 'query', causes: ['parameters-joined-other'] },
  'parameter-number-edited': { field: 'query', causes: ['parameter-edited'], except: HEADERS },
  'method-left-out': { field: 'method', causes: ['line-left-out'] },
  'date-line-left-out': { field: 'date', causes: ['line-left-out'] },
  'expires-guessed': { field: 'expires', causes: ['expires-signed-other'], except: HEADERS },
  'policy-as-request': { field: 'policy', causes: ['policy-signed-other'] },
  'key-raw': { ...OTHER_KEY, causes: ['key-signed-raw'] },
  'key-encoded': { ...OTHER_KEY, causes: ['key-encoded'] },
  'key-plus-and-space': {
    ...OTHER_KEY,
    causes: ['key-plus-and-space', 'key-plus-raw', 'key-decoded-twice', 'key-encoded'],
  },
  'key-slashes': { ...OTHER_KEY, causes: ['key-slashes'] },
  'key-decoded-twice': { ...OTHER_KEY, causes: ['key-decoded-twice'] },
  'key-cut': { ...OTHER_KEY, causes: ['key-cut'] },
  'key-encoding': { ...OTHER_KEY, causes: ['key-encoding'] },
  'key-unicode-form': { ...OTHER_KEY, causes: ['key-unicode-form'] },
  'key-left-out': { ...OTHER_KEY, causes: ['key-left-out'] },
  'key-prefix': { ...OTHER_KEY, causes: ['key-prefix-not-signed'] },
  'key-padded': { ...OTHER_KEY, causes: ['key-padded'] },
  'key-case': { ...OTHER_KEY, causes: ['key-case'] },
  'resource-form': {
    field: 'resource',
    causes: [
      'key-hex-case',
      'key-encoded',
      'key-slashes',
      'key-signed-recoded',
      'resource-signed-other',
      'canonical-uri-signed-other',
    ],
  },
  'resource-slash-missing': { field: 'resource', causes: ['resource-slash-missing'] },
  'resource-url': { field: 'resource', causes: ['url-in-resource'] },
  'resource-left-out': { field: 'resource', causes: ['resource-left-out'] },
  'parameter-duplicates': { field: 'query', causes: ['parameter-duplicates'] },
  'parameter-not-signed': {
    field: 'query',
    causes: ['subresource-added-after-signing', 'query-parameter-added-after-signing', 'token-not-signed'],
  },
  'parameter-signed-extra': { field: 'query', causes: ['subresource-signed-extra'] },
  'parameters-not-signed': { field: 'query', causes: ['subresources-not-signed', 'query-left-out'] },
  'query-all-signed': { field: 'query', causes: ['query-all-signed'] },
  'parameter-values-encoded': { field: 'query', causes: ['subresource-values-encoded'] },
  'parameter-value-other': {
    field: 'query',
    causes: ['parameter-plus-raw', 'subresource-signed-other', 'token-signed-otherwise'],
  },
  'token-elsewhere': { field: 'security-token', causes: ['token-signed-otherwise'] },
  'token-header-form': { field: 'security-token', causes: ['token-signed-otherwise'] },
  'parameter-equals-sign': { field: 'query', causes: ['empty-value-equals-sign'] },
  'query-raw': {
    field: 'query',
    causes: [
      'query-signed-raw',
      'query-signed-recoded',
      'query-plus-and-space',
      'query-hex-case',
      'question-mark-signed',
      'signature-parameter-signed',
    ],
  },
  'parameter-list-of-sdk': { field: 'query', causes: ['subresource-list-of-sdk'] },
  'parameter-order': { field: 'query', causes: ['query-order'] },
  'parameter-form': {
    field: 'query',
    causes: [
      'question-mark-alone',
      'question-mark-missing',
      'subresource-values-left-out',
      'subresource-names-lowered',
    ],
  },
  'parameter-names-mangled': { field: 'query', causes: ['mangled-parameters'] },
  'callback-signed-other': { field: 'query', causes: ['callback-signed-other'] },
  'header-not-signed': {
    field: 'headers',
    causes: [
      'oss-header-added-after-signing',
      'canonical-header-added-after-signing',
      'empty-header-left-out',
      'token-not-signed',
      'payload-header-not-signed',
    ],
  },
  'headers-not-signed': { field: 'headers', causes: ['oss-headers-not-signed'] },
  'header-untrimmed': { field: 'headers', causes: ['header-value-untrimmed'] },
  'header-encoding': { field: 'headers', causes: ['header-value-encoding'] },
  'copy-source-form': { field: 'headers', causes: ['canonical-header-signed-other'] },
  'header-duplicates': { field: 'headers', causes: ['header-duplicates'] },
  'header-order': { field: 'headers', causes: ['oss-header-order'] },
  'header-order-any': { field: 'headers', causes: ['oss-header-order'] },
  'header-line-form': {
    field: 'headers',
    causes: ['oss-header-names-not-lowered', 'oss-header-colon-space'],
  },
  'header-folded': { field: 'headers', causes: ['header-value-folded'] },
  'header-padded': { field: 'headers', causes: ['header-value-untrimmed'] },
  'header-lines': { field: 'headers', causes: ['header-lines-signed-other'] },
  'method-other': { field: 'method', causes: ['method-signed-other'] },
  'method-case': { field: 'method', causes: ['method-signed-other'] },
  'content-md5-not-signed': { field: 'content-md5', causes: ['content-md5-not-signed'] },
  'content-md5-other-form': {
    field: 'content-md5',
    causes: ['content-md5-lost', 'content-md5-signed-other'],
  },
  'date-of-other-header': { field: 'date', causes: ['date-of-other-header'], except: WITHOUT_DATE },
  'date-left-blank': { field: 'date', causes: ['date-left-blank'], except: WITHOUT_DATE },
  'date-seconds-off': { field: 'date', causes: ['date-seconds-off'], except: WITHOUT_DATE },
  'date-hours-off': { field: 'date', causes: ['date-seconds-off'], except: WITHOUT_DATE },
  'date-reformatted': {
    field: 'date',
    causes: ['date-reformatted', 'timestamp-signed-other'],
    except: WITHOUT_DATE,
  },
  'date-reformatted-rarely': {
    field: 'date',
    causes: ['date-reformatted', 'timestamp-signed-other'],
    except: WITHOUT_DATE,
  },
  'date-localised': {
    field: 'date',
    causes: ['date-reformatted', 'timestamp-signed-other'],
    except: WITHOUT_DATE,
  },
  'date-minutes-off': { field: 'date', causes: ['date-seconds-off'], except: WITHOUT_DATE },
  'expires-signed-other': { field: 'expires', causes: ['expires-signed-other'], except: HEADERS },
  'host-signed-other': { field: 'host', causes: ['host-signed-other'] },
  'additional-headers': {
    field: 'additional-headers',
    causes: ['additional-headers-signed-other', 'oss-header-order'],
  },
  'parameter-not-sent': { field: 'query', causes: ['parameter-not-sent'] },
  'header-not-sent': {
    field: 'headers',
    causes: ['header-not-sent', 'canonical-header-signed-other'],
    except: S3_V4,
  },
  'unlisted-header': {
    field: 'additional-headers',
    causes: ['unlisted-headers-signed', 'additional-headers-signed-other'],
  },
  'unlisted-headers': {
    field: 'additional-headers',
    causes: ['unlisted-headers-signed', 'additional-headers-signed-other'],
  },
  'listed-header-value': { field: 'headers', causes: ['canonical-header-signed-other'] },
  'scope-region': { field: 'scope:region', causes: ['scope-region-signed-other'], except: WITHOUT_SCOPE },
  'scope-day': { field: 'scope:date', causes: ['scope-day-signed-other'], except: WITHOUT_SCOPE },
  'scope-product': { field: 'scope:product', causes: ['scope-product-signed-other'], except: WITHOUT_SCOPE },
  'scope-region-any': { field: 'scope:region', causes: ['scope-region-signed-other'], except: WITHOUT_SCOPE },
  'payload-hash': { field: 'payload-hash', causes: ['payload-hash-signed-other'] },
  'payload-header-not-sent': { field: 'headers', causes: ['canonical-header-signed-other'] },
  'url-headers-not-sent': { field: 'headers', causes: ['canonical-header-signed-other'] },
  'payload-hash-odd': { field: 'payload-hash', causes: ['payload-hash-signed-other'] },
  'key-derivation': { field: 'procedure', causes: ['key-derivation'], except: WITHOUT_SCOPE },
  'dialects-mixed': { field: 'procedure', causes: ['key-derivation', 'string-around-hash'] },
  'key-derivation-from-memory': { field: 'procedure', causes: ['key-derivation'], except: WITHOUT_SCOPE },
  'string-level': {
    field: 'procedure',
    causes: ['wrong-string-level', 'canonical-request-hash-form'],
    except: WITHOUT_SCOPE,
  },
  'outer-lines': { field: 'procedure', causes: ['string-around-hash'] },
  'policy-signed-other': { field: 'policy', causes: ['policy-signed-other'] },
  'policy-reserialised': { field: 'policy', causes: ['policy-signed-other'] },
  'line-ends': {
    field: 'string',
    causes: ['newline-at-end', 'crlf-line-ends', 'newlines-escaped', 'leading-blank-line'],
  },
  'header-block-newline': {
    field: 'string',
    causes: ['header-block-newline-missing', 'header-block-newline-extra'],
  },
  'blank-lines-left-out': { field: 'string', causes: ['blank-lines-left-out'] },
  'outer-line-ends': {
    field: 'string',
    causes: ['newline-at-end', 'crlf-line-ends', 'newlines-escaped', 'leading-blank-line'],
  },
  'string-encoded': { field: 'string', causes: ['string-encoded'] },
  'no-hmac': { field: 'procedure', causes: ['hmac-arguments-swapped', 'digest-instead-of-hmac'] },
  'other-version': { field: 'procedure', causes: ['other-version-signed', 'carrier-mixed-up'] },
};
