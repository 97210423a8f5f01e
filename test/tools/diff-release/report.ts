import { CHANGE_KINDS, type Change, type ChangeKind } from './changes.ts';

/** Where a run comes from: the rows of the table of counts. */
export type Origin = 'fixtures' | 'generated captures' | 'other commands';

const ORIGINS: readonly Origin[] = ['fixtures', 'generated captures', 'other commands'];

interface Group {
  count: number;
  /** The first of them. */
  readonly what: string;
  /** Commands that show it. */
  readonly commands: string[];
}

/** Outputs that a command gives whatever its format. */
const ON_TERMINAL: readonly string[] = ['stdout', 'stderr', 'exit'];

const MOST_GROUPS = 25;
const COMMANDS_A_GROUP = 2;

/** Counts changes that are alike, and writes the report. */
export class ChangeReport {
  readonly #groups = new Map<ChangeKind, Map<string, Group>>();
  readonly #runs = new Map<Origin, number>();
  readonly #changed = new Map<string, number>();
  #different = 0;

  /** `command`: what shows the run, in a table. */
  add(origin: Origin, command: string, changes: readonly Change[]): void {
    this.#runs.set(origin, (this.#runs.get(origin) ?? 0) + 1);
    if (changes.length > 0) this.#different++;
    for (const kind of new Set(changes.map((change) => change.kind))) {
      const key = `${origin} ${kind}`;
      this.#changed.set(key, (this.#changed.get(key) ?? 0) + 1);
    }
    for (const { kind, what, like, output } of changes) {
      const groups = this.#groups.get(kind) ?? new Map<string, Group>();
      this.#groups.set(kind, groups);
      const group = groups.get(like) ?? { count: 0, what, commands: [] };
      groups.set(like, group);
      group.count++;
      const shows = ON_TERMINAL.includes(output)
        ? command
        : command.replace('--format table', `--format ${output}`);
      if (group.commands.length < COMMANDS_A_GROUP && !group.commands.includes(shows))
        group.commands.push(shows);
    }
  }

  get different(): number {
    return this.#different;
  }

  /** Markdown. `before` and `now`: what was compared with what. */
  text(before: string, now: string): string {
    const total = [...this.#runs.values()].reduce((sum, count) => sum + count, 0);
    const origins = ORIGINS.filter((origin) => this.#runs.has(origin));
    const lines = [
      `# What changed from ${before} to ${now}`,
      '',
      `${total} runs of each, ${this.#different} of them with another outcome. A run counts once for each kind of change in it. Sentences, and bytes of`,
      'the other formats, are only compared where the JSON report is the same, as all formats are made from the same results. `keys.json` in a',
      'command has the secrets that the truth beside the fixture names, or those of the generator (`test/tools/generator/signer.ts`).',
      '',
      `| runs with another | ${origins.join(' | ')} |`,
      `| --- |${' ---: |'.repeat(origins.length)}`,
      ...CHANGE_KINDS.map((kind) => {
        const counts = origins.map((origin) => this.#changed.get(`${origin} ${kind}`) ?? 0);
        return `| ${kind} | ${counts.join(' | ')} |`;
      }),
      `| (runs) | ${origins.map((origin) => this.#runs.get(origin) ?? 0).join(' | ')} |`,
    ];
    for (const kind of CHANGE_KINDS) lines.push(...this.#section(kind));
    return `${lines.join('\n')}\n`;
  }

  #section(kind: ChangeKind): readonly string[] {
    const groups = [...(this.#groups.get(kind)?.values() ?? [])].sort((a, b) => b.count - a.count);
    if (groups.length === 0) return [];
    const lines = ['', `## ${kind}`];
    for (const { what, count, commands } of groups.slice(0, MOST_GROUPS)) {
      lines.push('', `- ${count} × ${what.replace(/\s*\n\s*/g, ' ⏎ ')}`, '');
      lines.push(...commands.map((command) => `      ${command}`));
    }
    const rest = groups.length - MOST_GROUPS;
    if (rest > 0) lines.push('', `and ${rest} more`);
    return lines;
  }
}
