/* Hypotheses on which sub-resources and query parameters were signed. */

import { type ByteString, compareBytes } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import type { Cause } from '../../engine/diagnose/model.ts';
import {
  decodePercent,
  isOfUrl,
  isSignedParameter,
  type ParameterPart,
  partsOf,
  type QueryParameter,
  SDKS_WITH_LIST,
  sdkSignsParameter,
  signsPath,
} from '../../engine/sign/index.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';

import { subsets } from './combinations.ts';

/** Never signed by any version: the signature itself and what goes with it. */
export const CARRIERS =
  /^(?:q-[a-z-]+|(?:OSS|AWS)?AccessKeyId|Expires|Signature|x-oss-signature|X-(?:Amz|Goog|Tos)-Signature)$/;

/** Whether the string holds the parameters as sub-resources, decoded (V1), or else encoded. */
export const isV1 = ({ parts }: Subject): boolean => parts.family === 'v1';

export function decodedName(subject: Subject, { name }: ParameterPart): ByteString {
  return isV1(subject) ? name : decodePercent(name);
}

export function sortedByName(parameters: readonly ParameterPart[]): readonly ParameterPart[] {
  return parameters.toSorted((a, b) => compareBytes(a.name, b.name));
}

/** A parameter as V1 would sign it: decoded, and without an equals sign where it has no value. */
function partOf({ name, value }: QueryParameter): ParameterPart {
  return { name, value: value === '' ? null : value, origin: null };
}

/** One parameter was added after signing. */
export const parameterLeftOut: Hypothesis = {
  id: 'parameter-not-signed',
  field: 'query',
  causes: ['subresource-added-after-signing', 'query-parameter-added-after-signing', 'token-not-signed'],
  cost: 1,
  *variants(subject) {
    const signed = subject.parts.parameters;
    for (const [i, parameter] of signed.entries()) {
      // of equal ones it is the same whichever is left out
      if (isEqual(signed[i - 1], parameter)) continue;
      yield {
        cause: droppedCause(subject, decodedName(subject, parameter)),
        patch: { parameters: signed.filter((each) => each !== parameter) },
      };
    }
  },
};

function isEqual(one: ParameterPart | undefined, { name, value }: ParameterPart): boolean {
  return one !== undefined && one.name === name && one.value === value;
}

function droppedCause(subject: Subject, name: ByteString): Cause {
  if (/(?:^|-)security-token$/i.test(name)) return cause('token-not-signed', {});
  return isV1(subject)
    ? cause('subresource-added-after-signing', { name })
    : cause('query-parameter-added-after-signing', { name });
}

/** Several, or all, were left out. */
export const parametersLeftOut: Hypothesis = {
  id: 'parameters-not-signed',
  field: 'query',
  causes: ['subresources-not-signed', 'query-left-out'],
  cost: 2,
  *variants(subject) {
    const signed = subject.parts.parameters;
    const none = isV1(subject)
      ? cause('subresources-not-signed', { count: signed.length })
      : cause('query-left-out', {});
    if (signed.length > 1) yield { cause: none, patch: { parameters: [] } };
    yield* keptOfKind(subject, signed);
    for (const subset of subsets(signed)) {
      const left = signed.filter((each) => !subset.includes(each));
      yield {
        cause: cause('subresources-not-signed', { count: subset.length }),
        patch: { parameters: left },
      };
    }
  },
};

/**
 * V4, V2: what version 1 would sign is all that is signed; or what carries the signature of a URL, and
 * nothing that was put behind it.
 */
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
      patch: { parameters: kept },
    };
  }
}

/** Parameters on the wire that V1 does not sign. */
function unsigned(subject: Subject): readonly QueryParameter[] {
  const signed = new Set(subject.parts.parameters.map((each) => each.name));
  return subject.request.query.filter((each) => !signed.has(each.name) && !CARRIERS.test(each.name));
}

/** V1: a parameter that is none of the sub-resources was signed as one. */
export const parameterAdded: Hypothesis = {
  id: 'parameter-signed-extra',
  field: 'query',
  causes: ['subresource-signed-extra'],
  families: ['v1'],
  cost: 1,
  *variants(subject) {
    const signed = subject.parts.parameters;
    for (const parameter of unsigned(subject)) {
      yield {
        cause: cause('subresource-signed-extra', { name: parameter.name }),
        patch: { parameters: sortedByName([...signed, partOf(parameter)]) },
      };
    }
  },
};

/** V1: the whole query was signed. */
export const wholeQuery: Hypothesis = {
  id: 'query-all-signed',
  field: 'query',
  causes: ['query-all-signed'],
  families: ['v1'],
  cost: 2,
  *variants(subject) {
    const extra = unsigned(subject).map(partOf);
    yield* withCarriers(subject);
    if (extra.length === 0) return;
    const all = [...subject.parts.parameters, ...extra];
    yield { cause: cause('query-all-signed', {}), patch: { parameters: sortedByName(all) } };
    const { rawQuery } = subject.request;
    if (rawQuery === null) return;
    // as on the wire, unsorted and undecoded
    yield {
      cause: cause('query-all-signed', {}),
      patch: { parameters: [{ name: rawQuery, value: null, origin: null }] },
    };
  },
};

/** V1 URLs: the parameters that carry the signature, which cannot all be signed. */
function* withCarriers(subject: Subject): Generator<Variant> {
  const { query } = subject.request;
  const carriers = query.filter((each) => CARRIERS.test(each.name) && each.name !== 'Signature');
  if (carriers.length === 0 || !isOfUrl(subject.claim.version)) return;
  const made = cause('query-all-signed', {});
  const signed = subject.parts.parameters;
  const all = query.filter((each) => each.name !== 'Signature');
  const lists = [
    sortedByName([...signed, ...carriers.map(partOf)]),
    sortedByName(all.map(partOf)),
    all.map(partOf),
    ...carriers.map((each) => sortedByName([...signed, partOf(each)])),
  ];
  for (const parameters of lists) yield { cause: made, patch: { parameters } };
}

/** An SDK of that age does not know a sub-resource yet, and signs without it. */
export const listOfSdk: Hypothesis = {
  id: 'parameter-list-of-sdk',
  field: 'query',
  causes: ['subresource-list-of-sdk'],
  families: ['v1'],
  dialect: 'oss',
  cost: 3,
  *variants(subject) {
    const signed = subject.parts.parameters;
    const first = subject.sdk === null ? [] : [subject.sdk];
    for (const sdk of new Set([...first, ...SDKS_WITH_LIST])) {
      const kept = signed.filter((each) => sdkSignsParameter(sdk, each.name) !== false);
      if (kept.length === signed.length) continue;
      yield { cause: cause('subresource-list-of-sdk', { sdk }), patch: { parameters: kept } };
    }
  },
};

/** One name several times: clients that keep parameters in a map sign one of them. */
export const repeatedParameters: Hypothesis = {
  id: 'parameter-duplicates',
  field: 'query',
  causes: ['parameter-duplicates'],
  cost: 1,
  *variants(subject) {
    const { parts, request, claim } = subject;
    // as sent: the server may be known to have read one of them alone
    const sent = partsOf(request, claim);
    const parameters = (sent !== null && sent.family === parts.family ? sent : parts).parameters;
    for (const name of new Set(parameters.map((each) => each.name))) {
      const same = parameters.filter((each) => each.name === name);
      const [first] = same;
      const last = same.at(-1);
      const at = parts.parameters.findIndex((each) => each.name === name);
      if (same.length < 2 || first === undefined || last === undefined || at < 0) continue;
      const rest = parts.parameters.filter((each) => each.name !== name);
      const joined = same.map((each) => each.value ?? '').join(isV1(subject) ? ',' : '%2C');
      const readings: readonly (readonly [how: string, kept: readonly ParameterPart[]])[] = [
        ['first', [first]],
        ['last', [last]],
        ['joined', [{ ...first, value: joined }]],
        ['all-of-them', same],
      ];
      for (const [how, kept] of readings) {
        yield {
          cause: cause('parameter-duplicates', { name: decodedName(subject, first), how }),
          patch: { parameters: [...rest.slice(0, at), ...kept, ...rest.slice(at)] },
        };
      }
    }
  },
};

/**
 * Sub-resources without a value, the most used first: HTTP libraries leave out what is null, and rules of a
 * proxy what is empty.
 */
const VALUELESS = [
  ...['uploads', 'delete', 'acl', 'restore', 'tagging', 'symlink', 'objectMeta', 'append', 'stat'],
  ...['bucketInfo', 'location', 'cors', 'lifecycle', 'logging', 'website', 'referer', 'policy', 'encryption'],
  ...['versioning', 'versions', 'worm', 'inventory', 'replication', 'requestPayment', 'resourceGroup'],
  ...['cname', 'style', 'metaQuery', 'transferAcceleration', 'publicAccessBlock', 'live', 'qos'],
] as const;

const notSent: Hypothesis = {
  id: 'parameter-not-sent',
  field: 'query',
  causes: ['parameter-not-sent'],
  cost: 3,
  single: true,
  *variants(subject) {
    const { parts } = subject;
    const sent = parts.parameters;
    const names = new Set(sent.map((each) => decodedName(subject, each)));
    // version 4 of the S3 dialect writes the equals sign of an empty value
    const value = parts.family === 'v4' && signsPath(parts.dialect) ? '' : null;
    for (const name of VALUELESS) {
      if (names.has(name)) continue;
      const signed = sortedByName([...sent, { name, value, origin: null }]);
      yield { cause: cause('parameter-not-sent', { name }), patch: { parameters: signed } };
    }
  },
};

export const UNSENT_PARAMETER_HYPOTHESES: readonly Hypothesis[] = [notSent];
