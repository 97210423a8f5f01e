import { rowOf, SETTING_NAMES } from '../../../src/cli/settings/table.ts';
import { FAIL_ON } from '../../../src/cli/settings/value-types.ts';
import { CAUSE_IDS } from '../../rooms/sentences.ts';

type Json = Readonly<Record<string, unknown>>;

/** The schema of configurations, from the table of settings, as `schema/` has it. */
export function configSchema(): string {
  const settings = SETTING_NAMES.map((name) => {
    const { inFile, type } = rowOf(name);
    return [name, described(type.json?.schema ?? {}, inFile ?? '')] as const;
  });
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of osscap',
    description:
      'osscap.config.json, or the key "osscap" of a package.json. Arguments and the environment take precedence over it. ' +
      "It cannot name secrets, files with secrets or files to write: it comes with a repository, which may be anybody's.",
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'Path or URL of this schema, for editors.' },
      ...Object.fromEntries(settings),
    },
    definitions: { ignore: IGNORE },
  };
  return `${format(schema)}\n`;
}

const pattern = (what: string): Json => ({
  type: 'string',
  minLength: 1,
  description: `${what}; * matches any text`,
});

const IGNORE = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  minProperties: 2,
  description: 'All given conditions must match.',
  properties: {
    verdict: { enum: FAIL_ON },
    cause: { enum: CAUSE_IDS, description: 'ID of the cause, as in the JSON report.' },
    bucket: pattern('Bucket name'),
    key: pattern('Object key, decoded'),
    accessKeyId: pattern('AccessKey ID'),
    requestId: pattern('Request ID of the response'),
    reason: { type: 'string', pattern: '\\S', description: 'Why it is ignored; shown in reports.' },
  },
};

/** With the description before what has schemas within. */
function described(schema: Json, description: string): Json {
  const members = Object.entries(schema);
  const isNested = ([, value]: (typeof members)[number]): boolean =>
    typeof value === 'object' && !Array.isArray(value);
  const own = members.filter((member) => !isNested(member));
  return Object.fromEntries([...own, ['description', description], ...members.filter(isNested)]);
}

/** In the layout of the file: an alternative without a list stands on one line. */
function format(value: unknown, indent = '', isAlternative = false): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const inner = `${indent}  `;
  const isShort = isAlternative && !isList && !JSON.stringify(value).includes('[');
  const members = Object.entries(value).map(([name, member]) => {
    const text = format(member, inner, isShort || isList);
    return isList ? text : `${JSON.stringify(name)}: ${text}`;
  });
  const [open, close] = isList ? '[]' : '{}';
  if (isShort) return `${open} ${members.join(', ')} ${close}`;
  return `${open}\n${members.map((member) => inner + member).join(',\n')}\n${indent}${close}`;
}
