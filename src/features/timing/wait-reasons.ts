export type Waiter = 'client' | 'network' | 'server';

/** Why time passed; each belongs to one of the three that are waited for. */
export const WAIT_REASONS = {
  /** could send the request and did not */
  'client-paused': 'client',
  /** never sent the rest of its request, and nothing of it was lost */
  'client-unfinished': 'client',
  /**
   * its receive window was closed, or full though all had arrived: it did not take the answer in
   */
  'client-not-reading': 'client',
  /** had asked OSS not to be faster (`x-oss-traffic-limit`), and OSS kept to it */
  'limit-asked': 'client',
  /** the connection was being set up */
  connecting: 'network',
  /** packets were lost and had to be sent again */
  'packet-loss': 'network',
  /** bytes and acknowledgements were on their way */
  'in-flight': 'network',
  /** between the point of capture and OSS, whose own account is shorter than the wait */
  'beyond-capture': 'network',
  /** had the whole request and did not answer */
  'server-thought': 'server',
  /** was asked for `100 Continue`, and said nothing while the client waited for it with the body */
  'server-continue': 'server',
  /** could send the answer on and did not */
  'server-paused': 'server',
  /**
   * its receive window was closed, or full though all had arrived: it did not take the request in
   */
  'server-not-reading': 'server',
} as const satisfies Readonly<Record<string, Waiter>>;

export type WaitReason = keyof typeof WAIT_REASONS;
