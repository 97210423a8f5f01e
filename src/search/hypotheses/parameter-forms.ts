/* Hypotheses on how the sub-resources and query parameters were written down. */

import { asciiLower, type ByteString, compareBytes } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import type { PartsPatch } from '../../engine/diagnose/patch.ts';
import { parseQuery } from '../../engine/oss/signable-request.ts';
import {
  decodePercent,
  encodeComponent,
  encodePath,
  lowerTriplets,
  type ParameterPart,
  partsOf,
} from '../../engine/sign/index.ts';
import type { Hypothesis, Variant } from '../hypothesis.ts';
import { collation } from './combinations.ts';
import { encodeLikeUri, encodeLikeUriComponent, OTHER_ENCODERS } from './encodings.ts';
import { CARRIERS, decodedName, sortedByName } from './which-parameters.ts';

/** Sorted otherwise than by the bytes of the name that is signed. */
export const parameterOrder: Hypothesis = {
  id: 'parameter-order',
  field: 'query',
  causes: ['query-order'],
  cost: 3,
  *variants(subject) {
    const { parameters } = subject.parts;
    if (parameters.length < 2) return;
    const names = subject.request.query.map((each) => each.name);
    const place = (each: ParameterPart): number => names.indexOf(decodedName(subject, each));
    const decoded = (each: ParameterPart): ByteString => decodedName(subject, each);
    const pair = (each: ParameterPart): ByteString => `${each.name}=${each.value ?? ''}`;
    const wire = parameters.toSorted((a, b) => place(a) - place(b));
    const orders: readonly (readonly [string, readonly ParameterPart[]])[] = [
      ['wire', wire],
      // ali-oss before 6.21.0 compared the first characters alone
      ['first-letter', wire.toSorted((a, b) => compareBytes(a.name.slice(0, 1), b.name.slice(0, 1)))],
      [
        'case-insensitive',
        parameters.toSorted((a, b) => compareBytes(asciiLower(a.name), asciiLower(b.name))),
      ],
      ['by-pair', parameters.toSorted((a, b) => compareBytes(pair(a), pair(b)))],
      ['locale', parameters.toSorted((a, b) => compareBytes(collation(a.name), collation(b.name)))],
      ['by-decoded-name', parameters.toSorted((a, b) => compareBytes(decoded(a), decoded(b)))],
      ['reverse', parameters.toReversed()],
    ];
    for (const [word, list] of orders) {
      yield { cause: cause('query-order', { order: word }), patch: { parameters: list } };
    }
  },
};

/** Names alone, names in lower case, or the question mark without anything behind it. */
export const namesOtherwise: Hypothesis = {
  id: 'parameter-form',
  field: 'query',
  causes: [
    'question-mark-alone',
    'question-mark-missing',
    'subresource-values-left-out',
    'subresource-names-lowered',
  ],
  families: ['v1'],
  cost: 3,
  *variants(subject) {
    const signed = subject.parts.parameters;
    if (signed.length === 0) {
      const mark: readonly ParameterPart[] = [{ name: '', value: null, origin: null }];
      yield { cause: cause('question-mark-alone', {}), patch: { parameters: mark } };
      return;
    }
    const patched = (list: readonly ParameterPart[]) => ({ parameters: list });
    for (const mark of ['', '&']) {
      yield {
        cause: cause('question-mark-missing', {}),
        render: (slots) => [...slots.slice(0, -1), mark + (slots.at(-1) ?? '').slice(1)].join(''),
      };
    }
    yield {
      cause: cause('subresource-values-left-out', {}),
      patch: patched(signed.map((each) => ({ ...each, value: null }))),
    };
    const lowered = signed.map((each) => ({ ...each, name: asciiLower(each.name) }));
    yield { cause: cause('subresource-names-lowered', {}), patch: patched(sortedByName(lowered)) };
    yield { cause: cause('subresource-names-lowered', {}), patch: patched(lowered) };
  },
};

/** V4 and V2: the query's wire text taken as it is. */
export const rawQuery: Hypothesis = {
  id: 'query-raw',
  field: 'query',
  causes: [
    'query-signed-raw',
    'query-signed-recoded',
    'query-plus-and-space',
    'query-hex-case',
    'question-mark-signed',
    'signature-parameter-signed',
  ],
  families: ['v4', 'v2'],
  cost: 2,
  *variants({ parts, request }) {
    const kept = request.query.filter((each) => !CARRIERS.test(each.name));
    const raw = kept.map(
      (each): ParameterPart => ({ name: each.rawName, value: each.rawValue, origin: null }),
    );
    yield { cause: cause('query-signed-raw', {}), patch: { parameters: sortedByName(raw) } };
    yield { cause: cause('query-signed-raw', {}), patch: { parameters: raw } };
    const bare = raw.map((each) => (each.value === '' ? { ...each, value: null } : each));
    yield { cause: cause('query-signed-raw', {}), patch: { parameters: sortedByName(bare) } };
    yield* recoded(parts.parameters, (list) => ({ parameters: list }));
    const plus = parts.parameters.map((each) => ({
      ...each,
      value: each.value?.replaceAll('%20', '+') ?? null,
    }));
    yield { cause: cause('query-plus-and-space', {}), patch: { parameters: plus } } satisfies Variant;
    yield* writtenOtherwise(parts.parameters, (list) => ({ parameters: list }));
  },
};

/**
 * How encoders of other rules write a name or a value, given as it is. The word says what is wrong with it.
 */
const RECODED: readonly (readonly [how: string, form: (text: ByteString) => ByteString])[] = [
  ['not-encoded', (text) => text],
  // quote of Python leaves the slash alone
  ['slash-kept', encodePath],
  ['script-encoded', encodeLikeUriComponent],
  ['uri-encoded', encodeLikeUri],
  ['encoded-twice', (text) => encodeComponent(encodeComponent(text))],
];

/** Every name and value encoded otherwise than the rules have it, and sorted as due. */
function* recoded(
  signed: readonly ParameterPart[],
  patched: (list: readonly ParameterPart[]) => PartsPatch,
): Generator<Variant> {
  for (const [how, form] of RECODED) {
    const list = signed.map(({ name, value, origin }) => ({
      name: form(decodePercent(name)),
      value: value === null ? null : form(decodePercent(value)),
      origin,
    }));
    yield { cause: cause('query-signed-recoded', { how }), patch: patched(sortedByName(list)) };
  }
}

/**
 * The canonical query with other escapes, with the question mark before it, or with the empty parameter of
 * the signature to come.
 */
function* writtenOtherwise(
  signed: readonly ParameterPart[],
  patched: (list: readonly ParameterPart[]) => PartsPatch,
): Generator<Variant> {
  const lower = signed.map(({ name, value, origin }) => ({
    name: lowerTriplets(name),
    value: value === null ? null : lowerTriplets(value),
    origin,
  }));
  yield { cause: cause('query-hex-case', {}), patch: patched(lower) };
  const form = lower.map((each) => ({ ...each, value: each.value?.replaceAll('%20', '+') ?? null }));
  yield { cause: cause('query-hex-case', {}), patch: patched(form) };
  const [first, ...others] = signed;
  if (first === undefined) return;
  yield {
    cause: cause('question-mark-signed', {}),
    patch: patched([{ ...first, name: `?${first.name}` }, ...others]),
  };
  const version = signed.find((each) => /^(?:x-oss-signature-version|x-amz-algorithm)$/i.test(each.name));
  if (version === undefined) return;
  const name = version.name.startsWith('x-oss-') ? 'x-oss-signature' : 'X-Amz-Signature';
  for (const value of ['', null]) {
    yield {
      cause: cause('signature-parameter-signed', { name }),
      patch: patched(sortedByName([...signed, { name, value, origin: null }])),
    };
  }
}

/** Names and values, or of version 1 values, as encoders of other rules write them. */
export const parametersRecoded: Hypothesis = {
  id: 'parameters-encoded-otherwise',
  field: 'query',
  causes: ['subresource-values-encoded', 'query-signed-recoded'],
  cost: 3,
  *variants({ parts }) {
    const signed = parts.parameters;
    const isPlain = parts.family === 'v1';
    const plain = (text: ByteString): ByteString => (isPlain ? text : decodePercent(text));
    const slashes = ['slash-kept', encodePath] as const;
    for (const [how, encode] of [...OTHER_ENCODERS, ...(isPlain ? [slashes] : [])]) {
      const list = signed.map(({ name, value, origin }) => ({
        name: isPlain ? name : encode(plain(name)),
        value: value === null ? null : encode(plain(value)),
        origin,
      }));
      if (list.every(({ name, value }, at) => name === signed[at]?.name && value === signed[at]?.value))
        continue;
      const made = isPlain ? cause('subresource-values-encoded', {}) : cause('query-signed-recoded', { how });
      yield { cause: made, patch: { parameters: sortedByName(list) } };
    }
  },
};

/** How signers put parameters together that were never shown an example. */
const JOINTS: readonly (readonly [between: string, equals: string, end: string])[] = [
  [';', '=', ''],
  [',', '=', ''],
  ['\n', '=', ''],
  ['', '=', ''],
  ['&', ':', ''],
  ['\n', ':', ''],
  ['', '', ''],
  ['&', '=', '&'],
];

/** Names and values as they are, and other signs between them. */
export const parametersRejoined: Hypothesis = {
  id: 'parameters-joined-otherwise',
  field: 'query',
  causes: ['parameters-joined-other'],
  cost: 4,
  single: true,
  *variants({ parts }) {
    const signed = parts.parameters;
    if (signed.length === 0) return;
    for (const [between, equals, end] of JOINTS) {
      const text = signed
        .map(({ name, value }) => (value === null ? name : name + equals + value))
        .join(between);
      yield {
        cause: cause('parameters-joined-other', {}),
        patch: { parameters: [{ name: text + end, value: null, origin: null }] },
      };
    }
  },
};

/** What an `&` becomes in text that is escaped for HTML or JSON. */
const MANGLED = /&amp;|&#38;|&#x26;|\\u0026|%5Cu0026/gi;

/** The URL as it was before its `&` were escaped. */
export const mangledNames: Hypothesis = {
  id: 'parameter-names-mangled',
  field: 'query',
  causes: ['mangled-parameters'],
  cost: 2,
  *variants({ request, claim }) {
    const { rawQuery } = request;
    const meant = rawQuery?.replace(MANGLED, '&') ?? null;
    if (meant === null || meant === rawQuery) return;
    const query = parseQuery(meant);
    const odd = request.query.find(
      ({ name, value }) => !query.some((each) => each.name === name && each.value === value),
    );
    const parts = partsOf({ ...request, rawQuery: meant, query }, claim);
    if (parts === null) return;
    yield { cause: cause('mangled-parameters', { name: odd?.name ?? '' }), patch: parts };
  },
};
