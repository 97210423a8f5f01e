import type { Hypothesis } from '../hypothesis.ts';
import { encodedOtherwise, joinedOtherwise, namesOtherwise, order, rawQuery } from './parameter-forms.ts';
import { equalsSign, numberEdited, valueOther, valuesEncoded } from './parameter-values.ts';
import { tokenElsewhere, tokenEncoded } from './token.ts';
import { addAll, addOne, dropOne, dropSeveral, duplicates, sdkList } from './which-parameters.ts';

/**
 * Sub-resources and query parameters: which of them were signed, with which values, and how they
 * were written down.
 */
export const PARAMETER_HYPOTHESES: readonly Hypothesis[] = [
  duplicates,
  dropOne,
  addOne,
  dropSeveral,
  addAll,
  valuesEncoded,
  valueOther,
  tokenElsewhere,
  tokenEncoded,
  equalsSign,
  rawQuery,
  sdkList,
  order,
  encodedOtherwise,
  namesOtherwise,
  joinedOtherwise,
  numberEdited,
];
