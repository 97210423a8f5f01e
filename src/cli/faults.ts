import type { ClientKind } from '../node/capture/client-kind.ts';
import type { CaptureFault } from '../node/capture/session.ts';
import type { UnusableVariable } from '../node/credentials.ts';

/** What is odd about files with secrets that are used all the same, and which keys are passed over. */
export type KeyWarning =
  /** `mode`: the mode bits, in octal. */
  | { readonly code: 'open-to-others'; readonly path: string; readonly mode: string }
  | { readonly code: 'unusable-modes'; readonly path: string; readonly modes: string }
  /** `fault`: why it was not read, in words. */
  | { readonly code: 'environment-key-log'; readonly fault: string }
  | UnusableVariable;

/** What keeps a command from its work, beside its words and the credentials. */
export type CommandFault =
  | { readonly code: 'no-exchange'; readonly path: string; readonly index: number; readonly n: number }
  | { readonly code: 'no-exchanges'; readonly path: string; readonly index: number }
  | { readonly code: 'several-captures' | 'several-at-point'; readonly path: string; readonly n: number }
  | { readonly code: 'overwrites-input' | 'report-and-baseline' | 'watched-folder'; readonly path: string }
  | { readonly code: 'report-and-baseline-printed' }
  | { readonly code: 'request-file'; readonly path: string; readonly detail: string }
  | {
      readonly code:
        | 'request-missing'
        | 'request-permission'
        | 'request-folder'
        | 'request-too-big'
        | 'request-not-text'
        | 'request-not-json';
      readonly path: string;
    }
  /** Line and column of the fault, where they are known. */
  | {
      readonly code: 'request-bad-json';
      readonly path: string;
      readonly line: number | null;
      readonly column: number | null;
    }
  | { readonly code: 'request-field'; readonly path: string; readonly field: string }
  | { readonly code: 'bad-url'; readonly value: string }
  | { readonly code: 'bad-date'; readonly value: string }
  | { readonly code: 'bad-expires'; readonly value: string }
  | { readonly code: 'bad-bytes'; readonly field: string }
  | { readonly code: 'needs-policy'; readonly version: string }
  | { readonly code: 'needs-region'; readonly version: string; readonly host: string }
  | { readonly code: 'needs-bucket'; readonly host: string }
  | { readonly code: 'unknown-endpoint'; readonly host: string }
  | { readonly code: 'unknown-product'; readonly product: string }
  | { readonly code: 'several-keys'; readonly list: string }
  | CaptureFault
  /** What `--shard auto` finds in the environment: names of variables, or with their values. */
  | {
      readonly code: 'shard-unknown' | 'shard-of-how-many' | 'shard-in-doubt';
      readonly variables: string;
    }
  | { readonly code: 'command-missing' | 'command-not-executable'; readonly command: string }
  | { readonly code: 'report-and-keep'; readonly path: string }
  | { readonly code: 'capture-on-windows' }
  | { readonly code: 'text-to-extract'; readonly path: string }
  | { readonly code: 'several-to-extract'; readonly path: string; readonly n: number }
  | { readonly code: 'extract-failed'; readonly path: string; readonly detail: string }
  | { readonly code: 'keep-failed' | 'no-temporary-folder'; readonly path: string; readonly detail: string };

/** What is said of a capture that is taken while a command runs. */
export type CaptureMessage =
  | {
      readonly code: 'started' | 'started-alone' | 'no-packets';
      readonly interface: string;
      readonly filter: string;
    }
  | { readonly code: 'left-behind'; readonly seconds: number }
  | { readonly code: `no-keys-${ClientKind}` }
  | { readonly code: 'other-ports'; readonly filter: string; readonly ports: string; readonly port: string }
  | { readonly code: 'dropped'; readonly n: number }
  | { readonly code: 'broke-off'; readonly detail: string }
  | { readonly code: 'kept' | 'kept-with-keys'; readonly path: string; readonly packets: number };

/** What is said of exchanges that were extracted; `before` and `after` are what readings found. */
export type ExtractMessage =
  | { readonly code: 'written'; readonly path: string; readonly packets: number }
  | { readonly code: 'left-over'; readonly n: number }
  | {
      readonly code: 'same' | 'differs-secret' | 'differs-body' | 'differs-masked' | 'encrypted' | 'unread';
      readonly index: number;
      readonly there: number;
      readonly before: string;
      readonly after: string;
    };

/** What is wrong with a command line. */
export type UsageProblem =
  | { readonly code: 'unknown-option'; readonly name: string; readonly near: string | null }
  | { readonly code: 'unknown-command'; readonly name: string; readonly near: string | null }
  /** `now`: what is written in its place, behind the name of the program. */
  | { readonly code: 'moved-command'; readonly name: string; readonly now: string }
  | { readonly code: 'missing-value'; readonly name: string }
  | { readonly code: 'needless-value'; readonly name: string }
  | { readonly code: 'missing-argument'; readonly name: string }
  | { readonly code: 'empty-argument' }
  | { readonly code: 'extra-argument'; readonly value: string }
  | {
      readonly code: 'bad-value';
      readonly name: string;
      readonly value: string;
      readonly allowed: string;
      readonly near?: string | null;
    }
  /** Of `why`, which knows too many to name them. */
  | { readonly code: 'unknown-id'; readonly value: string; readonly near: string | null }
  | {
      readonly code: 'bad-number';
      readonly name: string;
      readonly value: string;
      /** As `1–64`. */
      readonly allowed: string;
    }
  /** `name`: what takes verdicts, or `none` of them. */
  | { readonly code: 'none-beside-others'; readonly name: string }
  | { readonly code: 'bad-bucket-name'; readonly value: string }
  | { readonly code: 'bad-time'; readonly name: string; readonly value: string }
  | { readonly code: 'since-after-until' }
  | { readonly code: 'filter-and-baseline' }
  | { readonly code: 'quiet-and-verbose' }
  | { readonly code: 'bad-bucket'; readonly value: string }
  | { readonly code: 'bad-endpoint'; readonly value: string; readonly providers: string }
  | { readonly code: 'bad-width'; readonly value: string }
  | { readonly code: 'bad-index'; readonly value: string }
  | { readonly code: 'extract-from-stdin' }
  | { readonly code: 'too-many-indexes'; readonly most: number }
  | { readonly code: 'bad-header'; readonly value: string }
  /** `most`: the most parts that a scan may have. */
  | { readonly code: 'bad-shard'; readonly value: string; readonly most: number }
  | { readonly code: 'shard-and-baseline' }
  /** `allowed`: the limits that a merge takes. */
  | { readonly code: 'limit-of-scan'; readonly value: string; readonly allowed: string }
  | { readonly code: 'two-on-stdout' }
  | { readonly code: 'same-file'; readonly value: string }
  | { readonly code: 'url-and-request' }
  /** The words of a command stand behind two dashes. */
  | { readonly code: 'command-without-dashes'; readonly value: string }
  | { readonly code: 'filter-and-port' }
  /** Standard input is named both for what is to be read and for the credentials. */
  | { readonly code: 'stdin-twice' }
  | { readonly code: 'stdin-at-two-points' }
  | { readonly code: 'secret-argument'; readonly name: string }
  /** `n`: which word of the command line looks like a secret, from 1. */
  | { readonly code: 'secret-word'; readonly n: number }
  /** In the words of the parser. */
  | { readonly code: 'other'; readonly message: string };

/** What is wrong with a configuration. `key`: where, as `ignores[2].reason`, counted from 0. */
export type ConfigFault =
  | { readonly code: 'config-unknown-key'; readonly key: string; readonly near: string | null }
  /** `allowed`: what would be right, in the notation of JSON. */
  | {
      readonly code: 'config-value';
      readonly key: string;
      readonly allowed: string;
      readonly near?: string | null;
    }
  | { readonly code: 'config-not-object' }
  /** Of a `package.json` that was named. */
  | { readonly code: 'config-no-key' }
  /** Secrets, and paths to secrets. */
  | { readonly code: 'config-secret'; readonly key: string }
  /** A format with a file to write. */
  | { readonly code: 'config-format-file'; readonly key: string }
  | { readonly code: 'config-no-reason'; readonly key: string }
  | { readonly code: 'config-ignores-all'; readonly key: string }
  | { readonly code: 'config-outside' | 'config-no-file'; readonly key: string; readonly value: string };
