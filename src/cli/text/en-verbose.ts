import type { VerboseTexts } from './verbose-texts.ts';

export const VERBOSE_EN = {
  config: 'configuration file: {path:long}',
  noConfig: 'configuration file: none',
  keysOfFile: 'AccessKeys: {ids:long} (from {path:long})',
  keysOfEnvironment: 'AccessKeys: {ids:long} (from the environment, {variable})',
  noKeys: 'AccessKeys: none',
  tlsKeys: 'TLS keys: {logs:n} key log{logs:s}, {files:n} private key{files:s}',
  inputs: 'to read: {n:n} file{n:s}',
  input: '  {path:long}',
  moreInputs: '  and {n:n} more',
  capture:
    '{path:long}: {format}, {links:long}, {packets:n} packet{packets:s}, {bytes:n} byte{bytes:s}, {exchanges:n} HTTP exchange{exchanges:s} ({oss:n} with OSS)',
  textCapture:
    '{path:long}: text ({kind}), {bytes:n} byte{bytes:s}, {exchanges:n} HTTP exchange{exchanges:s} ({oss:n} with OSS)',
  pace: '; {time} ms, {rate} MB/s',
  noLimits: '; no limit was reached',
  limits: '; limits reached: {names:long}',
  comma: ', ',
} as const satisfies VerboseTexts;
