import { type FlavourId, type ProviderId, USUAL_FLAVOUR, USUAL_PROVIDER } from '../engine/oss/provider.ts';
import { consoleOf } from '../engine/oss/providers/s3-services.ts';
import type { CaptureInfo } from '../engine/results.ts';
import type { Filler } from './fill.ts';
import { PUNCTUATION, type Served, type Template } from './language.ts';

/*
 * Sentences are written for OSS. What another provider calls otherwise is put in before captured text is, so
 * that none of that is touched.
 */

type Word = readonly [ours: RegExp, theirs: string];

/** How sentences speak of a provider. */
interface Naming {
  /** What people call it. */
  readonly name: string;
  /**
   * What it calls otherwise than OSS, which sentences are written for, in both languages; its name stands for
   * that of OSS besides.
   */
  readonly words: readonly Word[];
  /**
   * Of each kind of its servers, if there are several, the name and the page on its errors or, where there is
   * none, on how it takes requests.
   */
  readonly flavours?: Readonly<Record<FlavourId, readonly [name: string, page: string]>>;
}

/** Who speaks to another has no EC. */
const NO_EC: Word = [
  /; the EC leads to its page in the OSS documentation|；可凭 EC 在 OSS 文档中查到对应说明/g,
  '',
];

/** What others have one form of, and OSS several. */
const ONE_FORM: Word = [
  /\bV4 (requires|要求的格式是) ID\/yyyymmdd\/region\/oss\/aliyun_v4_request[;；].*?(?=ID)/g,
  'V4 $1 ',
];

const RSA = 'with the private key of a service account (RSA)';

export const NAMINGS: Readonly<Record<ProviderId, Naming>> = {
  oss: { name: 'OSS', words: [] },
  s3: {
    name: 'S3',
    words: [
      ONE_FORM,
      [/oss(?: \(|（)oss-cloudbox [^)）]{0,200}[)）]|oss（CloudBox [^）]{0,200}）/g, 's3'],
      [/use the constants of the scheme that .*/g, 'name s3 as the service (curl: aws:amz:REGION:s3)'],
      [/使用与签名方式一致的常量；.*/g, '把服务名指定为 s3（curl：aws:amz:REGION:s3）'],
      NO_EC,
      [/Signature version V1\b/g, 'Signature version 2'],
      [/不再接受 V1 签名/g, '不再接受签名版本 2'],
      [
        /the account or the bucket accepts V4 only; newer accounts and buckets do so from the start/g,
        'this server or region accepts V4 only',
      ],
      [/该账号或 Bucket 只接受 V4；较新的账号和 Bucket 一开始就是如此/g, '该服务端或地域只接受 V4'],
      [/\bossutil ls\b/g, 'aws s3 ls'],
      [/x-oss-/g, 'x-amz-'],
      [/\bAdditionalHeaders\b/g, 'SignedHeaders'],
      [/\bOSSAccessKeyId\b/g, 'AWSAccessKeyId'],
      [/\baliyun_v4_request\b/g, 'aws4_request'],
      [/\bRAM\b/g, 'IAM'],
      // who speaks to S3 has one already
      [/, or use an SDK of OSS|，或改用 OSS 的 SDK/g, ''],
    ],
    flavours: {
      aws: ['S3', 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList'],
      ceph: ['Ceph', 'https://docs.ceph.com/en/latest/radosgw/s3/authentication/'],
      minio: ['MinIO', 'https://min.io/docs/minio/linux/reference/s3-api-compatibility.html'],
      swift: ['Swift', 'https://docs.openstack.org/swift/latest/s3_compat.html'],
    },
  },
  obs: {
    name: 'OBS',
    words: [
      NO_EC,
      [/Signature version V1\b/g, 'This signature'],
      [/\bossutil ls\b/g, 'obsutil ls'],
      [/x-oss-/g, 'x-obs-'],
      [/\bOSSAccessKeyId\b/g, 'AccessKeyId'],
      [/\bRAM\b/g, 'IAM'],
    ],
  },
  cos: {
    name: 'COS',
    words: [
      // a header is signed for a time as well
      [/The signed URL was used after it had expired/g, 'The signature was used after it had expired'],
      [/签名 URL 在过期之后才被使用/g, '签名在过期之后才被使用'],
      [/sign a new URL, or sign/g, 'sign anew, or sign'],
      NO_EC,
      [/\bossutil ls\b/g, 'coscli ls'],
      [/x-oss-/g, 'x-cos-'],
      [/\bOSSAccessKeyId\b/g, 'q-ak'],
      [/\bAdditionalHeaders\b/g, 'q-header-list'],
      [/\bAccessKey ID\b/g, 'SecretId'],
      [/\bRAM\b/g, 'CAM'],
    ],
  },
  gcs: {
    name: 'Google Cloud Storage',
    words: [
      [/\bsigned with SigV4A(.*) from the secret here/g, `signed ${RSA}$1 here`],
      [/使用 SigV4A 签名，无法在此用 Secret /g, '使用服务账号的私钥签名（RSA），无法在此'],
      [
        /AWS4-ECDSA-P256-SHA256 signs for several regions .*/g,
        'the signature is one of RSA, which only the private key makes; a server checks it with the public one. What it signs is what an HMAC key would sign: what changes Host, path, query or a signed header breaks it as well',
      ],
      [
        /AWS4-ECDSA-P256-SHA256 用由 Secret .*/g,
        '该签名是 RSA 签名，只有私钥才能生成，服务端用公钥校验。它签名的内容与 HMAC 密钥签名的相同：改动 Host、路径、查询参数或已签名的请求头同样会使其失效',
      ],
      [
        /; check that X-Amz-Region-Set covers the region; or send .*/g,
        '; check that the key belongs to the service account that the request names, and is not deleted or disabled',
      ],
      [/；确认 X-Amz-Region-Set 包含该地域；.*/g, '；确认私钥属于请求中的服务账号，且未被删除或停用'],
      ONE_FORM,
      [/\bID\/yyyymmdd\/region\/s3\/aws4_request\b/g, 'ID/yyyymmdd/region/storage/goog4_request'],
      [/oss(?: \(|（)oss-cloudbox [^)）]{0,200}[)）]|oss（CloudBox [^）]{0,200}）/g, 'storage'],
      [/; those of OSS \(oss, aliyun_v4_request\) .*/g, ': storage and goog4_request'],
      [/；OSS 的（oss、aliyun_v4_request）.*/g, '：storage 和 goog4_request'],
      NO_EC,
      [/\bossutil ls\b/g, 'gcloud storage ls'],
      [/x-oss-/g, 'x-goog-'],
      [/\bAdditionalHeaders\b/g, 'SignedHeaders'],
      [/\bOSSAccessKeyId\b/g, 'X-Goog-Credential'],
      [/\baliyun_v4_request\b/g, 'goog4_request'],
      [/"aliyun_v4"/g, '"GOOG4"'],
      [/\bRAM console\b/g, 'Google Cloud console (Cloud Storage > Settings > Interoperability)'],
      [/RAM 控制台/g, ' Google Cloud 控制台（Cloud Storage > 设置 > 互操作性）'],
      [/\bRAM\b/g, 'IAM'],
    ],
  },
  tos: {
    name: 'TOS',
    words: [
      ONE_FORM,
      [/\bID\/yyyymmdd\/region\/s3\/aws4_request\b/g, 'ID/yyyymmdd/region/tos/request'],
      [/oss(?: \(|（)oss-cloudbox [^)）]{0,200}[)）]|oss（CloudBox [^）]{0,200}）/g, 'tos'],
      [/; those of OSS \(oss, aliyun_v4_request\) .*/g, ': tos and request'],
      [/；OSS 的（oss、aliyun_v4_request）.*/g, '：tos 和 request'],
      [/\bossutil ls\b/g, 'tosutil ls'],
      [/x-oss-/g, 'x-tos-'],
      [/\bAdditionalHeaders\b/g, 'SignedHeaders'],
      [/\bOSSAccessKeyId\b/g, 'X-Tos-Credential'],
      [/"aliyun_v4" plus the secret/g, 'the secret alone'],
      [/从 "aliyun_v4" 加 Secret 开始/g, '从 Secret 本身开始'],
      [/\baliyun_v4_request\b/g, 'request'],
      [/\bRAM console\b/g, 'Volcengine console (access keys)'],
      [/RAM 控制台/g, '火山引擎控制台（API 访问密钥）'],
      [/\bRAM\b/g, 'IAM'],
    ],
  },
};

export function serviceName({ provider = USUAL_PROVIDER, flavour, service }: Served): string {
  const { name, flavours } = NAMINGS[provider];
  if (service !== undefined) return service;
  return flavour === undefined ? name : (flavours?.[flavour][0] ?? name);
}

/**
 * The page of its server that an error document leads to; null without one, and for a provider whose errors
 * have pages of their own (`EC`).
 */
export function servicePage(oss: Served & { readonly error: object | null }): string | null {
  const { provider = USUAL_PROVIDER, flavour = USUAL_FLAVOUR, service, error } = oss;
  const { flavours } = NAMINGS[provider];
  if (service !== undefined || flavours === undefined || error === null) return null;
  return flavours[flavour][1];
}

/** The filler for sentences about an exchange: they name its service. */
export function inWordsOf(filler: Filler, oss: Partial<Served> | null): Filler {
  // of a report of another version there may be no record
  const id = oss?.provider;
  if (oss === null || id === undefined || !Object.hasOwn(NAMINGS, id)) return filler;
  const name = serviceName(oss);
  const { words, flavours } = NAMINGS[id];
  const { service } = oss;
  // of an unknown server of a family, not even the words of its first member are right
  const isOther = service !== undefined || (flavours !== undefined && oss.flavour !== USUAL_FLAVOUR);
  return {
    ...filler,
    speak: (template) => {
      let said: string = isOther ? consoleIn(template, service) : template;
      for (const [ours, theirs] of words) said = said.replace(ours, theirs);
      return said.replace(/\bOSS\b/g, name);
    },
  };
}

/** The place where keys are made: the one of Alibaba Cloud stands in the sentences. */
function consoleIn(template: string, service: string | undefined): string {
  const own = service === undefined ? null : consoleOf(service);
  return template
    .replace(/\bRAM console\b/g, () => own ?? 'console of the service')
    .replace(/RAM 控制台/g, () => (own === null ? '该服务的控制台' : ` ${own} `));
}

/** The providers that the exchanges of a capture are with; none where it has none. */
export function providersOf({ traffic }: Pick<CaptureInfo, 'traffic'>): readonly ProviderId[] {
  return traffic.providers ?? (traffic.ossExchanges > 0 ? [USUAL_PROVIDER] : []);
}

/** The filler for sentences about the exchanges with these providers: all that OSS stands for. */
export function naming(filler: Filler, providers: Iterable<ProviderId>): Filler {
  const found = new Set<string>(providers);
  if ([...found].every((id) => id === USUAL_PROVIDER)) return filler;
  const names = Object.entries(NAMINGS).flatMap(([id, { name }]) => (found.has(id) ? [name] : []));
  const { lang } = filler.texts;
  const all = names.join(lang === 'zh' ? PUNCTUATION.zh.listComma : ' and ');
  return { ...filler, speak: (template: Template) => template.replace(/\bOSS\b/g, all) };
}
