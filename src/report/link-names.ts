import type { CaptureSummary } from '../capture/record.ts';
import { linkTypeName } from '../packet/link-type-name.ts';

/** Names of a capture's link types, as reports give them. */
export function linkNames({ linkTypes }: Pick<CaptureSummary, 'linkTypes'>): readonly string[] {
  return linkTypes.map(linkTypeName);
}
