import type { ArgSpec, CheckedProse, Prose } from '../../engine/diagnose/prose.ts';

/** All that is said of a kind of suspect, in every language. */
export interface SuspectEntry<A extends ArgSpec = ArgSpec> {
  readonly args: A;
  /** What the client may have done. */
  readonly summary: Prose;
  readonly advice: Prose;
  /** What is in question, in a few words. */
  readonly short: Prose;
  /**
   * The cheapest request that the cause cannot strike: if it is accepted, this was the cause, and if it is
   * refused, another was (Zeller: Yesterday, my program worked. Today, it does not, 1999).
   */
  readonly change?: Prose;
  /** Kinds that the same request would remove, too, so that it says nothing of them. */
  readonly alsoRemoves?: readonly string[];
  /** What settles it where no such request can be made. */
  readonly proof?: Prose;
}

function suspect<
  const A extends ArgSpec,
  const S extends Prose,
  const V extends Prose,
  const N extends Prose,
  const P extends Prose,
>(
  args: A,
  said: Omit<SuspectEntry, 'args' | 'summary' | 'advice' | 'short' | 'change' | 'proof'> & {
    readonly summary: S & CheckedProse<S, A>;
    readonly advice: V & CheckedProse<V, A>;
    readonly short: N & CheckedProse<N, A>;
  } & (
      | { readonly change: P & CheckedProse<P, A>; readonly proof?: never }
      | { readonly proof: P & CheckedProse<P, A>; readonly change?: never }
    ),
): SuspectEntry<A> {
  return { args, ...said };
}

const NONE = {} as const satisfies ArgSpec;
const SENT = { sent: 'bytes' } as const satisfies ArgSpec;
const NAME = { name: 'bytes' } as const satisfies ArgSpec;
const CHARACTERS = { characters: 'bytes' } as const satisfies ArgSpec;
const BUCKET = { bucket: 'bytes' } as const satisfies ArgSpec;
const HOST = { host: 'bytes' } as const satisfies ArgSpec;
const REGION = { region: 'bytes' } as const satisfies ArgSpec;
const ID = { id: 'bytes' } as const satisfies ArgSpec;
const WHERE = { where: 'word' } as const satisfies ArgSpec;

const SIGN_WHAT_IS_SENT = {
  en: 'sign the value that is sent, or send the one that was signed',
  zh: '对实际发送的值签名，或者发送签名时用的值',
} as const;
const WITHOUT_PARAMETER = {
  en: 'the same request without the parameter {name}, signed anew',
  zh: '去掉参数 {name}，重新签名后再发一次',
} as const;
const THE_PARAMETER = { en: 'the parameter {name}', zh: '参数 {name}' } as const;
const WITHOUT_HEADER = {
  en: 'the same request without the header {name}',
  zh: '去掉请求头 {name} 再发一次',
} as const;
const THE_HEADER = { en: 'the header {name}', zh: '请求头 {name}' } as const;
const STRING_OF_CLIENT = {
  en: 'the string that the client signs (most SDKs print it at debug level)',
  zh: '查看客户端签名所用的字符串（多数 SDK 的调试日志会打印）',
} as const;

const HOST_AND_PATH = {
  en: 'the host and the path that the client calls, which its debug log shows',
  zh: '查看客户端实际访问的域名和路径（见其调试日志）',
} as const;
const OTHER_TOOL = {
  en: 'a plain request with this key by another tool (ossutil ls): if it is accepted, the client has another secret',
  zh: '用另一个工具（ossutil ls）以该 AccessKey 发一个简单请求：若被接受，说明客户端里的 Secret 不对',
} as const;

const ENTER_ANEW = {
  en: 'enter the secret anew where the client has it: no white space, no quotes, not that of another key',
  zh: '在客户端重新填写 Secret：不带空白和引号，也不要填成别的 AccessKey 的 Secret',
} as const;

const PARAMETER_ADDED = suspect(NAME, {
  summary: {
    en: 'the parameter {name} was added after signing, or is not in the list of what the client signs',
    zh: '参数 {name} 是签名之后加上的，或不在客户端要签名的列表里',
  },
  advice: {
    en: 'give the parameter to the SDK before it signs; do not append it to a signed URL',
    zh: '签名前就把参数交给 SDK；不要追加到已签名的 URL 后面',
  },
  short: THE_PARAMETER,
  change: WITHOUT_PARAMETER,
});

/** Every kind of suspect. The most frequent come first within a subject. */
export const SUSPECTS = {
  'type-added': suspect(SENT, {
    summary: {
      en: 'the Content-Type {sent:q} is not the one that was signed: it was added or changed after signing',
      zh: 'Content-Type{sent:q}不是签名时的值：签名之后被加上或改动',
    },
    advice: {
      en: 'sign the Content-Type that will be sent, or keep the HTTP library from setting one; axios: "Content-Type": false, fetch: a Blob without a type, curl: -H Content-Type:',
      zh: '对将要发送的 Content-Type 签名，或者不让 HTTP 库自行设置；axios 用 "Content-Type": false，fetch 用不带 type 的 Blob，curl 用 -H Content-Type:',
    },
    short: { en: 'the Content-Type', zh: 'Content-Type' },
    change: {
      en: 'the same request sent without a Content-Type',
      zh: '去掉 Content-Type 再发一次',
    },
  }),
  'type-charset': suspect(SENT, {
    summary: {
      en: 'the Content-Type was signed without the charset that is sent with it ({sent:q})',
      zh: '签名时的 Content-Type 不含发送时带的 charset（{sent:q}）',
    },
    advice: {
      en: 'set the Content-Type with its charset before signing, or keep the HTTP library from appending one',
      zh: '签名前就把 charset 写进 Content-Type，或者不让 HTTP 库追加',
    },
    short: { en: 'the charset of the Content-Type', zh: 'Content-Type 的 charset' },
    change: {
      en: 'the same request with the Content-Type without its charset',
      zh: '发送不带 charset 的 Content-Type 再试一次',
    },
  }),
  'type-lost': suspect(NONE, {
    summary: {
      en: 'a Content-Type was signed, and the request is sent without one',
      zh: '签名时有 Content-Type，发送时却没有',
    },
    advice: {
      en: 'send the Content-Type that was signed, or sign without one',
      zh: '发送签名时用的 Content-Type，或者签名时不带它',
    },
    short: { en: 'the Content-Type', zh: 'Content-Type' },
    change: {
      en: 'the same request with the Content-Type that the signing code sets',
      zh: '带上签名代码所设置的 Content-Type 再发一次',
    },
  }),
  'type-dropped': suspect(NONE, {
    summary: {
      en: 'a Content-Type was signed, and the HTTP library sends none where there is no body',
      zh: '签名时有 Content-Type，而 HTTP 库在没有请求体时不发送它',
    },
    advice: {
      en: 'sign without a Content-Type where the request has no body',
      zh: '请求没有请求体时，签名不要带 Content-Type',
    },
    short: { en: 'the Content-Type', zh: 'Content-Type' },
    change: {
      en: 'a request of the same client with a body and a Content-Type',
      zh: '用同一客户端发一个带请求体和 Content-Type 的请求',
    },
  }),
  md5: suspect(NONE, {
    summary: {
      en: 'the Content-MD5 is not the one that was signed, or none was',
      zh: 'Content-MD5 不是签名时的值，或者签名时没有',
    },
    advice: {
      en: 'compute the digest before signing, and sign it as it is sent (Base64 of the 16 bytes)',
      zh: '签名之前算好摘要，并按发送的形式签名（16 字节的 Base64）',
    },
    short: { en: 'the Content-MD5', zh: 'Content-MD5' },
    change: {
      en: 'the same request without Content-MD5',
      zh: '去掉 Content-MD5 再发一次',
    },
  }),
  'parameter-unsigned': suspect(NAME, {
    summary: {
      en: 'parameters were signed that version 1 does not sign ({name} is one)',
      zh: '对 V1 不签名的参数签了名（如 {name}）',
    },
    advice: {
      en: 'version 1 signs sub-resources and response-… alone: leave all other parameters out of the string',
      zh: 'V1 只对子资源和 response-… 参数签名：其余参数不要写进签名字符串',
    },
    short: THE_PARAMETER,
    change: {
      en: 'the same request without its parameters',
      zh: '去掉所有参数再发一次',
    },
    alsoRemoves: ['parameter-of-object', 'parameter-other'],
  }),
  method: suspect(SENT, {
    summary: {
      en: 'the request is sent as {sent}, and was signed for another method',
      zh: '请求以 {sent} 发送，签名时用的却是另一种方法',
    },
    advice: {
      en: 'sign for the method that is used: a URL is good for one method alone',
      zh: '按实际使用的方法签名：一个签名 URL 只对一种方法有效',
    },
    short: { en: 'the method', zh: '请求方法' },
    change: {
      en: 'the same URL with the method that it was signed for (mostly GET or PUT)',
      zh: '用签名时的方法（多为 GET 或 PUT）请求同一个 URL',
    },
  }),
  'key-characters': suspect(CHARACTERS, {
    summary: {
      en: 'the key was signed in another form than it is sent in: encoded otherwise, or not at all (it has {characters:q})',
      zh: 'Object 名称签名时的形式与发送时不同：编码方式不同，或没有编码（其中有{characters:q}）',
    },
    advice: {
      en: 'sign the key as it is before any encoding (version 4: encoded once), and encode it once in the URL',
      zh: '签名时用未编码的 Object 名称（V4：编码一次），在 URL 里只编码一次',
    },
    short: { en: 'the key', zh: 'Object 名称' },
    change: {
      en: 'the same request for a key of letters and digits alone',
      zh: '把 Object 名称换成只有字母和数字的再发一次',
    },
  }),
  'key-slashes': suspect(NONE, {
    summary: {
      en: 'slashes of the key (at its ends, doubled, or . and ..) were signed otherwise than sent',
      zh: 'Object 名称中的斜杠（首尾、连续，或 . 与 ..）签名时与发送时不同',
    },
    advice: {
      en: 'use keys without a slash at the front and without empty or dotted segments',
      zh: 'Object 名称不要以斜杠开头，也不要有空的或只含点的路径段',
    },
    short: { en: 'the slashes of the key', zh: 'Object 名称中的斜杠' },
    change: {
      en: 'the same request for the key without these slashes',
      zh: '换成没有这些斜杠的 Object 名称再发一次',
    },
  }),
  'key-cut': suspect(NONE, {
    summary: {
      en: 'the key that is sent has no extension: a # or ? in the URL may have cut it off, and the whole key was signed',
      zh: '发送的 Object 名称没有扩展名：可能被 URL 中的 # 或 ? 截断，而签名用的是完整的名称',
    },
    advice: {
      en: 'percent-encode a # or ? of the key in the URL',
      zh: '在 URL 中对 Object 名称里的 # 或 ? 做百分号编码',
    },
    short: { en: 'the key', zh: 'Object 名称' },
    change: {
      en: 'the same request for a key of letters and digits alone',
      zh: '把 Object 名称换成只有字母和数字的再发一次',
    },
  }),
  'key-other': suspect(NONE, {
    summary: { en: 'another key was signed than the one that is sent', zh: '签名的 Object 名称与发送的不同' },
    advice: {
      en: 'compare the key that the signing code is given with the one in the URL',
      zh: '对比签名代码拿到的 Object 名称与 URL 里的 Object 名称',
    },
    short: { en: 'the key', zh: 'Object 名称' },
    proof: STRING_OF_CLIENT,
  }),
  'bucket-in-path': suspect(BUCKET, {
    summary: {
      en: 'the host names the bucket {bucket}, and so does the path: the server reads it as part of the key',
      zh: '域名里已有 Bucket {bucket}，路径里又有一次：服务端把后者当作 Object 名称的一部分',
    },
    advice: {
      en: 'give the endpoint without the bucket, or switch path style off',
      zh: 'Endpoint 不要带 Bucket，或者关闭路径方式',
    },
    short: { en: 'the bucket', zh: 'Bucket' },
    change: {
      en: 'the same request with the endpoint without the bucket in its host name',
      zh: '改用域名里不带 Bucket 的 Endpoint 再发一次',
    },
    alsoRemoves: ['header-host', 'key-slashes'],
  }),
  'bucket-of-domain': suspect(HOST, {
    summary: {
      en: 'for the domain {host} another bucket was signed: the domain itself, its first label, or none',
      zh: '对自定义域名 {host} 签名时用了别的 Bucket：域名本身、域名的第一段，或没有 Bucket',
    },
    advice: {
      en: 'switch the SDK to custom domains (CNAME) and name the bucket that the domain is bound to',
      zh: '在 SDK 中打开自定义域名（CNAME）选项，并写明域名所绑定的 Bucket',
    },
    short: { en: 'the bucket of the domain', zh: '自定义域名的 Bucket' },
    change: {
      en: 'the same request to the host of the bucket (BUCKET.oss-REGION.aliyuncs.com)',
      zh: '改用 Bucket 的域名（BUCKET.oss-REGION.aliyuncs.com）再发一次',
    },
    alsoRemoves: ['header-host'],
  }),
  'bucket-itself': suspect(NONE, {
    summary: {
      en: 'a request to the bucket itself was signed as /bucket, without the slash at the end',
      zh: '对 Bucket 本身的请求按 /bucket 签名，末尾缺了斜杠',
    },
    advice: {
      en: 'sign /bucket/ as the resource of requests to the bucket itself',
      zh: '对 Bucket 本身的请求，资源要写成 /bucket/ 再签名',
    },
    short: { en: 'the slash behind the bucket', zh: 'Bucket 末尾的斜杠' },
    change: {
      en: 'a request of the same client for an object of the bucket',
      zh: '用同一客户端请求该 Bucket 中的一个 Object',
    },
    alsoRemoves: ['parameter-other'],
  }),
  'bucket-end-slash': suspect(BUCKET, {
    summary: {
      en: '/{bucket}/ was signed and /{bucket} sent, without the slash at the end: clients like boto3 do so in S3 V2, and some servers sign the path as it came',
      zh: '签名的是 /{bucket}/，发送的是末尾没有斜杠的 /{bucket}：boto3 等客户端在 S3 V2 中就是如此，而有的服务端按收到的路径签名',
    },
    advice: {
      en: "sign with version 4 (boto3: signature_version='s3v4')",
      zh: "改用 V4 签名（boto3：signature_version='s3v4'）",
    },
    short: { en: 'the slash behind the bucket', zh: 'Bucket 末尾的斜杠' },
    change: {
      en: 'a request of the same client for an object of the bucket',
      zh: '用同一客户端请求该 Bucket 中的一个 Object',
    },
    alsoRemoves: ['parameter-other'],
  }),
  'bucket-other': suspect(NONE, {
    summary: {
      en: 'another bucket, or none, was signed than the one that the host names',
      zh: '签名的 Bucket 与域名中的不同，或没有签入 Bucket',
    },
    advice: {
      en: 'compare the bucket and the endpoint in the configuration of the client with the host that it calls',
      zh: '对比客户端配置里的 Bucket、Endpoint 与它实际访问的域名',
    },
    short: { en: 'the bucket', zh: 'Bucket' },
    proof: STRING_OF_CLIENT,
  }),
  'bucket-with-slash': suspect(BUCKET, {
    summary: {
      en: 'a folder stands in the setting for the bucket ({bucket:q}): a bucket has no slash in its name',
      zh: 'Bucket 设置里写进了目录（{bucket:q}）：Bucket 名中不能有斜杠',
    },
    advice: {
      en: 'set the bucket to its name alone, and put the folder before the key',
      zh: 'Bucket 只填名称，目录写在 Object 名称前面',
    },
    short: { en: 'the bucket', zh: 'Bucket' },
    change: {
      en: 'the same request with the name of the bucket alone',
      zh: '只用 Bucket 名称再发一次',
    },
  }),
  // of a request that is not there at all, by what is reported most often
  'type-unseen': suspect(NONE, {
    summary: {
      en: 'the Content-Type is sent otherwise than signed: an HTTP library, a browser or a tool added or changed it',
      zh: '发送的 Content-Type 与签名时不同：被 HTTP 库、浏览器或工具加上或改动',
    },
    advice: {
      en: 'sign the Content-Type that will be sent, or send none',
      zh: '对将要发送的 Content-Type 签名，或者不发送它',
    },
    short: { en: 'the Content-Type', zh: 'Content-Type' },
    change: { en: 'the same request sent without a Content-Type', zh: '去掉 Content-Type 再发一次' },
  }),
  'bucket-unseen': suspect(NONE, {
    summary: {
      en: 'bucket and endpoint do not go together: the endpoint names the bucket already, or path style is on',
      zh: 'Bucket 与 Endpoint 的写法不对：Endpoint 里已带有 Bucket，或开启了路径方式',
    },
    advice: {
      en: 'give the endpoint without the bucket (oss-REGION.aliyuncs.com), the bucket by its name alone, and switch path style off',
      zh: 'Endpoint 不带 Bucket（oss-REGION.aliyuncs.com），Bucket 只填名称，并关闭路径方式',
    },
    short: { en: 'bucket and endpoint', zh: 'Bucket 与 Endpoint' },
    proof: HOST_AND_PATH,
  }),
  'key-unseen': suspect(NONE, {
    summary: {
      en: 'the key was signed in another form than it is sent in: a slash at its end, a special character',
      zh: 'Object 名称签名时的形式与发送时不同：首尾斜杠或特殊字符',
    },
    advice: {
      en: 'try a key of letters and digits alone, without a slash at its ends',
      zh: '换一个只有字母和数字、首尾没有斜杠的 Object 名称再试',
    },
    short: { en: 'the key', zh: 'Object 名称' },
    change: {
      en: 'the same request for a key of letters and digits alone',
      zh: '把 Object 名称换成只有字母和数字的再发一次',
    },
  }),
  'host-unseen': suspect(NONE, {
    summary: {
      en: 'the server sees another Host than the client signed: a proxy passes on another name or no port, adds or removes a part of the path, or the URL was made for another address',
      zh: '服务端看到的 Host 与客户端签名的不同：代理转发时改了域名、丢了端口或改了路径，或 URL 是为另一个地址生成的',
    },
    advice: {
      en: 'let the proxy pass on the Host with its port, and the path as it is (nginx: proxy_set_header Host $http_host, proxy_pass without a path; Apache: ProxyPreserveHost On, nocanon), and give client and server the same address (MinIO: MINIO_SERVER_URL)',
      zh: '让代理原样转发带端口的 Host 和路径（nginx：proxy_set_header Host $http_host，proxy_pass 不带路径；Apache：ProxyPreserveHost On、nocanon），客户端与服务端使用同一地址（MinIO：MINIO_SERVER_URL）',
    },
    short: { en: 'the Host', zh: 'Host' },
    change: {
      en: 'the same request straight to the server, past the proxy',
      zh: '绕过代理，直接向服务端发同一请求',
    },
  }),
  'encoding-unseen': suspect(NONE, {
    summary: {
      en: 'the client signs Accept-Encoding, and a network in front of the server (Cloudflare, Google) changes it',
      zh: '客户端对 Accept-Encoding 签名，而服务端前面的网络（Cloudflare、Google）会改动它',
    },
    advice: {
      en: 'do not sign Accept-Encoding (rclone: --s3-use-accept-encoding-gzip=false), or let the network in front pass it on',
      zh: '不要对 Accept-Encoding 签名（rclone：--s3-use-accept-encoding-gzip=false），或让前面的网络原样转发',
    },
    short: { en: 'Accept-Encoding', zh: 'Accept-Encoding' },
    change: {
      en: 'the same request straight to the server, past that network',
      zh: '绕过该网络，直接向服务端发同一请求',
    },
  }),
  'secret-unseen': suspect(NONE, {
    summary: {
      en: 'the client signs with another secret than that of its AccessKey ID',
      zh: '客户端签名用的 Secret 不是该 AccessKey ID 的 Secret',
    },
    advice: ENTER_ANEW,
    short: { en: 'the secret', zh: 'Secret' },
    proof: OTHER_TOOL,
  }),
  token: suspect(NAME, {
    summary: {
      en: 'the security token ({name}) is sent and not signed, or signed in another form',
      zh: '安全令牌（{name}）发送了却没有签名，或签名时的形式不同',
    },
    advice: {
      en: 'give the token to the SDK before it signs; in a URL it belongs among the signed parameters',
      zh: '签名前就把令牌交给 SDK；在 URL 中它属于要签名的参数',
    },
    short: { en: 'the token', zh: '令牌' },
    change: {
      en: 'the same request with a permanent key, which needs no token',
      zh: '用不需要令牌的长期 AccessKey 再发一次',
    },
    alsoRemoves: ['secret'],
  }),
  'parameter-of-upload': suspect(NAME, {
    summary: {
      en: 'the parameter {name} was not signed, or signed with another value',
      zh: '参数 {name} 没有签名，或签名时是别的值',
    },
    advice: SIGN_WHAT_IS_SENT,
    short: THE_PARAMETER,
    change: WITHOUT_PARAMETER,
  }),
  'parameter-of-object': PARAMETER_ADDED,
  'parameter-other': PARAMETER_ADDED,
  'parameter-plus': suspect(NAME, {
    summary: {
      en: 'the parameter {name} has a raw +: signed as a plus sign (%2B), and read as a space',
      zh: '参数 {name} 中有未编码的 +：签名时是加号（%2B），服务端读作空格',
    },
    advice: {
      en: 'write each plus sign as %2B in the URL, and use a signed URL exactly as it was given out',
      zh: 'URL 中的加号一律写作 %2B；已签名的 URL 要原样使用',
    },
    short: { en: 'the raw + in {name}', zh: '{name} 中未编码的 +' },
    change: {
      en: 'the same URL with %2B in place of each +',
      zh: '同一个 URL，把每个 + 换成 %2B 后再请求',
    },
  }),
  'parameter-escaped': suspect(NAME, {
    summary: {
      en: 'the URL was escaped after it was signed: a parameter is called {name:q}',
      zh: 'URL 在签名之后被转义：出现了名为{name:q}的参数',
    },
    advice: {
      en: 'decode the URL before it is used (an HTML or JSON encoder turned its & into &amp; or \\u0026)',
      zh: '使用之前先解码：HTML 或 JSON 编码把 URL 中的 & 变成了 &amp; 或 \\u0026',
    },
    short: { en: 'the escaped &', zh: '被转义的 &' },
    change: {
      en: 'the same URL with & in place of the escaped one',
      zh: '同一个 URL，把被转义的 & 改回 & 后再请求',
    },
  }),
  'header-callback': suspect(NAME, {
    summary: {
      en: 'the header {name} is not as it was signed: its JSON was written anew, or it was not signed at all',
      zh: '请求头 {name} 与签名时不同：其中的 JSON 被重新生成，或根本没有签名',
    },
    advice: {
      en: 'make the callback once, and use the same Base64 text for signing and sending',
      zh: '回调只生成一次，签名和发送都用同一段 Base64 文本',
    },
    short: THE_HEADER,
    change: WITHOUT_HEADER,
  }),
  'header-meta': suspect(NAME, {
    summary: {
      en: 'the metadata {name} was signed in other bytes than it is sent in, or not at all',
      zh: '元数据 {name} 签名时的字节与发送时不同，或没有签名',
    },
    advice: {
      en: 'let nothing add it after signing (a monitoring agent, a middleware); keep metadata in ASCII (percent-encode the rest), without spaces at its ends',
      zh: '不要让监控探针、中间件等在签名之后添加它；元数据只用 ASCII（其余的做百分号编码），首尾不留空格',
    },
    short: THE_HEADER,
    change: WITHOUT_HEADER,
  }),
  'header-listed': suspect(NAME, {
    summary: {
      en: 'the header {name} is listed as signed, and is not sent as it was signed',
      zh: '请求头 {name} 列为已签名，发送的值却与签名时不同',
    },
    advice: {
      en: 'list only headers that nothing on the way changes, and sign their values as they are sent',
      zh: '只列出途中不会被改动的请求头，并按发送的值签名',
    },
    short: THE_HEADER,
    change: WITHOUT_HEADER,
  }),
  'header-usual': suspect(NAME, {
    summary: {
      en: 'the header {name}, which this client signs as a rule, was changed after signing',
      zh: '该客户端通常会签名的请求头 {name} 在签名之后被改动',
    },
    advice: {
      en: 'look for a proxy between the client and the place of capture that writes this header',
      zh: '检查客户端与抓包点之间是否有代理会改写这个请求头',
    },
    short: THE_HEADER,
    proof: {
      en: 'a capture at the client itself, before any proxy',
      zh: '在客户端本机、任何代理之前抓包',
    },
  }),
  'header-oss': suspect(NAME, {
    summary: {
      en: 'the header {name} was added or changed after signing, or was not signed',
      zh: '请求头 {name} 是签名之后加上或改动的，或没有签名',
    },
    advice: {
      en: 'set the header before signing; look for an interceptor or a proxy that adds it',
      zh: '签名之前设置该请求头；检查是否有拦截器或代理会添加它',
    },
    short: THE_HEADER,
    change: WITHOUT_HEADER,
  }),
  'header-host': suspect(NONE, {
    summary: {
      en: 'the signature covers the Host, and the client signed another one than it sends',
      zh: '签名包含 Host，而客户端签名的 Host 与发送的不同',
    },
    advice: {
      en: 'sign the host that the request is sent to, with its port where one is sent',
      zh: '按请求实际发往的域名签名；若发送时带端口，也要带上',
    },
    short: { en: 'the Host', zh: 'Host' },
    change: {
      en: 'the same request to the host that the client was configured with',
      zh: '直接向客户端所配置的域名发送同一请求',
    },
    alsoRemoves: ['bucket-of-domain', 'bucket-other'],
  }),
  'header-date': suspect(NONE, {
    summary: {
      en: 'the date that was signed is not the one in the header that is sent',
      zh: '签名用的时间与发送的时间请求头不同',
    },
    advice: {
      en: 'take the time once, and use it for signing and for the header',
      zh: '只取一次时间，签名和请求头都用它',
    },
    short: { en: 'the date', zh: '时间' },
    proof: STRING_OF_CLIENT,
  }),
  'header-list': suspect(NONE, {
    summary: {
      en: 'the list of signed headers in the request is not the one in the string that was signed',
      zh: '请求中的已签名请求头列表与签名字符串里的不同',
    },
    advice: {
      en: 'write the list once (lower case, sorted), and use it in the string and in the request',
      zh: '列表只生成一次（小写、排好序），字符串和请求都用它',
    },
    short: { en: 'the list of signed headers', zh: '已签名请求头列表' },
    change: {
      en: 'the same request without additional signed headers',
      zh: '不列任何额外的已签名请求头再发一次',
    },
    alsoRemoves: ['header-listed', 'header-usual', 'header-host'],
  }),
  'header-unlisted': suspect(NAME, {
    summary: {
      en: 'the header {name} was signed, and the request does not list it as signed',
      zh: '对请求头 {name} 签了名，而请求的已签名请求头列表中没有它',
    },
    advice: {
      en: 'list every header that is signed besides the usual ones in AdditionalHeaders, or do not sign it',
      zh: '额外签名的请求头都要列入 AdditionalHeaders，否则不要对它签名',
    },
    short: THE_HEADER,
    change: WITHOUT_HEADER,
  }),
  expires: suspect(NONE, {
    summary: {
      en: 'the Expires of the URL was changed after it was signed',
      zh: 'URL 的 Expires 在签名之后被改动',
    },
    advice: {
      en: 'have a URL signed for as long as it is needed: whoever gets one cannot prolong it',
      zh: '按所需的时长签发 URL：拿到 URL 的一方不能自行延长',
    },
    short: { en: 'the expiry', zh: '有效期' },
    change: {
      en: 'the URL as the signer gave it out',
      zh: '原样使用签发的 URL 再请求一次',
    },
  }),
  date: suspect(NONE, {
    summary: {
      en: 'the date was signed in another form, or with another value, than it is sent',
      zh: '签名用的时间与发送的不同，或写法不同',
    },
    advice: {
      en: 'take the time once, in the form of RFC 1123 (… GMT), for signing and for the header',
      zh: '只取一次时间，按 RFC 1123 的写法（… GMT），签名和请求头都用它',
    },
    short: { en: 'the date', zh: '时间' },
    proof: STRING_OF_CLIENT,
  }),
  scope: suspect(REGION, {
    summary: {
      en: 'the signing key was derived otherwise: for another region than {region:q}, for another day, or with other constants',
      zh: '派生签名密钥的方式不同：地域不是{region:q}，或日期不同，或常量不同',
    },
    advice: {
      en: 'derive the key anew for each UTC day and each region, that of the bucket, with the constants of this signature version',
      zh: '用该签名版本的常量，按 UTC 日期和 Bucket 所在地域分别派生签名密钥',
    },
    short: { en: 'the derivation of the signing key', zh: '签名密钥的派生方式' },
    proof: {
      en: 'the signing code run on a published example of this signature version: if the signature differs, this was it; or a request for a bucket of the usual region',
      zh: '用该签名版本的公开示例检验签名代码：结果不同即为此原因；或者请求常用地域的 Bucket',
    },
  }),
  'payload-hash-oss': suspect(NONE, {
    summary: {
      en: 'the digest of the body that was signed is not the one that is sent',
      zh: '签名用的请求体摘要与发送的不同',
    },
    advice: {
      en: 'OSS takes UNSIGNED-PAYLOAD: sign and send that',
      zh: 'OSS 使用 UNSIGNED-PAYLOAD：签名和发送都用它',
    },
    short: { en: 'the digest of the body', zh: '请求体摘要' },
    change: {
      en: 'the same request without a body',
      zh: '不带请求体再发一次',
    },
    alsoRemoves: ['type-added', 'type-charset', 'md5'],
  }),
  'payload-hash-s3': suspect(NONE, {
    summary: {
      en: 'the digest of the body in x-amz-content-sha256 is not the one that was signed: a checksum option of the SDK, or a hop, replaced it',
      zh: 'x-amz-content-sha256 中的请求体摘要不是签名时的值：被 SDK 的校验选项或中间的网关替换',
    },
    advice: {
      en: 'switch chunked signing and default checksums off (when_required), or use an SDK of OSS',
      zh: '关闭分块签名和默认校验（when_required），或改用 OSS 的 SDK',
    },
    short: { en: 'the digest of the body', zh: '请求体摘要' },
    change: {
      en: 'a request of the same client without a body',
      zh: '用同一客户端发一个不带请求体的请求',
    },
    alsoRemoves: ['type-added', 'type-charset', 'md5'],
  }),
  policy: suspect(NONE, {
    summary: {
      en: 'the policy that was signed is not, byte for byte, the one in the form',
      zh: '签名的 Policy 与表单中的 Policy 并非逐字节相同',
    },
    advice: {
      en: 'make the Base64 text of the policy once, sign that text, and put the same text in the form',
      zh: 'Policy 的 Base64 文本只生成一次，对这段文本签名，并把同一段文本放进表单',
    },
    short: { en: 'the policy', zh: 'Policy' },
    change: {
      en: 'a form with a policy in plain ASCII without line breaks',
      zh: '换一个只含 ASCII、没有换行的 Policy 再试',
    },
  }),
  secret: suspect(ID, {
    summary: {
      en: 'the client signs with another secret than that of {id:id}',
      zh: '客户端签名用的 Secret 不是 {id:id} 的 Secret',
    },
    advice: ENTER_ANEW,
    short: { en: 'the secret', zh: 'Secret' },
    proof: OTHER_TOOL,
  }),
  hop: suspect(WHERE, {
    summary: {
      en: 'something {where:word} this capture (a proxy, a gateway) changed what the client had signed: Host, path, method or a header',
      zh: '抓包位置{where:word}有设备（代理、网关）改动了客户端签过的内容：Host、路径、方法或请求头',
    },
    advice: {
      en: 'let the proxy or gateway pass on unchanged what is signed (nginx: proxy_set_header Host $http_host, proxy_pass without a path)',
      zh: '让代理或网关原样转发参与签名的内容（nginx：proxy_set_header Host $http_host，proxy_pass 不带路径）',
    },
    short: { en: 'a proxy or gateway {where:word} this capture', zh: '抓包位置{where:word}的代理或网关' },
    proof: {
      en: 'a capture on the other side of it, compared with this one (osscap compare), or the same request sent around it',
      zh: '在它的另一侧再抓一次包，并与此抓包比较（osscap compare）；或绕过它发送同一请求',
    },
  }),
  // counted in no report: only what the capture shows speaks for it
  servers: suspect(NONE, {
    summary: {
      en: 'one of several servers behind this address refuses what the others accept: it has another secret, or other data',
      zh: '这个地址后面有多台服务端，其中一台拒绝了其他服务端接受的请求：它保存的 Secret（或数据）不同',
    },
    advice: {
      en: 'compare the servers behind the address, and have the one that refuses load keys and configuration anew (the client need not be changed)',
      zh: '逐台对比该地址后面的服务端，让拒绝请求的那台重新加载密钥和配置（客户端无需改动）',
    },
    short: { en: 'one of several servers', zh: '多台服务端中的一台' },
    proof: {
      en: 'the same request sent to each server behind the address by itself, or the log of each: which of them refused it',
      zh: '把同一请求分别直接发给该地址后面的每台服务端，或查看各自的日志：是哪一台拒绝的',
    },
  }),
  signer: suspect(NONE, {
    summary: {
      en: 'the signing code itself goes wrong: it makes another string or another signature than the service does',
      zh: '签名代码本身有误：它生成的字符串或签名与服务端的不同',
    },
    advice: {
      en: 'compare what it signs with the string of the server, byte by byte: a newline at the end, the bucket, the slash in front, the date, the day of the signing key; or sign by an SDK',
      zh: '逐字节对比它签名的字符串与服务端的字符串：末尾的换行、Bucket、开头的斜杠、时间、签名密钥的日期；或改用 SDK 签名',
    },
    short: { en: 'the signing code', zh: '签名代码' },
    proof: {
      en: 'a plain request with this key and this secret by a known tool (ossutil ls): if it is accepted, the signing code is wrong, and if it is refused, the secret',
      zh: '用已知的工具（ossutil ls）以同一 AccessKey 和 Secret 发一个简单请求：若被接受，错在签名代码；若被拒，错在 Secret',
    },
  }),
  signature: suspect(NONE, {
    summary: {
      en: 'the signature itself was cut, encoded or changed after it was made',
      zh: '签名本身在生成之后被截断、重新编码或改动',
    },
    advice: {
      en: 'compare the signature that the client computes with the one that is sent',
      zh: '对比客户端算出的签名与发送的签名',
    },
    short: { en: 'the signature itself', zh: '签名本身' },
    proof: STRING_OF_CLIENT,
  }),
} as const;

export type SuspectKind = keyof typeof SUSPECTS;

export const SUSPECT_KINDS = Object.keys(SUSPECTS) as readonly SuspectKind[];
