/* Hypotheses on the scope of a derived key: its day, region and product. */

import { asciiLower, type ByteString } from '../../engine/bytes/byte-string.ts';
import { cause } from '../../engine/diagnose/cause.ts';
import { formatIsoBasic, parseAnyDate, parseIsoBasic } from '../../engine/diagnose/date-forms.ts';
import type { Cause } from '../../engine/diagnose/model.ts';
import { headerValue, type Scope } from '../../engine/sign/index.ts';
import type { Hypothesis, Subject, Variant } from '../hypothesis.ts';
import { sentDate } from './date.ts';
import { DERIVED, macWithScope, prefixOf, WITHOUT_SCOPE } from './procedure.ts';

/**
 * A scope that the client signed with; it may stand in the string, or in the key alone. A form's is in the
 * key alone.
 */
function* otherScope(subject: Subject, scope: Scope, made: Cause): Generator<Variant> {
  const { parts } = subject;
  const macOf = macWithScope(subject, prefixOf(scope), scope);
  if (parts.family === 'v4') {
    yield { cause: made, patch: { scope }, macOf };
    yield { cause: made, macOf };
    yield { cause: made, patch: { scope } };
    // a URL names the scope once more, among the signed parameters
    const credential = parts.parameters.findIndex((each) => /^x-(?:oss|amz)-credential$/i.test(each.name));
    const before = parts.parameters[credential];
    if (before?.value == null) return;
    const [id = ''] = before.value.split('%2F');
    const value = [id, scope.date, scope.region, scope.product, scope.terminator].join('%2F');
    yield {
      cause: made,
      patch: { scope, parameters: parts.parameters.with(credential, { ...before, value }) },
      macOf,
    };
  } else yield { cause: made, macOf };
}

/** The scope that the claim names; null for versions without one, a form's among them. */
function sentScope({ claim, parts }: Subject): Scope | null {
  return parts.family === 'v4' ? parts.scope : claim.scope;
}

function scopeHypothesis(
  own: Pick<Hypothesis, 'id' | 'field' | 'cost' | 'causes' | 'single'>,
  others: (subject: Subject, sent: Scope) => Iterable<readonly [Scope, Cause]>,
): Hypothesis {
  return {
    ...own,
    families: DERIVED,
    except: WITHOUT_SCOPE,
    *variants(subject) {
      const sent = sentScope(subject);
      if (sent === null) return;
      for (const [scope, made] of others(subject, sent)) yield* otherScope(subject, scope, made);
    },
  };
}

const day = scopeHypothesis(
  { id: 'scope-day', field: 'scope:date', cost: 2, causes: ['scope-day-signed-other'] },
  function* (subject, scope) {
    const sent = scope.date;
    const noon = parseIsoBasic(`${sent}T120000Z`);
    const stamp = parseAnyDate(sentDate(subject));
    const days = [stamp === null ? null : formatIsoBasic(stamp).slice(0, 8)];
    for (const by of [-1, 1]) {
      days.push(noon === null ? null : formatIsoBasic(noon + by * 86_400).slice(0, 8));
    }
    for (const signed of new Set(days)) {
      if (signed === null || signed === sent) continue;
      yield [{ ...scope, date: signed }, cause('scope-day-signed-other', { signed, sent })];
    }
  },
);

function* otherRegions(scope: Scope, regions: Iterable<ByteString>): Generator<readonly [Scope, Cause]> {
  const sent = scope.region;
  for (const signed of new Set(regions)) {
    if (signed === sent) continue;
    yield [{ ...scope, region: signed }, cause('scope-region-signed-other', { signed, sent })];
  }
}

/** What the region is taken for, and the defaults of SDKs. */
function nearRegions(subject: Subject, { region }: Scope): readonly ByteString[] {
  const bare = region.replace(/^oss-/, '').replace(/-internal$/, '');
  const host = asciiLower(headerValue(subject.request, 'host') ?? '');
  const endpoint = /(?:^|\.)(oss-[a-z0-9-]+)\./.exec(host)?.[1] ?? '';
  const region1 = endpoint.replace(/^oss-/, '');
  return [
    ...[bare, `oss-${bare}`, `${bare}-internal`, `oss-${bare}-internal`, bare.replace(/^cn-/, '')],
    ...[`oss-${bare}.aliyuncs.com`, endpoint, region1, region1.replace(/-internal$/, '')],
    ...['cn-hangzhou', 'us-east-1', 'auto', ''],
  ];
}

const region = scopeHypothesis(
  { id: 'scope-region', field: 'scope:region', cost: 2, causes: ['scope-region-signed-other'] },
  (subject, scope) => otherRegions(scope, nearRegions(subject, scope)),
);

const anyRegion = scopeHypothesis(
  {
    id: 'scope-region-any',
    field: 'scope:region',
    cost: 4,
    causes: ['scope-region-signed-other'],
    single: true,
  },
  (subject, scope) => {
    const tried = new Set(nearRegions(subject, scope));
    return otherRegions(
      scope,
      REGIONS.filter((each) => !tried.has(each)),
    );
  },
);

const product = scopeHypothesis(
  { id: 'scope-product', field: 'scope:product', cost: 3, causes: ['scope-product-signed-other'] },
  function* (_, scope) {
    const sent = scope.product;
    for (const signed of ['oss', 's3', 'oss-cloudbox', '']) {
      if (signed === sent) continue;
      yield [{ ...scope, product: signed }, cause('scope-product-signed-other', { signed, sent })];
    }
  },
);

export const SCOPE_HYPOTHESES: readonly Hypothesis[] = [region, day, product, anyRegion];

/** Region ids ("Regions and endpoints" in the OSS documentation), finance and government clouds included. */
// biome-ignore format: a table of data
const REGIONS: readonly string[] = [
  'cn-hangzhou', 'cn-shanghai', 'cn-qingdao', 'cn-beijing', 'cn-zhangjiakou', 'cn-huhehaote', 'cn-wulanchabu',
  'cn-shenzhen', 'cn-heyuan', 'cn-guangzhou', 'cn-chengdu', 'cn-hongkong', 'cn-nanjing', 'cn-fuzhou',
  'cn-wuhan-lr', 'cn-zhongwei', 'us-west-1', 'us-east-1', 'na-south-1', 'ap-northeast-1', 'ap-northeast-2',
  'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7',
  'ap-south-1', 'eu-central-1', 'eu-west-1', 'me-east-1', 'me-central-1', 'rg-china-mainland', 'cn-hzfinance',
  'cn-hangzhou-finance', 'cn-shanghai-finance-1', 'cn-shenzhen-finance-1', 'cn-beijing-finance-1',
  'cn-north-2-gov-1',
];
