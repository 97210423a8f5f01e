import type { WatchEvent } from '../../node/watch.ts';

/** What is told on the error stream while a capture is being taken; `{path}` is the input. */
export type WatchTexts = Readonly<Record<WatchEvent | 'started' | 'started-interactive' | 'stdin', string>>;
