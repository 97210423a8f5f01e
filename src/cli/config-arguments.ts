import { type HypothesesArguments, toHypothesesArguments } from './hypotheses-arguments.ts';

/** How the list of settings is to look; the settings themselves are told apart from it. */
export type ConfigArguments = HypothesesArguments;

/** Takes no word, as the list of hypotheses does. */
export const toConfigArguments = toHypothesesArguments;
