import { exchangesOf } from '../document/cause.ts';
import { causeSentences } from '../findings/explain.ts';
import type { ExchangeGroup } from '../findings/group.ts';
import { maskingFiller } from '../redact/redact-exchange.ts';
import { type View, viewFor } from '../terminal/view.ts';
import { wrapText } from '../terminal/wrap.ts';
import { triageText } from '../triage/triage-text.ts';

/** A cause that is no news, in one quiet sentence. */
export function triagedLines(group: ExchangeGroup, captureView: View): string[] {
  const view = viewFor(captureView, group.example.exchange);
  const { diagnosis, triage } = group.example;
  if (diagnosis === null) return [];
  const { headline } = causeSentences(diagnosis, maskingFiller(group.example, view.filler), view.texts);
  const text = `${triageText(triage, view.filler, view.texts)}${headline} · ${exchangesOf(group, view)}`;
  return wrapText(text, view.width - BULLET.length).map((line, at) =>
    view.paint('quiet', (at === 0 ? BULLET : ' '.repeat(BULLET.length)) + line),
  );
}

const BULLET = '- ';
