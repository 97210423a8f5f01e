import { type CauseEntry, entry } from './entry.ts';

/** Requests that are refused although their signature is right, or was not checked. */
export const DENIAL_CAUSES = {
  'wrong-endpoint': entry({
    args: { endpoint: 'bytes' },
    rows: [11, 1],
    headline: {
      en: 'The bucket is in another region: its endpoint is {endpoint:q}.',
      zh: 'Bucket 在另一个地域，它的 Endpoint 是{endpoint:q}。',
    },
    cause: {
      en: 'each bucket responds only at the endpoint of its region',
      zh: '每个 Bucket 只在所属地域的 Endpoint 上提供服务',
    },
    cure: {
      en: 'set the endpoint (and the region) of the client to that one',
      zh: '把客户端的 Endpoint（和地域）改成它',
    },
    codes: ['wrong-endpoint'],
  }),
  /** The same, where the answer does not name the endpoint. */
  'wrong-endpoint-unnamed': entry({
    args: {},
    rows: [11, 1],
    headline: {
      en: 'The bucket is in a different region from this endpoint.',
      zh: 'Bucket 不在该 Endpoint 所属的地域。',
    },
    cause: {
      en: 'each bucket responds only at the endpoint of its region; the response does not name it',
      zh: '每个 Bucket 只在所属地域的 Endpoint 上提供服务；响应没有说明是哪一个',
    },
    cure: {
      en: 'look up the region of the bucket in the console, and set the endpoint (and the region) of the client to that',
      zh: '在控制台查明 Bucket 所在地域，并把客户端的 Endpoint（和地域）改成该地域的',
    },
    codes: ['wrong-endpoint'],
  }),
  /** `photos.photos.oss-cn-hangzhou.aliyuncs.com` */
  'bucket-named-twice': entry({
    args: { bucket: 'bytes' },
    rows: [11],
    headline: {
      en: 'The host names the bucket {bucket:q} twice, and no bucket can have such a name.',
      zh: '域名中两次出现 Bucket{bucket:q}，而 Bucket 不可能有这样的名称。',
    },
    cause: {
      en: 'the endpoint that the client was given names the bucket already, and the client puts it in front once more',
      zh: '客户端配置的 Endpoint 已经包含 Bucket，客户端又在前面加了一次',
    },
    cure: {
      en: 'set the endpoint without the bucket: the name of the region’s service alone',
      zh: '把 Endpoint 改成不带 Bucket 的地域域名',
    },
  }),
  'no-permission': entry({
    args: {},
    rows: [11],
    headline: {
      en: 'The signature is right, but the key is not allowed to do this.',
      zh: '签名正确，但该 AccessKey 没有相应权限。',
    },
    cause: {
      en: 'no RAM policy, bucket policy or ACL allows the action, or one denies it',
      zh: '没有 RAM 策略、Bucket Policy 或 ACL 允许该操作，或者有策略拒绝',
    },
    cure: {
      en: 'grant the action to the RAM user or role, or look for a Deny in the bucket policy',
      zh: '为 RAM 用户或角色授权，并检查 Bucket Policy 中是否有 Deny',
    },
  }),
  /** The same of an answer alone that names no key: the request may have been unsigned. */
  'no-permission-not-seen': entry({
    args: {},
    rows: [11],
    headline: { en: 'The client is not allowed to do this.', zh: '客户端没有相应权限。' },
    cause: {
      en: 'no RAM policy, bucket policy or ACL allows the action, or one denies it; the request is not here, and it may have come without a signature',
      zh: '没有 RAM 策略、Bucket Policy 或 ACL 允许该操作，或者有策略拒绝；这里没有请求，它也可能没有签名',
    },
    cure: {
      en: 'check that the request is signed; then grant the action to its RAM user or role, or look for a Deny in the bucket policy',
      zh: '确认请求带有签名；再为其 RAM 用户或角色授权，并检查 Bucket Policy 中是否有 Deny',
    },
  }),
  /**
   * The ACL of the bucket refuses: the answer to a request of another account, and one whose signature the
   * server did not see.
   */
  'refused-as-stranger': entry({
    args: {},
    rows: [11],
    headline: {
      en: 'The ACL of the bucket does not allow this request.',
      zh: 'Bucket 的 ACL 不允许此请求。',
    },
    cause: {
      en: 'the key belongs to an account without permission here; or no signature reached the server: an unsigned request gets exactly the same response',
      zh: '该 AccessKey 所属账号在此没有权限；也可能签名没有到达服务端：未签名的请求得到的正是同样的响应',
    },
    cure: {
      en: 'grant the action to the account of the key; if it already has it, also capture after the proxy, which may drop Authorization',
      zh: '为该账号授权；若它本有权限，在代理之后也抓一次包，代理可能去掉了 Authorization',
    },
  }),
  /** `detail`: the server's words on the condition. */
  'policy-condition-failed': entry({
    args: { detail: 'bytes' },
    rows: [11],
    headline: {
      en: 'The signature is right, but the upload breaks a condition of its own policy.',
      zh: '签名正确，但上传内容不满足 Policy 中的条件。',
    },
    cause: { en: 'the server says: {detail:q}', zh: '服务端答复：{detail:q}' },
    cure: {
      en: 'make the form fields match the policy, or the policy match the upload',
      zh: '让表单域符合 Policy，或修改 Policy',
    },
  }),
  'account-disabled': entry({
    args: {},
    rows: [11, 1],
    headline: { en: 'The account is disabled or overdue.', zh: '账号已欠费或被禁用。' },
    cause: { en: 'OSS refuses all of its requests', zh: 'OSS 拒绝该账号的所有请求' },
    cure: { en: 'settle the account in the console', zh: '在控制台处理账号状态' },
    codes: ['account-disabled'],
  }),
  'ip-restricted': entry({
    args: {},
    rows: [11],
    headline: {
      en: 'The signed URL is restricted to other source addresses.',
      zh: '签名 URL 限制了来源地址。',
    },
    cause: {
      en: 'it was signed for another address or VPC than the request came from',
      zh: '它是为另一个地址或 VPC 签名的，请求却不是从那里发出',
    },
    cure: {
      en: 'use it from there, or sign it without the restriction',
      zh: '在允许的网络中使用，或重新签名时去掉限制',
    },
    codes: ['ip-restricted'],
  }),
  /** Hotlink protection of the bucket; row 1 too. */
  'referer-missing': entry({
    args: {},
    rows: [11, 1],
    headline: {
      en: 'The hotlink protection of the bucket requires a Referer, and none came.',
      zh: 'Bucket 的防盗链要求带 Referer，而请求没有带。',
    },
    cause: {
      en: 'the bucket does not allow an empty Referer; a page with a no-referrer policy, an app or a proxy sends none',
      zh: 'Bucket 不允许空 Referer；页面设了 no-referrer、App 或代理都会使请求不带 Referer',
    },
    cure: {
      en: 'send a Referer that the bucket allows, or let its owner allow an empty one',
      zh: '请求时带上 Bucket 允许的 Referer，或由 Bucket 所有者允许空 Referer',
    },
    codes: ['referer-missing'],
  }),
  /** `referer`: as captured. */
  'referer-refused': entry({
    args: { referer: 'bytes' },
    rows: [11, 1],
    headline: {
      en: 'The hotlink protection of the bucket refuses the Referer {referer:q}.',
      zh: 'Bucket 的防盗链拒绝了 Referer{referer:q}。',
    },
    cause: {
      en: "it is not on the bucket's whitelist, or is on its blacklist",
      zh: '它不在 Bucket 的白名单中，或在黑名单中',
    },
    cure: {
      en: 'request it from a page that the bucket allows, or let its owner add the domain to the whitelist',
      zh: '从 Bucket 允许的页面发起请求，或由 Bucket 所有者把该域名加入白名单',
    },
    codes: ['referer-refused'],
  }),
  /** Either of the two, of a request whose headers are not in the capture. */
  'referer-not-seen': entry({
    args: {},
    rows: [11],
    headline: {
      en: 'The hotlink protection of the bucket refuses the request.',
      zh: 'Bucket 的防盗链拒绝了这个请求。',
    },
    cause: {
      en: "its Referer is missing, is not on the bucket's whitelist, or is on its blacklist; the request, which says what was sent, is not here",
      zh: '请求没有带 Referer，或 Referer 不在 Bucket 的白名单中，或在黑名单中；这里没有请求，看不到实际发送的 Referer',
    },
    cure: {
      en: 'request it from a page that the bucket allows, or let its owner change the Referer settings',
      zh: '从 Bucket 允许的页面发起请求，或由 Bucket 所有者修改 Referer 设置',
    },
    codes: ['referer-refused'],
  }),
  /** The policy of the client's own network (VPC); row 1 too. */
  'vpc-policy-denied': entry({
    args: {},
    rows: [11, 1],
    headline: {
      en: 'The policy of the VPC that the request came from refuses it.',
      zh: '请求来源 VPC 的策略拒绝了它。',
    },
    cause: {
      en: 'it allows some buckets or operations only, whatever RAM and the bucket allow',
      zh: '该策略只允许部分 Bucket 或操作，与 RAM 和 Bucket 的授权无关',
    },
    cure: {
      en: "let the network's administrator add the bucket to the VPC policy, or send the request from elsewhere",
      zh: '请网络管理员把该 Bucket 加入 VPC 策略，或从别处发起请求',
    },
    codes: ['vpc-policy'],
  }),
  /** OSS takes the request for an attack; row 1 too. */
  'security-blocked': entry({
    args: {},
    rows: [11, 1],
    headline: {
      en: 'The security system of OSS takes the request for an attack, and blocks it.',
      zh: 'OSS 的安全系统将该请求判定为攻击并拦截。',
    },
    cause: {
      en: 'it comes before signatures and permissions: the request looks malicious, or the bucket is under attack',
      zh: '拦截先于签名和权限：请求被判定为恶意请求，或 Bucket 正受到攻击',
    },
    cure: {
      en: 'if the request is legitimate, contact Alibaba Cloud support, with the request ID',
      zh: '如果请求是正常的，请带上 Request ID 联系阿里云技术支持',
    },
    codes: ['security-block'],
  }),
  /**
   * The EC is of the block about auth data, key ids and time, and has no meaning here: the signature may have
   * been refused.
   */
  'denied-by-authentication': entry({
    args: { ec: 'bytes' },
    rows: [11],
    headline: {
      en: 'Access is denied because of the authentication data: key, token, time or signature.',
      zh: '访问因认证信息（AccessKey、令牌、时间或签名）被拒绝。',
    },
    cause: {
      en: 'the EC {ec} is one of those for authentication, not for permissions; osscap does not know what exactly it means',
      zh: 'EC {ec} 属于认证类，而非权限类；具体指哪一项，osscap 并不知道',
    },
    cure: {
      en: 'follow the message, and look the EC up in the OSS documentation',
      zh: '按返回信息处理，并在 OSS 文档中查阅该 EC',
    },
  }),
  'access-denied-other': entry({
    args: {},
    rows: [11],
    headline: {
      en: 'Access is denied, and the server does not complain about the signature.',
      zh: '访问被拒绝，服务端没有指出签名有误。',
    },
    cause: {
      en: 'all that the server says of the reason is its message',
      zh: '关于原因，服务端只返回了这条信息',
    },
    cure: {
      en: 'follow the message; the EC leads to its page in the OSS documentation',
      zh: '按返回信息处理；可凭 EC 在 OSS 文档中查到对应说明',
    },
  }),
  /** Of servers that say nothing else of whatever they refuse. */
  'denied-without-a-word': entry({
    args: {},
    rows: [20],
    headline: {
      en: 'Access is denied, and the server does not say why.',
      zh: '访问被拒绝，服务端没有说明原因。',
    },
    cause: {
      en: 'the key may lack the permission, or a gateway on the way took the Authorization away; servers like Ceph say the same of a missing or expired session token and, where it gives temporary credentials, of a wrong signature',
      zh: '可能是该 AccessKey 没有权限，也可能是途中的网关去掉了 Authorization；Ceph 一类的服务端对缺少会话令牌或令牌已过期的请求也只回答这一句，启用临时凭证后对错误的签名也是如此',
    },
    cure: {
      en: 'check the policies of the bucket and of the user, and whether a gateway on the way takes the Authorization away (capture behind it); look into the log of the server, which has the reason',
      zh: '检查 Bucket 与用户的授权策略，以及途中的网关是否去掉了 Authorization（在它之后也抓包）；查看服务端日志，其中有具体原因',
    },
  }),
  /** A HEAD, or a form at Ceph: without the secret either is possible. */
  'signature-or-permission': entry({
    args: {},
    rows: [20],
    open: 'needs-secret',
    headline: {
      en: 'The request was refused, and the response does not say whether for its signature or for a permission.',
      zh: '请求被拒绝，而响应没有说明是签名有误还是没有权限。',
    },
    cause: {
      en: 'a response to HEAD has no body to say it in, and some servers give no reason for a form',
      zh: 'HEAD 的响应没有响应体可以说明原因，有的服务端拒绝表单上传时也不说明',
    },
    cure: {
      en: 'send a GET with the same key, whose response says more; where osscap does not have the secret yet, give it: it shows whether the signature is right',
      zh: '用同一 AccessKey 发送 GET，其响应会给出更多信息；若尚未把 AccessKey Secret 提供给 osscap，提供后即可判断签名是否正确',
    },
  }),
  /** Packets were cut or lost: the request may be signed or not. */
  'signature-cut-off': entry({
    args: {},
    rows: [20],
    open: 'undecided',
    proof: 'unseen',
    headline: {
      en: 'The request was refused, and the capture lacks the part of it in which a signature stands.',
      zh: '请求被拒绝，而抓包缺少请求中签名所在的部分。',
    },
    cause: {
      en: 'its packets were cut when they were captured, or some were lost, and what is left of the response does not say why it was refused',
      zh: '抓包时数据包被截短或丢失，响应剩下的部分也没有说明拒绝的原因',
    },
    cure: {
      en: 'capture once more, with whole packets: tcpdump -s 0',
      zh: '重新抓取完整的数据包：tcpdump -s 0',
    },
  }),
  /** A line of an access log. */
  'headers-not-logged': entry({
    args: {},
    rows: [20],
    open: 'undecided',
    proof: 'unseen',
    headline: {
      en: 'The request was refused; the log shows neither its headers nor the reason.',
      zh: '请求被拒绝；日志中既没有请求头，也没有拒绝的原因。',
    },
    cause: {
      en: 'an access log has method, path, host and status: whether and how the request was signed is not in it',
      zh: '访问日志只有请求方法、路径、主机和状态码，看不出请求是否签名、如何签名',
    },
    cure: {
      en: 'add what the client sent and got (curl -v, a debug log of its SDK, a capture), and the error document of the answer',
      zh: '请补充客户端发送和收到的内容（curl -v、SDK 的调试日志或抓包），以及应答中的错误信息文档',
    },
  }),
  /** A refusal of a good signature without an error document or an EC. */
  'refused-without-reason': entry({
    args: {},
    rows: [20],
    headline: {
      en: 'The signature is right, but the request was refused without a reason.',
      zh: '签名正确，但请求被拒绝，且没有给出原因。',
    },
    cause: {
      en: 'neither an error document nor an EC came with the 403: a proxy, gateway or firewall refused the request itself, or put a page of its own in the place of the response of OSS, which may have been about the signature after all',
      zh: '这个 403 既没有错误信息文档也没有 EC：可能是代理、网关或防火墙自己拒绝了请求，也可能是它用自己的页面替换了 OSS 的响应，而 OSS 的响应也许恰恰与签名有关',
    },
    cure: {
      en: 'look at the log of the proxy, and capture between it and OSS, where the response of OSS can be seen (nginx: proxy_intercept_errors off)',
      zh: '查看代理的日志，并在代理与 OSS 之间抓包，那里能看到 OSS 的响应（nginx：proxy_intercept_errors off）',
    },
  }),
} as const satisfies Readonly<Record<string, CauseEntry>>;
