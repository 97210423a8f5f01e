/* What the words around an answer say of its request: a table of forms, and one reader. */

import { type ByteString, toByteString } from '../../engine/bytes/byte-string.ts';
import type { Exchange, Front, SdkName, Told } from '../../engine/http/exchange.ts';
import { encodePath } from '../../engine/sign/percent.ts';
import { isMask } from './losses.ts';
import type { TextLine } from './text-line.ts';

/** Of a line: groups `operation`, `call`, `method`, `bucket`, `key`, `url`, `host`, `path`, all optional. */
interface Form {
  /** A word that the line has; looked for first. */
  readonly word: string;
  readonly form: RegExp;
  /** Where the line itself does not name it. */
  readonly operation: string | undefined;
}

const BUCKET = '(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])';

/** A word, what the line says (`{bucket}`: its name), and the operation where the line itself names none. */
const FORMS: readonly Form[] = (
  [
    // the AWS SDK for Go, version 2; botocore, and its log; the AWS SDK for PHP
    ['operation error S3: ', String.raw`operation error S3: (?<operation>[A-Z]\w{2,40})`],
    ['when calling the ', String.raw`when calling the (?<operation>[A-Z]\w{2,40}) operation`],
    // stacks of the AWS SDKs for JavaScript and Java; Active Storage; the AWS Tools for PowerShell
    ['command', String.raw`\bde_(?<operation>[A-Z]\w{2,40})Command(?:Error)?\b`],
    [
      's3client.',
      String.raw`\bAmazonS3Client\.(?<call>putObject|getObject|deleteObject|copyObject|uploadPart|listObjects(?:V2)?)\(`,
    ],
    ['uploaded file to key: ', String.raw`\bUploaded file to key: (?<key>\S{1,1000})`, 'PutObject'],
    [
      '-bucketname ',
      String.raw`-S3Object .{0,500}-BucketName {bucket}\b(?: .{0,500}-Key (?<key>\S{1,1000}))?`,
    ],
    // minio-java
    ['request={', String.raw`\brequest=\{method=[A-Z]{3,6}, url=(?<url>https?://[^\s,]{4,2000})`],
    ['OperationModel(', String.raw`OperationModel\(name=(?<operation>[A-Z]\w{2,40})\)`],
    [
      'Error executing ',
      String.raw`Error executing \W{1,4}(?<operation>[A-Z]\w{2,40})\W{1,4}on \W{1,4}(?<url>https?:[^\s"']{4,2000})`,
    ],
    // aws s3 cp, and whatever names an object by such a URL
    [
      'upload failed: ',
      String.raw`upload failed: .{1,400} to s3://{bucket}/(?<key>[^\s"']{1,1000})`,
      'PutObject',
    ],
    ['download failed: ', String.raw`download failed: s3://{bucket}/(?<key>[^\s"']{1,1000})`, 'GetObject'],
    [
      '://',
      String.raw`\b(?:s3[an]?|gs)://(?!https?:){bucket}/(?<key>[^\s"'\x60,;:()<>]{1,1000}\.\w{1,8})(?=[\s"'\x60,;:)]|$)`,
    ],
    ['://', String.raw`\bs3[an]?://(?!https?:){bucket}(?=[\s"'\x60,;:)/]|$)`],
    // restic, rclone, mc
    [
      's3:http',
      String.raw`\bs3:(?<url>https?://[^\s"'\x60:/]{1,200}(?::\d{1,5})?)/{bucket}(?=[\s"'\x60:/]|$)`,
    ],
    ['":s3:', '":s3:{bucket}["/]'],
    [
      'Unable to ',
      String.raw`Unable to [^\x60]{1,200}\x60[\w-]{1,60}/{bucket}(?:/(?<key>[^\x60\s]{1,1000}))?\x60`,
    ],
    // AsyncAws, Guzzle, requests of other libraries
    [' returned for ', String.raw`\breturned for "(?<url>https?://[^\s"]{4,2000})"`],
    // Go: a program's own words before those of the SDK; gocloud.dev
    [': operation error s3', String.raw`\bs3: \w{2,20} (?<key>[^\n"']{1,1000}?): operation error S3`],
    ['blob (key ', String.raw`\bblob \(key \\?"(?<key>[^"\\]{1,1000})\\?"\)`],
    // ossutil; the second SDKs of OSS
    [', object=', String.raw`\bBucket={bucket}, Object=(?<key>[^\s,]{1,1000}?)!?(?=[\s,]|$)`],
    [
      'request endpoint: ',
      String.raw`\bRequest Endpoint: [A-Z]{3,6} (?<url>https?://[^\s?]{4,2000}?)\.?(?=[\s?]|$)`,
    ],
    // Velero; ShareX, whose URL stands on a line of its own
    ['error ', String.raw`\berror (?:putting|getting) object (?<key>\S{1,1000}?): `],
    [
      '://',
      String.raw`(?i)^\s*(?:Request URL: ?)?(?<url>https?://(?!(?:docs?|help|www|api|github|support)\.)[^\s"'?]{4,2000})\s*$`,
    ],
    ['on the resource: ', 'on the resource: /{bucket}/'],
    [
      '` resulted in a `',
      String.raw`\x60(?:GET|PUT|POST|HEAD|DELETE) (?<url>https?://[^\s\x60]{4,2000})\x60 resulted in a \x60`,
    ],
    // versitygw at `debug`, which does not log the method; OpenDAL
    ['ur', String.raw`^(?:\[URL\]| +uri): (?<url>https?://[^\s]{4,2000})`],
    // object_store of Rust, DuckDB, JuiceFS
    [
      '://',
      String.raw`\b(?:performing [A-Z]{3,6}|HTTP [A-Z]{3,6} error on|connect to URL|create bucket) ["']?(?<url>https?://[^\s"']{4,2000}?)(?=["'\s]|: )`,
    ],
    // ClickHouse
    [', key ', String.raw`\bbucket {bucket}, key (?<key>[^\s,]{1,1000}),`],
    ['from bucket: ', String.raw`\bkey: (?<key>[^\s,]{1,1000}), from bucket: {bucket}`],
    // Excon of Ruby, line by line; COS
    [':host ', String.raw`^ *:host +=> "(?<host>[\w.-]{1,253})"`],
    [':path ', '^ *:path +=> "(?<path>/[^"?]{0,2000})"'],
    [
      '.cos.',
      String.raw`(?i)\bresource["']?[:=>] ?["']?(?<host>[\w-]{1,63}\.cos\.[\w.-]{1,200})(?<path>/[^\s"'<,]{1,2000})`,
    ],
    // radosgw
    [' s3:', String.raw`\breq \d.{0,60} s3:(?<call>put_obj|get_obj|delete_obj|list_bucket|create_bucket)\b`],
    // Hadoop, and the SDK for Java below it; HTTP.jl; s3fs, and its command
    [
      'getFileStatus on ',
      String.raw`\bgetFileStatus on s3[an]?://{bucket}/(?<key>[^\s:]{1,1000})`,
      'HeadObject',
    ],
    [
      '; request: ',
      String.raw`; request: (?<method>[A-Z]{3,7}) (?<url>https?://[^\s/]{4,255})/? (?<key>[^\s{}][^{}]{0,1000}?) \{`,
    ],
    [
      'StatusError(',
      String.raw`\bStatusError\(4\d\d, "(?<method>[A-Z]{3,7})", "(?<path>/[^\s"/?]{1,100}/[^\s"?]{1,1000})"`,
    ],
    ['failed a request(', String.raw`\bfailed a request\(\d{3}: (?<url>https?://[^\s()]{4,2000})\)`],
    [
      's3fs ',
      String.raw`\bs3fs {bucket}(?::/\S{0,200})? /\S{1,200}(?: .{0,500}?\burl=(?<url>https?://[^\s,/]{4,255}))?`,
    ],
    // minio-py and minio-java, OpenDAL: the path
    ['resource', String.raw`\bresource(?:: "?|=)/{bucket}(?:/(?<key>[^\s",]{1,1000}))?(?=[\s",]|$)`],
    // settings
    [
      'endpoint',
      String.raw`(?i)endpoint(?:[-_ ]?url)?["']?\s{0,20}[:=]+>?\s{0,3}["']?(?<url>https?://[^\s"',;/]{3,255})`,
    ],
    [
      'bucket',
      String.raw`(?i)\bbucket(?:[_-]?name)?["']?\s{0,20}[:=]\s{0,3}(["'])(?<bucket>/?[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/?)\1`,
    ],
    ['bucket=', String.raw`\bbucket="{bucket}" key="(?<key>[^"]{1,1000})"`],
    [
      'client.',
      String.raw`\bclient\.(?<call>BucketExists|ListObjects|PutObject|StatObject|GetObject|MakeBucket)\b`,
    ],
  ] as const
).map(([word, form, operation]) => {
  const isAnyCase = form.startsWith('(?i)');
  const pattern = form.slice(isAnyCase ? 4 : 0).replaceAll('{bucket}', BUCKET);
  return { word, form: new RegExp(pattern, isAnyCase ? 'i' : ''), operation };
});

/** Operations of which clients speak in words of their own. */
const CALLS: Readonly<Record<string, string>> = {
  BucketExists: 'HeadBucket',
  StatObject: 'HeadObject',
  MakeBucket: 'CreateBucket',
  put_obj: 'PutObject',
  get_obj: 'GetObject',
  delete_obj: 'DeleteObject',
  list_bucket: 'ListObjects',
  create_bucket: 'CreateBucket',
};

/** What is asked of an object without parameters. */
const OF_OBJECT: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};

/** Lines that are looked at, how much of each, and what is kept of all. */
const MAX_LINES = 5000;
const MAX_LINE = 4096;
const MAX_SAYINGS = 500;
/** Lines of a canonical request. */
const MAX_CANONICAL = 120;

interface Saying {
  readonly line: number;
  readonly told: Partial<Omit<Told, 'ofOss' | 'front'>>;
  /** The canonical request, where it is the client that printed it. */
  readonly clientString?: ByteString;
}

/** Words of Alibaba Cloud, whatever the case of most. */
const OF_OSS =
  /aliyun|alibaba|\bali[-_]?oss\b|\boss(?:2|util|fs|browser|client|exception|-(?:cn|us|ap|eu|me)-)|\boss:\/\/|x-oss-|OSSAccessKeyId|OSS4-HMAC/i;
const OF_OSS_EXACT = /\bOSS\b/;

/** Servers and proxies that people run themselves. */
const OF_OWN =
  /\bminio\b|\bmc: <ERROR>|\bgarage\b|seaweedfs|\bceph\b|radosgw|rustfs|localstack|versity|s3proxy|\bnginx\b|traefik|\bcaddy\b|haproxy|proxy_pass|ProxyPass|reverse[- ]proxy|:\/\/localhost\b|:\/\/\d{1,3}(?:\.\d{1,3}){3}\b|\bontap\b|storagegrid|\bhost\.docker\b/i;
const OF_EDGE =
  /cloudflare(?!storage)|\bcf-ray\b|\bgfe\b|storage\.googleapis\.com|\bGoogle secret key\b|SignatureDoesNotMatch: Access denied\b/i;

/** What shows whose message it is, the tools before the SDKs that they are made with. */
const SDKS: readonly (readonly [SdkName, RegExp])[] = [
  ['rclone', /\brclone\b/],
  ['s3cmd', /\bs3cmd\b|\bS3 error: 4\d\d \(/],
  ['mc', /\bmc: <ERROR>/],
  ['ossutil', /\bossutil(?:64)?\b/],
  [
    'aws-cli',
    /\baws s3(?:api)? |\b(?:upload|download|copy|delete) failed: .{1,400} An error occurred|\bfatal error: An error occurred|awscli/,
  ],
  ['boto3', /\bboto(?:3|core)\b|\bAn error occurred \(\w{1,60}\) when calling the /],
  ['aws-java2', /\bsoftware\.amazon\b|\(Service: S3, Status Code: /],
  ['aws-java1', /\bcom\.amazonaws\b|\bAmazonS3Exception\b|\(Service: Amazon S3; /],
  ['aws-go2', /\boperation error S3: |\baws-sdk-go-v2\b/],
  ['aws-go1', /\bstatus code: \d{3}, request id: |\bgithub\.com\/aws\/aws-sdk-go\//],
  ['aws-js3', /@aws-sdk\/|@smithy\//],
  ['aws-js2', /\baws-sdk\/lib\//],
  ['aws-php', /\bAws\\{1,4}S3\b/],
  ['aws-net', /\bAmazon\.(?:S3|Runtime)\./],
  ['aws-ruby', /\bAws::S3::/],
  ['aws-rust', /\baws_(?:sdk_s3|smithy)/],
  ['oss-py2', /\balibabacloud_oss_v2\b/],
  ['oss-py1', /\boss2\./],
  ['oss-java', /\bcom\.aliyun\.oss\.|\bOSSException\b/],
  ['oss-go2', /\balibabacloud-oss-go-sdk-v2\b/],
  ['oss-go1', /\boss: service returned error\b|\baliyun-oss-go-sdk\b/],
  ['oss-node', /\bali-oss\b/],
  ['oss-php', /\bOSS\\{1,4}Core\\{1,4}OssException\b/],
];

/** Gives exchanges what the text says beside them; those that show their request need little of it. */
export function tellExchanges(
  lines: Iterable<TextLine>,
  exchanges: readonly Exchange[],
): readonly Exchange[] {
  const isNeeded = exchanges.some(({ request }) => request === null);
  if (!isNeeded) return exchanges;
  const { sayings, ...words } = readWords(lines);
  const nearest = new Map<Exchange, Saying[]>();
  const alone = exchanges.filter(({ request }) => request === null);
  for (const saying of sayings) {
    let best: Exchange | null = null;
    for (const each of alone)
      if (best === null || distance(each, saying) < distance(best, saying)) best = each;
    if (best !== null) nearest.set(best, [...(nearest.get(best) ?? []), saying]);
  }
  return exchanges.map((exchange) => {
    if (exchange.request !== null) return exchange;
    const own = (nearest.get(exchange) ?? []).sort((a, b) => distance(exchange, a) - distance(exchange, b));
    // the nearest says it; another one adds what that leaves out
    let told: Told = words;
    const printed = own.find((each) => each.clientString !== undefined)?.clientString;
    for (const each of own.reverse()) told = { ...told, ...each.told };
    told = withDocument(told, exchange.response?.body ?? null);
    return { ...exchange, told, ...(printed === undefined ? {} : { clientString: printed }) };
  });
}

/** What the server signed, up to its path; COS writes names and values of headers as those of a query. */
const SIGNED_RESOURCE = /<StringToSign>(GET|PUT|POST|HEAD|DELETE)\n[^<]{0,4000}?\n(\/[^\n<]{0,2000})<\//;
const SIGNED_PATH =
  /<CanonicalRequest>(GET|PUT|POST|HEAD|DELETE)\n(\/[^\n<]{0,2000})\n[^\n<]{0,2000}\n(?:[a-z0-9-]{1,60}:[^\n<]{0,500}\n){0,40}?host:([^\n<]{1,255})\n/;
const FORMAT_STRING = /<FormatString>([a-z]{3,7})\n(\/[^\n<]{0,2000})\n[^\n<]{0,2000}\n([^\n<]{0,2000})\n/;
const SERVICE_HOST = /^s3[.-]/;

/** What the document of an answer says of its request goes before the words around it. */
function withDocument(words: Told, body: Uint8Array | null): Told {
  const { bucket: _bucket, key: _key, path: _path, ...told } = words;
  const text = body === null ? '' : toByteString(body, 0, Math.min(body.length, MAX_DOCUMENT));
  const resource = SIGNED_RESOURCE.exec(text);
  if (resource !== null) return { ...told, ...(resource[2] === '/' ? ofService(resource[1]) : {}) };
  const [, method, own = '', host = ''] = SIGNED_PATH.exec(text) ?? [];
  if (method !== undefined) {
    const isService = own === '/' && SERVICE_HOST.test(host);
    return { ...told, method, ...ofHost(host, own), ...(isService ? ofService(method) : {}) };
  }
  const [, asked, formatted = '', listed = ''] = FORMAT_STRING.exec(text) ?? [];
  if (asked === undefined) return words;
  const headers = listed.split('&').map((each) => each.split('='));
  const signedHeaders = headers.map(([name]) => name).join(';');
  const named = ofHost(headers.find(([name]) => name === 'host')?.[1] ?? '', encodePath(formatted));
  return { ...told, method: asked.toUpperCase(), signedHeaders, ...named };
}

function ofService(method: string | undefined): Partial<Told> {
  return method === 'GET' ? { operation: 'ListBuckets' } : {};
}

/** Longest part of a document that is looked at. */
const MAX_DOCUMENT = 16 * 1024;

function distance({ response }: Exchange, { line }: Saying): number {
  return Math.abs((response?.frame ?? 0) - line);
}

interface Words extends Pick<Told, 'ofOss' | 'front' | 'sdk'> {
  readonly sayings: readonly Saying[];
}

function readWords(lines: Iterable<TextLine>): Words {
  const sayings: Saying[] = [];
  const canonical = new CanonicalReader();
  let ofOss = false;
  let isOwn = false;
  let isEdge = false;
  let sdk: SdkName | undefined;
  let count = 0;
  for (const { text: whole, number } of lines) {
    if (++count > MAX_LINES || sayings.length >= MAX_SAYINGS) break;
    const text = whole.slice(0, MAX_LINE).replaceAll('\\/', '/');
    ofOss ||= OF_OSS.test(text) || OF_OSS_EXACT.test(text);
    isOwn ||= OF_OWN.test(text);
    isEdge ||= OF_EDGE.test(text);
    sdk ??= SDKS.find(([, mark]) => mark.test(text))?.[0];
    const lower = text.toLowerCase();
    for (const { word, form, operation } of FORMS) {
      if (!text.includes(word) && !lower.includes(word)) continue;
      const found = form.exec(text);
      if (found !== null) sayings.push({ line: number, told: toldOf(found.groups ?? {}, operation) });
    }
    const read = canonical.take(text);
    if (read !== null) sayings.push({ line: number, ...read });
  }
  const front: Front | null = isEdge ? 'edge' : isOwn ? 'own' : null;
  return { ofOss, ...(front === null ? {} : { front }), ...(sdk === undefined ? {} : { sdk }), sayings };
}

function toldOf(
  groups: Readonly<Record<string, string | undefined>>,
  usual: string | undefined,
): Saying['told'] {
  const { url, bucket, key, call, method, host, path } = groups;
  const named = call === undefined ? OF_OBJECT[method ?? ''] : (CALLS[call] ?? call);
  const operation =
    groups['operation'] ?? (named === undefined ? usual : named[0]?.toUpperCase() + named.slice(1));
  return {
    ...(operation === undefined ? {} : { operation }),
    ...(method === undefined ? {} : { method }),
    ...(bucket === undefined || isMask(bucket) ? {} : { bucket }),
    ...(key === undefined || isMask(key) ? {} : { key }),
    ...(url === undefined ? {} : ofUrl(url)),
    ...(host === undefined ? {} : { host }),
    ...(path === undefined ? {} : { path }),
  };
}

function ofUrl(url: ByteString): Saying['told'] {
  const [, host = '', path = ''] = /^https?:\/\/([^/?#]{1,255})([^?#]*)/i.exec(url) ?? [];
  return ofHost(host, path === '' ? '/' : path);
}

function ofHost(host: ByteString, path: ByteString): Saying['told'] {
  const dot = host.indexOf('.');
  // a bucket that is hidden: the path behind it is the key
  if (dot > 0 && isMask(host.slice(0, dot))) {
    return { host: host.slice(dot + 1), path: '/', ...(path === '/' ? {} : { key: path.slice(1) }) };
  }
  return host === '' || isMask(host) ? {} : { host, path };
}

const METHOD_AT_END = /(?:^|[^A-Za-z])(GET|PUT|POST|HEAD|DELETE)$/;
const METHOD_IN_LINE = /(?:^|[^A-Za-z])(GET|PUT|POST|HEAD|DELETE) (?=\/)/;
const PAYLOAD = /^(?:[0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]{1,60})(?:$|["'<,)])/;
/** Before a client's canonical request; that of the AWS SDK for Go is logged by versitygw, a server. */
const OF_CLIENT =
  /\bbotocore\.auth\b.{0,40}\bCanonicalRequest:|\bAWS4 Canonical Request: |\bCanonical Request String: /;
const SIGNED_LIST = /^[a-z0-9-][a-z0-9;-]{3,2000}$/;

/** Finds the canonical requests of version 4 in a text, line by line: in lines, escaped, or collapsed. */
class CanonicalReader {
  #open: string[] | null = null;
  #before = '';
  #isOfClient = false;

  take(line: ByteString): Omit<Saying, 'line'> | null {
    if (this.#open === null) this.#isOfClient = OF_CLIENT.test(`${this.#before}\n${line}`);
    this.#before = line;
    const collapsed = line.includes(' host:') ? METHOD_IN_LINE.exec(line) : null;
    if (collapsed !== null)
      return this.#readAll(line.slice(line.indexOf(collapsed[1] ?? '', collapsed.index)).split(' '));
    return this.#readAll(line.split(/\\{1,2}n/));
  }

  #readAll(pieces: readonly string[]): Omit<Saying, 'line'> | null {
    let found: Omit<Saying, 'line'> | null = null;
    for (const piece of pieces) {
      if (this.#open !== null) {
        this.#open.push(piece);
        if (PAYLOAD.test(piece)) {
          const told = canonicalOf(this.#open);
          if (told !== null) {
            const payload = PAYLOAD.exec(piece)?.[0].replace(/\W$/, '') ?? '';
            const text = [...this.#open.slice(0, -1), payload].join('\n');
            found ??= this.#isOfClient ? { told, clientString: text } : { told };
          }
          this.#open = null;
        } else if (this.#open.length > MAX_CANONICAL || (this.#open.length === 2 && !piece.startsWith('/'))) {
          this.#open = null;
        }
      }
      const method = this.#open === null ? METHOD_AT_END.exec(piece)?.[1] : undefined;
      if (method !== undefined) this.#open = [method];
    }
    return found;
  }
}

function canonicalOf([method = '', path = '', ...rest]: readonly string[]): Saying['told'] | null {
  const host = rest.find((each) => each.startsWith('host:'))?.slice('host:'.length);
  const signedHeaders = rest.findLast((each) => SIGNED_LIST.test(each) && !PAYLOAD.test(each));
  if (host === undefined || signedHeaders === undefined) return null;
  const payload = rest.findLast((each) => PAYLOAD.test(each));
  return { method, signedHeaders, ...(payload === undefined ? {} : { payload }), ...ofHost(host, path) };
}
