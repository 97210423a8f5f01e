import type { ProgressTexts } from './progress-texts.ts';

export const PROGRESS_ZH = {
  captures: '抓包 {done:n}/{all:n}',
  read: '{read}/{all} MB（{share}%）',
  readSoFar: '{read} MB',
  rate: '{rate} MB/s',
  seconds: '剩余 {n:n} 秒',
  minutes: '剩余 {n:n} 分钟',
  failing: '失败 {n:n}',
} as const satisfies ProgressTexts;
