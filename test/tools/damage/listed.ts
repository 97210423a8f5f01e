import { readFileSync } from 'node:fs';

/** What a list beside a capture says of one exchange, as far as the check needs it. */
export interface Expected {
  readonly client: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  /** Value of the answer's `x-oss-request-id`; null where the list does not have it. */
  readonly requestId: string | null;
  /** Whether the capture lacks bytes of the request or of the (final) answer. */
  readonly isDamaged: boolean;
}

/** The line of a list: `damaged` names the messages, or only says that there are some. */
interface ListLine {
  readonly client: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly requestId?: string;
  readonly damaged: boolean | readonly string[];
}

/** Reads a list of one JSON object a line. */
export function readList(path: string): Expected[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => toExpected(JSON.parse(line)));
}

function toExpected(line: ListLine): Expected {
  const { client, method, target, status, requestId = null, damaged } = line;
  const isDamaged =
    typeof damaged === 'boolean' ? damaged : damaged.includes('request') || damaged.includes('response');
  return { client, method, target, status, requestId, isDamaged };
}
