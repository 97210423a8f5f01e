import { cliTexts } from '../../src/cli/texts.ts';
import { compareTexts, detailTexts, formatTexts, referenceTexts, textsIn } from '../rooms/sentences.ts';

/* What is said, in both languages. */

export const [EN, ZH] = [textsIn('en'), textsIn('zh')];
export const [CLI_EN, CLI_ZH] = [cliTexts('en'), cliTexts('zh')];
export const [EN_COMPARE, ZH_COMPARE] = [compareTexts('en'), compareTexts('zh')];
export const [EN_DETAIL, ZH_DETAIL] = [detailTexts('en'), detailTexts('zh')];
export const [EN_FORMATS, ZH_FORMATS] = [formatTexts('en'), formatTexts('zh')];
export const [EN_REFERENCE, ZH_REFERENCE] = [referenceTexts('en'), referenceTexts('zh')];
