import { cliTexts } from '../../src/cli/text/texts.ts';
import { compareTexts } from '../../src/report/text/compare.ts';
import { detailTexts } from '../../src/report/text/detail.ts';
import { formatTexts } from '../../src/report/text/formats.ts';
import { referenceTexts } from '../../src/report/text/reference.ts';
import { textsIn } from '../../src/report/text/texts.ts';

/* What is said, in both languages. */

export const [EN, ZH] = [textsIn('en'), textsIn('zh')];
export const [CLI_EN, CLI_ZH] = [cliTexts('en'), cliTexts('zh')];
export const [EN_COMPARE, ZH_COMPARE] = [compareTexts('en'), compareTexts('zh')];
export const [EN_DETAIL, ZH_DETAIL] = [detailTexts('en'), detailTexts('zh')];
export const [EN_FORMATS, ZH_FORMATS] = [formatTexts('en'), formatTexts('zh')];
export const [EN_REFERENCE, ZH_REFERENCE] = [referenceTexts('en'), referenceTexts('zh')];
