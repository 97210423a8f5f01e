import type { ExchangeGroup } from '../findings/group.ts';
import { lateFindingOf } from '../findings/late-findings.ts';
import { titledRows } from '../terminal/titled-rows.ts';
import { label, type View, viewFor } from '../terminal/view.ts';
import { exchangesOf, headlineLines, supportSentence } from './block.ts';

/** Everything about exchanges that went wrong although no verdict tells of them. */
export function lateBlock(group: ExchangeGroup, captureView: View): string[] {
  const view = viewFor(captureView, group.example.exchange);
  const finding = lateFindingOf(group.example, view);
  const { oss } = group.example;
  if (finding === null || oss === null) return [];
  return [
    ...headlineLines('! ', finding.headline, exchangesOf(group, view), view),
    '',
    ...titledRows(
      [
        { title: view.texts.endings.labels['row-happened'], text: finding.happened },
        { title: label(view, 'row-server'), text: finding.said },
        { title: view.texts.late.labels['row-callback'], text: finding.callback },
        { title: label(view, 'row-cure'), text: finding.cure },
        {
          title: label(view, 'row-support'),
          text: finding.said === null ? null : supportSentence(oss, view),
        },
      ],
      view,
    ),
  ];
}
