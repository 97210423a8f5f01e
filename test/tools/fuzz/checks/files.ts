import { isDeepStrictEqual } from 'node:util';
import { parseRequestFile } from '../../../../src/cli/commands/sign-command.ts';
import { readConfigValues } from '../../../../src/cli/settings/resolve.ts';
import { JsonReporter } from '../../../../src/report/formats/json.ts';
import { parseJson, toByteString } from '../../../rooms/bytes.ts';
import type { ResultSink } from '../../../rooms/engine.ts';
import { EXCHANGE } from '../../../rooms/http.ts';
import { EVIDENCE_DOOR } from '../../../rooms/redact.ts';
import {
  type BlobLine,
  BlobReplay,
  decodeHeader,
  decodeLine,
  encodeLine,
  matchesPattern,
  SummaryCounter,
  toJsonLine,
  toPattern,
} from '../../../rooms/report.ts';
import { parseCredentials } from '../../../rooms/run.ts';
import { CAUSE_IDS } from '../../../rooms/sentences.ts';
import { TextParser } from '../../../rooms/text.ts';
import { EN } from '../../../support/texts.ts';
import { sameInPieces } from '../in-pieces.ts';

/** A text of any kind, cut anywhere. */
export function checkText(input: Uint8Array): void {
  sameInPieces(input, (feed) => {
    const log: unknown[] = [];
    const parser = new TextParser({
      exchange: (exchange) => log.push(EXCHANGE.encode(exchange)),
      notice: (notice) => log.push(notice),
    });
    feed(input, (piece) => parser.push(piece));
    parser.end();
    return [log, parser.summary];
  });
}

/**
 * Lines of a blob. What is taken of them can be written and is read again as the same, and a report is made
 * of it.
 */
export function checkBlob(input: Uint8Array): void {
  const [header = '', ...lines] = Buffer.from(input).toString('utf8').split('\n');
  decodeHeader(header);
  const taken: BlobLine[] = [];
  for (const line of lines) {
    const read = decodeLine(line);
    if (!read.ok) continue;
    taken.push(read.value);
    const written = toJsonLine(encodeLine(read.value));
    const again = decodeLine(written);
    if (!again.ok || toJsonLine(encodeLine(again.value)) !== written)
      throw new Error(`a line that is read is written as another: ${written.slice(0, 300)}`);
  }
  if (taken.length === 0) return;
  const counter = new SummaryCounter();
  let json = '';
  const reporter = new JsonReporter((text) => (json += text), {
    door: EVIDENCE_DOOR,
    texts: EN,
    tool: { name: 'osscap', version: '0' },
  });
  const both = (call: (sink: ResultSink) => void): void => [counter, reporter].forEach(call);
  const replay = new BlobReplay({
    exchange: (path, result) => both((sink) => sink.exchange(path, result)),
    capture: (info) => both((sink) => sink.capture(info)),
    unreadable: (unreadable) => both((sink) => sink.unreadable(unreadable)),
  });
  for (const line of taken) replay.line(line);
  reporter.end({ summary: counter.summary(), interrupted: false, exitCode: 0 });
  JSON.parse(json);
}

/** A configuration: it stays as it is, and what is taken of its patterns is matched. */
export function checkConfig(input: Uint8Array): void {
  const json = parseJson(Buffer.from(input).toString('utf8'));
  if (!json.ok) return;
  const before = structuredClone(json.value);
  const read = readConfigValues(json.value, CAUSE_IDS);
  if (!isDeepStrictEqual(json.value, before)) throw new Error('a configuration was changed');
  if (!read.ok) return;
  for (const { key = '' } of read.value.ignores ?? []) {
    matchesPattern(toPattern(key), 'a'.repeat(200));
    matchesPattern(toPattern('*a'.repeat(40) + key), 'a'.repeat(2000));
  }
}

const SECRET = 'FakeSecretForFuzz';

/**
 * A text as credentials. What comes out has the secret where nothing prints it, or not at all, and is the
 * same whichever way the lines end. The same text as a request to be signed is read or refused.
 */
export function checkCredentials(input: Uint8Array): void {
  const text = toByteString(input);
  const read = JSON.stringify(parseCredentials(text));
  if (read.includes(SECRET)) throw new Error('a secret stands in the result');
  if (!text.includes('\r') && JSON.stringify(parseCredentials(text.replaceAll('\n', '\r\n'))) !== read)
    throw new Error('with other line endings, another result');
  parseRequestFile(text);
}
