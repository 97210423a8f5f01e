import { CAUSES } from '../../sentences/causes/index.ts';
import type { Lang } from '../../sentences/language.ts';

/** What an id of a report can stand for, in the order of the list of all. */
export const REFERENCE_KINDS = ['cause', 'verdict', 'suspect', 'advice', 'note', 'notice'] as const;

export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** The page that says what an id means, as a path within the package, with its anchor. */
export function pageOf(kind: ReferenceKind, id: string, lang: Lang): string {
  const end = lang === 'zh' ? '.zh-CN.md' : '.md';
  switch (kind) {
    case 'cause':
      return `docs/reference/causes/${id}${end}`;
    case 'verdict':
      return `docs/reference/verdicts${end}#${id}`;
    case 'suspect':
      return `docs/reference/suspects${end}#${id}`;
    case 'advice':
      return `docs/reference/notes${end}#advice-${id}`;
    case 'note':
      return `docs/reference/notes${end}#${id}`;
    case 'notice':
      return `docs/reference/notices${end}#${id}`;
  }
}

/** The same for what a finding is reported as: its cause, else its verdict. */
export function pageOfRule(rule: string, lang: Lang): string {
  return pageOf(Object.hasOwn(CAUSES, rule) ? 'cause' : 'verdict', rule, lang);
}
