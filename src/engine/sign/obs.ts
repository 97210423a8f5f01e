/*
 * The signature of Huawei OBS, and version 2 of Google Cloud Storage: version 1 with names of their own, over
 * the path as it was sent.
 */

import { asciiLower, type ByteString } from '../bytes/byte-string.ts';
import { ABSENT } from './canonical-builder.ts';
import type { Claim } from './claim.ts';
import {
  collectHeaders,
  type Dialect,
  datePart,
  headerPart,
  methodPart,
  requestLineOrigin,
  resourceParts,
  type SignableRequest,
  type SignedPlaces,
} from './request.ts';
import { endsWithBucket, rawKey } from './s3.ts';
import { signedSubresources, type V1Parts } from './v1.ts';

/** `allowedResourceParameterNames` in `lib/utils.js` of esdk-obs-nodejs 3.26.8, compared in lower case. */
// biome-ignore format: a table of data
const SIGNED: ReadonlySet<string> = new Set([
  'acl', 'append', 'attname', 'backtosource', 'bucketstatus', 'cors', 'customdomain', 'delete', 'deletebucket',
  'directcoldaccess', 'encryption', 'inventory', 'length', 'lifecycle', 'location', 'logging', 'metadata',
  'mirrorbacktosource', 'modify', 'name', 'notification', 'object-lock', 'obsalias', 'obsbucketalias',
  'obscompresspolicy', 'obsworkflowtriggerpolicy', 'partnumber', 'policy', 'policystatus', 'position',
  'publicaccessblock', 'quota', 'rename', 'replication', 'requestpayment', 'response-cache-control',
  'response-content-disposition', 'response-content-encoding', 'response-content-language',
  'response-content-type', 'response-expires', 'restore', 'retention', 'storageclass', 'storageinfo',
  'storagepolicy', 'tagging', 'torrent', 'truncate', 'uploadid', 'uploads', 'versionid', 'versioning',
  'versions', 'website', 'x-image-process', 'x-image-save-bucket', 'x-image-save-object',
  'x-obs-security-token', 'x-oss-process', 'x-workflow-execution-state', 'x-workflow-execution-type',
  'x-workflow-graph-name', 'x-workflow-limit', 'x-workflow-next-marker', 'x-workflow-prefix',
  'x-workflow-start', 'x-workflow-template-name',
]);

/** Whether OBS signs a query parameter of this (decoded) name. */
export function isObsSignedParameter(name: ByteString): boolean {
  return SIGNED.has(asciiLower(name));
}

/** Sub-resources of the XML API; what a URL asks of the headers of its answer is not signed. */
const GOOG_SIGNED: ReadonlySet<string> = new Set(
  'acl billing compose cors defaultObjectAcl encryptionConfig lifecycle location logging partNumber policy storageClass tagging torrent uploadId uploads userProject versioning versions websiteConfig'.split(
    ' ',
  ),
);

/**
 * "Authentication of Signature in a Header" and "… in a URL" of the API reference of OBS. The Date line is
 * blank where `x-obs-date` is signed as a header. A URL signs every parameter of that prefix, too.
 */
export const partsOfObs = partsNamed(
  'obs',
  'x-obs-',
  (name, isUrl) => isObsSignedParameter(name) || (isUrl && asciiLower(name).startsWith('x-obs-')),
);

/** "V2 signing process" of Cloud Storage. */
export const partsOfGoog2 = partsNamed('gcs', 'x-goog-', (name) => GOOG_SIGNED.has(name));

type PartsOf = (request: SignableRequest, claim: Claim, places: SignedPlaces) => V1Parts | null;

function partsNamed(
  dialect: Dialect,
  prefix: `x-${string}-`,
  signs: (name: ByteString, isUrl: boolean) => boolean,
): PartsOf {
  return (request, _, places) => {
    const resource = resourceParts(request) ?? resourceOfDomain(request);
    if (resource === null) return null;
    const isUrl = places.carrier === 'url';
    const hasOwnDate = !isUrl && headerPart(request, `${prefix}date`) !== null;
    return {
      family: 'v1',
      dialect,
      method: methodPart(request),
      contentMd5: headerPart(request, 'content-md5') ?? ABSENT,
      contentType: headerPart(request, 'content-type') ?? ABSENT,
      date: hasOwnDate ? ABSENT : (datePart(request, places) ?? ABSENT),
      headers: collectHeaders(request, (name) => name.startsWith(prefix)),
      bucket: resource.bucket,
      ...(endsWithBucket(request) ? { slash: '' } : {}),
      key: { value: rawKey(request), origin: resource.key.origin },
      parameters: signedSubresources(request, (name) => signs(name, isUrl)),
    };
  };
}

/** A domain of the user's is signed by its own name, whatever bucket it stands for. */
function resourceOfDomain(request: SignableRequest): ReturnType<typeof resourceParts> {
  const host = headerPart(request, 'host');
  if (host === null || host.value === '') return null;
  const name = asciiLower(host.value).replace(/:\d+$/, '');
  return { bucket: { ...host, value: name }, key: { value: '', origin: requestLineOrigin(request) } };
}
