import { addAll } from '../engine/bytes/collections.ts';
import { shownHost } from '../engine/oss/oss-exchange.ts';
import type { ProviderId } from '../engine/oss/provider.ts';
import type { ResultSink } from '../engine/results.ts';
import { type AskedAbout, ClientKinds, type KindElsewhere } from '../features/suspects/client-kinds.ts';
import type { Input } from './input.ts';
import type { ScanBefore } from './pair-captures.ts';

/** Captures that are read for it: each costs more than its bytes, and every shard reads them. */
const MOST_CAPTURES = 1024;
/** Exchanges of each capture that are counted for the others. */
const MOST_EXCHANGES = 2048;
/** The accepted ones are read each time so many have passed, so that none is forgotten. */
const READ_EACH = 256;
/** Bytes that are read for it, of all captures and of each: of many captures less each. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_OF_EACH = 4 * 1024 * 1024;
const LEAST_OF_EACH = 64 * 1024;
/** Kinds of requests that are passed on, of all captures and of each: of many captures less each. */
const MOST_KINDS = 1024;
const MOST_KINDS_OF_EACH = 96;
const LEAST_KINDS_OF_EACH = 4;

/** Hosts of all captures that their names do not show to be a provider's. */
const MOST_HOSTS = 1024;

/** What the beginning of a capture shows. */
interface Beginning {
  readonly kinds: readonly KindElsewhere[];
  /** Null where there may be more than was read. */
  readonly asked: AskedAbout;
}

/**
 * Reads the beginnings of the captures of a scan, and says to each which kinds of requests were accepted and
 * refused in the others: the application that works is often captured apart from the one that fails. It is
 * done before the captures are read for their reports, so that the order of the inputs, workers and shards
 * change nothing.
 */
export async function withKindsElsewhere(
  inputs: readonly Input[],
  isFile: (path: string) => boolean,
  scan: ScanBefore,
): Promise<{ readonly inputs: readonly Input[]; readonly kinds: readonly KindElsewhere[] }> {
  const share = (most: number, ofEach: number, least: number): number =>
    Math.max(least, Math.min(ofEach, Math.floor(most / inputs.length)));
  const most = {
    bytes: share(MOST_BYTES, MOST_OF_EACH, LEAST_OF_EACH),
    kinds: share(MOST_KINDS, MOST_KINDS_OF_EACH, LEAST_KINDS_OF_EACH),
  };
  const beginnings = new Map<Input, Beginning>();
  const hosts = new Map<string, ProviderId>();
  const all: KindElsewhere[] = [];
  let bytes = 0;
  for (const input of inputs) {
    if (bytes >= MOST_BYTES || all.length >= MOST_KINDS || beginnings.size >= MOST_CAPTURES) break;
    const file = filesOf(input, isFile);
    if (file === null) continue;
    const { read, ...beginning } = await beginningOf(file, most, scan, hosts);
    bytes += read;
    addAll(all, beginning.kinds.slice(0, MOST_KINDS - all.length));
    beginnings.set(input, beginning);
  }
  const known = hosts.size === 0 ? {} : { hosts: [...hosts] };
  const asking = inputs.map((input) => {
    const asked = beginnings.get(input)?.asked ?? null;
    return asked === null ? { ...input, ...known } : { ...input, ...known, asked };
  });
  return { inputs: asking, kinds: all };
}

/** Null for what is no file: what is read of a pipe is gone. */
function filesOf(input: Input, isFile: (path: string) => boolean): Input | null {
  if (input.parts === undefined) return isFile(input.path) ? input : null;
  const parts = input.parts.filter(isFile);
  return parts.length === 0 ? null : { ...input, parts };
}

async function beginningOf(
  input: Input,
  most: { readonly bytes: number; readonly kinds: number },
  scan: ScanBefore,
  hosts: Map<string, ProviderId>,
): Promise<Beginning & { readonly read: number }> {
  const enough = new AbortController();
  const clients = new ClientKinds();
  const asked = new Set<string>();
  let [read, counted] = [0, 0];
  const sink: ResultSink = {
    exchange(_capture, result) {
      if (counted >= MOST_EXCHANGES) {
        enough.abort();
        return;
      }
      counted++;
      const shown = shownHost(result.oss);
      if (shown !== null && hosts.size < MOST_HOSTS) hosts.set(shown[0], shown[1]);
      const found = clients.see(result);
      if (found !== null) asked.add(found.oss.claim?.accessKeyId ?? '');
      if (counted % READ_EACH === 0) clients.readAccepted();
    },
    capture() {},
    unreadable() {},
  };
  const onBytes = (bytes: number): void => {
    read += bytes;
    if (read >= most.bytes) enough.abort();
  };
  const { interrupted } = await scan(input, sink, { signal: enough.signal, onBytes });
  const kinds = clients.passedOn(input.path, most.kinds);
  return { kinds, asked: interrupted || counted >= MOST_EXCHANGES ? null : asked, read };
}
