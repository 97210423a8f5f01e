/** The name of standard input among the paths. */
export const STDIN = '-';
