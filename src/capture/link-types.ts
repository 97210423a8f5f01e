/**
 * The link types of a capture, each once, in order of appearance. There may be 65,536 of them, and
 * a file may describe as many interfaces as it has room for: looking through the list for each
 * would take quadratic time.
 */
export class LinkTypes {
  readonly list: number[] = [];
  readonly #known = new Set<number>();

  add(linkType: number): void {
    if (this.#known.has(linkType)) return;
    this.#known.add(linkType);
    this.list.push(linkType);
  }
}
