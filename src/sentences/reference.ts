import type { Certainty, Verdict } from '../engine/diagnose/model.ts';
import type { Prose } from '../engine/diagnose/prose.ts';
import type { Proof } from './causes/rows.ts';
import { entries, type Lang, type Said, said } from './language.ts';

interface VerdictEntry {
  readonly meaning: Prose;
  /** When it is given. */
  readonly given: Prose;
  readonly toDo?: Prose;
}

/**
 * What the reference and `why` say of an id by itself, apart from any request. Markdown, of which only code
 * and links are used.
 */
const REFERENCE = entries({
  labels: {
    why: { en: 'Why it happens', zh: '为什么会这样' },
    meaning: { en: 'What it means', zh: '含义' },
    shows: { en: 'How it shows', zh: '如何显现' },
    'shows-or': { en: 'Or: ', zh: '或者：' },
    row: { en: 'row {n}', zh: '第 {n} 行' },
    certainty: { en: 'Certainty', zh: '确定程度' },
    'no-certainty': { en: 'none', zh: '无' },
    proved: { en: 'How it is proved', zh: '如何证明' },
    'proved-by': { en: 'the search, by {list}', zh: '由搜索证明，假设为 {list}' },
    'to-do': { en: 'Fix', zh: '解决办法' },
    when: { en: 'When it is given', zh: '何时给出' },
    causes: { en: 'Causes', zh: '原因' },
    settle: { en: 'Check', zh: '验证' },
    example: { en: 'Example', zh: '示例' },
    document: { en: 'OSS documents', zh: 'OSS 文档' },
    page: { en: 'Page', zh: '文档' },

    // what an id can stand for
    'kind-cause': { en: 'cause', zh: '原因' },
    'kind-verdict': { en: 'verdict', zh: '结论' },
    'kind-suspect': { en: 'suspect', zh: '可能原因' },
    'kind-advice': { en: 'passing now, but may fail later', zh: '目前还能通过' },
    'kind-note': { en: 'note', zh: '附注' },
    'kind-notice': { en: 'warning about the capture', zh: '关于抓包文件的警告' },

    // the list of all
    'index-cause': { en: 'Causes, by the verdict that they come with', zh: '原因（按所属的结论）' },
    'index-verdict': { en: 'Verdicts', zh: '结论' },
    'index-suspect': { en: 'Suspects, where nothing proves a cause', zh: '可能原因（没有证明时）' },
    'index-advice': { en: 'Passing now, but may fail later', zh: '目前还能通过' },
    'index-note': { en: 'Notes beside a verdict', zh: '随结论给出的附注' },
    'index-notice': { en: 'Warnings about captures', zh: '关于抓包文件的警告' },
    'index-other': { en: 'What else an ID can be', zh: 'ID 还可以是' },
    'index-group': { en: '{id} ({n}): {list}', zh: '{id}（{n}）：{list}' },
    'index-family': '{word}-…({n})',
    'index-more': { en: '{n} more', zh: '另有 {n} 个' },
    'index-one': {
      en: 'osscap why ID says what it means, how it shows, and what to do: osscap why key-cut.',
      zh: 'osscap why ID 说明其含义、如何显现、怎么办，例如 osscap why key-cut。',
    },
    'index-part': {
      en: 'osscap why WORD lists those with the word in their name: osscap why content-type. The words cause, verdict, suspect, advice, note and notice list all of a kind.',
      zh: 'osscap why WORD 列出名称中含有该词的各项，例如 osscap why content-type；cause、verdict、suspect、advice、note、notice 各列出一整类。',
    },
    'index-word': {
      en: 'osscap why WORD finds what fits a code, a header, a product or the words of a message: osscap why SignatureDoesNotMatch, osscap why nginx.',
      zh: 'osscap why WORD 按错误码、请求头、产品或报错中的词查找，例如 osscap why SignatureDoesNotMatch、osscap why nginx。',
    },
    'index-all': {
      en: 'osscap why ID says all of a cause or a verdict that a report names; osscap why --all lists every ID.',
      zh: 'osscap why ID 说明报告中的某个原因或结论；osscap why --all 列出全部 ID。',
    },
    'index-problems': { en: 'What is the problem?', zh: '遇到了什么问题？' },
    'index-under': { en: 'What fits "{words}":', zh: '与“{words}”有关的：' },
    'index-may-be': {
      en: 'What a report may name (osscap why ID says more)',
      zh: '报告可能给出的（osscap why ID 查看详情）',
    },
    'problem-run': { en: 'Run', zh: '运行' },
    'problem-says': { en: 'It says', zh: '可以得到' },
    'index-found': {
      en: 'No ID is "{part}"; these come near. osscap why ID says more of one.',
      zh: '没有 ID 为“{part}”的项；以下各项与之相近。osscap why ID 说明其中一项。',
    },
  },
  verdicts: {
    match: {
      meaning: {
        en: 'The service accepted the signature. The request may still have failed later for another reason, such as a missing object.',
        zh: '服务端接受了签名。请求仍可能因签名之后的原因失败，例如 Object 不存在。',
      },
      given: {
        en: 'The response is not an error, or is an error that is raised only after the signature was accepted (`NoSuchKey`, `NoSuchUpload`, …).',
        zh: '响应不是错误，或是签名通过之后才会出现的错误（`NoSuchKey`、`NoSuchUpload` 等）。',
      },
      toDo: { en: 'Nothing.', zh: '无需处理。' },
    },
    'transit-modified': {
      meaning: {
        en: 'Something between the capture point and OSS changed a signed part of the request: a proxy, a gateway, a CDN. The client is not at fault.',
        zh: '抓包点与 OSS 之间的某处（代理、网关、CDN）改动了参与签名的内容。问题不在客户端。',
      },
      given: {
        en: 'The string that the server says it signed differs from the one that the captured request gives, or the server received a different signature from the one on the wire.',
        zh: '服务端给出的待签名字符串与由抓到的请求得出的不同，或服务端收到的签名与请求中的不同。',
      },
    },
    'client-miscomputed': {
      meaning: {
        en: 'The client signed a different string from the one that follows from what it sent, or computed the signature in a different way. With the secret, osscap shows which string that was.',
        zh: '客户端签名的字符串不是由它发送的内容得出的，或签名的计算方法不同。提供 Secret 后可给出它签的是什么。',
      },
      given: {
        en: 'The captured request and the server agree on the string, and a variant of it gives exactly the signature on the wire; or the signature itself was percent-encoded wrongly, which shows without the secret.',
        zh: '抓到的请求与服务端的字符串一致，而它的某个变体恰好得到请求中的签名；或签名本身的百分号编码有误，此时不需要 Secret。',
      },
    },
    'wrong-secret': {
      meaning: {
        en: 'Both sides signed the same string with different secrets. Nothing is wrong with how the request is signed.',
        zh: '双方签名的字符串相同，使用的 Secret 不同。请求的签名方法没有问题。',
      },
      given: {
        en: 'The given secret, or one close to it, gives the signature on the wire; or the secret is given and nothing that was tried gives that signature.',
        zh: '提供的 Secret（或与它相近的）能得到请求中的签名；或提供了 Secret，而所有尝试都得不到它。',
      },
    },
    'needs-secret': {
      meaning: {
        en: 'The client signed a different string, or used a different secret: the capture alone cannot tell which. With the secret, the verdict becomes `client-miscomputed` or `wrong-secret`.',
        zh: '客户端要么签了另一个字符串，要么用了另一个 Secret，仅凭抓包无法分辨。提供 Secret 后会变为 `client-miscomputed` 或 `wrong-secret`。',
      },
      given: {
        en: 'The captured request and the server agree on the string, and no secret is given for this AccessKey ID.',
        zh: '抓到的请求与服务端的字符串一致，且没有提供该 AccessKey ID 的 Secret。',
      },
    },
    'clock-skew': {
      meaning: {
        en: "The date that the request signs is more than 15 minutes away from the service's clock. The signature was not checked.",
        zh: '请求签名的日期与服务端时钟相差超过 15 分钟。服务端没有检查签名。',
      },
      given: {
        en: 'The server responds with `RequestTimeTooSkewed`, or refuses a V4 URL as used more than 15 minutes before its `x-oss-date`.',
        zh: '服务端返回 `RequestTimeTooSkewed`，或者因 V4 URL 的使用时间比其 `x-oss-date` 早 15 分钟以上而拒绝它。',
      },
    },
    expired: {
      meaning: {
        en: 'The signed URL, or the policy of the form, was used after it expired. The signature may have been right.',
        zh: '签名 URL 或表单的 Policy 在有效期之后被使用。签名可能是正确的。',
      },
      given: {
        en: 'The server says that the request or the policy has expired.',
        zh: '服务端表示请求或 Policy 已过期。',
      },
    },
    'unknown-key': {
      meaning: {
        en: 'The service does not know the AccessKey ID. No signature can help.',
        zh: '服务端不认识该 AccessKey ID，任何签名都无济于事。',
      },
      given: {
        en: 'The server responds with `InvalidAccessKeyId`, and no security token is missing.',
        zh: '服务端返回 `InvalidAccessKeyId`，且并非缺少安全令牌。',
      },
    },
    token: {
      meaning: {
        en: 'Temporary credentials are an ID, a secret and a security token that belong together; the token is missing, expired, for another key, or in the wrong place.',
        zh: '临时访问凭证由 ID、Secret 和安全令牌三项组成，必须配套使用；令牌缺失、过期、属于其他 AccessKey，或放错了位置。',
      },
      given: {
        en: 'The server says so, or does not know a temporary AccessKey ID that came without its token.',
        zh: '服务端如此表示，或服务端不认识一个没有带令牌的临时 AccessKey ID。',
      },
    },
    digest: {
      meaning: {
        en: 'A body does not match its digest. It was altered in transit, or the digest was computed over something else.',
        zh: '消息体与其摘要不符：传输途中被改动，或摘要不是对它计算的。',
      },
      given: {
        en: 'The server responds with `InvalidDigest`, `BadDigest` or `XAmzContentSHA256Mismatch`; or an exchange passed, but the captured body is not what the service says it stored or sent (`--verify-bodies`).',
        zh: '服务端返回 `InvalidDigest`、`BadDigest` 或 `XAmzContentSHA256Mismatch`；或请求已通过，而抓到的消息体与服务端声明存储或发送的不同（`--verify-bodies`）。',
      },
    },
    'access-denied': {
      meaning: {
        en: 'The signature is right, or was not checked, and access is denied: a matter of permissions.',
        zh: '签名正确或未被检查，访问被拒绝：属于权限问题。',
      },
      given: {
        en: 'The server responds with `AccessDenied` or `UserDisable` for a reason not covered above.',
        zh: '服务端因上述之外的原因返回 `AccessDenied` 或 `UserDisable`。',
      },
    },
    'malformed-auth': {
      meaning: {
        en: 'The data around the signature cannot be used as it is: credential, scope, expiry, header list, form fields. The signature was not checked.',
        zh: '签名之外的鉴权数据无法使用：Credential、Scope、有效期、签名头列表、表单域。服务端没有检查签名。',
      },
      given: {
        en: 'The server refuses the request with a code or message that names such a part.',
        zh: '服务端以指明该部分的错误码或消息拒绝请求。',
      },
    },
    'version-refused': {
      meaning: {
        en: 'This kind of signature, or of address, is not accepted here, even if it is right: V1 for a new account, for example.',
        zh: '无论是否正确，此处都不接受这种签名或访问方式，例如新账号的 V1 签名。',
      },
      given: {
        en: "The server's fine-grained error code (EC) or message says so.",
        zh: '服务端的细分错误码（EC）或消息如此表示。',
      },
    },
    intercepted: {
      meaning: {
        en: 'Something between the client and OSS gave the response itself: a proxy, a gateway, a captive portal. It says nothing about the signature, which no service has checked.',
        zh: '响应是客户端与 OSS 之间的某个设备自己给出的，如代理、网关或认证门户。它不能说明签名是否正确：没有服务检查过签名。',
      },
      given: {
        en: 'The response has none of the marks of the service (`x-oss-request-id` and other `x-oss-` headers, `Server: AliyunOSS`, its error document).',
        zh: '响应中没有服务端的任何标识（`x-oss-request-id` 等 `x-oss-` 响应头、`Server: AliyunOSS`、OSS 的错误信息文档）。',
      },
    },
    undecided: {
      meaning: {
        en: 'The secret is given, the captured request and the server agree on the string, and nothing that was tried gives the signature on the wire. The packets cannot tell whether the client signed something else or used another secret.',
        zh: '已提供 Secret，抓到的请求与服务端的字符串一致，而所有尝试都得不到请求中的签名。仅凭数据包无法分辨客户端是签了别的内容，还是用了另一个 Secret。',
      },
      given: {
        en: 'The search for what the client signed finds nothing, and nothing singles out the secret.',
        zh: '搜索没有找到客户端签名的内容，也没有证据专门指向 Secret。',
      },
    },
    'not-auth': {
      meaning: {
        en: 'The exchange has nothing to do with signatures: it has none, or failed before one mattered.',
        zh: '与签名无关：请求没有签名，或在签名起作用之前就已失败。',
      },
      given: {
        en: 'The request is anonymous, or the error is of another kind.',
        zh: '匿名请求，或其他类型的错误。',
      },
      toDo: { en: 'Look at the error that the server names.', zh: '查看服务端给出的错误。' },
    },
    'no-response': {
      meaning: {
        en: 'The capture contains the request but no response, so nothing can be said about its signature.',
        zh: '抓包中有请求而没有响应，因此无法判断其签名。',
      },
      given: { en: 'No response follows in the capture.', zh: '抓包中没有随后的响应。' },
      toDo: {
        en: 'See what the report says about how the connection ended ([all that it can say](notes.md#responses-that-are-missing-or-not-whole)). If the capture is at fault, capture in both directions until the response has arrived.',
        zh: '查看报告对连接如何结束的说明（[所有可能的说明](notes.zh-CN.md#没有响应或响应不完整)）；若是抓包的问题，请双向抓包，直到响应返回。',
      },
    },
  },
  certainties: {
    proven: {
      en: "A recomputed signature, or the server's own words, leave no other explanation.",
      zh: '重新计算的签名或服务端自己的答复，排除了其他解释。',
    },
    likely: {
      en: 'The evidence fits, but something is missing to prove it; the report names what.',
      zh: '证据相符，但还缺少证明所需的内容；报告会指出缺什么。',
    },
    open: {
      en: 'Something decisive is missing, and the report names it: usually the secret.',
      zh: '缺少决定性的内容，通常是 Secret；报告会指出。',
    },
  },
  proofs: {
    head: {
      en: "by the request's headers, which were captured completely and contain no signature",
      zh: '由完整抓到的请求头证明：其中没有签名',
    },
    answer: { en: 'by the response itself', zh: '由响应本身证明' },
    words: {
      en: "by the server's own words: its error code, its fine-grained code (EC) or its message; no secret is needed",
      zh: '由服务端自己的答复证明：错误码、细分错误码（EC）或消息；不需要 Secret',
    },
    digest: {
      en: "by the server's refusal; the digest of the captured body then shows on which side of the capture the body changed",
      zh: '由服务端的拒绝证明；再由抓到的消息体的摘要看出，差异出现在抓包点的哪一侧',
    },
    provided: {
      en: 'by the error document, which repeats the signature that the server received; it is compared with the one on the wire, and no secret is needed',
      zh: '由错误信息文档证明：其中复述了服务端收到的签名，与请求中的对照即可，不需要 Secret',
    },
    strings: {
      en: 'by the error document, which contains the string that the server signed; it is compared with that of the captured request, piece by piece. This makes it likely; it is proven if the given secret turns the string of the captured request into the signature on the wire, because then the client signed what was captured',
      zh: '由错误信息文档证明：其中有服务端的待签名字符串，与由抓到的请求得出的逐项对照。此时为“极有可能”；如果用提供的 Secret 和抓到的请求能得到请求中的签名，说明客户端签的就是抓到的内容，即为“已证实”',
    },
    secret: {
      en: 'by the given secret, which turns the string that both sides agree on into the signature on the wire: the client signed correctly, so the server has a different secret',
      zh: '由提供的 Secret 证明：用它和双方一致的字符串可得到请求中的签名，客户端没有错，因此服务端的 Secret 是另一个',
    },
    search: {
      en: 'by the search: with the given secret it signs variants of the string, or the string with variants of the secret, until one gives exactly the signature on the wire, which leaves no other explanation',
      zh: '由搜索证明：用提供的 Secret 对字符串的各种变体签名，或用 Secret 的各种变体签名，直到恰好得到请求中的签名；别无其他解释',
    },
    'nothing-fits': {
      en: 'not proved: nothing that the search tried gives the signature on the wire',
      zh: '没有证明：所有尝试都得不到请求中的签名',
    },
    open: {
      en: 'open until the secret is given (`--credentials FILE`)',
      zh: '提供 Secret（`--credentials FILE`）之前无法确定',
    },
    unseen: {
      en: 'open until that is given; the secret settles nothing here',
      zh: '补充这些内容之前无法确定；提供 Secret 也无济于事',
    },
    'captured-string': {
      en: 'likely at most: the response does not show the string that the server signed, so the captured one is used instead',
      zh: '至多为“极有可能”：响应里没有服务端的待签名字符串，以抓到的请求代替',
    },
    pasted: {
      en: 'likely at most: the text itself shows it, and may have been edited',
      zh: '至多为“极有可能”：文本自身就能看出，而文本可能被改过',
    },
  },
  ecPages: {
    en: 'https://www.alibabacloud.com/help/en/oss/support/',
    zh: 'https://help.aliyun.com/zh/oss/user-guide/',
  },
} as const satisfies {
  readonly labels: Readonly<Record<string, string | Prose>>;
  readonly verdicts: Readonly<Record<Verdict, VerdictEntry>>;
  readonly certainties: Readonly<Record<Certainty, Prose>>;
  readonly proofs: Readonly<Record<Proof, Prose>>;
  /** Address of the page of an EC, without the EC. */
  readonly ecPages: string | Prose;
});

export type ReferenceLabelId = keyof typeof REFERENCE.labels;

export type ReferenceTexts = Said<Omit<typeof REFERENCE, 'verdicts'>> & {
  readonly lang: Lang;
  readonly verdicts: Readonly<Record<Verdict, Said<VerdictEntry>>>;
};

export const referenceTexts = (lang: Lang): ReferenceTexts => ({ lang, ...said(REFERENCE, lang) });
