/**
 * Sentences with places for arguments, and the arguments that they take. Whoever writes a sentence down with
 * its arguments beside it gets both checked against each other by the compiler.
 */

/**
 * What an argument of a cause or a note holds: `bytes`: captured text, to be escaped by whoever prints it;
 * `word`: an ASCII word of this program, with its values listed beside the entry; `number`: a number, with
 * its unit beside the entry.
 */
export type ArgKind = 'bytes' | 'word' | 'number';

/** Names and kinds of the arguments that an id always carries. */
export type ArgSpec = Readonly<Record<string, ArgKind>>;

/** The argument values that an `ArgSpec` asks for: all of them, and no others. */
export type ArgsOf<S extends ArgSpec> = {
  readonly [K in keyof S]: S[K] extends 'number' ? number : string;
};

/** One sentence in every language. The places in it are those of a `Template`. */
export interface Prose {
  readonly en: string;
  readonly zh: string;
}

/** How a value can come into a sentence, after the colon of its place; `Template` explains them. */
interface FormatOf {
  readonly bytes: 'q' | 'word' | 'long' | 'lq' | 'id' | 'after';
  readonly word: 'q' | 'word';
  readonly number: 'n' | 's' | 'at' | 'ref' | 'duration' | 'earlier' | 'time' | 'offset';
}

/** Every place that a sentence with these arguments may have: `name`, or `name:format`. */
type PlaceOf<A extends ArgSpec> = {
  [K in keyof A & string]: K | `${K}:${FormatOf[A[K]]}`;
}[keyof A & string];

/** Braces around any of these are no place: the sentence quotes code. */
type NotInPlace = ' ' | "'" | '"';

type PlacesIn<T extends string> = T extends `${string}{${infer P}}${infer Rest}`
  ? (P extends `${string}${NotInPlace}${string}` ? never : P) | PlacesIn<Rest>
  : never;

/** The names of the arguments that a sentence has places for; the `s` of a plural is none. */
export type ArgumentsIn<T extends string> =
  PlacesIn<T> extends infer P
    ? P extends `${string}:s`
      ? never
      : P extends `${infer Name}:${string}`
        ? Name
        : P
    : never;

type CheckedText<T extends string, A extends ArgSpec> = [PlacesIn<T>] extends [PlaceOf<A>]
  ? T
  : { readonly noSuchArgument: Exclude<PlacesIn<T>, PlaceOf<A>> };

/** The sentence itself if all its places have arguments, else a type that names the others. */
export interface CheckedProse<P extends Prose, A extends ArgSpec> {
  readonly en: CheckedText<P['en'], A>;
  readonly zh: CheckedText<P['zh'], A>;
}

/** A sentence with the arguments that it always gets. */
export interface Sentence<A extends ArgSpec = ArgSpec> extends Prose {
  readonly args: A;
}

const NO_ARGS = {} as const satisfies ArgSpec;

/** A sentence that has no places but those of its arguments, in any language; without any it has none. */
export function sentence<const P extends Prose, const A extends ArgSpec = typeof NO_ARGS>(
  given: P & CheckedProse<P, NoInfer<A>> & { readonly args?: A },
): Sentence<A>;
export function sentence(given: Prose & { readonly args?: ArgSpec }): Sentence {
  return { args: NO_ARGS, ...given };
}
