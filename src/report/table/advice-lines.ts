import type { Fact } from '../document/blocks.ts';
import { factLines } from '../document/terminal.ts';
import type { CaptureInfo } from '../input.ts';
import type { View } from '../terminal/view.ts';
import { wrapText } from '../terminal/wrap.ts';
import { fill } from '../text/fill.ts';

/** What will make exchanges fail that still pass: a short list, or nothing. */
export function adviceLines({ advice = [], passed }: CaptureInfo, view: View): string[] {
  if (advice.length === 0) return [];
  const { labels, advice: texts } = view.texts.outlook;
  const rows = advice.map(({ id, args, count, exchange }): Fact => {
    const where = fill(labels['advice-where'], { n: count, exchange }, view.filler);
    const [summary, cure] = [texts[id].summary, texts[id].advice].map((text) =>
      fill(text, args, view.filler),
    );
    const [semicolon, stop] = view.texts.lang === 'zh' ? ['；', '。'] : ['; ', ''];
    return { title: '·', text: `${summary}${where}${semicolon}${cure}${stop}` };
  });
  const lines = [labels['advice-title'], ...rows.flatMap((row) => factLines([row], view))];
  if (passed !== undefined && passed.looked < passed.seen) {
    const text = fill(labels['advice-sampled'], { ...passed }, view.filler);
    lines.push(...wrapText(text, view.width - 2).map((line) => `  ${line}`));
  }
  return lines.map((line) => view.paint('quiet', line));
}
