import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import { printable, toReportText } from '../../bytes/printable.ts';
import { LIMIT_KEYS, limitName } from '../../limits.ts';
import { SCHEMA_VERSION } from '../../report/json/text.ts';
import { EVIDENCE_DOOR } from '../../report/redact/redact.ts';
import { wrapText } from '../../report/terminal/wrap.ts';
import { PUNCTUATION, type Punctuation } from '../../report/text/punctuation.ts';
import { EXIT } from '../exit-code.ts';
import type { PageArguments } from '../options/page-arguments.ts';
import { NONE, SETTING_VARIABLES, type SettingName } from '../options/setting-values.ts';
import type { SettingSource, Settings } from '../options/settings.ts';
import { refuseOverwriting } from '../output/overwritten-input.ts';
import { type CommandContext, loadPageTexts, type Page, writePage } from '../page.ts';
import type { CiTexts } from '../text/ci-texts.ts';

/** Shows what holds, and where each value comes from. Gives the exit code. */
export async function runConfig(
  args: PageArguments,
  settings: Settings,
  context: CommandContext,
): Promise<number> {
  const given = { formats: args.formats, configFile: settings.file };
  const refused = await refuseOverwriting(given, () => [], context);
  if (refused !== null) return refused;
  const texts = await loadPageTexts(context.lang);
  const rows = rowsOf(settings);
  const { ci } = context.texts;
  const page: Page = {
    door: EVIDENCE_DOOR,
    table: (view) => [
      ...wrapText(
        settings.file === null ? ci.noConfig : `${ci.configFile}${printable(settings.file)}`,
        view.width,
      ),
      '',
      ...rows.flatMap((row) => rowLines(row, ci, PUNCTUATION[context.lang], view.width)),
    ],
    json: (tool) => ({
      schemaVersion: SCHEMA_VERSION,
      tool,
      file: settings.file,
      settings: Object.fromEntries(
        rows.map(({ name, value, source }) => [
          name,
          { value, source, ...(source === 'environment' ? { variable: variableOf(name) } : {}) },
        ]),
      ),
    }),
  };
  return writePage(args, context, async () => ({ page, texts, exitCode: EXIT.CLEAN }));
}

interface Row {
  readonly name: SettingName;
  /** As a configuration file would say it. */
  readonly value: unknown;
  readonly source: SettingSource;
}

function rowsOf({ values, sources }: Settings): readonly Row[] {
  const written: { readonly [K in SettingName]: unknown } = {
    format: values.format.map(({ name, file }) => (file === null ? name : `${name}=${file}`)),
    failOn: values.failOn?.length === 0 ? [NONE] : values.failOn,
    strict: values.strict,
    all: values.all,
    slow: values.slow,
    jobs: values.jobs,
    verifyBodies: values.verifyBodies,
    lang: values.lang,
    buckets: Object.fromEntries(
      [...values.buckets].map(([host, bucket]) => [host, toReportText(bucket).text]),
    ),
    limits: Object.fromEntries(
      LIMIT_KEYS.filter((key) => values.limits[key] !== undefined).map((key) => [
        limitName(key),
        values.limits[key],
      ]),
    ),
    ignores: values.ignores,
    baseline: values.baseline,
  };
  const names = Object.keys(written) as SettingName[];
  return names.map((name) => ({ name, value: written[name], source: sources[name] }));
}

function variableOf(name: SettingName): string {
  return name in SETTING_VARIABLES ? SETTING_VARIABLES[name as keyof typeof SETTING_VARIABLES] : '';
}

/** Columns of the longest name. */
const NAME_WIDTH = 14;

function rowLines(
  { name, value, source }: Row,
  ci: CiTexts,
  { open, close }: Punctuation,
  width: number,
): string[] {
  const shown = Array.isArray(value) ? value.map(showValue) : [showValue(value)];
  const from = open + (source === 'environment' ? variableOf(name) : ci.sources[source]) + close;
  const column = Math.max(1, width - NAME_WIDTH);
  const lines = (shown.length === 0 ? ['-'] : shown).flatMap((text) => wrapText(text, column));
  const last = lines.at(-1) ?? '';
  if (displayWidth(last) + displayWidth(from) < column) lines.splice(-1, 1, last + from);
  else lines.push(from.trimStart());
  return lines.map((line, at) => padEnd(at === 0 ? name : '', NAME_WIDTH) + line);
}

function showValue(value: unknown): string {
  if (value === null) return '-';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}
