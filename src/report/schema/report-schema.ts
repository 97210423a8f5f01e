import { VERDICTS } from '../../diagnose/model.ts';
import type {
  CaptureHeadJson,
  CaptureJson,
  ContinuedUploadJson,
  ContrastDifferenceJson,
  ContrastJson,
  ExchangeJson,
  Report,
  SummaryJson,
  Tool,
  UnreadableJson,
} from '../json/model.ts';
import { SCHEMA_VERSION } from '../json/model.ts';
import { CAPTURE_OPTIONAL, CAPTURE_REQUIRED, UPLOAD_OUTCOME } from './capture-schema.ts';
import { EXCHANGE, EXCHANGE_OPTIONAL, EXCHANGE_REQUIRED } from './exchange-schema.ts';
import {
  count,
  described,
  integer,
  LOSSY,
  list,
  object,
  ordinal,
  orNull,
  type Schema,
  string,
} from './schema.ts';

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });

const UNREADABLE_REQUIRED = { path: string, reason: string, message: string } as const;

const CONTINUED_REQUIRED = {
  uploadId: string,
  bucket: orNull(string),
  key: orNull(string),
  capture: described('path of the first capture that leaves the upload open', string),
  continuedIn: described(
    'path of the last capture that continues the upload; the other fields describe it there',
    string,
  ),
  outcome: UPLOAD_OUTCOME,
  exchange: orNull(ordinal),
  leftoverParts: list(integer),
  leftoverBytes: count,
} as const;

const CONTRAST_REQUIRED = {
  id: { const: 'works-in-other-capture' },
  operation: string,
  capture: string,
  exchange: ordinal,
  count: ordinal,
  worksIn: string,
  worksAs: ordinal,
  sameKey: { type: 'boolean' },
  message: string,
  differences: list(ref('contrastDifference')),
} as const;

const DIFFERENCE_REQUIRED = { what: string, here: string, there: string, message: string } as const;

const SUMMARY_REQUIRED = {
  captures: count,
  exchanges: count,
  ossExchanges: count,
  divergent: count,
  unreadable: count,
  byVerdict: { type: 'object', properties: Object.fromEntries(VERDICTS.map((verdict) => [verdict, count])) },
} as const;

const SUMMARY_OPTIONAL = {
  known: described('failing exchanges that the baseline knows', count),
  ignored: described('failing exchanges that the configuration ignores', count),
  continuedUploads: described(
    'uploads left open by a capture (see its multipartUploads) and continued by a later one',
    list(ref('continuedUpload')),
  ),
  unreadCaptures: described(
    'captures of which nothing could be read: TLS without keys, or packets of other kinds; absent for none',
    count,
  ),
  contrasts: described(
    'exchanges that fail in one capture, each against the like of it that was accepted in another',
    list(ref('contrast')),
  ),
  filteredOut: described('exchanges hidden by filters; not included in any other number', count),
} as const;

const VERSION = { const: SCHEMA_VERSION } as const;

/** What every line of `--format ndjson` has. Lines that were written earlier lack the version. */
interface LineJson {
  readonly type: string;
  readonly schemaVersion?: typeof SCHEMA_VERSION;
}

const typeOf = (type: string) => ({ type: { const: type } });

/** The JSON Schema of `--format json`; `$defs.line` is that of a line of `--format ndjson`. */
export const REPORT_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `osscap:report.schema.json?v=${SCHEMA_VERSION}`,
  title: 'osscap report',
  ...object<Report>(
    'What `osscap scan --format json` prints. Within one schemaVersion fields may be added; none changes its meaning.',
    {
      schemaVersion: VERSION,
      tool: object<Tool>('', { name: string, version: string }, {}),
      captures: list(ref('capture')),
      unreadable: list(ref('unreadable')),
      summary: ref('summary'),
    },
    {},
  ),
  $defs: {
    capture: object<CaptureJson>(
      '',
      { ...CAPTURE_REQUIRED, exchanges: list(ref('exchange')) },
      CAPTURE_OPTIONAL,
    ),
    exchange: EXCHANGE,
    continuedUpload: object<ContinuedUploadJson>('', CONTINUED_REQUIRED, LOSSY),
    contrast: object<ContrastJson>('', CONTRAST_REQUIRED, LOSSY),
    contrastDifference: object<ContrastDifferenceJson>('', DIFFERENCE_REQUIRED, LOSSY),
    unreadable: object<UnreadableJson>('an input that could not be read', UNREADABLE_REQUIRED, {}),
    summary: object<SummaryJson>('', SUMMARY_REQUIRED, SUMMARY_OPTIONAL),
    line: {
      description: 'a line of `--format ndjson`',
      oneOf: [
        object<LineJson & ExchangeJson & { readonly capture: string }>(
          '',
          { ...typeOf('exchange'), capture: string, ...EXCHANGE_REQUIRED },
          { schemaVersion: VERSION, ...EXCHANGE_OPTIONAL },
        ),
        object<LineJson & CaptureHeadJson>(
          '',
          { ...typeOf('capture'), ...CAPTURE_REQUIRED },
          { schemaVersion: VERSION, ...CAPTURE_OPTIONAL },
        ),
        object<LineJson & UnreadableJson>(
          '',
          { ...typeOf('unreadable'), ...UNREADABLE_REQUIRED },
          { schemaVersion: VERSION },
        ),
        object<LineJson & SummaryJson>(
          '',
          { ...typeOf('summary'), ...SUMMARY_REQUIRED },
          { schemaVersion: VERSION, ...SUMMARY_OPTIONAL },
        ),
      ],
    },
  },
};
