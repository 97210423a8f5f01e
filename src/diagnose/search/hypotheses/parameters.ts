import { asciiLower, type ByteString, compareBytes } from '../../../bytes/byte-string.ts';
import {
  decodePercent,
  encodeComponent,
  isSignedParameter,
  lowerTriplets,
  type ParameterPart,
  type QueryParameter,
  SDKS_WITH_LIST,
  sdkSignsParameter,
} from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import type { Cause } from '../../model.ts';
import {
  type Hypothesis,
  REQUEST_FAMILIES,
  type Subject,
  V1_LIKE,
  V4_LIKE,
  type Variant,
} from '../hypothesis.ts';
import { type PartsPatch, parametersOf, patchParameters } from '../patch.ts';
import { collation } from './collation.ts';
import { decodedName, isV1, sortedByName } from './parameter-parts.ts';
import { subsets } from './subsets.ts';
import { tokenElsewhere, tokenEncoded } from './token.ts';

/** Never signed by any version: the signature itself and what goes with it. */
const CARRIERS = /^(?:OSSAccessKeyId|AWSAccessKeyId|Expires|Signature|x-oss-signature|X-Amz-Signature)$/;

const dropOne: Hypothesis = {
  id: 'parameter-not-signed',
  families: REQUEST_FAMILIES,
  cost: 1,
  changes: 'string',
  *variants(subject) {
    const signed = parametersOf(subject.parts);
    for (const parameter of signed) {
      yield {
        cause: droppedCause(subject, decodedName(subject, parameter)),
        patch: patchParameters(
          subject.parts,
          signed.filter((each) => each !== parameter),
        ),
      };
    }
  },
};

function droppedCause(subject: Subject, name: ByteString): Cause {
  if (/(?:^|-)security-token$/i.test(name)) return cause('token-not-signed', {});
  return isV1(subject)
    ? cause('subresource-added-after-signing', { name })
    : cause('query-parameter-added-after-signing', { name });
}

const dropSeveral: Hypothesis = {
  id: 'parameters-not-signed',
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const signed = parametersOf(subject.parts);
    const none = isV1(subject)
      ? cause('subresources-not-signed', { count: signed.length })
      : cause('query-left-out', {});
    if (signed.length > 1) yield { cause: none, patch: patchParameters(subject.parts, []) };
    yield* keptOfKind(subject, signed);
    for (const subset of subsets(signed)) {
      const left = signed.filter((each) => !subset.includes(each));
      yield {
        cause: cause('subresources-not-signed', { count: subset.length }),
        patch: patchParameters(subject.parts, left),
      };
    }
  },
};

/** V4, V2: what version 1 would sign is all that is signed; or what carries the signature of a URL, and nothing that was put behind it. */
function* keptOfKind(subject: Subject, signed: readonly ParameterPart[]): Generator<Variant> {
  if (isV1(subject)) return;
  const kinds: readonly ((name: ByteString) => boolean)[] = [
    isSignedParameter,
    (name) => /^x-(?:oss|amz)-(?!process$)/i.test(name),
  ];
  for (const isKept of kinds) {
    const kept = signed.filter((each) => isKept(decodedName(subject, each)));
    if (kept.length === signed.length || kept.length === 0) continue;
    yield {
      cause: cause('subresources-not-signed', { count: signed.length - kept.length }),
      patch: patchParameters(subject.parts, kept),
    };
  }
}

/** Parameters on the wire that V1 does not sign. */
function unsigned(subject: Subject): readonly QueryParameter[] {
  const signed = new Set(parametersOf(subject.parts).map((each) => each.name));
  return subject.request.query.filter((each) => !signed.has(each.name) && !CARRIERS.test(each.name));
}

function partOf({ name, value }: QueryParameter): ParameterPart {
  return { name, value: value === '' ? null : value, origin: null };
}

const addOne: Hypothesis = {
  id: 'parameter-signed-extra',
  families: V1_LIKE,
  cost: 1,
  changes: 'string',
  *variants(subject) {
    const signed = parametersOf(subject.parts);
    for (const parameter of unsigned(subject)) {
      yield {
        cause: cause('subresource-signed-extra', { name: parameter.name }),
        patch: { subresources: sortedByName([...signed, partOf(parameter)]) },
      };
    }
  },
};

const addAll: Hypothesis = {
  id: 'query-all-signed',
  families: V1_LIKE,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const extra = unsigned(subject).map(partOf);
    yield* withCarriers(subject);
    if (extra.length === 0) return;
    const all = [...parametersOf(subject.parts), ...extra];
    yield { cause: cause('query-all-signed', {}), patch: { subresources: sortedByName(all) } };
    const { rawQuery } = subject.request;
    if (rawQuery === null) return;
    // as on the wire, unsorted and undecoded
    yield {
      cause: cause('query-all-signed', {}),
      patch: { subresources: [{ name: rawQuery, value: null, origin: null }] },
    };
  },
};

/** V1 URLs: the parameters that carry the signature, which cannot all be signed. */
function* withCarriers(subject: Subject): Generator<Variant> {
  const { query } = subject.request;
  const carriers = query.filter((each) => CARRIERS.test(each.name) && each.name !== 'Signature');
  if (carriers.length === 0 || !subject.claim.version.endsWith('-url')) return;
  const made = cause('query-all-signed', {});
  const signed = parametersOf(subject.parts);
  const all = query.filter((each) => each.name !== 'Signature');
  const lists = [
    sortedByName([...signed, ...carriers.map(partOf)]),
    sortedByName(all.map(partOf)),
    all.map(partOf),
    ...carriers.map((each) => sortedByName([...signed, partOf(each)])),
  ];
  for (const subresources of lists) yield { cause: made, patch: { subresources } };
}

const sdkList: Hypothesis = {
  id: 'parameter-list-of-sdk',
  families: ['v1'],
  cost: 3,
  changes: 'string',
  *variants(subject) {
    const signed = parametersOf(subject.parts);
    const first = subject.sdk === null ? [] : [subject.sdk];
    for (const sdk of new Set([...first, ...SDKS_WITH_LIST])) {
      const kept = signed.filter((each) => sdkSignsParameter(sdk, each.name) !== false);
      if (kept.length === signed.length) continue;
      yield { cause: cause('subresource-list-of-sdk', { sdk }), patch: { subresources: kept } };
    }
  },
};

const valuesEncoded: Hypothesis = {
  id: 'parameter-values-encoded',
  families: V1_LIKE,
  cost: 2,
  changes: 'string',
  *variants({ parts, request }) {
    const raw = new Map(request.query.map((each) => [each.name, each.rawValue]));
    const forms: readonly ((each: ParameterPart) => ByteString | null)[] = [
      (each) => (each.value === null ? null : encodeComponent(each.value)),
      (each) => raw.get(each.name) || null,
      // form encoders write + for a space, those of .NET also small letters
      (each) => (each.value === null ? null : encodeComponent(each.value).replaceAll('%20', '+')),
      (each) => (each.value === null ? null : lowerTriplets(encodeComponent(each.value))),
      (each) =>
        each.value === null ? null : lowerTriplets(encodeComponent(each.value)).replaceAll('%20', '+'),
    ];
    for (const form of forms) {
      yield {
        cause: cause('subresource-values-encoded', {}),
        patch: { subresources: parametersOf(parts).map((each) => ({ ...each, value: form(each) })) },
      };
    }
  },
};

/** One value at a time: `+` and space, decoded once more, the token among them. */
const valueOther: Hypothesis = {
  id: 'parameter-value-other',
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const signed = parametersOf(subject.parts);
    for (const [i, parameter] of signed.entries()) {
      const value = parameter.value ?? '';
      const sent = isV1(subject) ? value : decodePercent(value);
      const forms = [
        sent.replaceAll(' ', '+'),
        sent.replaceAll('+', ' '),
        decodePercent(sent),
        encodeComponent(sent),
      ];
      for (const form of new Set(forms)) {
        if (form === sent) continue;
        const written = isV1(subject) ? form : encodeComponent(form);
        yield {
          cause: valueCause(decodedName(subject, parameter), form, sent),
          patch: patchParameters(subject.parts, signed.with(i, { ...parameter, value: written })),
        };
      }
    }
  },
};

function valueCause(name: ByteString, signed: ByteString, sent: ByteString): Cause {
  if (!/(?:^|-)security-token$/i.test(name)) return cause('subresource-signed-other', { name, signed, sent });
  return cause('token-signed-otherwise', { how: signed.includes('%') ? 'percent-encoded' : 'plus-as-space' });
}

const order: Hypothesis = {
  id: 'parameter-order',
  families: REQUEST_FAMILIES,
  cost: 3,
  changes: 'string',
  *variants(subject) {
    const parameters = parametersOf(subject.parts);
    if (parameters.length < 2) return;
    const names = subject.request.query.map((each) => each.name);
    const place = (each: ParameterPart): number => names.indexOf(decodedName(subject, each));
    const decoded = (each: ParameterPart): ByteString => decodedName(subject, each);
    const pair = (each: ParameterPart): ByteString => `${each.name}=${each.value ?? ''}`;
    const orders: readonly (readonly [string, readonly ParameterPart[]])[] = [
      ['wire', parameters.toSorted((a, b) => place(a) - place(b))],
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
      yield { cause: cause('query-order', { order: word }), patch: patchParameters(subject.parts, list) };
    }
  },
};

const equalsSign: Hypothesis = {
  id: 'parameter-equals-sign',
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const parameters = parametersOf(subject.parts);
    const toggled = (each: ParameterPart): ParameterPart =>
      each.value === null ? { ...each, value: '' } : each.value === '' ? { ...each, value: null } : each;
    const empty = parameters.filter((each) => each.value === null || each.value === '');
    for (const parameter of empty) {
      yield {
        cause: cause('empty-value-equals-sign', { name: decodedName(subject, parameter) }),
        patch: patchParameters(
          subject.parts,
          parameters.map((each) => (each === parameter ? toggled(each) : each)),
        ),
      };
    }
    const [first] = empty;
    if (first !== undefined && empty.length > 1) {
      yield {
        cause: cause('empty-value-equals-sign', { name: decodedName(subject, first) }),
        patch: patchParameters(subject.parts, parameters.map(toggled)),
      };
    }
  },
};

/** Names alone, names in lower case, or the question mark without anything behind it. */
const namesOtherwise: Hypothesis = {
  id: 'parameter-form',
  families: V1_LIKE,
  cost: 3,
  changes: 'string',
  *variants(subject) {
    const signed = parametersOf(subject.parts);
    if (signed.length === 0) {
      const mark: readonly ParameterPart[] = [{ name: '', value: null, origin: null }];
      yield { cause: cause('question-mark-alone', {}), patch: patchParameters(subject.parts, mark) };
      return;
    }
    const patched = (list: readonly ParameterPart[]) => patchParameters(subject.parts, list);
    yield {
      cause: cause('subresource-values-left-out', {}),
      patch: patched(signed.map((each) => ({ ...each, value: null }))),
    };
    const lowered = signed.map((each) => ({ ...each, name: asciiLower(each.name) }));
    yield { cause: cause('subresource-names-lowered', {}), patch: patched(sortedByName(lowered)) };
    yield { cause: cause('subresource-names-lowered', {}), patch: patched(lowered) };
  },
};

/** One name several times: clients that keep parameters in a map sign one of them. */
const duplicates: Hypothesis = {
  id: 'parameter-duplicates',
  families: REQUEST_FAMILIES,
  cost: 1,
  changes: 'string',
  *variants(subject) {
    const { parts } = subject;
    const parameters = parametersOf(parts);
    for (const name of new Set(parameters.map((each) => each.name))) {
      const same = parameters.filter((each) => each.name === name);
      const [first] = same;
      const last = same.at(-1);
      if (same.length < 2 || first === undefined || last === undefined) continue;
      const joined = same.map((each) => each.value ?? '').join(isV1(subject) ? ',' : '%2C');
      const readings: readonly (readonly [how: string, kept: ParameterPart])[] = [
        ['first', first],
        ['last', last],
        ['joined', { ...first, value: joined }],
      ];
      for (const [how, kept] of readings) {
        yield {
          cause: cause('parameter-duplicates', { name: decodedName(subject, first), how }),
          patch: patchParameters(
            parts,
            parameters.flatMap((each) => (each === first ? [kept] : each.name === name ? [] : [each])),
          ),
        };
      }
    }
  },
};

/** V4 and V2: the query's wire text taken as it is. */
const rawQuery: Hypothesis = {
  id: 'query-raw',
  families: [...V4_LIKE, 'v2'],
  cost: 2,
  changes: 'string',
  *variants({ parts, request }) {
    const kept = request.query.filter((each) => !CARRIERS.test(each.name));
    const raw = kept.map(
      (each): ParameterPart => ({ name: each.rawName, value: each.rawValue, origin: null }),
    );
    yield { cause: cause('query-signed-raw', {}), patch: patchParameters(parts, sortedByName(raw)) };
    yield { cause: cause('query-signed-raw', {}), patch: patchParameters(parts, raw) };
    const bare = raw.map((each) => (each.value === '' ? { ...each, value: null } : each));
    yield { cause: cause('query-signed-raw', {}), patch: patchParameters(parts, sortedByName(bare)) };
    const decoded = kept.map((each): ParameterPart => partOf(each));
    yield { cause: cause('query-signed-raw', {}), patch: patchParameters(parts, sortedByName(decoded)) };
    const plus = parametersOf(parts).map((each) => ({
      ...each,
      value: each.value?.replaceAll('%20', '+') ?? null,
    }));
    yield { cause: cause('query-plus-and-space', {}), patch: patchParameters(parts, plus) } satisfies Variant;
    yield* writtenOtherwise(parametersOf(parts), (list) => patchParameters(parts, list));
  },
};

/** The canonical query with other escapes, with the question mark before it, or with the empty parameter of the signature to come. */
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

export const PARAMETER_HYPOTHESES: readonly Hypothesis[] = [
  duplicates,
  dropOne,
  addOne,
  dropSeveral,
  addAll,
  valuesEncoded,
  valueOther,
  tokenElsewhere,
  tokenEncoded,
  equalsSign,
  rawQuery,
  sdkList,
  order,
  namesOtherwise,
];
