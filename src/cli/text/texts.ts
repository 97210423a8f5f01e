import type { CredentialsProblem } from '../../node/credentials-problem.ts';
import type { OptionName } from '../option-names.ts';

/** Sentences of the command line, with places as in `report/text/`. */
export interface CliTexts {
  readonly lang: 'en' | 'zh';
  readonly help: {
    readonly usage: string;
    readonly scan: string;
    readonly paths: string;
    readonly options: Readonly<Record<OptionName, string>>;
    readonly groups: { readonly output: string; readonly credentials: string; readonly other: string };
    readonly examples: readonly (readonly [command: string, text: string])[];
    readonly epilogue: string;
  };
  readonly usage: Readonly<Record<UsageProblem['code'], string>>;
  /** Added to a usage message where a known name is near. */
  readonly didYouMean: string;
  readonly seeHelp: string;
  readonly credentials: Readonly<Record<CredentialsProblem['code'], string>>;
  /** Place of a JSON error. */
  readonly atLineColumn: string;
  readonly outputFailed: string;
}

/** What is wrong with a command line. */
export type UsageProblem =
  | { readonly code: 'unknown-option'; readonly name: string; readonly near: string | null }
  | { readonly code: 'unknown-command'; readonly name: string; readonly near: string | null }
  | { readonly code: 'missing-value'; readonly name: string }
  | { readonly code: 'bad-value'; readonly name: string; readonly value: string; readonly allowed: string }
  | { readonly code: 'bad-bucket'; readonly value: string }
  | { readonly code: 'bad-width'; readonly value: string }
  | { readonly code: 'two-on-stdout' }
  | { readonly code: 'same-file'; readonly value: string }
  | { readonly code: 'secret-argument'; readonly name: string }
  /** In the words of the parser. */
  | { readonly code: 'other'; readonly message: string };
