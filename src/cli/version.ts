import { readFileSync } from 'node:fs';
import type { Tool } from '../report/json/model.ts';

/** Name and version of this package, from the package.json two folders above, in src/ and in dist/. */
export function toolOfPackage(): Tool {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const content: unknown = JSON.parse(text);
  const version =
    typeof content === 'object' && content !== null && 'version' in content ? String(content.version) : '0';
  return { name: 'osscap', version };
}
