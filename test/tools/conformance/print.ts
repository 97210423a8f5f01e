import { textTable } from '../text-table.ts';
import type { Finding } from './match.ts';
import type { CaptureResult, ConformanceResult } from './run.ts';

const HEADING = ['capture', 'packets', 'must', 'right', 'missed', 'extra', 'differs', 'explained', ''];

/**
 * A table of all captures, and below it what no exception explains; `verbose`: what one does explain as well.
 */
export function printConformance(result: ConformanceResult, verbose: boolean): string {
  const rows = result.captures.map(row);
  const total = HEADING.map((_, column) =>
    column === 0 ? 'all' : column === 8 ? '' : sum(rows, column).toString(),
  );
  const lines = [textTable([HEADING, ...rows, total])];
  for (const { file, unexplained, explained } of result.captures) {
    for (const finding of unexplained) lines.push(`${file}: ${sentence(finding)}\n`);
    if (!verbose) continue;
    for (const { finding, why } of explained) lines.push(`${file}: ${sentence(finding)}\n    ${why}\n`);
  }
  for (const { file, finding } of result.staleExceptions) {
    lines.push(`exception that explains nothing: ${file}: ${sentence(finding)}\n`);
  }
  lines.push(result.passed ? 'all as the references say, or explained\n' : 'NOT as the references say\n');
  return lines.join('');
}

function row({
  file,
  expect,
  packets,
  must,
  right,
  unexplained,
  explained,
}: CaptureResult): (string | number)[] {
  const count = (kind: Finding['kind']) => unexplained.filter((finding) => finding.kind === kind).length;
  const verdict = unexplained.length > 0 ? 'WRONG' : expect === 'error' ? 'refused' : '';
  return [
    file,
    packets,
    must,
    right,
    count('missed'),
    count('extra'),
    count('differs'),
    explained.length,
    verdict,
  ];
}

function sum(rows: readonly (readonly (string | number)[])[], column: number): number {
  return rows.reduce((total, one) => total + Number(one[column] ?? 0), 0);
}

function sentence(finding: Finding): string {
  switch (finding.kind) {
    case 'packets':
      return `${finding.ours} packets, the reference has ${finding.reference}`;
    case 'refused':
      return 'was refused';
    case 'not-refused':
      return 'should have been refused';
    case 'missed':
    case 'extra':
      return `${finding.kind} ${finding.exchange}${frames(finding)}`;
    case 'differs': {
      const { exchange, field, ours, reference } = finding;
      return `${exchange}${frames(finding)}: ${field} ${ours}, the reference has ${reference}`;
    }
  }
}

function frames({
  requestFrame,
  responseFrame,
}: {
  readonly requestFrame: number | null;
  readonly responseFrame: number | null;
}): string {
  return ` (frames ${requestFrame ?? '-'}, ${responseFrame ?? '-'})`;
}
