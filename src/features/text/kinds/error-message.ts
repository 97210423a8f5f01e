import type { ByteString } from '../../../engine/bytes/byte-string.ts';
import { answerOfDetails, Drafts, type MessageDraft } from '../message-draft.ts';
import { idInDocument, idInHead } from '../pair-drafts.ts';
import { REFUSAL_SENTENCES } from '../repair-document.ts';
import type { TextLine, TextLines } from '../text-line.ts';
import type { TextFormat } from './text-reading.ts';

/** What an SDK makes of an error document when it reports the error; the last line of it has `end`. */
interface MessageForm {
  readonly end: RegExp;
  readonly form: RegExp;
  /** It names the service itself; elsewhere, a request ID shows which one it is. */
  readonly isOfStorage?: true;
}

/** What ends one of several comes last. */
const FORMS: readonly MessageForm[] = [
  // the SDK for Go and ossutil: one line
  {
    end: /\bStatusCode=\d{3}, ErrorCode=/,
    form: /\bStatusCode=\d{3}, ErrorCode=(?<Code>\w+), ErrorMessage="?(?<Message>[^\n]{0,2000}?)"?, RequestId=(?<RequestId>\w*)(?:, Endpoint=(?<Endpoint>[^\s,]+))?(?:, Ec=(?<EC>[\d-]+))?/,
  },
  // the second generation of the OSS SDKs: a line for each part
  {
    end: /Request Endpoint: /,
    form: /\bHttp Status Code: \d{3}\.\s+Error Code: (?<Code>\w+)\.\s+Request Id: (?<RequestId>\w*)\.\s+Message: (?<Message>[^\n]{0,2000}?)\.\s+EC: (?<EC>[\d-]*)\.\s[^|]{0,200}?Request Endpoint: [A-Z]+ (?:https?:\/\/)?(?<HostId>[^\s/?]+)/,
  },
  // the AWS SDK for Go, version 2: one line
  {
    end: /\bStatusCode: \d{3}, RequestID: /,
    form: /\bStatusCode: \d{3}, RequestID: (?<RequestId>[\w-]*), HostID: (?<HostId>[^\s,]*), (?:api error )?(?<Code>\w+): (?<Message>(?:[^"\n]|(?<= )"[^"\n]{1,80}"(?=[ ,;.]|$)){0,2000})/,
  },
  // its version 1: one line, or the figures on one of their own
  {
    end: /(?:\b|\\t)status code: \d{3}, request id: /,
    form: /\b(?<Code>(?!(?:Error|ERROR|Fatal|FATAL|Failed|Warning|WARN|Exception):)[A-Z][A-Za-z]{2,60}): (?<Message>[^\n]{0,2000}?)\s{1,4}status code: \d{3}, request id: (?<RequestId>[\w-]*)(?:, host id: ?(?<HostId>[^\s,()"\\]{0,200}))?/,
  },
  // aliyungo, by which a Docker registry keeps its images: one line
  {
    end: /\bStatus Code: \d{3} Code: \w/,
    form: /\bRequestId: (?<RequestId>\w*) Status Code: \d{3} Code: (?<Code>\w+) Message: (?<Message>[^"\n]{0,2000})/,
  },
  // the AWS SDK for Java as it was first
  {
    end: /\bAWS Service: Amazon S3, AWS Request ID: /,
    form: /\bStatus Code: \d{3}, AWS Service: Amazon S3, AWS Request ID: (?<RequestId>\w*), AWS Error Code: (?<Code>\w+)(?:, AWS Error Message: (?<Message>[^\n]{0,2000}), S3)?/,
    isOfStorage: true,
  },
  // what the examples of the SDK for .NET print: two lines
  {
    end: /\bRequestID: ?\w+\s+HostID:/,
    form: /\berror (?:code|info): (?<Code>[A-Z]\w*); Error info: (?<Message>[^\n]{0,2000}?)\.?\s{1,4}RequestID: ?(?<RequestId>\w+)\s{1,4}HostID: ?(?<HostId>[\w.-]*)/i,
  },
  // of the SDK for Java: a line for each part
  {
    end: /^\W*Host ID: ?[\w.-]+\s*$/,
    form: /\bError Message: ?(?<Message>[^\n]{0,2000})\n[^\n]*\bError Code: ?(?<Code>[A-Z]\w*)\s*\n[^\n]*\bRequest ID: ?(?<RequestId>\w+)\s*\n[^\n]*\bHost ID: ?(?<HostId>[\w.-]*)/,
  },
  // its exception, where the document is not behind it
  {
    end: /^\[HostId\]: /,
    form: /(?:^|\n)(?:[^\n]{0,500}Exception: )?(?<Message>[^\n]{0,2000})\n\[ErrorCode\]: (?<Code>[A-Z]\w*)\s*\n\[RequestId\]: (?<RequestId>\w+)\s*\n\[HostId\]: (?<HostId>[\w.-]*)/,
  },
  // the AWS SDK for Java, version 1: one line
  {
    end: /\(Service: Amazon S3; Status Code: \d{3}; /,
    form: /(?:Exception: |(?<![^\n:]))(?<Message>[^\n:]{0,500}) \(Service: Amazon S3; Status Code: \d{3}; Error Code: (?<Code>\w+); Request ID: (?<RequestId>[\w-]*)/,
  },
  // its version 2, which does not give the code
  {
    end: /\(Service: S3, Status Code: \d{3}, Request ID: \w/,
    form: /(?:^|\n)(?:[^\n]{0,500}Exception: )?(?<Message>[^\n]{0,500}) \(Service: S3, Status Code: \d{3}, Request ID: (?<RequestId>[\w-]+)/,
  },
  // minio-py
  {
    end: /, request_id: \w/,
    form: /\bcode: (?<Code>[A-Z]\w*), message: (?<Message>[^\n]{0,2000}?), resource: [^,\n]{0,1000}, request_id: (?<RequestId>\w+), host_id: (?<HostId>[^\s,]*), bucket_name: (?<BucketName>[^,\s]{1,100})(?:, object_name: (?<Key>[^\n]{1,1000}?)(?=,? ?[a-z]+: |\n|$))?/,
  },
  // what the examples of the SDKs for C++ and C print: one line
  {
    end: /, ?request_?id: ?\w/i,
    form: /(?:\b|_)code: ?(?<Code>[A-Z]\w*), ?(?:error_msg|message): ?(?<Message>[^\n]{0,2000}?)(?:, bucket_name: (?<BucketName>[^,\n]{0,100}), object_name: (?<Key>[^,\n]{0,500}))?, ?request_?id: ?(?<RequestId>\w+)(?![\w-])/i,
  },
  // the SDK for PHP: one line
  {
    end: / RequestId: \w/,
    form: /\b(?<Code>(?!\w{1,60}Exception:|ServerError:)[A-Z][a-z]{1,30}[A-Z]\w{1,60}): (?<Message>[^\n]{0,2000}?) RequestId: (?<RequestId>\w+)(?![\w-])/,
  },
];

/** Lines that a message has at most, and what is looked at of one, and of all of them. */
const MESSAGE_LINES = 10;
const MAX_LINE = 4096;
const MAX_MESSAGE = 4096;
/** Lines that look like the end of a message and end none: to see that takes its time. */
const MAX_MISSES = 100;

/** The messages with which SDKs report an error document that is not shown itself. */
export const ERROR_MESSAGE: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some(({ text }) => endsMessage(text) !== null),
  read: readMessages,
};

function readMessages(lines: TextLines, drafts: Drafts): void {
  const recent: ByteString[] = [];
  let misses = 0;
  for (const line of lines) {
    if (drafts.isFull) break;
    recent.push(shown(line.text));
    if (recent.length > MESSAGE_LINES) recent.shift();
    const form = endsMessage(line.text);
    if (form === null) continue;
    if (addMessage(form, recent.join('\n').slice(-MAX_MESSAGE), line, drafts)) recent.length = 0;
    else if (++misses > MAX_MISSES) break;
  }
}

/** Gives answers without a body what an SDK says of their request ID. `limit`: messages looked at. */
export function giveMessages(lines: TextLines, { all, losses }: Drafts, limit: number): void {
  const bare = new Map<ByteString, MessageDraft>();
  for (const answer of all) {
    // lines of the log behind a head are taken for its body
    const isBare = answer.start?.kind === 'response' && answer.start.status >= 400;
    const id = isBare && !answer.body.some(({ text }) => text.includes('<')) ? idInHead(answer) : null;
    if (id !== null) bare.set(id, answer);
  }
  if (bare.size === 0) return;
  const said = new Drafts(losses, limit);
  readMessages(lines, said);
  for (const message of said.all) {
    const id = idInDocument(message) ?? '';
    const answer = bare.get(id);
    if (answer === undefined) continue;
    bare.delete(id);
    answer.body.length = 0;
    for (const line of message.body) answer.body.push(line);
    answer.rewritten = true;
  }
}

function endsMessage(text: ByteString): MessageForm | null {
  const start = text.slice(0, MAX_LINE);
  return FORMS.find(({ end }) => end.test(start)) ?? null;
}

/** A line of it; those of a string that a log shows escaped are lines, too. */
function shown(text: ByteString): ByteString {
  return text.slice(0, MAX_LINE).replace(/\\n(?:\\t)?/g, '\n');
}

function addMessage(
  { form, isOfStorage }: MessageForm,
  text: ByteString,
  line: TextLine,
  drafts: Drafts,
): boolean {
  const named = form.exec(text)?.groups;
  if (named === undefined) return false;
  const details = Object.entries(named).filter(
    ([name, value]) =>
      value !== undefined &&
      (name === 'HostId' || !(NONE.has(value) || (name === 'RequestId' && value.length < LEAST_ID))),
  );
  const code = named['Code'] ?? codeOf(named['Message'] ?? '');
  // Without a request id, nothing shows whether OSS has said it.
  if (code === null || !(isOfStorage === true || details.some(([name]) => name === 'RequestId')))
    return false;
  drafts.add(
    answerOfDetails(named['Code'] === undefined ? [['Code', code], ...details] : details, line.number),
  );
  return true;
}

/** Who hides an ID leaves an `X`. */
const LEAST_ID = 3;

/** What programs write for a text that they do not have; that there is a host shows the service. */
const NONE: ReadonlySet<ByteString> = new Set(['', 'null']);

function codeOf(message: ByteString): ByteString | null {
  return REFUSAL_SENTENCES.find(({ start, words }) => message.startsWith(`${start}${words}.`))?.code ?? null;
}
