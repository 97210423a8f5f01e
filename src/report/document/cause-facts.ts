import type { ByteString } from '../../engine/bytes/byte-string.ts';
import { assertNever } from '../../engine/bytes/result.ts';
import type { ProviderId } from '../../engine/oss/provider.ts';
import type { Lang } from '../../sentences/language.ts';
import type { CauseFound } from '../findings/finding.ts';
import type { LateFinding } from '../findings/late-failures.ts';
import type { SuspectFound } from '../findings/suspects.ts';
import type { Proof } from '../strings/proof.ts';
import type { Fact, Text } from './blocks.ts';

/*
 * What is said of a cause, as titles and texts, from what was found before. A page in a browser lays it out,
 * too, which has nothing of what finds it: of those modules there are types alone.
 */

/** What is said of a cause in every medium. Each has its own order, and its own titles. */
export type CausePart = 'suspects' | 'server-said' | 'cause' | 'cure' | 'proof' | 'first-difference' | 'also';

/** The facts of a cause in the order of a medium. `said`: the answer as that medium writes it. */
export function causeFacts(
  found: Pick<CauseFound, 'cause' | 'cure' | 'proof' | 'firstDifference' | 'notes' | 'suspects'> &
    Partial<Pick<CauseFound, 'steps' | 'check'>>,
  order: readonly CausePart[],
  title: (part: Exclude<CausePart, 'suspects'> | Proof['kind'] | SuspectPart) => string,
  said: Text | null = null,
): readonly Fact[] {
  return order.flatMap((part): readonly Fact[] => {
    switch (part) {
      case 'suspects':
        return suspectFacts(found.suspects, title);
      case 'server-said':
        return [{ title: title(part), text: said }];
      case 'cause':
        return [{ title: title(part), text: found[part] }];
      case 'cure': {
        const { steps, check = null } = found;
        if (steps === undefined) return [{ title: title(part), text: found[part] }];
        return [
          steps.length < 2
            ? { title: title(part), text: steps[0] ?? null }
            : { title: title(part), text: found[part], steps },
          { title: title('check'), text: check },
        ];
      }
      case 'proof':
        return [{ title: title(found.proof?.kind ?? part), text: found.proof?.text ?? null }];
      case 'first-difference':
        return [{ title: title(part), text: found.firstDifference }];
      case 'also':
        return found.notes.map((text) => ({ title: title(part), text }));
      default:
        return assertNever(part);
    }
  });
}

export type SuspectPart = 'suspect' | 'suspect-for' | 'suspect-against';

/** Where one suspect leads, the headline has said it; of several, each has a line. */
function suspectFacts(
  suspects: readonly SuspectFound[],
  title: (part: SuspectPart) => string,
): readonly Fact[] {
  return suspects.flatMap((suspect): readonly Fact[] => [
    ...(suspects.length > 1 ? [{ title: title('suspect'), text: suspect.summary }] : []),
    ...suspect.for.map((text) => ({ title: title('suspect-for'), text })),
    ...suspect.against.map((text) => ({ title: title('suspect-against'), text })),
  ]);
}

/** The facts of what went wrong although no verdict fails; the order is the same everywhere. */
export function lateFacts(
  { happened, said, callback, cure }: Pick<LateFinding, 'happened' | 'said' | 'callback' | 'cure'>,
  titles: Readonly<Record<'happened' | 'said' | 'callback' | 'cure', string>>,
): readonly Fact[] {
  return [
    { title: titles.happened, text: happened },
    { title: titles.said, text: said },
    { title: titles.callback, text: callback === null ? null : [{ code: callback }] },
    { title: titles.cure, text: cure },
  ];
}

/** Where the service explains an `EC`, as the `RecommendDoc` of its error documents does. */
const PAGES: Readonly<Record<Lang, string>> = {
  en: 'https://api.alibabacloud.com/troubleshoot?q=',
  zh: 'https://api.aliyun.com/troubleshoot?q=',
};

/**
 * The page on an `EC`; null for a text that is none, and for one of another service (`provider`), whose codes
 * have the same form. It is made from the code alone: what a captured document links to is not to be trusted.
 */
export function ecPage(ec: ByteString, lang: Lang, provider?: ProviderId): string | null {
  return provider === undefined && /^\d{4}-\d{8}$/.test(ec) ? PAGES[lang] + ec : null;
}
