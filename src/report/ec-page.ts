import type { ByteString } from '../bytes/byte-string.ts';
import type { Lang } from './text/template.ts';

/**
 * Where the service tells of a fine-grained error code, as the `RecommendDoc` of its error
 * documents does.
 */
const PAGES: Readonly<Record<Lang, string>> = {
  en: 'https://api.alibabacloud.com/troubleshoot?q=',
  zh: 'https://api.aliyun.com/troubleshoot?q=',
};

/**
 * The page on an `EC`; null for a text that is none. It is made from the code alone: what a
 * captured document links to is not to be trusted.
 */
export function ecPage(ec: ByteString, lang: Lang): string | null {
  return /^\d{4}-\d{8}$/.test(ec) ? PAGES[lang] + ec : null;
}
