import type { ScanArguments } from '../../src/cli/options/scan-arguments.ts';

/** What `osscap scan` runs with where the command line and the settings say nothing else. */
export const USUAL_SCAN: ScanArguments = {
  paths: [],
  formats: [{ name: 'table', file: null }],
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
  configFile: null,
};
