import type { ExchangeResult } from '../../engine/results.ts';
import { terminalDoor } from '../../features/redact/redact-exchange.ts';
import { type Extracted, extractExchanges, type Outcome } from '../../node/extract.ts';
import { expandInputs } from '../../node/inputs.ts';
import { headlineOf, publishedView } from '../../report/findings/finding.ts';
import { fill, wordlessFiller } from '../../sentences/fill.ts';
import { loadTexts } from '../../sentences/load.ts';
import type { Texts } from '../../sentences/texts.ts';
import { EarlyEnding, EXIT } from '../ending.ts';
import { loadGivenKeys } from '../given-keys.ts';
import type { CommandContext } from '../io.ts';
import { messageSink } from '../message-sink.ts';
import { errorLine, extractMessage, refuse } from '../messages.ts';
import { refuseOverwriting } from '../overwritten-input.ts';
import type { CommandFault, ExtractMessage } from '../texts.ts';
import { toolOfPackage } from '../version.ts';
import type { ExtractArguments } from './extract.ts';

/** Writes the packets of exchanges to a file that may leave. Gives the exit code. */
export async function run(args: ExtractArguments, context: CommandContext): Promise<number> {
  const { io, texts, lang } = context;
  const { capture: path, indexes, output, bodies, limits } = args;
  const keys = await loadGivenKeys(args, context);
  if (keys === null) return EXIT.NOT_DONE;
  const { inputs, unreadable } = await expandInputs([path], io.cwd, args.join ?? undefined, { limits });
  if (inputs.length > 1) return refuse({ code: 'several-to-extract', path, n: inputs.length }, context);
  const files = inputs.flatMap((input) => input.parts ?? [input.path]);
  const refused = await refuseOverwriting([{ name: 'pcapng', file: output }], args, () => files, context);
  if (refused !== null) return refused;
  const reportTexts = await loadTexts(lang);
  const messages = messageSink((line) => io.stderr.write(line), reportTexts);
  for (const each of unreadable) messages.unreadable(each);
  const [input] = inputs;
  if (input === undefined) return EXIT.NOT_DONE;

  const { section, sectionWithBodies } = texts.extract;
  const filler = wordlessFiller(lang);
  const list = indexes.map((index) => `#${index}`).join(', ');
  const { name, version } = toolOfPackage();
  const ending = new EarlyEnding(io);
  const extraction = await extractExchanges({
    input,
    indexes,
    bodies,
    file: output,
    application: `${name} ${version}`,
    section: fill(bodies ? sectionWithBodies : section, { list }, filler),
    comment: (result, part) => commentOf(result, part, context, reportTexts),
    messages,
    onAbandoned: (listener) => io.onAbandoned(listener),
    scan: { ...keys, limits, signal: ending.signal },
  });
  ending.release();
  switch (extraction.kind) {
    case 'interrupted':
      return ending.code ?? EXIT.NOT_DONE;
    case 'unreadable':
      return EXIT.NOT_DONE;
    case 'no-packets':
      return refuse({ code: 'text-to-extract', path }, context);
    case 'missing': {
      const { index, highest: n } = extraction;
      const fault: CommandFault =
        n === 0 ? { code: 'no-exchanges', path, index } : { code: 'no-exchange', path, index, n };
      return refuse(fault, context);
    }
    case 'failed':
      return refuse({ code: 'extract-failed', path: output, detail: extraction.detail }, context);
    case 'done': {
      const { packets, leftOver, exchanges } = extraction;
      const said: ExtractMessage[] = [{ code: 'written', path: output, packets }];
      if (leftOver > 0) said.push({ code: 'left-over', n: leftOver });
      for (const each of exchanges) said.push(messageOf(each, texts.extract.notOss));
      for (const message of said) io.stderr.write(errorLine(extractMessage(message, texts)));
      return EXIT.CLEAN;
    }
  }
}

/** Whether the file shows what the capture does, and why not. */
function messageOf({ index, there, before, after, why }: Extracted, notOss: string): ExtractMessage {
  const shown = { index, there: there ?? 0, before: outcomeText(before, notOss), after: '' };
  if (why === 'encrypted') return { ...shown, code: why };
  if (after === null) return { ...shown, code: 'unread' };
  return { ...shown, after: outcomeText(after, notOss), code: why === null ? 'same' : `differs-${why}` };
}

function outcomeText({ verdict, cause, fields }: Outcome, notOss: string): string {
  if (verdict === null) return notOss;
  const what = [...(cause === null ? [] : [cause]), ...fields].join(', ');
  return what === '' ? verdict : `${verdict} (${what})`;
}

/** What a packet says of the exchange that begins with it, or is answered by it. */
function commentOf(
  result: ExchangeResult,
  part: 'request' | 'response',
  { texts, lang }: CommandContext,
  reportTexts: Texts,
): string {
  const { index, exchange, oss, diagnosis } = result;
  const filler = wordlessFiller(lang);
  if (part === 'response') {
    const words = [exchange.response?.status, oss?.error?.code, oss?.ec, oss?.requestId];
    const status = words.filter((word) => word !== null && word !== undefined && word !== '').join(' ');
    return fill(texts.extract.response, { index: String(index), status }, filler);
  }
  const view = publishedView(terminalDoor(result), { texts: reportTexts, exchange: undefined });
  const found = headlineOf(result, view) ?? texts.extract.notOss;
  const verdict = diagnosis === null ? '' : `${diagnosis.verdict}: `;
  return fill(texts.extract.request, { index: String(index), found: verdict + found }, filler);
}
