import { type ByteString, toByteString } from '../../engine/bytes/byte-string.ts';
import { u32le } from '../../engine/bytes/integers.ts';
import type { OtherForm } from '../../engine/bytes/notice.ts';
import { NGREP_PACKET } from './kinds/packets.ts';
import { proxyFaults } from './proxy-settings.ts';
import type { TextLine } from './text-line.ts';

/** What stands at the start of a packed file, or at an offset. */
const PACKED: readonly { readonly magic: ByteString; readonly at: number }[] = [
  { magic: 'PK\x03\x04', at: 0 },
  { magic: '7z\xbc\xaf\x27\x1c', at: 0 },
  { magic: 'Rar!\x1a\x07', at: 0 },
  { magic: '\xfd7zXZ\x00', at: 0 },
  { magic: 'BZh', at: 0 },
  { magic: 'ustar', at: 257 },
];

/** Bytes that show whether a file is packed. */
const PACKED_LOOK = 512;

/** What a file is that is no text; null for any other. */
export function binaryForm(head: Uint8Array): OtherForm | null {
  const text = toByteString(head, 0, Math.min(head.length, PACKED_LOOK));
  if (PACKED.some(({ magic, at }) => text.startsWith(magic, at))) return 'packed';
  return isWindowsTrace(head) ? 'windows-trace' : null;
}

/** Of a buffer of Event Tracing for Windows: its size, and the kind of header of its first event. */
const SMALLEST_BUFFER = 1024;
const LARGEST_BUFFER = 16 * 1024 * 1024;
const FIRST_EVENT = 0x48;
/** SYSTEM_HEADER32 and SYSTEM_HEADER64, and the flags that mark a header (`TRACE_HEADER_…` of ntwmi.h). */
const HEADER_KINDS: readonly number[] = [1, 2];
const HEADER_FLAGS = 0xc0;

function isWindowsTrace(head: Uint8Array): boolean {
  if (head.length < FIRST_EVENT + 4) return false;
  const size = u32le(head, 0);
  const isBuffer = size >= SMALLEST_BUFFER && size <= LARGEST_BUFFER && size % SMALLEST_BUFFER === 0;
  if (!isBuffer || u32le(head, 4) > size || u32le(head, 8) > size) return false;
  return HEADER_KINDS.includes(head[FIRST_EVENT + 2] ?? 0) && head[FIRST_EVENT + 3] === HEADER_FLAGS;
}

/** How the first line of a blob begins. */
const BLOB_START = '{"osscapBlob":';

/** Whether lines are of a blob, which quotes messages that were read, beside what the scan found of them. */
export function isBlob(lines: readonly TextLine[]): boolean {
  return lines[0]?.text.startsWith(BLOB_START) === true;
}

/** Longest part of a line that shows its form. */
const MAX_LOOK = 2000;

/** `tshark -V` and `-O`, `-T json`, `-T ek`, and `-T pdml` and `psml`. */
const DETAILS: readonly RegExp[] = [
  /^Frame \d+: \d+ bytes on wire \(/,
  /^ *"_index": "packets-/,
  /^\{"index":\{"_index":"packets-/,
  /^<(?:pdml|psml) /,
];

/** A line for each packet, `tshark -x`, `tcpdump` without `-A` or `-X`, and `ngrep` without `-W byline`. */
const SUMMARIES: readonly RegExp[] = [
  /^ *\d+ +\d+\.\d+ +\S+ (?:\xe2\x86\x92|->) \S+ +\S+ \d+ /,
  /^0000 {2}(?:[0-9a-f]{2} ){8} ?(?:[0-9a-f]{2} ){8}/,
  /: Flags \[[^\]]{0,64}\]/,
  NGREP_PACKET,
];

const FORMS: readonly { readonly form: OtherForm; readonly patterns: readonly RegExp[] }[] = [
  { form: 'dissection', patterns: [...DETAILS, ...SUMMARIES] },
  // `pktmon format`, and what it prints as it runs
  {
    form: 'windows-trace',
    patterns: [
      /^(?:\[\d{1,4}\][0-9A-F]{4}\.[0-9A-F]{4}::)?.{0,64}\[Microsoft-Windows-PktMon\]/,
      /^\d\d:\d\d:\d\d\.\d{6,9} PktGroupId \d/,
    ],
  },
  // Azure Storage
  {
    form: 'error-message-azure',
    patterns: [
      /\bServer failed to authenticate the request\b|\bAuthorization(?:Permission|Protocol|Service)Mismatch\b/,
      /\b(?:blob|dfs|file|queue|table)\.core\.(?:windows\.net|chinacloudapi\.cn|usgovcloudapi\.net)\b/,
      /\bx-ms-(?:blob-type|error-code|version)\b/i,
      /\bSharedKey(?:Lite)? [a-z0-9]{3,24}:/,
    ],
  },
  { form: 's3cmd', patterns: [/^DEBUG: (?:s3cmd version|SignHeaders: |CreateRequest: |ConfigParser: )/] },
  {
    form: 'command',
    patterns: [
      /^[\s$#>]*curl(?:\.exe)? (?:.*[\s'"])?https?:\/\//,
      /\bfetch\(\s*["'`]https?:\/\//,
      /\bInvoke-(?:WebRequest|RestMethod) /,
      /^[\s$#>]*(?:https?|wget) (?:.*[\s'"])?https?:\/\//,
      /\b(?:axios|requests)\.(?:request|get|put|post|head|delete)\(.{0,40}https?:\/\//,
      // source code: what will be filled in stands for the path
      /\b(?:GET|PUT|POST|HEAD|DELETE) \/?\S{0,200}(?:%s|\$?\{[^\s{}]{0,60}\})\S{0,200} HTTP\/1/,
      /\.open\(\s*["'](?:GET|PUT|POST|HEAD|DELETE)["'],\s*["']https?:\/\//,
    ],
  },
];

/** What only a refused signature is called. */
const SIGNATURE_CODE =
  /\b(?:SignatureDoesNotMatch|InvalidAccessKeyId|RequestTimeTooSkewed|XAmzContentSHA256Mismatch)\b/;

/** Codes of errors that requests with faulty signatures get, and how a message names the request. */
const ERROR_CODE =
  /\b(?:SignatureDoesNotMatch|InvalidAccessKeyId|RequestTimeTooSkewed|AccessDenied|SecurityTokenExpired|InvalidSecurityToken|InvalidArgument|InvalidDigest)/;
const REQUEST_ID = /request[-_ ]?id/i;
/** Errors printed with nothing that names the request: by OSS, botocore, s3cmd, ali-oss of a HEAD. */
const BARE_MESSAGES: readonly RegExp[] = [
  /\bThe request signature we calculated does not match the signature you provided\b/,
  /\bThe OSS Access Key Id you provided does not exist in our records\b/,
  /\bAn error occurred \(\w{1,60}\) when calling the \w{1,60} operation\b/,
  /\bS3 error: 4\d\d \(\w{1,60}\)/,
  /\bUnknow error, status: 4\d\d\b/,
  /\bOSS\\{1,4}Core\\{1,4}OssException\b/,
  /\bAmazonS3Exception: /,
  // of the head of an answer, as programs print it
  /\bx-(?:oss|amz)-request-id\b/,
];

/** What a text is that cannot be read; null for any other text. */
export function otherForm(lines: readonly TextLine[]): OtherForm | null {
  if (isBlob(lines)) return 'blob';
  const looked = lines.map(({ text }) => text.slice(0, MAX_LOOK));
  for (const { form, patterns } of FORMS) {
    if (looked.some((line) => patterns.some((pattern) => pattern.test(line)))) return form;
  }
  const isNamed =
    looked.some((line) => ERROR_CODE.test(line)) && looked.some((line) => REQUEST_ID.test(line));
  const isError = isNamed || looked.some((line) => BARE_MESSAGES.some((pattern) => pattern.test(line)));
  if (!isError && proxyFaults(lines) !== null) return 'proxy-settings';
  if (!isError && !looked.some((line) => SIGNATURE_CODE.test(line))) return null;
  return SDKS.find(([, pattern]) => looked.some((line) => pattern.test(line)))?.[0] ?? 'error-message';
}

/** What shows whose message it is; the AWS SDKs first, for they run on the same platforms. */
const SDKS: readonly (readonly [OtherForm, RegExp])[] = [
  [
    'error-message-aws',
    /\b(?:botocore|boto3|An error occurred \(\w{1,60}\) when calling|com\.amazonaws|software\.amazon|AmazonS3Exception|aws-sdk|x-amz-request-id|operation error S3:|Aws::S3::|Aws\\{1,4}S3\b|@aws-sdk\/|\bS3Client\b|secret_access_key|access_key_id:)/,
  ],
  [
    'error-message-mobile',
    /\bcom\.alibaba\.sdk\.android\.oss\b|\bcom\.aliyun\.oss\.(?:clientError|serverError)\b|\bAliyunOSSiOS\b/,
  ],
  ['error-message-java', /\bcom\.aliyun\.oss\.|\bOSSException\b/],
  ['error-message-python', /\boss2\.|\balibabacloud_oss_v2\b/],
  ['error-message-go', /\boss: service returned error\b|\bossutil\b|\baliyun-oss-go-sdk\b/],
  ['error-message-node', /\bali-oss\b|\bUnknow error, status: 4\d\d\b/],
  ['error-message-php', /\bOSS\\{1,4}Core\\{1,4}OssException\b|\boss-sdk-php\b/],
  ['error-message-dotnet', /\bAliyun\.OSS\.|\bAliyun\.OSS\.SDK\b/],
  ['error-message-ruby', /\bAliyun::OSS::/],
  ['error-message-cpp', /\bAlibabaCloud::OSS\b|\baliyun-oss-cpp-sdk\b/],
];

/** Whether lines are the details of packets, which say what they hold of a message in their way, and cut. */
export function isDissection(lines: readonly TextLine[]): boolean {
  return lines.some(({ text }) => DETAILS.some((pattern) => pattern.test(text)));
}
