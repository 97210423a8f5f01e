import type { ByteString } from '../../bytes/byte-string.ts';
import type { Drafts } from '../drafts.ts';
import { documentOf } from '../error-details.ts';
import { newDraft } from '../message-draft.ts';
import type { TextLine, TextLines } from '../text-line.ts';
import { NO_ENDPOINTS, type TextFormat, type TextReading } from './text-reading.ts';

/** What an SDK makes of an error document when it reports the error; the last line of it has `end`. */
interface MessageForm {
  readonly end: RegExp;
  readonly form: RegExp;
}

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
    form: /\bStatusCode: \d{3}, RequestID: (?<RequestId>\w*), HostID: (?<HostId>[^\s,]*), (?:api error )?(?<Code>\w+): (?<Message>[^"\n]{0,2000})/,
  },
  // its version 1: one line, or the figures on one of their own
  {
    end: /\bstatus code: \d{3}, request id: /,
    form: /\b(?<Code>[A-Z][A-Za-z]{2,60}): (?<Message>[^\n]{0,2000}?)\s+status code: \d{3}, request id: (?<RequestId>\w*)/,
  },
  // the AWS SDK for Java, version 1: one line
  {
    end: /\(Service: Amazon S3; Status Code: \d{3}; /,
    form: /(?:Exception: )?(?<Message>[^\n:]{0,500}) \(Service: Amazon S3; Status Code: \d{3}; Error Code: (?<Code>\w+); Request ID: (?<RequestId>\w*)/,
  },
];

/** Lines that a message has at most, and what is looked at of one, and of all of them. */
const MESSAGE_LINES = 10;
const MAX_LINE = 4096;
const MAX_MESSAGE = 4096;
/** Lines that look like the end of a message and end none: to see that takes its time. */
const MAX_MISSES = 100;

/** The messages with which SDKs report what an error document said, where the document itself is not shown. */
export const ERROR_MESSAGE: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some(({ text }) => endsMessage(text) !== null),
  read: readMessages,
};

function readMessages(lines: TextLines, drafts: Drafts): TextReading {
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
  return { order: 'nearest', endpointsOf: NO_ENDPOINTS };
}

function endsMessage(text: ByteString): MessageForm | null {
  const start = text.slice(0, MAX_LINE);
  return FORMS.find(({ end }) => end.test(start)) ?? null;
}

/** A line of it; those of a string that a log shows escaped are lines, too. */
function shown(text: ByteString): ByteString {
  return text.slice(0, MAX_LINE).replace(/\\n/g, '\n');
}

function addMessage({ form }: MessageForm, text: ByteString, line: TextLine, drafts: Drafts): boolean {
  const told = form.exec(text)?.groups;
  if (told === undefined) return false;
  const draft = newDraft(null, line.number, '');
  const details = Object.entries(told).filter(([, value]) => value !== undefined && value !== '');
  draft.body.push({ text: documentOf(details), ending: '\n', number: line.number });
  draft.rewritten = true;
  drafts.add(draft);
  return true;
}
