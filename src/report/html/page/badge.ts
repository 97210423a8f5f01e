import type { Verdict } from '../../../diagnose/model.ts';
import type { Context } from './context.ts';
import { h } from './dom.ts';

/** The class that colours a verdict. */
export function toneOf(verdict: Verdict | null, { data }: Context): 'bad' | 'good' | 'mute' {
  if (verdict === 'match') return 'good';
  return verdict !== null && data.head.failing.includes(verdict) ? 'bad' : 'mute';
}

/** A verdict: its name for people, and its id, by which other reports call it. */
export function verdictBadge(verdict: Verdict | null, context: Context): HTMLElement {
  const name = verdict === null ? '-' : context.data.head.verdicts[verdict];
  return h('span', { class: `badge ${toneOf(verdict, context)}`, at: { title: verdict } }, name);
}
