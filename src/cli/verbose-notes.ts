import { type ByteString, fromText } from '../engine/bytes/byte-string.ts';
import { toReportText } from '../engine/bytes/printable.ts';
import type { CaptureInfo, ResultSink } from '../engine/results.ts';
import { maskAccessKeyId } from '../features/redact/redact.ts';
import type { CredentialSource } from '../node/credentials.ts';
import { linkNames } from '../report/json/capture.ts';
import { type FillArgs, fill, wordlessFiller } from '../sentences/fill.ts';
import type { GivenKeys } from './given-keys.ts';
import type { CommandContext } from './io.ts';
import { errorLine, sourceName } from './messages.ts';

/** Inputs that are named before they are read; each is named again when it has been. */
const MAX_NAMED_INPUTS = 20;

/**
 * What `--verbose` reports on the error stream: what is read, with what, and how fast. Of a key only its
 * masked id is shown.
 */
export class VerboseNotes {
  readonly #context: CommandContext;
  readonly #now: () => number;

  /** `now`: milliseconds of a clock that never goes back. */
  constructor(context: CommandContext, now: () => number) {
    this.#context = context;
    this.#now = now;
  }

  config(path: string | null): void {
    const { verbose } = this.#context.texts;
    if (path === null) this.#write(verbose.noConfig);
    else this.#write(verbose.config, { path: fromText(path) });
  }

  /** Receives access keys as they are found. */
  readonly keysFound = (source: CredentialSource, ids: readonly ByteString[]): void => {
    const { verbose } = this.#context.texts;
    const masked = ids.map((id) => maskAccessKeyId(toReportText(id).text)).join(verbose.comma);
    const args = { ids: fromText(masked) };
    switch (source.kind) {
      case 'file':
        this.#write(verbose.keysOfFile, {
          ...args,
          path: fromText(sourceName(source.path, this.#context.texts)),
        });
        break;
      case 'environment':
        this.#write(verbose.keysOfEnvironment, { ...args, variable: source.variable });
        break;
    }
  };

  /** Where there are no access keys, and whether there are keys for TLS. */
  keys({ keyRing, tls }: GivenKeys): void {
    const { verbose } = this.#context.texts;
    if (keyRing.size === 0) this.#write(verbose.noKeys);
    const [logs, files] = [tls.keyLogs.length, tls.serverKeys.length];
    if (logs + files > 0) this.#write(verbose.tlsKeys, { logs, files });
  }

  inputs(paths: readonly string[]): void {
    const { verbose } = this.#context.texts;
    this.#write(verbose.inputs, { n: paths.length });
    for (const path of paths.slice(0, MAX_NAMED_INPUTS)) this.#write(verbose.input, { path: fromText(path) });
    const n = paths.length - MAX_NAMED_INPUTS;
    if (n > 0) this.#write(verbose.moreInputs, { n });
  }

  /**
   * Reports each capture when it has been read, and how long that took: from the making of the sink, or the
   * end of the one before.
   */
  timed(): ResultSink {
    let start = this.#now();
    return {
      exchange(): void {},
      capture: (info) => {
        const end = this.#now();
        this.#capture(info, end - start);
        start = end;
      },
      unreadable: () => {
        start = this.#now();
      },
    };
  }

  #capture({ path, summary, traffic, notices }: CaptureInfo, milliseconds: number): void {
    const { verbose } = this.#context.texts;
    const limits = [...new Set(notices.map(({ code }) => code))].filter((code) => /\blimit\b/.test(code));
    const { text, format, packets, bytes } = summary;
    this.#write(
      (text === undefined ? verbose.capture : verbose.textCapture) +
        verbose.pace +
        (limits.length === 0 ? verbose.noLimits : verbose.limits),
      {
        path: fromText(path),
        format: format ?? '-',
        kind: text?.kind ?? '-',
        links: fromText(linkNames(summary).join(verbose.comma) || '-'),
        packets,
        bytes,
        exchanges: traffic.httpExchanges,
        oss: traffic.ossExchanges,
        time: milliseconds.toFixed(1),
        rate: (bytes / 1e3 / Math.max(milliseconds, 0.001)).toFixed(1),
        names: fromText(limits.join(verbose.comma)),
      },
    );
  }

  #write(template: string, args: FillArgs = {}): void {
    const { io, texts } = this.#context;
    io.stderr.write(errorLine(fill(template, args, wordlessFiller(texts.lang))));
  }
}
