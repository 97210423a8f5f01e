import { displayWidth, padEnd } from '../../engine/bytes/display-width.ts';
import { printable } from '../../engine/bytes/printable.ts';
import { EVIDENCE_DOOR } from '../../features/redact/redact.ts';
import { SCHEMA_VERSION } from '../../report/json/text.ts';
import { wrapText } from '../../report/terminal/wrap.ts';
import { PUNCTUATION, type Punctuation } from '../../sentences/language.ts';
import { EXIT } from '../ending.ts';
import { refuseOverwriting } from '../overwritten-input.ts';
import { loadPageTexts, type Page, writePage } from '../page.ts';
import type { Settings } from '../settings/resolve.ts';
import { rowOf, SETTING_NAMES, type SettingName, type SettingSource } from '../settings/table.ts';
import type { CliTexts } from '../texts.ts';
import type { RunContext } from './command.ts';
import type { ConfigArguments } from './config.ts';

/** Shows the settings in effect, and where each comes from. Gives the exit code. */
export async function run(
  args: ConfigArguments,
  { settings, ...context }: RunContext & { readonly settings: Settings },
): Promise<number> {
  const refused = await refuseOverwriting(args.pageFormat, { configFile: settings.file }, () => [], context);
  if (refused !== null) return refused;
  const texts = await loadPageTexts(context.lang);
  const rows = rowsOf(settings);
  const { ci } = context.texts;
  const page: Page = {
    door: EVIDENCE_DOOR,
    document: ({ width }) => [
      [
        {
          kind: 'paragraph',
          text: settings.file === null ? ci.noConfig : `${ci.configFile}${printable(settings.file)}`,
          depth: 0,
        },
      ],
      [{ kind: 'lines', lines: rows.flatMap((row) => rowLines(row, ci, PUNCTUATION[context.lang], width)) }],
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
  return SETTING_NAMES.map((name) => {
    const { type } = rowOf(name);
    const value: unknown = values[name];
    return { name, value: type.show === undefined ? value : type.show(value), source: sources[name] };
  });
}

function variableOf(name: SettingName): string {
  return rowOf(name).variable ?? '';
}

/** Columns of the longest name. */
const NAME_WIDTH = 14;

function rowLines(
  { name, value, source }: Row,
  ci: CliTexts['ci'],
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
