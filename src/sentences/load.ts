import type { CompareTexts } from './compare.ts';
import type { DetailTexts } from './detail.ts';
import type { FormatTexts } from './formats.ts';
import type { Lang } from './language.ts';
import type { ReferenceTexts } from './reference.ts';
import type { Texts } from './texts.ts';

/*
 * Texts are loaded when they are asked for. Those that are marked as apart are in files of their own: most
 * runs load none of the sentences of the rarer ways out.
 */

/** What every report says. */
export const loadTexts = async (lang: Lang): Promise<Texts> => (await import('./texts.ts')).textsIn(lang); // with: scan

/** What a comparison of captures says. */
export const loadCompareTexts = async (lang: Lang): Promise<CompareTexts> =>
  (await import('./compare.ts')).compareTexts(lang); // apart

/** What is said of one exchange that is shown in full. */
export const loadDetailTexts = async (lang: Lang): Promise<DetailTexts> =>
  (await import('./detail.ts')).detailTexts(lang); // apart

/** The words of the formats that other programs and pages show. */
export const loadFormatTexts = async (lang: Lang): Promise<FormatTexts> =>
  (await import('./formats.ts')).formatTexts(lang); // apart

/** What is said of an id by itself. */
export const loadReferenceTexts = async (lang: Lang): Promise<ReferenceTexts> =>
  (await import('./reference.ts')).referenceTexts(lang); // apart
