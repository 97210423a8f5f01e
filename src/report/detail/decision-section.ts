import { fromText } from '../../bytes/byte-string.ts';
import type { Diagnosis, SearchReport } from '../../diagnose/model.ts';
import { isFailing } from '../../diagnose/model.ts';
import type { OssExchange } from '../../oss/model.ts';
import { causeSentences, noteSentence } from '../findings/explain.ts';
import { proofOf } from '../strings/proof.ts';
import { type TitledRow, titledRows } from '../terminal/titled-rows.ts';
import { label } from '../terminal/view.ts';
import { groupDigits } from '../text/fill.ts';
import { columnLines, type Section, sentence } from './layout.ts';
import { rowReason, stringsKnown } from './row-reason.ts';
import { comma, type DetailView, say } from './view.ts';

/** Which row of the decision table decided, why, and what follows. */
export function decisionSection(diagnosis: Diagnosis, oss: OssExchange, view: DetailView): Section {
  const { row, verdict, certainty } = diagnosis;
  const sure = certainty === null ? '' : `${comma(view)}${view.texts.certainties[certainty]}`;
  const rows: TitledRow[] = [
    { title: say(view, 'row-row', { row }), text: rowReason(row, view.detail, stringsKnown(diagnosis, oss)) },
    { title: say(view, 'row-verdict'), text: verdict + sure },
  ];
  if (isFailing(verdict)) {
    const proof = proofOf(diagnosis, oss, view);
    const { headline, cause, cure } = causeSentences(diagnosis, view.filler, view.texts);
    rows.push(
      { title: say(view, 'row-found'), text: headline },
      { title: label(view, `row-${proof?.kind ?? 'proof'}`), text: proof?.text ?? null },
      { title: label(view, 'row-cause'), text: cause },
      { title: label(view, 'row-cure'), text: cure },
    );
  }
  for (const note of diagnosis.notes) {
    // the section on the search says it
    if (note.id === 'search-tried' || note.id === 'search-limit') continue;
    rows.push({ title: label(view, 'row-also'), text: noteSentence(note, view.filler, view.texts) });
  }
  return { heading: say(view, 'heading-decision'), lines: titledRows(rows, view) };
}

/**
 * What was tried to find out what the client signed, by hypothesis; null where nothing had to be
 * found out.
 */
export function searchSection(diagnosis: Diagnosis, view: DetailView): Section | null {
  const { search } = diagnosis;
  if (search === null) return null;
  const lines = sentence(say(view, 'search-tried', { tried: search.tried, limit: search.limit }), view);
  lines.push(...sentence(outcomeOf(search, view), view));
  const { tally, fits } = search;
  if (tally.length === 0) return { heading: say(view, 'heading-search'), lines };
  const columns = [
    { title: '' },
    { title: say(view, 'column-hypothesis') },
    { title: say(view, 'column-alone'), align: 'right' },
    { title: say(view, 'column-paired'), align: 'right' },
  ] as const;
  const rows = tally.map(({ id, alone, paired }) => [
    fits?.includes(id) === true ? '▸' : '',
    id,
    groupDigits(alone),
    groupDigits(paired),
  ]);
  return { heading: say(view, 'heading-search'), lines: [...lines, ...columnLines(columns, rows, view)] };
}

function outcomeOf({ fits, exhausted }: SearchReport, view: DetailView): string {
  if (fits === null) return say(view, exhausted ? 'search-spent' : 'search-nothing');
  if (fits.length === 0) return say(view, 'search-same-string');
  return say(view, 'search-found', { list: fromText(fits.join(' + ')) });
}
