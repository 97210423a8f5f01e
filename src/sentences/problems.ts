import type { Prose } from '../engine/diagnose/prose.ts';
import { entries, type Lang, type Said, said } from './language.ts';

/** A problem as people have it, and the command that says why. */
interface ProblemEntry {
  readonly title: Prose;
  readonly command: string;
  /** What the command will say. */
  readonly says: Prose;
  /** Words, beside those above, by which somebody may look for it. */
  readonly words: string;
}

/** The twelve that most people come with. */
const PROBLEMS = entries({
  proxy: {
    title: { en: 'It fails behind nginx, a gateway or a CDN', zh: '经过 nginx、网关或 CDN 就失败' },
    command: 'osscap scan client.pcap',
    says: {
      en: 'which header, path or byte changed on the way and, where the product shows itself, the line of its configuration; with a second capture behind it, osscap compare client.pcap behind.pcap names the hop',
      zh: '传输途中被改的是哪个请求头、路径或字节，能看出产品时还给出对应的配置行；若还有其后的抓包，osscap compare client.pcap behind.pcap 指出是哪一跳',
    },
    words:
      'proxy reverse apache haproxy caddy envoy traefik ingress cloudflare spring kong apisix waf slb alb 代理 反向代理 转发',
  },
  ossutil: {
    title: { en: 'It works with ossutil, and not with my code', zh: 'ossutil 正常，自己的代码失败' },
    command: 'osscap scan both.pcap',
    says: {
      en: 'what the refused requests have and the accepted ones have not, in one capture of both: the secret is right, so it is how the request is signed or sent',
      zh: '在同时包含两者的抓包中，失败的请求比成功的多了什么、少了什么：Secret 没有问题，问题在于签名或发送的方式',
    },
    words: 'tool cli rclone s3cmd mc aws works program own 工具 命令行 代码',
  },
  curl: {
    title: { en: 'It works with curl, and not with the SDK', zh: 'curl 正常，SDK 失败' },
    command: 'sudo osscap capture --keep both.pcapng -- ./run-both.sh',
    says: {
      en: 'the headers that the HTTP library adds or changes after signing (Content-Type, Accept-Encoding, Expect), against those that curl sends',
      zh: 'HTTP 库在签名之后添加或改动了哪些请求头（Content-Type、Accept-Encoding、Expect），与 curl 发送的对照',
    },
    words:
      'postman browser library httpclient okhttp axios fetch got undici jquery requests guzzle reqwest agent apm tracing opentelemetry otel instrumentation middleware interceptor hook ali oss2 boto3 浏览器 库 探针 链路 拦截器 中间件',
  },
  https: {
    title: { en: 'It is HTTPS, so a capture shows nothing', zh: '用的是 HTTPS，抓包里看不到内容' },
    command: 'sudo osscap capture -- python3 upload.py',
    says: {
      en: 'the same as without TLS: it runs your program, takes its session keys and reads the requests; the pasted error document needs no capture at all',
      zh: '与不加密时相同：运行您的程序，取得它的会话密钥并读取请求；如果有错误信息文档，粘贴它即可，不需要抓包',
    },
    words: 'tls ssl encrypted keylog sslkeylogfile decrypt certificate 443 加密 解密 证书',
  },
  document: {
    title: { en: 'I have only the error document', zh: '手上只有错误信息文档（XML）' },
    command: 'osscap scan error.xml',
    says: {
      en: 'what the server signed, read from its StringToSign, and what in it is likely to differ from yours',
      zh: '从 StringToSign 读出服务端签了什么，以及其中哪些最可能与您的不同',
    },
    words: 'xml stringtosign stringtosignbytes signatureprovided response body paste 报错 响应 粘贴',
  },
  message: {
    title: { en: 'I have only a message or a log line', zh: '手上只有一行报错或日志' },
    command: 'osscap scan message.txt',
    says: {
      en: 'what code, request ID and time say, and first how to get the whole error document with that SDK',
      zh: '错误码、Request ID 和时间能说明什么，并首先告诉您在该 SDK 中如何取得完整的错误信息文档',
    },
    words: 'exception stack trace log line error text console occurred calling operation 异常 日志 堆栈',
  },
  presigned: {
    title: { en: 'A presigned URL is refused', zh: '预签名 URL（签名 URL）被拒绝' },
    command: 'osscap scan url.txt',
    says: {
      en: 'what the URL was signed for, how long it lives, and what breaks it: another method, a Content-Type, an added parameter, a copy that decoded it',
      zh: '这个 URL 为哪种请求签名、有效期多长、哪里会让它失效：换了方法、带了 Content-Type、加了参数、复制时被解码',
    },
    words: 'signed url expires expired link download preview share 临时链接 预签名 过期 下载 预览',
  },
  browser: {
    title: { en: 'An upload from the browser is refused', zh: '浏览器上传被拒绝' },
    command: 'osscap scan page.har',
    says: {
      en: 'which field of the form or condition of the policy does not fit (in the browser: Network, "Save all as HAR")',
      zh: '表单的哪个域或 Policy 的哪个条件不符（在浏览器的“网络”面板中选“全部另存为 HAR”）',
    },
    words: 'form post policy cors har direct front end upload javascript 表单 直传 前端 跨域 小程序',
  },
  upgrade: {
    title: { en: 'It fails since the SDK was upgraded', zh: '升级 SDK 之后失败' },
    command: 'osscap scan after.pcap',
    says: {
      en: 'what the new version sends that the service refuses: since January 2025 the SDKs of S3 add checksums by default, and the report names the switch',
      zh: '新版本发送了哪些服务端拒绝的内容：自 2025 年 1 月起，S3 的 SDK 默认添加校验值，报告给出对应的开关',
    },
    words:
      'checksum crc32 aaaaaa crc64nvme trailer x-amz-checksum-crc32 x-amz-sdk-checksum-algorithm when_required new version update 版本 更新 校验和',
  },
  names: {
    title: { en: 'Names with Chinese, spaces or + fail', zh: '文件名含中文、空格或 + 就失败' },
    command: 'osscap scan upload.pcap',
    says: {
      en: 'how the name was encoded where it was signed and where it was sent: twice, in GBK, with + for a blank, with a slash too many',
      zh: '签名时和发送时文件名各是怎样编码的：编码了两次、用了 GBK、空格写成 +、多了一个斜杠',
    },
    words:
      'utf-8 gbk unicode encode encoding escape percent plus space slash key object file special characters 编码 转义 中文 特殊字符 斜杠',
  },
  sometimes: {
    title: { en: 'It fails only sometimes', zh: '时好时坏' },
    command: 'osscap scan a-while.pcap --only failing',
    says: {
      en: 'what the refused requests share: a server, a stretch of time, a connection, a token that ran out, a kind of name',
      zh: '失败的请求有什么共同点：某台服务器、某段时间、某条连接、过期的令牌、某类文件名',
    },
    words: 'intermittent random occasionally retry flaky now and then 偶尔 偶发 间歇 随机 重试',
  },
  services: {
    title: { en: 'It is S3, MinIO, Ceph, R2 or another service', zh: '用的是 S3、MinIO、Ceph、R2 等服务' },
    command: 'osscap scan upload.pcap --endpoint HOST=minio',
    says: {
      en: 'the same for each service that speaks S3; --endpoint is for a host whose name does not show which it is',
      zh: '对所有兼容 S3 的服务都一样；主机名看不出是哪种服务时用 --endpoint 指明',
    },
    words:
      'aws amazon ceph radosgw minio r2 b2 backblaze wasabi spaces garage seaweedfs gcs obs cos tos localstack compatible 兼容 华为 腾讯 亚马逊',
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>);

export type ProblemId = keyof typeof PROBLEMS;

export const PROBLEM_IDS = Object.keys(PROBLEMS) as readonly ProblemId[];

export type Problem = Said<(typeof PROBLEMS)[ProblemId]>;

export const problemsIn = (lang: Lang): Readonly<Record<ProblemId, Problem>> => said(PROBLEMS, lang);

/**
 * What a code or a status is reported under: words that no sentence of ours has, or that too many have, with
 * the ids that they stand for.
 */
export const REPORTED_AS: readonly (readonly [words: string, ids: readonly string[]])[] = [
  [
    'signaturedoesnotmatch calculated',
    ['client-miscomputed', 'transit-modified', 'wrong-secret', 'needs-secret'],
  ],
  ['invalidaccesskeyid invalidaccesskeyidnotfound nosuchaccesskey', ['unknown-key']],
  ['requesttimetooskewed skewed difference clock time', ['clock-skew']],
  ['accessdenied', ['access-denied', 'expired', 'denied-by-authentication']],
  ['expiredtoken invalidtoken invalidsecuritytoken securitytokenexpired tokenrefreshrequired', ['token']],
  ['baddigest invaliddigest xamzcontentsha256mismatch contentsha256mismatch', ['digest']],
  [
    'authorizationheadermalformed authorizationquerypararameterserror authorizationqueryparameterserror invalidargument invalidrequest missingsecurityheader',
    ['malformed-auth'],
  ],
  ['permanentredirect temporaryredirect 301 307', ['redirect-dropped-authorization', 'region-mismatch']],
  [
    '403',
    ['client-miscomputed', 'transit-modified', 'wrong-secret', 'access-denied', 'expired', 'unknown-key'],
  ],
  ['400', ['malformed-auth', 'digest', 'version-refused', 'token']],
  ['401 502 504 html', ['intercepted']],
  ['host', ['header-host', 'host-rewritten', 'host-signed-other']],
  [
    'nginx apache haproxy caddy envoy cloudflare',
    ['hop', 'host-rewritten', 'oss-header-dropped', 'transit-modified'],
  ],
  ['underscore underscores 下划线', ['oss-header-dropped']],
  ['axios fetch got undici jquery okhttp', ['type-added', 'content-type-added-after-signing']],
  // what adds headers within the client, once they are signed
  [
    'agent apm tracing opentelemetry otel instrumentation middleware interceptor 探针',
    ['oss-header-added-after-signing', 'content-type-added-after-signing', 'header-meta'],
  ],
];
