import { CAUSE_IDS } from '../../../src/diagnose/causes/index.ts';

const ENUM_OF_CAUSE = /("cause": \{\n( +)"enum": \[\n)[^\]]*?( *\])/;

/** The schema of the configuration with all causes in it: a configuration can ignore each. */
export function withCauses(schema: string): string {
  return schema.replace(ENUM_OF_CAUSE, (_, start: string, indent: string, end: string) => {
    return `${start}${CAUSE_IDS.map((id) => `${indent}  "${id}"`).join(',\n')}\n${end}`;
  });
}
