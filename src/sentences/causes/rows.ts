import type { Certainty, Verdict } from '../../engine/diagnose/model.ts';
import type { Prose } from '../../engine/diagnose/prose.ts';
import type { RowNumber } from '../../engine/diagnose/rows/row.ts';

/** What proves a cause. */
const PROOFS = [
  'head',
  'answer',
  'words',
  'digest',
  'provided',
  'strings',
  'secret',
  'search',
  'nothing-fits',
  'open',
  'unseen',
  'captured-string',
  'pasted',
] as const;

export type Proof = (typeof PROOFS)[number];

/** A row of the decision table as it is explained to a reader. */
export interface RowEntry {
  /**
   * What holds where this row decides. In the place of `{strings}` stands what is known of the two strings
   * that rows 15 to 19 take for equal.
   */
  readonly reason: Prose;
  readonly verdicts: readonly Verdict[];
  /** Null: none is given. */
  readonly certainties: readonly (Certainty | null)[];
  readonly proof: Proof;
}

/** Rows by number; the entries of causes say which of them can give each. */
export const ROWS = {
  0: {
    reason: {
      en: "the response has none of the service's own marks: something on the way gave it, or a cache repeated the refusal of another request",
      zh: '响应中没有服务端的任何标识：是途中的设备给出的，或是缓存重复了另一个请求的拒绝应答',
    },
    verdicts: ['intercepted', 'not-auth', 'transit-modified'],
    certainties: ['proven', 'likely'],
    proof: 'answer',
  },
  1: {
    reason: {
      en: 'the request has no signature and no Authorization of any kind, or is an OPTIONS request, whose signature OSS does not check',
      zh: '请求没有签名，也没有任何 Authorization；或是 OSS 不校验签名的 OPTIONS 请求',
    },
    verdicts: ['not-auth', 'access-denied'],
    certainties: ['proven'],
    proof: 'head',
  },
  2: {
    reason: {
      en: 'the capture contains no response; a pasted text may show by itself what is wrong with the request: the string that the client printed is not that of what it sent, a signature in a URL has its + as it is, or the AccessKey ID has white space in it',
      zh: '抓包中没有响应；粘贴的文本自身可能就能看出请求的问题：客户端打印的签名字符串与它发送的不符、URL 中的签名带有未编码的 +，或 AccessKey ID 中有空白',
    },
    verdicts: ['no-response', 'client-miscomputed', 'unknown-key'],
    certainties: [null, 'likely'],
    proof: 'pasted',
  },
  3: {
    reason: {
      en: 'the response is not an error, or is one that is raised only after the signature was accepted; a redirect that comes before the signature is looked at says nothing of it',
      zh: '响应不是错误，或是签名通过之后才会出现的错误；在检查签名之前给出的重定向不说明签名对错',
    },
    verdicts: ['match', 'digest', 'not-auth'],
    certainties: ['proven'],
    proof: 'answer',
  },
  4: {
    reason: { en: 'the server says that the clocks are too far apart', zh: '服务端表示双方时钟相差过大' },
    verdicts: ['clock-skew'],
    certainties: ['proven', 'likely'],
    proof: 'words',
  },
  5: {
    reason: {
      en: 'the server says that the URL, the request or the policy of the form has expired',
      zh: '服务端表示 URL、请求或表单的 Policy 已过期',
    },
    verdicts: ['expired'],
    certainties: ['proven'],
    proof: 'words',
  },
  6: {
    reason: {
      en: 'the server says that the security token is missing, expired or for another key',
      zh: '服务端表示安全令牌缺失、过期或不属于该 AccessKey',
    },
    verdicts: ['token'],
    certainties: ['proven', 'likely'],
    proof: 'words',
  },
  7: {
    reason: {
      en: 'the server does not know the AccessKey ID, or does not say so, and one nearly equal to it is given or used',
      zh: '服务端不认识该 AccessKey ID；或服务端没有明说，而另有一个几乎相同的 ID 被提供或使用',
    },
    verdicts: ['unknown-key'],
    certainties: ['proven', 'likely', 'open'],
    proof: 'words',
  },
  8: {
    reason: {
      en: 'the server says that the digest of the body does not match',
      zh: '服务端表示请求体的摘要不符',
    },
    verdicts: ['digest'],
    certainties: ['proven', 'likely'],
    proof: 'digest',
  },
  9: {
    reason: {
      en: 'the server refuses this kind of signature, right or wrong',
      zh: '无论签名是否正确，服务端都拒绝这种签名',
    },
    verdicts: ['version-refused'],
    certainties: ['proven'],
    proof: 'words',
  },
  10: {
    reason: {
      en: 'the server says that the signature data itself is malformed; or it refuses the request without a reason, and a date, a life or a digest in it is malformed or missing',
      zh: '服务端表示签名数据本身的格式有误；或服务端未说明原因就拒绝，而请求中的日期、有效期或摘要格式有误或缺失',
    },
    verdicts: ['malformed-auth', 'transit-modified'],
    certainties: ['proven', 'likely'],
    proof: 'words',
  },
  11: {
    reason: {
      en: 'the server accepted or ignored the signature and denies access',
      zh: '签名已被接受或未被检查，服务端拒绝访问',
    },
    verdicts: ['access-denied', 'not-auth'],
    certainties: ['proven'],
    proof: 'words',
  },
  12: {
    reason: {
      en: 'the signature that the server received is the one on the wire, percent-decoded once more or once less',
      zh: '服务端收到的签名与请求中的相比，多做或少做了一次百分号解码',
    },
    verdicts: ['client-miscomputed'],
    certainties: ['proven', 'likely'],
    proof: 'provided',
  },
  13: {
    reason: {
      en: 'the server received a different signature, or a different AccessKey ID, from the one on the wire',
      zh: '服务端收到的签名或 AccessKey ID 与请求中的不同',
    },
    verdicts: ['transit-modified'],
    certainties: ['proven'],
    proof: 'provided',
  },
  14: {
    reason: {
      en: "the string that the server signed differs from the captured request's",
      zh: '服务端的待签名字符串与抓到的请求不同',
    },
    verdicts: ['transit-modified'],
    certainties: ['proven', 'likely'],
    proof: 'strings',
  },
  15: {
    reason: {
      en: '{strings}, and the given secret gives the signature on the wire: the server has a different secret',
      zh: '{strings}，用提供的 Secret 可得到请求中的签名：服务端的 Secret 是另一个',
    },
    verdicts: ['wrong-secret'],
    certainties: ['proven', 'likely'],
    proof: 'secret',
  },
  16: {
    reason: {
      en: '{strings}, and the search found another string or procedure that gives the signature on the wire, or a pasted text shows the other string as the client printed it; where the request bears the marks of a hop, that changed it, most likely',
      zh: '{strings}，搜索找到了能得到请求中签名的另一个字符串或计算过程，或粘贴的文本中有客户端打印的另一个字符串；若请求带有中间设备的标记，则极有可能是它改动的',
    },
    verdicts: ['client-miscomputed', 'transit-modified'],
    certainties: ['proven', 'likely'],
    proof: 'search',
  },
  17: {
    reason: {
      en: '{strings}, and the search found a secret close to the given one that gives the signature on the wire',
      zh: '{strings}，搜索找到了与提供的 Secret 相近、能得到请求中签名的 Secret',
    },
    verdicts: ['wrong-secret'],
    certainties: ['proven', 'likely'],
    proof: 'search',
  },
  18: {
    reason: {
      en: '{strings}, the secret is given, and nothing that was tried gives the signature on the wire',
      zh: '{strings}，提供了 Secret，但所有尝试都得不到请求中的签名',
    },
    verdicts: ['undecided', 'wrong-secret'],
    certainties: ['open', 'likely'],
    proof: 'nothing-fits',
  },
  19: {
    reason: {
      en: '{strings}, and without the secret (or a complete request) there is no telling what the client signed',
      zh: '{strings}，没有 Secret（或请求不完整）就无法判断客户端签了什么',
    },
    verdicts: ['needs-secret', 'undecided'],
    certainties: ['open'],
    proof: 'open',
  },
  20: {
    reason: {
      en: "the response does not show the server's string; the captured request's is used instead",
      zh: '响应里没有服务端的待签名字符串，以抓到的请求代替',
    },
    verdicts: [
      'transit-modified',
      'wrong-secret',
      'client-miscomputed',
      'undecided',
      'needs-secret',
      'access-denied',
      'clock-skew',
      'expired',
    ],
    certainties: ['likely', 'open'],
    proof: 'captured-string',
  },
  21: {
    reason: {
      en: 'the request failed for another reason, before its signature mattered',
      zh: '请求因其他原因失败，与签名无关',
    },
    verdicts: ['not-auth'],
    certainties: [null],
    proof: 'answer',
  },
} as const satisfies Readonly<Record<RowNumber, RowEntry>>;

/** Undefined for a number that is no row. */
export function rowEntry(row: number): RowEntry | undefined {
  const entries: Readonly<Record<number, RowEntry>> = ROWS;
  return entries[row];
}
