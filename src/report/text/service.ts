import type { OssExchange } from '../../oss/model.ts';
import type { FlavourId, ProviderId } from '../../oss/provider.ts';
import type { CaptureInfo } from '../input.ts';
import type { Filler } from './fill.ts';
import { PUNCTUATION, type Template } from './language.ts';

/*
 * Sentences are written for OSS. What another provider calls otherwise is put in before captured
 * text is, so that none of that is touched.
 */

/** What people call a service. */
type ServiceName = 'OSS' | 'S3' | 'Ceph' | 'MinIO' | 'Swift';

const FLAVOURS: Readonly<Record<FlavourId, ServiceName>> = {
  aws: 'S3',
  ceph: 'Ceph',
  minio: 'MinIO',
  swift: 'Swift',
};

const PROVIDERS: Readonly<Record<ProviderId, ServiceName>> = { oss: 'OSS', s3: 'S3' };

/** Names of what S3 has and OSS calls otherwise; the names of services stand for themselves. */
const WORDS_OF_S3: readonly (readonly [RegExp, string])[] = [
  [/x-oss-/g, 'x-amz-'],
  [/\bAdditionalHeaders\b/g, 'SignedHeaders'],
  [/\bOSSAccessKeyId\b/g, 'AWSAccessKeyId'],
  [/\baliyun_v4_request\b/g, 'aws4_request'],
  [/\bRAM\b/g, 'IAM'],
  // who speaks to S3 has one already
  [/, or use an SDK of OSS/g, ''],
  [/，或改用 OSS 的 SDK/g, ''],
];

export function serviceName({
  provider = 'oss',
  flavour,
}: Pick<OssExchange, 'provider' | 'flavour'>): ServiceName {
  return flavour === undefined ? PROVIDERS[provider] : FLAVOURS[flavour];
}

/** The filler for sentences about an exchange: they name its service. */
export function inWordsOf(filler: Filler, oss: OssExchange | null): Filler {
  if (oss?.provider === undefined) return filler;
  const name = serviceName(oss);
  return {
    ...filler,
    speak: (template) => {
      let said: string = template;
      for (const [ours, theirs] of WORDS_OF_S3) said = said.replace(ours, theirs);
      return said.replace(/\bOSS\b/g, name);
    },
  };
}

/** The providers that the exchanges of a capture are with; none where it has none. */
export function providersOf({ traffic }: Pick<CaptureInfo, 'traffic'>): readonly ProviderId[] {
  return traffic.providers ?? (traffic.ossExchanges > 0 ? ['oss'] : []);
}

/** The filler for sentences about the exchanges with these providers: all that OSS stands for. */
export function naming(filler: Filler, providers: Iterable<ProviderId>): Filler {
  const found = new Set(providers);
  const names = (['oss', 's3'] as const).filter((each) => found.has(each)).map((each) => PROVIDERS[each]);
  if (names.length === 0 || names.join() === 'OSS') return filler;
  const { lang } = filler.texts;
  const all = names.join(lang === 'zh' ? PUNCTUATION.zh.listComma : ' and ');
  return { ...filler, speak: (template: Template) => template.replace(/\bOSS\b/g, all) };
}
