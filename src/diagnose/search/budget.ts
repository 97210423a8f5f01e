/**
 * Signatures that one search may make: all single changes and pairs of a request with a dozen
 * signed headers, in about a second.
 */
export const SEARCH_BUDGET = 160_000;
