let collator: Intl.Collator | null = null;

/**
 * Order of file names: numbers in them count as numbers, so that rotated captures (`a.pcap2`,
 * `a.pcap10`) keep their order. The collator takes milliseconds to make, which a scan of one file
 * has no use for.
 */
export function compareNames(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}
