/**
 * Printable text as Markdown that shows it (CommonMark §2.4): `<` and `&` as entities, which no
 * renderer takes apart; addresses, mentions (`@name`) and references (`#9`, `GH-9`, of GitLab `!9`,
 * `&9`, `$9`) so that they become no links, and dollar signs so that they begin no formula.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[@#](?=\w)|[!&$](?=\d)|\bGH(?=-\d)/gi, '$&\u200b')
    .replace(/&/g, '&amp;')
    .replace(/\$/g, '&#36;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]|~>]/g, '\\$&')
    .replace(/^(\s*)([-+#]|\d+[.)])(?=\s|$)/, '$1\\$2')
    .replace(/:\/\//g, ':&#47;&#47;')
    .replace(/\bwww\./gi, (word) => `${word.slice(0, -1)}&#46;`);
}

/** Text in a code span whose fence is longer than any within (CommonMark §6.1). */
export function inlineCode(text: string): string {
  const line = text.includes('\n')
    ? text
        .split('\n')
        .map((part) => part.trim())
        .join(' ')
    : text;
  if (line.trim() === '') return '` `';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Text in a fenced block whose fence is longer than any within (CommonMark §4.5). */
export function fencedBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
