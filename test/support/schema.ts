import { Ajv2020 } from 'ajv/dist/2020.js';
import { reportSchema } from '../rooms/report.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * What speaks against a report, or against a line of NDJSON; empty where nothing does. Stricter than the
 * published schema, which lets later versions add fields: here a field that the schema does not know is a
 * mistake.
 */
export function reportProblems(value: unknown, part: 'report' | 'line' = 'report'): readonly string[] {
  const validate = part === 'report' ? validateReport : validateLine;
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`,
  );
}

/** The schema with every listed object closed to other fields. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema && 'type' in schema ? { ...inner, additionalProperties: false } : inner;
}

const STRICT = closed(reportSchema()) as Json & { readonly $id: string };
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: false });
const validateReport = ajv.compile(STRICT);
const validateLine = ajv.compile({ $ref: `${STRICT.$id}#/$defs/line` });
