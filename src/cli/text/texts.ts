import type { CredentialsProblem } from '../../node/credentials-text.ts';
import type { TlsKeyProblem } from '../../node/tls.ts';
import type { CommandFault, KeyWarning, UsageProblem } from '../faults.ts';
import type { CommandName, OPTION_GROUPS, OptionName } from '../options/option-names.ts';
import type { CiTexts } from './ci-texts.ts';
import type { FilterTexts } from './filter-texts.ts';
import type { ProgressTexts } from './progress-texts.ts';
import type { VerboseTexts } from './verbose-texts.ts';
import type { WatchTexts } from './watch-texts.ts';

/** What `--help` says of one command. */
export interface CommandHelp {
  readonly usage: string;
  readonly summary: string;
  /** By the parser's name. */
  readonly positionals: Readonly<Record<string, string>>;
  /** Options that mean something else here. */
  readonly options?: Readonly<Partial<Record<OptionName, string>>>;
  readonly examples: readonly (readonly [command: string, text: string])[];
  readonly epilogue: string;
}

/** Titles, kinds of values and complaints of the parser, by its English words. */
type ParserWord = 'Positionals:' | 'string' | 'array' | 'boolean' | 'Not enough arguments following: %s';

/** Sentences of the command line, with places as in `report/text/`. */
export interface CliTexts {
  readonly lang: 'en' | 'zh';
  readonly help: {
    readonly options: Readonly<Record<OptionName, string>>;
    /** What the parser says of its own, in this language. */
    readonly parserWords: Readonly<Record<ParserWord, string>>;
    /** Title of a command's examples. */
    readonly examples: string;
    /** What `--no-NAME` does, `{name}` being the option without it. */
    readonly takesBack: string;
    readonly groups: Readonly<Record<(typeof OPTION_GROUPS)[number], string>>;
    readonly commands: Readonly<Record<CommandName, CommandHelp>>;
  };
  readonly usage: Readonly<Record<UsageProblem['code'], string>>;
  /** Added to a usage message where a known name is near. */
  readonly didYouMean: string;
  readonly seeHelp: string;
  readonly credentials: Readonly<Record<CredentialsProblem['code'], string>>;
  /** Why a command could not do its work. */
  readonly faults: Readonly<Record<CommandFault['code'], string>>;
  readonly tlsKeys: Readonly<Record<TlsKeyProblem['code'], string>>;
  readonly keyWarnings: Readonly<Record<KeyWarning['code'] | 'two-secrets', string>>;
  /** Place of an access key within a file. */
  readonly keyPlace: string;
  /** Place of a JSON error. */
  readonly atLineColumn: string;
  readonly outputFailed: string;
  /**
   * Why a file could not be written, by what the operating system says; a code that is missing here
   * is shown as it is.
   */
  readonly writeFaults: Readonly<Record<string, string>>;
  /** Of a process in a folder that was removed. */
  readonly noWorkingFolder: string;
  readonly stdoutFailed: string;
  readonly filter: FilterTexts;
  readonly verbose: VerboseTexts;
  readonly progress: ProgressTexts;
  readonly ci: CiTexts;
  readonly watch: WatchTexts;
}
