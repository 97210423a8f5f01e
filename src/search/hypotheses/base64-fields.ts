/* Hypotheses on what a request has as base64 of JSON: the policy of a form, and the callback of an upload. */

import { fromBase64, toBase64 } from '../../engine/bytes/base64.ts';
import { type ByteString, decodeUtf8, fromText, toBytes } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import { formatHttpDate } from '../../engine/diagnose/date-forms.ts';
import { withHeader } from '../../engine/diagnose/patch.ts';
import { decodePercent, encodeComponent, headerValue } from '../../engine/sign/index.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';

/** What was done with base64 text, or with the JSON in it, between signing and sending. */
type Base64How =
  | 'raw-json'
  | 'line-breaks-removed'
  | 'base64url'
  | 'encoded-twice'
  | 'percent-encoded'
  | 'unpadded'
  | 'reserialised';

/**
 * Other forms of base64 text with JSON in it, such as a policy or a callback. `sent` itself may come among
 * them.
 */
function* base64Forms(sent: ByteString): Generator<readonly [Base64How, ByteString]> {
  const json = fromBase64(sent);
  if (json !== null) yield ['raw-json', json];
  const oneLine = sent.replace(/\s+/g, '');
  yield ['line-breaks-removed', oneLine];
  // encoders of old put a line break after 76 characters, and at the end
  for (const end of ['\n', '\r\n']) {
    const broken = oneLine.replace(/(.{76})/g, `$1${end}`);
    yield ['line-breaks-removed', broken];
    yield ['line-breaks-removed', broken.endsWith(end) ? broken : broken + end];
    yield ['line-breaks-removed', oneLine + end];
  }
  yield ['base64url', sent.replaceAll('+', '-').replaceAll('/', '_')];
  yield ['base64url', sent.replaceAll('-', '+').replaceAll('_', '/')];
  yield ['encoded-twice', toBase64(toBytes(sent))];
  yield ['percent-encoded', encodeComponent(sent)];
  yield ['unpadded', withoutPadding(sent)];
  if (json === null || json === '') return;
  yield ['unpadded', toBase64(toBytes(json))];
  if (fromBase64(json) !== null) yield ['encoded-twice', json];
}

/** Base64 of the same JSON as other libraries write it; nothing where the text is no JSON. */
function* reserialisedForms(sent: ByteString): Generator<readonly [Base64How, ByteString]> {
  const json = fromBase64(sent);
  const text = json === null ? null : decodeUtf8(json);
  if (text === null) return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  const compact = JSON.stringify(value);
  const forms = [
    compact,
    spaced(value, ', ', ': '),
    spaced(value, ',', ': '),
    spaced(value, ', ', ':'),
    spaced(sorted(value), ',', ':'),
    spaced(sorted(value), ', ', ': '),
    ...INDENTS.map((indent) => JSON.stringify(value, null, indent)),
    text,
  ];
  for (const form of forms) {
    // PHP escapes slashes, and it and Python everything that is not ASCII
    for (const slashes of [form, form.replaceAll('/', '\\/')]) {
      const ends = [`${slashes}\n`, `${slashes}\r\n`, `${slashes} `, `\n${slashes}`];
      for (const written of [slashes, asciiOnly(slashes), ...ends, slashes.replaceAll('\n', '\r\n')]) {
        const bytes = fromText(written);
        yield ['reserialised', toBase64(toBytes(bytes))];
        yield ['raw-json', bytes];
      }
    }
  }
}

/** Indentation that libraries write, in spaces or as a tab. */
const INDENTS = [1, 2, 3, 4, '\t'] as const;

/** With other text after each comma and colon: Python's `json.dumps` writes a space after both. */
function spaced(value: unknown, comma: string, colon: string): string {
  if (Array.isArray(value)) return `[${value.map((each) => spaced(each, comma, colon)).join(comma)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, each]) => `${JSON.stringify(name)}${colon}${spaced(each, comma, colon)}`,
  );
  return `{${members.join(comma)}}`;
}

/** With the members of each object by their names, as maps of Go and of other languages have them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, each]) => [name, sorted(each)]));
}

function asciiOnly(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A pattern for the end would look again from each `=` of a long run. */
function withoutPadding(text: ByteString): ByteString {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === '=') end--;
  return text.slice(0, end);
}

function* otherPolicies(
  { parts }: Subject,
  forms: (sent: ByteString) => Iterable<readonly [Base64How, ByteString]>,
): Generator<Variant> {
  if (parts.family !== 'policy') return;
  const { policy } = parts;
  for (const [how, value] of forms(policy.value)) {
    if (value === policy.value) continue;
    yield { cause: cause('policy-signed-other', { how }), patch: { policy: { ...policy, value } } };
  }
}

const otherForm: Hypothesis = {
  id: 'policy-signed-other',
  field: 'policy',
  causes: ['policy-signed-other'],
  families: ['policy'],
  cost: 1,
  variants: (subject) => otherPolicies(subject, base64Forms),
};

const reserialised: Hypothesis = {
  id: 'policy-reserialised',
  field: 'policy',
  causes: ['policy-signed-other'],
  families: ['policy'],
  cost: 2,
  variants: (subject) => otherPolicies(subject, reserialisedForms),
};

/** Seconds between signing and sending that are tried. */
const MOMENTS = 60;

/** A form signed as requests are: a string of version 1 in the place of the policy. */
const asRequest: Hypothesis = {
  id: 'policy-as-request',
  field: 'policy',
  causes: ['policy-signed-other'],
  families: ['policy'],
  cost: 3,
  single: true,
  *variants({ parts, request, claim, sentAt }) {
    if (parts.family !== 'policy') return;
    const made = cause('policy-signed-other', { how: 'string-to-sign' });
    const field = (name: string): ByteString =>
      request.form?.find((each) => each.name.toLowerCase() === name)?.value ?? '';
    const sentType = headerValue(request, 'content-type') ?? '';
    const types = ['', sentType, sentType.replace(/;.*$/s, ''), field('content-type')];
    const dates = ['', headerValue(request, 'date') ?? '', field('x-oss-date'), claim.date ?? ''];
    // its date is nowhere in the form
    for (let by = 0; sentAt !== null && by <= MOMENTS; by++) dates.push(formatHttpDate(sentAt - by));
    const bucket = request.bucket ?? '';
    const key = field('key');
    for (const type of new Set(types)) {
      for (const date of new Set(dates)) {
        for (const resource of [`/${bucket}/${key}`, `/${bucket}/`, `/${bucket}`, '/']) {
          const value = `POST\n\n${type}\n${date}\n${resource}`;
          yield { cause: made, patch: { policy: { ...parts.policy, value } } };
        }
      }
    }
  },
};

export const POLICY_HYPOTHESES: readonly Hypothesis[] = [otherForm, reserialised, asRequest];

/** An upload's callback is base64 of JSON, in headers or in the query. */
const HEADER = /^x-oss-callback(?:-var)?$/;
const PARAMETER = /^callback(?:-var)?$/;

function* forms(sent: ByteString): Generator<readonly [Base64How, ByteString]> {
  yield* base64Forms(sent);
  yield* reserialisedForms(sent);
}

const callbackForm: Hypothesis = {
  id: 'callback-signed-other',
  field: 'query',
  causes: ['callback-signed-other'],
  cost: 3,
  single: true,
  *variants({ parts }: Subject) {
    const made = (name: ByteString, how: Base64How): Variant['cause'] =>
      cause('callback-signed-other', { name, how });
    for (const { name, value } of parts.headers.filter((each) => HEADER.test(each.name))) {
      for (const [how, signed] of forms(value)) {
        const patch = { headers: withHeader(parts.headers, name, signed) };
        yield { cause: made(name, how), patch } satisfies Variant;
      }
    }
    const isEncoded = parts.family !== 'v1';
    const { parameters } = parts;
    for (const [i, parameter] of parameters.entries()) {
      const name = isEncoded ? decodePercent(parameter.name) : parameter.name;
      if (!PARAMETER.test(name) || parameter.value === null) continue;
      for (const [how, form] of forms(isEncoded ? decodePercent(parameter.value) : parameter.value)) {
        const value = isEncoded ? encodeComponent(form) : form;
        yield { cause: made(name, how), patch: { parameters: parameters.with(i, { ...parameter, value }) } };
      }
    }
  },
};

export const CALLBACK_HYPOTHESES: readonly Hypothesis[] = [callbackForm];
