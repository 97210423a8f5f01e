import { type CauseEntry, DIFFERS, entry, HAND_WRITTEN } from './entry.ts';

/**
 * What the client signed otherwise than it was sent, as the search proves: the bucket and the key. `signed`:
 * the value in the client's string, `sent`: that on the wire.
 */
export const RESOURCE_CAUSES = {
  'key-signed-raw': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the encoded path in the place of the key.',
      zh: '客户端签名时把编码后的路径当成了 Object 名称。',
    },
    cause: DIFFERS,
    cure: {
      en: 'sign with the plain (decoded) key, which V1 takes as it is and V4 encodes once (the URL has an encoding of its own)',
      zh: '用原始（解码后的）Object 名称签名：V1 直接使用，V4 只编码一次（URL 中的编码与此无关）',
    },
  }),
  'key-decoded-twice': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed a key that was decoded once too often.',
      zh: '客户端签名用的 Object 名称多解码了一次。',
    },
    cause: DIFFERS,
    cure: {
      en: 'decode the key only once; look for a framework that decodes paths before your code does',
      zh: '只解码一次；检查框架是否已先行解码路径',
    },
  }),
  'key-encoded': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed an encoded key instead of the plain one.',
      zh: '客户端签名用的是编码后的 Object 名称，应当用原始的。',
    },
    cause: {
      en: `${DIFFERS.en}; the key was encoded before it was signed, or already when it was passed to the SDK`,
      zh: `${DIFFERS.zh}；Object 名称在签名之前，或在交给 SDK 之前，已经编码过`,
    },
    cure: {
      en: 'sign the plain key, and encode it only for the URL; pass plain keys to the SDK, which encodes them',
      zh: '用原始 Object 名称签名，只在 URL 中编码；交给 SDK 的也应是原始 Object 名称，它会自行编码',
    },
  }),
  'key-plus-and-space': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client mixed up + and space in the key.',
      zh: '客户端签名时弄混了 Object 名称中的空格与 +。',
    },
    cause: {
      en: `${DIFFERS.en}; in a path, + is a plus sign and a space is %20`,
      zh: `${DIFFERS.zh}；在路径中 + 就是加号，空格是 %20`,
    },
    cure: {
      en: 'encode the path with a path encoder, not with a form encoder',
      zh: '用路径编码，不要用表单编码',
    },
  }),
  /** The path has a raw `+`: signed as one, and read as a space by the server. */
  'key-plus-raw': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client sent a raw + in the path: it signed a plus sign, but the server read a space.',
      zh: '客户端在路径中发送了未编码的 +：它按加号签名，服务端却读作空格。',
    },
    cause: {
      en: 'programs disagree on a + that is not percent-encoded: the server read it as a space, or a proxy on the way replaced it with %20',
      zh: '未经百分号编码的 +，不同程序的理解不同：可能是服务端读作空格，也可能是途中的代理把它改写成了 %20',
    },
    cure: {
      en: 'write %2B for a plus sign in the path of a URL (every program reads that the same way)',
      zh: '在 URL 路径中用 %2B 表示加号，所有程序对它的理解都相同',
    },
  }),
  'key-cut': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed only the beginning of the key.',
      zh: '客户端只签了 Object 名称的前半段。',
    },
    cause: {
      en: `${DIFFERS.en}; a # or ? in the key was taken for the end of the path`,
      zh: `${DIFFERS.zh}；Object 名称里的 # 或 ? 被当成路径的结尾`,
    },
    cure: {
      en: 'percent-encode # and ? in keys before building a URL from them',
      zh: '生成 URL 之前对 Object 名称里的 # 和 ? 做百分号编码',
    },
  }),
  'key-hex-case': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed percent-escapes in the wrong letter case.',
      zh: '客户端签名时百分号编码的大小写不同。',
    },
    cause: DIFFERS,
    cure: { en: 'write escapes with capital letters (%2F)', zh: '百分号编码使用大写（%2F）' },
  }),
  'key-slashes': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The slashes in the signed key differ from those in the key that was sent.',
      zh: '签名与发送的 Object 名称中斜杠不同。',
    },
    cause: {
      en: `${DIFFERS.en}; a leading, double or trailing slash was added or collapsed, or a . or .. between slashes was resolved`,
      zh: `${DIFFERS.zh}；开头、重复或结尾的斜杠被增减，或斜杠之间的 .、.. 被解析掉`,
    },
    cure: {
      en: 'pass keys without a leading slash and without ./ or ../ to the SDK, and keep the HTTP library from normalising paths',
      zh: '交给 SDK 的 Object 名称不要以斜杠开头，也不要含 ./ 或 ../，并避免 HTTP 库规范化路径',
    },
  }),
  /** A folder before the key is not in the signed one: a proxy adds it to the path. */
  'key-prefix-not-signed': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the key without the leading folder that was sent.',
      zh: '客户端签名的 Object 名称不含发送时前面的目录。',
    },
    cause: {
      en: `${DIFFERS.en}; a proxy or a rewrite rule adds the folder to the path`,
      zh: `${DIFFERS.zh}；代理或重写规则在路径前加上了目录`,
    },
    cure: {
      en: 'sign the path that reaches OSS, or remove the rewrite',
      zh: '按到达 OSS 的路径签名，或去掉路径重写',
    },
  }),
  /** S3 version 2: decoded, or encoded anew, where the path as sent is due. */
  'key-signed-recoded': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client decoded or re-encoded the path before signing it.',
      zh: '客户端用解码或重新编码后的路径签名。',
    },
    cause: {
      en: `${DIFFERS.en}; S3 V2 signs the path exactly as it is sent`,
      zh: `${DIFFERS.zh}；S3 签名 V2 用发送的原样路径签名`,
    },
    cure: {
      en: 'encode the path once, and use that text for signing and sending',
      zh: '路径只编码一次，签名和发送使用同一文本',
    },
  }),
  /** `encoding`: `gbk`, `latin-1`, `utf-8-twice`. */
  'key-encoding': entry({
    args: { signed: 'bytes', sent: 'bytes', encoding: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed the key in a different character encoding ({encoding:word}).',
      zh: '客户端签名时 Object 名称的字符编码不同（{encoding:word}）。',
    },
    cause: DIFFERS,
    cure: { en: 'use UTF-8 for keys everywhere', zh: 'Object 名称统一使用 UTF-8' },
  }),
  /** `form`: `NFC`, `NFD`. */
  'key-unicode-form': entry({
    args: { signed: 'bytes', sent: 'bytes', form: 'word' },
    rows: [16],
    headline: {
      en: 'The client signed the key in the Unicode form {form}, but sent it in another.',
      zh: '客户端签名用的 Object 名称是 Unicode {form} 形式，发送的是另一种。',
    },
    cause: {
      en: '{sent:q} looks the same in both forms, but its bytes differ; macOS, for example, decomposes file names',
      zh: '{sent:q}在两种形式下看起来相同，字节却不同；例如 macOS 的文件名是分解形式',
    },
    cure: {
      en: 'normalise the key once (NFC), before it is signed and sent',
      zh: '签名和发送之前统一规范化一次（NFC）',
    },
  }),
  'key-case': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the key in a different letter case.',
      zh: '客户端签名用的 Object 名称大小写不同。',
    },
    cause: DIFFERS,
    cure: { en: 'keys are case-sensitive: use one form', zh: 'Object 名称区分大小写，请统一' },
  }),
  /** White space or a dot at an end of the key, which URL libraries take off. */
  'key-padded': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed a key that differs at its start or end from the one it sent.',
      zh: '客户端签名用的 Object 名称，开头或结尾与发送的不同。',
    },
    cause: {
      en: `${DIFFERS.en}; URL libraries remove white space at the ends, some also a final dot`,
      zh: `${DIFFERS.zh}；URL 库会去掉首尾空白（有的还会去掉末尾的点）`,
    },
    cure: {
      en: 'remove white space and line breaks around keys before use, for example around those read from a list',
      zh: '使用之前去掉 Object 名称首尾的空白和换行，例如从列表文件读取时',
    },
  }),
  'key-left-out': entry({
    args: { sent: 'bytes' },
    rows: [16],
    headline: { en: 'The client signed no key.', zh: '客户端签名时没有包含 Object 名称。' },
    cause: {
      en: 'the signed resource ended with the bucket; the request was for {sent:q}',
      zh: '签名的资源只到 Bucket 为止；请求的是{sent:q}',
    },
    cure: { en: 'sign /bucket/key', zh: '签名 /bucket/key' },
  }),
  'bucket-left-out': entry({
    args: { sent: 'bytes' },
    rows: [16, 20],
    headline: {
      en: 'The client left the bucket out of the signed resource.',
      zh: '客户端签名的资源里没有 Bucket。',
    },
    cause: {
      en: 'the resource is /bucket/key even if the URL shows only the key; with a custom domain, the SDK must be told the bucket',
      zh: '即使 URL 只有 Object 名称，资源也是 /bucket/key；使用自定义域名时必须告诉 SDK 是哪个 Bucket',
    },
    cure: {
      en: 'sign /bucket/key; with a custom domain, set the bucket and the CNAME option of the SDK',
      zh: '签名 /bucket/key；使用自定义域名时设置 Bucket 并打开 SDK 的 CNAME 开关',
    },
  }),
  'bucket-twice': entry({
    args: { sent: 'bytes' },
    rows: [16],
    headline: { en: 'The client signed the bucket twice.', zh: '客户端签名的资源里 Bucket 出现了两次。' },
    cause: {
      en: 'a path-style signer was given a host that already names the bucket',
      zh: '按路径方式签名，而域名里已经有 Bucket',
    },
    cure: {
      en: 'switch the client to virtual-hosted style, or give it the endpoint without the bucket',
      zh: '把客户端改为虚拟托管方式，或使用不带 Bucket 的 Endpoint',
    },
    brief: { en: 'the bucket twice', zh: 'Bucket 出现两次' },
  }),
  /**
   * The path begins with the bucket, which the host stands for already: the server reads it as part of the
   * key.
   */
  'bucket-in-host-and-path': entry({
    args: { bucket: 'bytes' },
    rows: [16],
    headline: {
      en: 'The bucket is in the path, although the host already identifies it.',
      zh: '域名已经对应 Bucket，路径里又有 Bucket。',
    },
    cause: {
      en: 'the client signed the path as /bucket/key, and OSS reads all of it as the key, which then begins with {bucket:q}; the endpoint that the client was given names the bucket, or the client uses path style',
      zh: '客户端把路径当作 /bucket/key 签名，而 OSS 把整个路径当作 Object 名称，于是它以{bucket:q}开头；客户端的 Endpoint 里带有 Bucket，或使用了路径方式',
    },
    cure: {
      en: 'give the client the endpoint without the bucket (oss-cn-hangzhou.aliyuncs.com), or switch it to virtual-hosted style; with a custom domain, set the CNAME option of the SDK',
      zh: '使用不带 Bucket 的 Endpoint（oss-cn-hangzhou.aliyuncs.com），或把客户端改为虚拟托管方式；使用自定义域名时打开 SDK 的 CNAME 开关',
    },
  }),
  'bucket-signed-other': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16, 2],
    headline: {
      en: 'The client signed one bucket and addressed another.',
      zh: '客户端签名用的 Bucket 与请求访问的不同。',
    },
    cause: {
      en: 'signed as {signed:q}, while the request addresses {sent:q}; with a custom domain, the client guesses the bucket from the host',
      zh: '签名用的是{signed:q}，请求访问的是{sent:q}；使用自定义域名时客户端从域名猜测 Bucket',
    },
    cure: {
      en: 'set the bucket in the client; with a custom domain, also set its CNAME option',
      zh: '设置客户端的 Bucket；使用自定义域名时还要打开 CNAME 开关',
    },
  }),
  /** The host name stands in the signed resource. */
  'host-in-resource': entry({
    args: { host: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed the host name {host} as part of the resource.',
      zh: '客户端把域名 {host} 签进了资源里。',
    },
    cause: {
      en: 'the resource is /bucket/key, also with a custom domain',
      zh: '使用自定义域名时资源仍是 /bucket/key',
    },
    cure: {
      en: 'set the bucket and the CNAME option of the SDK',
      zh: '设置 Bucket 并打开 SDK 的 CNAME 开关',
    },
  }),
  /**
   * The resource lacks its leading slash, or the slash after the bucket. `which`: `leading`, `after-bucket`.
   */
  'resource-slash-missing': entry({
    args: { which: 'word' },
    rows: [16],
    headline: {
      en: 'A slash is missing in the signed resource ({which:word}).',
      zh: '签名的资源里少了一个斜杠（{which:word}）。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'sign /bucket/key, and /bucket/ for the bucket itself',
      zh: '签名 /bucket/key；对 Bucket 本身则为 /bucket/',
    },
  }),
  /** The bucket is the first label of a host that the server does not know to be a domain of its. */
  'bucket-of-host': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client puts the bucket {signed:q} into the host name, and the server takes {sent:q}, from the path.',
      zh: '客户端把 Bucket{signed:q}写在域名里，而服务端从路径中取得{sent:q}作为 Bucket。',
    },
    cause: {
      en: 'virtual-host style needs a server that knows its own domain; without that, it reads every path as /bucket/key',
      zh: '虚拟托管方式要求服务端知道自己的域名；否则它把所有路径都当作 /bucket/key',
    },
    cure: {
      en: "use path style (boto3: s3={'addressing_style': 'path'}; AWS SDKs: forcePathStyle; rclone: force_path_style), or tell the server its domain (Ceph: rgw_dns_name; Swift: storage_domain; MinIO: MINIO_DOMAIN)",
      zh: "改用路径方式（boto3：s3={'addressing_style': 'path'}；AWS SDK：forcePathStyle；rclone：force_path_style），或在服务端配置域名（Ceph：rgw_dns_name；Swift：storage_domain；MinIO：MINIO_DOMAIN）",
    },
  }),
  /** Of S3 version 2, which signs the path as it is sent. */
  'bucket-signed-with-slash': entry({
    args: { bucket: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed /{bucket}/ and sent /{bucket}, without the slash at the end.',
      zh: '客户端签名的是 /{bucket}/，发送的是末尾没有斜杠的 /{bucket}。',
    },
    cause: {
      en: 'some clients (boto3) do so in S3 V2 with requests to a bucket itself; some servers (Swift) sign the slash too, this one signs the path as it came',
      zh: '有的客户端（boto3）在 S3 V2 中对 Bucket 本身的请求就是如此；有的服务端（Swift）也把斜杠算进去，而这个服务端按收到的路径签名',
    },
    cure: {
      en: "sign with version 4 (boto3: signature_version='s3v4'), which signs the path that is sent",
      zh: "改用 V4 签名（boto3：signature_version='s3v4'），它签名的就是发送的路径",
    },
  }),
  /** The URL, host and path of it, or its path as it is sent stand where bucket and key are due. */
  'url-in-resource': entry({
    args: { signed: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed its URL instead of the resource: {signed:q}.',
      zh: '客户端把 URL 当作资源签名：{signed:q}。',
    },
    cause: {
      en: 'the resource is /bucket/key, without scheme and host, whatever the host is',
      zh: '无论 Host 是什么，资源都是 /bucket/key，不含协议和主机名',
    },
    cure: {
      en: 'sign /bucket/key with the key decoded, followed by the sub-resources only',
      zh: '对 /bucket/key 签名（key 用解码后的），后面只跟子资源',
    },
  }),
  /** The bucket without a slash, a slash alone, or nothing. */
  'resource-left-out': entry({
    args: { signed: 'bytes', sent: 'bytes' },
    rows: [16],
    headline: {
      en: 'The client signed {signed:q} instead of the resource {sent:q}.',
      zh: '客户端签名用的资源是{signed:q}，应为{sent:q}。',
    },
    cause: HAND_WRITTEN,
    cure: {
      en: 'sign /bucket/key, and /bucket/ for the bucket itself',
      zh: '对 /bucket/key 签名；针对 Bucket 本身的请求用 /bucket/',
    },
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
