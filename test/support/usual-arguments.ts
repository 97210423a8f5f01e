import type { ArgumentsOf } from '../../src/cli/settings/command-line.ts';

/** What `osscap scan` runs with where the command line and the settings say nothing else. */
export const USUAL_SCAN: ArgumentsOf<'scan'> = {
  paths: [],
  format: [{ name: 'table', file: null }],
  credentials: null,
  defaultCredentials: false,
  tlsKeyLogs: [],
  tlsKeys: [],
  showSignatures: false,
  width: null,
  color: null,
  buckets: new Map(),
  all: false,
  slow: null,
  failOn: null,
  strict: false,
  verifyBodies: false,
  ignores: [],
  jobs: null,
  limits: {},
  baseline: null,
  writeBaseline: null,
  join: null,
  shard: null,
  configFile: null,
};
