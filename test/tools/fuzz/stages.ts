import type { Stage } from './seeds.ts';
import { capture, gzip, pcapng } from './stages/capture.ts';
import { baseline, blob, config, credentials, har, text } from './stages/files.ts';
import { auth, error, form, http, oss } from './stages/http.ts';
import { packet, stream } from './stages/packets.ts';
import { hello, keylog, tls } from './stages/tls.ts';
import { whole } from './stages/whole.ts';

/** Every way in which bytes that we do not trust come in, and `whole`: all of it up to the reports. */
export const STAGES = {
  capture,
  pcapng,
  gzip,
  packet,
  stream,
  http,
  oss,
  error,
  auth,
  form,
  hello,
  tls,
  keylog,
  text,
  har,
  blob,
  config,
  baseline,
  credentials,
  whole,
} as const satisfies Record<string, Stage>;

export type StageName = keyof typeof STAGES;

export const STAGE_NAMES = Object.keys(STAGES) as readonly StageName[];
