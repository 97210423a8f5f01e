import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseJunit, type TestSuites } from 'junit2json';
import type { Log } from 'sarif';
import { beforeAll, describe, expect, it } from 'vitest';
import { CSV_COLUMNS } from '../../rooms/report.ts';
import { osscap, privateCopy, temporaryFolder } from '../../support/command.ts';
import { githubFaults } from '../../support/github-sarif.ts';

/**
 * The formats that are handed on, made by the command from every fixture, and read by programs that are not
 * ours: the published schemas of HAR and SARIF, a CSV and a JUnit reader. (What GitHub and GitLab accept is
 * written down here; neither publishes more.)
 */
const FORMATS = ['json', 'csv', 'har', 'sarif', 'junit', 'github', 'gitlab'] as const;
const FIXTURES = fileURLToPath(new URL('../../../fixtures', import.meta.url));
const TEXTS = join(FIXTURES, 'text');
const INPUTS = [
  ...['captures', 'scenarios', 'tls', 'timing', 'advice'].map((name) => join(FIXTURES, name)),
  ...readdirSync(TEXTS).map((name) => join(TEXTS, name)),
];

interface Report {
  readonly captures: readonly {
    readonly path: string;
    readonly exchanges: readonly {
      readonly oss?: unknown;
      readonly diagnosis?: { readonly verdict: string } | null;
    }[];
  }[];
  readonly summary: { readonly byVerdict: Readonly<Record<string, number>> };
}

const folder = temporaryFolder();
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
let report: Report;
let exchanges = 0;

describe.each(['en', 'zh'])('readers of the formats (%s)', { timeout: 120_000 }, (lang) => {
  beforeAll(() => {
    const { status } = osscap([
      ...['scan', ...INPUTS, join(FIXTURES, 'missing.pcap'), '--lang', lang],
      ...['--credentials', privateCopy(join(FIXTURES, 'credentials.json'))],
      ...FORMATS.flatMap((name) => ['--format', `${name}=${join(folder, name)}`]),
    ]);
    expect(status).toBe(2);
    report = JSON.parse(read('json')) as Report;
    exchanges = Object.values(report.summary.byVerdict).reduce((sum, n) => sum + n, 0);
    expect(exchanges).toBeGreaterThan(100);
  });

  it('CSV: csv-parse', () => {
    const rows: Record<string, string>[] = parseCsv(read('csv'), {
      columns: true,
      bom: true,
      record_delimiter: '\r\n',
    });
    expect(rows).toHaveLength(exchanges);
    expect(Object.keys(rows[0] ?? {})).toEqual([...CSV_COLUMNS]);
    const failing = rows.filter(({ verdict }) => verdict === 'transit-modified');
    expect(failing).toHaveLength(report.summary.byVerdict['transit-modified'] ?? 0);
    for (const { time, status } of rows) {
      expect(time).toMatch(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z)?$/);
      expect(status).toMatch(/^(\d{3})?$/);
    }
  });

  it('JUnit: junit2json', async () => {
    const { testsuite: suites = [], ...totals } = (await parseJunit(read('junit'))) as TestSuites;
    const cases = suites.flatMap(({ testcase }) => testcase ?? []);
    const count = (of: (each: (typeof cases)[number]) => unknown): number =>
      cases.filter((each) => of(each) !== undefined).length;
    expect(totals.tests).toBe(cases.length);
    expect(totals.failures).toBe(count((each) => each.failure));
    expect(totals.errors).toBe(count((each) => each.error));
    expect(totals.errors).toBe(1);
    for (const suite of suites) {
      expect(suite.tests).toBe(suite.testcase?.length ?? 0);
      expect(suite.failures).toBe(suite.testcase?.filter((each) => each.failure !== undefined).length ?? 0);
      expect(Number.isNaN(suite.time)).toBe(false);
    }
    const failures = cases.flatMap((each) => each.failure ?? []);
    expect(failures.length).toBeGreaterThan(30);
    for (const { message, type, inner } of failures) {
      expect(type).toMatch(/^[a-z0-9-]+$/);
      expect((message ?? '').length).toBeGreaterThan(10);
      expect((inner ?? '').length).toBeGreaterThan(20);
    }
  });

  it('HAR: the schemas of har-schema', () => {
    const schemas = createRequire(import.meta.url)('har-schema') as Record<string, Record<string, unknown>>;
    const formats = {
      ipv4: isIPv4,
      ipv6: isIPv6,
      'date-time': true,
      uri: URL.canParse,
      email: true,
    } as const;
    const ajv = new Ajv({ strict: false, formats });
    // Drafts 6 and 7 differ in nothing that stands in them.
    for (const { $schema: _, ...schema } of Object.values(schemas)) ajv.addSchema(schema);
    const validate = ajv.getSchema('har.json#');
    const har = JSON.parse(read('har')) as { log: { entries: { time: number; startedDateTime: string }[] } };
    validate?.(har);
    expect(validate?.errors).toBeNull();
    expect(har.log.entries.length).toBeGreaterThanOrEqual(100);
    for (const { time, startedDateTime } of har.log.entries) {
      expect(time).toBeGreaterThanOrEqual(0);
      expect(Number.isNaN(Date.parse(startedDateTime))).toBe(false);
    }
    const [entry] = har.log.entries;
    expect(validate?.({ log: { ...har.log, entries: [{ ...entry, request: undefined }] } })).toBe(false);
  });

  it('SARIF: the published schema', () => {
    const file = new URL('../schemas/sarif-2.1.0-rtm.5.json', import.meta.url);
    const {
      $schema: _,
      id: __,
      ...schema
    } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    // Paths of this machine, for which GitHub would have to know where the repository is.
    const faults = githubFaults(JSON.parse(read('sarif')) as Log);
    expect(faults.filter((fault) => !fault.startsWith('GH1006'))).toEqual([]);
    const log = JSON.parse(read('sarif')) as {
      runs: {
        results: { ruleId: string; ruleIndex: number }[];
        tool: { driver: { rules: { id: string }[] } };
      }[];
    };
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    for (const { results, tool } of log.runs) {
      // what GitHub takes of a run ("SARIF support for code scanning"): 5,000 results, 25,000 rules
      expect(results.length).toBeLessThanOrEqual(5000);
      for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
  });

  it('GitLab: a code quality report', () => {
    // https://docs.gitlab.com/ci/testing/code_quality/ ("Code Quality report format")
    const ISSUES = {
      type: 'array',
      items: {
        type: 'object',
        required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
        properties: {
          description: { type: 'string', minLength: 1 },
          check_name: { type: 'string', pattern: '^[a-z0-9-]+$' },
          fingerprint: { type: 'string', pattern: '^[0-9a-f]{64}$' },
          severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
          location: {
            type: 'object',
            required: ['path', 'lines'],
            properties: {
              path: { type: 'string', not: { pattern: '^\\./' } },
              lines: {
                type: 'object',
                required: ['begin'],
                properties: { begin: { type: 'integer', minimum: 1 } },
              },
            },
          },
        },
      },
    };
    const validate = new Ajv().compile(ISSUES);
    const issues = JSON.parse(read('gitlab')) as { fingerprint: string }[];
    validate(issues);
    expect(validate.errors ?? []).toEqual([]);
    expect(issues.length).toBeGreaterThan(20);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    expect(read('gitlab').charCodeAt(0)).toBe('['.charCodeAt(0));
  });

  it('GitHub: workflow commands, within what a step may annotate', () => {
    const lines = read('github').trimEnd().split('\n');
    const kinds = lines.map(
      (line) => /^::(error|warning|notice)(?: [a-z]+=[^,:]*(?:,[a-z]+=[^,:]*)*)?::.+$/.exec(line)?.[1],
    );
    expect(kinds).not.toContain(undefined);
    // "Workflow commands for GitHub Actions": 10 annotations of a kind are shown for a step
    for (const kind of ['error', 'warning', 'notice']) {
      expect(kinds.filter((each) => each === kind).length).toBeLessThanOrEqual(10);
    }
    // an annotation holds 64 KiB
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThan(65_536);
  });
});
