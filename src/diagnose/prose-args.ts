/**
 * What an argument of a cause or a note holds: `bytes`: captured text, to be escaped by whoever
 * prints it; `word`: an ASCII word of this program, with its values listed beside the entry;
 * `number`: a number, with its unit beside the entry.
 */
export type ArgKind = 'bytes' | 'word' | 'number';

/** Names and kinds of the arguments that an id always carries. */
export type ArgSpec = Readonly<Record<string, ArgKind>>;

/** The argument values that an `ArgSpec` asks for: all of them, and no others. */
export type ArgsOf<S extends ArgSpec> = {
  readonly [K in keyof S]: S[K] extends 'number' ? number : string;
};
