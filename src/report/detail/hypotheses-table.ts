import { displayWidth, padEnd } from '../../bytes/display-width.ts';
import { SIGNATURE_VERSIONS, type SignatureVersion } from '../../sign/canonical.ts';
import { isOfUrl, versionRecord, versionsWith } from '../../sign/versions.ts';
import { wrapText } from '../terminal/wrap.ts';
import type { HypothesisEntry } from './hypotheses.ts';
import { type DetailView, say } from './view.ts';

const GAP = '  ';
/** Columns before what an entry says of its causes. */
const MARGIN = 4;
/** With fewer columns left for the last of them, the cells stand behind one another. */
const LEAST_LAST_COLUMN = 16;

/** The table of hypotheses: a line for each, and below it what the client did and what to do. */
export function hypothesesTable(entries: readonly HypothesisEntry[], view: DetailView): string[] {
  const cells = entries.map((entry) => [
    entry.id,
    view.detail.hypothesisFields[entry.field],
    String(entry.cost) + (entry.aloneOnly ? say(view, 'alone-only') : ''),
    versionsText(entry.versions, view),
  ]);
  const titles = [
    say(view, 'column-hypothesis'),
    say(view, 'column-changes'),
    say(view, 'column-cost'),
    say(view, 'column-versions'),
  ];
  const widths = titles.map((title, at) =>
    Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[at] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => padEnd(cell, widths[at] ?? 0))
      .join(GAP)
      .trimEnd();
  const lines = wrapText(say(view, 'hypotheses-head', { n: entries.length }), view.width);
  const margin = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const hasColumns = view.width - margin >= LEAST_LAST_COLUMN;
  const rowLines = (row: readonly string[]): string[] => {
    if (!hasColumns) return wrapText(row.join(' · '), view.width);
    const [first = '', ...more] = wrapText(row.at(-1) ?? '', view.width - margin);
    return [line(row.with(-1, first)), ...more.map((rest) => ' '.repeat(margin) + rest)];
  };
  lines.push('', ...rowLines(titles).map((text) => view.paint('label', text)));
  for (const [at, entry] of entries.entries()) {
    lines.push(
      ...rowLines(cells[at] ?? []).map((text) => view.paint('strong', text)),
      ...causeLines(entry, view),
    );
  }
  return [...lines, '', ...wrapText(say(view, 'hypotheses-foot'), view.width)];
}

/** Each headline, and a cure under the last of the headlines that share it. */
function causeLines({ causes }: HypothesisEntry, view: DetailView): string[] {
  const lines: string[] = [];
  for (const [at, { headline, cure }] of causes.entries()) {
    if (!causes.slice(0, at).some((each) => each.headline === headline)) {
      lines.push(...indented(headline, '', view));
    }
    if (causes[at + 1]?.cure !== cure)
      lines.push(...indented(cure, '→ ', view).map((line) => view.paint('quiet', line)));
  }
  return lines;
}

function indented(text: string, mark: string, view: DetailView): string[] {
  const margin = ' '.repeat(MARGIN);
  return wrapText(text, view.width - MARGIN - mark.length).map(
    (line, at) => margin + (at === 0 ? mark : ' '.repeat(mark.length)) + line,
  );
}

/** Versions in short: a version with its URL form as `v4(-url)`. */
export function versionsText(
  versions: readonly SignatureVersion[],
  view: Pick<DetailView, 'detail' | 'filler'>,
): string {
  const forms = versionsWith({ carrier: 'form' });
  const requests = SIGNATURE_VERSIONS.filter((version) => !forms.includes(version));
  if (versions.length === SIGNATURE_VERSIONS.length) return say(view, 'versions-all');
  if (requests.every((version) => versions.includes(version)) && versions.length === requests.length) {
    return say(view, 'versions-requests');
  }
  const hasAllForms = forms.every((version) => versions.includes(version));
  const has = (carrier: 'header' | 'url', of: SignatureVersion): boolean => {
    const { dialect, family } = versionRecord(of);
    return versionsWith({ dialect, family, carrier }).some((each) => versions.includes(each));
  };
  return versions
    .flatMap((version) => {
      if (hasAllForms && forms.includes(version)) return version === forms[0] ? ['post-*'] : [];
      if (isOfUrl(version)) return has('header', version) ? [] : [version];
      return [has('url', version) ? `${version}(-url)` : version];
    })
    .join(' ');
}
