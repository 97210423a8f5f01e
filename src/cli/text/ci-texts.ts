import type { BlobFault } from '../../node/blob-files.ts';
import type { ConfigFileFault } from '../../node/config-file.ts';
import type { BlobConflict } from '../../report/blob/select.ts';
import type { BaselineFault } from '../../report/triage/baseline.ts';
import type { ConfigFault } from '../faults.ts';
import type { SettingSource } from '../settings/table.ts';

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
