/**
 * A path as those write it who read reports of builds: Windows parts folders with `\`, and a report
 * may be read, or merged, elsewhere. SARIF (3.4.3) wants URIs; GitHub and GitLab look for the path
 * in their repository.
 */
export function slashedPath(path: string): string {
  return path.replaceAll('\\', '/');
}

/** A drive with its folder. */
const DRIVE = /^[A-Za-z]:\//;

/**
 * The same as a reference by URI, without what must be encoded: a path with a drive or a server
 * (`\\server\folder`) is a whole one (RFC 8089, appendices E.2 and E.3), as one from the root is.
 */
export function fileReference(path: string): { readonly prefix: string; readonly path: string } {
  const slashed = slashedPath(path);
  const drive = DRIVE.exec(slashed)?.[0] ?? '';
  if (drive !== '') return { prefix: `file:///${drive}`, path: slashed.slice(drive.length) };
  if (path.startsWith('\\\\')) return { prefix: 'file://', path: slashed.slice(2) };
  return { prefix: slashed.startsWith('/') ? 'file://' : '', path: slashed };
}
