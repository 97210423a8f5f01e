import type { CredentialsProblem } from '../../inputs/credentials-text.ts';
import type { BlobFault } from '../../node/blob-files.ts';
import type { ConfigFileFault } from '../../node/config-file.ts';
import type { TlsKeyProblem } from '../../node/tls.ts';
import type { WatchEvent } from '../../node/watch.ts';
import type { BlobConflict } from '../../report/blob/select.ts';
import type { BaselineFault } from '../../report/triage/baseline.ts';
import type {
  CaptureMessage,
  CommandFault,
  ConfigFault,
  ExtractMessage,
  KeyWarning,
  UsageProblem,
} from '../faults.ts';
import type { CommandName } from '../settings/names.ts';
import type { OPTION_GROUPS, SettingSource } from '../settings/table.ts';

/** What `--help` says of one command. */
export interface CommandHelp {
  readonly usage: string;
  readonly summary: string;
  /** By the parser's name. */
  readonly positionals: Readonly<Record<string, string>>;
  readonly examples: readonly (readonly [command: string, text: string])[];
  readonly epilogue: string;
}

/** Titles, kinds of values and complaints of the parser, by its English words. */
type ParserWord = 'Positionals:' | 'string' | 'array' | 'boolean' | 'Not enough arguments following: %s';

/** Sentences of the command line, with places as in `report/text/`. */
export interface CliTexts {
  readonly lang: 'en' | 'zh';
  readonly help: {
    /** What the parser says of its own, in this language. */
    readonly parserWords: Readonly<Record<ParserWord, string>>;
    /** Title of a command's examples. */
    readonly examples: string;
    /** The names of all commands, `{list}`, in the short help of the whole. */
    readonly commandList: string;
    /** Where more is, behind the short help of the whole, and of a command. */
    readonly more: string;
    readonly moreOf: string;
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
  /** Where a scan reads what is typed into a terminal. */
  readonly pasteHint: string;
  readonly watch: WatchTexts;
  readonly capture: CaptureTexts;
  readonly extract: ExtractTexts;
}

/** Sentences about configurations, baselines and the parts of scans. */
export interface CiTexts {
  /** Why a configuration file could not be read; `{path}` comes first. */
  readonly configFiles: Readonly<Record<ConfigFileFault['code'], string>>;
  /** What is wrong in it, behind its path. */
  readonly config: Readonly<Record<ConfigFault['code'], string>>;
  /** Why a baseline could not be read, behind its path. */
  readonly baselines: Readonly<Record<BaselineFault['code'] | ConfigFileFault['code'], string>>;
  /** Before its path, and between a path and what is wrong. */
  readonly baselineTitle: string;
  readonly colon: string;
  readonly baselineNotWritten: string;
  readonly baselineFull: string;
  readonly blobs: Readonly<Record<BlobFault['code'] | BlobConflict['code'], string>>;
  readonly shardMissing: string;
  readonly shardsMissing: string;
  readonly blobScansDiffer: string;
  readonly blobInterrupted: string;
  readonly blobNotWhole: string;
  readonly noConfig: string;
  /** Before its path. */
  readonly configFile: string;
  readonly sources: Readonly<Record<SettingSource, string>>;
}

/** Sentences about exchanges that are looked for. */
interface FilterTexts {
  /**
   * No exchange has the request id, or is of the bucket, `{name}`: `{exchanges}` in `{captures}`
   * were looked at.
   */
  readonly 'request-id': string;
  readonly bucket: string;
  /** A blob holds the whole of a scan. */
  readonly notForBlobs: string;
}

/** The pieces of the line that shows how far a scan is. */
interface ProgressTexts {
  readonly captures: string;
  /** Of so many, and the share. */
  readonly read: string;
  /** Where it is not known how much there is. */
  readonly readSoFar: string;
  readonly rate: string;
  readonly seconds: string;
  readonly minutes: string;
  readonly failing: string;
}

/** What `--verbose` reports beside the report. */
interface VerboseTexts {
  readonly config: string;
  readonly noConfig: string;
  /** Access keys, masked, and where they come from. */
  readonly keysOfFile: string;
  readonly keysOfEnvironment: string;
  readonly noKeys: string;
  readonly tlsKeys: string;
  readonly inputs: string;
  readonly input: string;
  readonly moreInputs: string;
  /** One capture, when it has been read. */
  readonly capture: string;
  readonly textCapture: string;
  readonly pace: string;
  readonly noLimits: string;
  readonly limits: string;
  /** Between the names of a list. */
  readonly comma: string;
}

/** What is said while a command runs and is captured, and at its end. */
interface CaptureTexts {
  readonly messages: Readonly<Record<CaptureMessage['code'], string>>;
  /** `{interface}` where it is the one of all, and where the program chose it. */
  readonly allInterfaces: string;
  readonly someInterface: string;
}

/** What is said of exchanges that were extracted, and what the file says of itself. */
interface ExtractTexts {
  readonly messages: Readonly<Record<ExtractMessage['code'], string>>;
  /** In place of the verdict on HTTP that is not OSS. */
  readonly notOss: string;
  readonly section: string;
  readonly sectionWithBodies: string;
  readonly request: string;
  readonly response: string;
}

/** What is reported on the error stream while a capture is being taken; `{path}` is the input. */
type WatchTexts = Readonly<Record<WatchEvent | 'started' | 'started-interactive' | 'stdin', string>>;
