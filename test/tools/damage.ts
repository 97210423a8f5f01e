/**
 * `node .tools/test/tools/damage.js [--size 40M] [--seed 7] [--conns 24]`: makes captures with loss, disorder
 * and missing starts, and prints how many of the exchanges that the capture holds whole are found. `damage.js
 * CAPTURE LIST.jsonl …` checks captures that are there already, each with its list.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkDamage, type DamageReport } from './damage/check.ts';
import { readList } from './damage/listed.ts';
import { scenarios } from './damage/scenarios.ts';
import { parseSize } from './generator/arguments.ts';
import { generateFile } from './generator/generate-file.ts';
import { fileBlocks, readCapture } from './read-capture.ts';
import { textTable } from './text-table.ts';

const HEADING = [
  'capture',
  'exchanges',
  'undamaged',
  'found',
  'damaged',
  'named',
  'gone',
  'unnamed',
  'wrong pairs',
  'invented',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '40M' },
    seed: { type: 'string', default: '7' },
    conns: { type: 'string', default: '24' },
  },
});
const rows = positionals.length > 0 ? checkGiven(positionals) : checkGenerated();
process.stdout.write(textTable([HEADING, ...rows]));

function checkGiven(paths: readonly string[]): (string | number)[][] {
  const given: (string | number)[][] = [];
  for (let i = 0; i + 1 < paths.length; i += 2) {
    const [capture = '', list = ''] = paths.slice(i, i + 2);
    given.push(row(basename(capture), check(capture, list)));
  }
  return given;
}

function checkGenerated(): (string | number)[][] {
  const folder = mkdtempSync(join(tmpdir(), 'osscap-damage-'));
  const capture = join(folder, 'capture.pcap');
  const list = join(folder, 'list.jsonl');
  const base = {
    size: parseSize(values.size) ?? 0,
    seed: Number(values.seed),
    connections: Number(values.conns),
  };
  try {
    return scenarios(base).map(({ name, options }) => {
      generateFile(capture, options, list);
      return row(name, check(capture, list));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function check(capture: string, list: string): DamageReport {
  return checkDamage(readList(list), readCapture(fileBlocks(capture)).exchanges);
}

function row(name: string, report: DamageReport): (string | number)[] {
  const { exchanges, undamaged, found, damaged, named, gone, unnamed, wrongPairs, invented } = report;
  return [
    name,
    exchanges,
    undamaged,
    found,
    damaged,
    named,
    gone,
    unnamed.length,
    wrongPairs.length,
    invented.length,
  ];
}
