import type { OssExchange } from '../engine/oss/model.ts';
import { type ProviderId, USUAL_PROVIDER } from '../engine/oss/provider.ts';
import { PROVIDERS, providerRecord } from '../engine/oss/providers/index.ts';
import { consoleOf } from '../engine/oss/providers/s3-services.ts';
import type { CaptureInfo } from '../engine/results.ts';
import type { Filler } from './fill.ts';
import { PUNCTUATION, type Template } from './language.ts';

/*
 * Sentences are written for OSS. What another provider calls otherwise is put in before captured text is, so
 * that none of that is touched.
 */

export type Served = Pick<OssExchange, 'provider' | 'flavour' | 'service'>;

export function serviceName({ provider, flavour, service }: Served): string {
  const { name, flavours } = providerRecord(provider);
  if (service !== undefined) return service;
  return flavour === undefined ? name : (flavours?.names[flavour] ?? name);
}

/**
 * The page of its server that an error document leads to; null without one, and for a provider whose errors
 * have pages of their own (`EC`).
 */
export function servicePage({
  provider,
  flavour,
  service,
  error,
}: Served & { readonly error: object | null }): string | null {
  const { flavours } = providerRecord(provider);
  if (service !== undefined) return null;
  return flavours === null || error === null ? null : flavours.pages[flavour ?? flavours.usual];
}

/** The filler for sentences about an exchange: they name its service. */
export function inWordsOf(filler: Filler, oss: Partial<Served> | null): Filler {
  // of a report of another version there may be no record
  const record = oss === null ? undefined : PROVIDERS.find(({ id }) => id === oss.provider);
  if (oss === null || record === undefined) return filler;
  const name = serviceName(oss);
  const { words, flavours } = record;
  const { service } = oss;
  // of an unknown server of a family, not even the words of its first member are right
  const isOther = service !== undefined || (flavours !== null && oss.flavour !== flavours.usual);
  return {
    ...filler,
    speak: (template) => {
      let said: string = isOther ? consoleIn(template, service) : template;
      for (const [ours, theirs] of words) said = said.replace(ours, theirs);
      return said.replace(/\bOSS\b/g, name);
    },
  };
}

/** The place where keys are made: the one of Alibaba Cloud stands in the sentences. */
function consoleIn(template: string, service: string | undefined): string {
  const own = service === undefined ? null : consoleOf(service);
  return template
    .replace(/\bRAM console\b/g, () => own ?? 'console of the service')
    .replace(/RAM 控制台/g, () => (own === null ? '该服务的控制台' : ` ${own} `));
}

/** The providers that the exchanges of a capture are with; none where it has none. */
export function providersOf({ traffic }: Pick<CaptureInfo, 'traffic'>): readonly ProviderId[] {
  return traffic.providers ?? (traffic.ossExchanges > 0 ? [USUAL_PROVIDER] : []);
}

/** The filler for sentences about the exchanges with these providers: all that OSS stands for. */
export function naming(filler: Filler, providers: Iterable<ProviderId>): Filler {
  const found = new Set(providers);
  const records = PROVIDERS.filter(({ id }) => found.has(id));
  if (records.every(({ id }) => id === USUAL_PROVIDER)) return filler;
  const names = records.map(({ name }) => name);
  const { lang } = filler.texts;
  const all = names.join(lang === 'zh' ? PUNCTUATION.zh.listComma : ' and ');
  return { ...filler, speak: (template: Template) => template.replace(/\bOSS\b/g, all) };
}
