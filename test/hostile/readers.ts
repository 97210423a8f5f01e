import { expect } from 'vitest';

/**
 * Every character that a terminal obeys, or that hides or turns text, save the line feed: C0, DEL, C1, Cf,
 * Zl, Zp.
 */
const OBEYED = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The characters of a text that could be obeyed, with what stands around the first of each. */
export function obeyedIn(text: string, allowed = ''): readonly string[] {
  const found = new Map<string, string>();
  for (const match of text.matchAll(OBEYED)) {
    const code = `U+${(match[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
    if (allowed.includes(match[0]) || found.has(code)) continue;
    found.set(code, JSON.stringify(text.slice(Math.max(0, match.index - 60), match.index + 30)));
  }
  return [...found].map(([code, near]) => `${code} near ${near}`);
}

/** The paint of our own: bold, dim, red, green, yellow, cyan, and their ends. */
const PAINT = /\x1b\[(?:1|2|22|31|32|33|36|39)m/g;

export function withoutPaint(text: string): string {
  return text.replace(PAINT, '');
}

/** Reads CSV as RFC 4180 has it, character by character. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') cell += text.charAt(++at);
      else isQuoted = false;
      continue;
    }
    if (character === '"' && cell === '') isQuoted = true;
    else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\r') {
      if (text.charAt(++at) !== '\n') throw new Error(`row ${rows.length + 1}: a CR alone`);
      row.push(cell);
      rows.push(row);
      [row, cell] = [[], ''];
    } else {
      if (character === '"' || character === '\n')
        throw new Error(`row ${rows.length + 1}: bare ${character}`);
      cell += character;
    }
  }
  expect([row, cell, isQuoted]).toEqual([[], '', false]);
  return rows;
}

/** All strings within a value, names of members included. */
export function stringsIn(value: unknown, found: string[] = []): readonly string[] {
  if (typeof value === 'string') found.push(value);
  else if (Array.isArray(value)) for (const inner of value) stringsIn(inner, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      found.push(name);
      stringsIn(inner, found);
    }
  }
  return found;
}

export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * Reads a line as the runner of GitHub Actions does (`ActionCommand.TryParseV2`); null for a line that is no
 * command.
 */
export function readWorkflowCommand(line: string): WorkflowCommand | null {
  const text = line.trimStart();
  if (!text.startsWith('::')) return null;
  const end = text.indexOf('::', 2);
  if (end < 0) return null;
  const [, name = '', list = ''] = /^(\S*)\s?(.*)$/s.exec(text.slice(2, end)) ?? [];
  const decoded = (escaped: string): string =>
    escaped
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = list
    .split(',')
    .filter((each) => each !== '')
    .map((each) => {
      const equals = each.indexOf('=');
      return [each.slice(0, equals), decoded(each.slice(equals + 1))] as const;
    });
  return { name, properties: Object.fromEntries(properties), message: decoded(text.slice(end + 2)) };
}

/** What build servers look for anywhere in a line of a log, without regard to case. */
const ANYWHERE = /##\w*\[.{0,20}|section_(?:start|end):\d+.{0,20}/gi;

/**
 * The commands that a build server obeys in a log: those of Azure, TeamCity and GitLab, and of GitHub's
 * runner, which drops the blanks at the beginning of a line.
 */
export function commandsIn(log: string): readonly string[] {
  const lines = withoutPaint(log).split(/\r\n|\r|\n/);
  const atBeginning = lines.filter((line) => line.trimStart().startsWith('::'));
  return [...(log.match(ANYWHERE) ?? []), ...atBeginning.map((line) => line.slice(0, 40))];
}

/** The same of a format whose strings others may print line by line. */
export function commandsInStrings(json: string): readonly string[] {
  return [...commandsIn(json), ...(json.match(/.?::[a-z][\w-]*(?:::|\s+\w+=).{0,20}/gi) ?? [])];
}
