import { type CrashPlace, crashText, isDebugging } from './crash.ts';
import type { CommandContext } from './page.ts';
import type { Loudness } from './settings/command-line.ts';

/** Exchanges at which the program fell that are told of. */
const MAX_TOLD_FAULTS = 3;

/**
 * Tells faults of the program on the error stream as they come, those of an exchange once, however
 * many reports ask for it.
 */
export class FaultTeller {
  readonly #context: CommandContext;
  readonly #debug: boolean;
  readonly #toldExchanges = new Set<string>();
  #hasFaults = false;

  constructor(context: CommandContext, loudness: Loudness | undefined) {
    this.#context = context;
    this.#debug = loudness === 'verbose' || isDebugging(context.io.env);
  }

  /** What is reported is not all, or not as it should be. */
  get hasFaults(): boolean {
    return this.#hasFaults;
  }

  tell(place: CrashPlace, error: unknown): void {
    this.#hasFaults = true;
    if (place.kind === 'exchange') {
      const name = `${place.index} ${place.path}`;
      if (this.#toldExchanges.has(name) || this.#toldExchanges.size >= MAX_TOLD_FAULTS) return;
      this.#toldExchanges.add(name);
    }
    const { io, lang } = this.#context;
    io.stderr.write(crashText(error, place, { lang, debug: this.#debug }));
  }
}
