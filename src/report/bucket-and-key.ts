/** Bucket and key as one name, as far as they are known; empty where neither is. */
export function bucketAndKey(of: { readonly bucket: string | null; readonly key: string | null }): string {
  return [of.bucket, of.key].filter((part) => part !== null).join('/');
}
