/** Signatures that one search may make: all single changes and pairs of a usual request, in a few tenths of a second. */
export const SEARCH_BUDGET = 40_000;
