import { detach } from '../engine/bytes/byte-string.ts';
import { addAll, addToList, groupBy } from '../engine/bytes/collections.ts';
import type { OtherCaptures } from '../engine/diagnose/ports.ts';
import type { Exchange } from '../engine/http/exchange.ts';
import { keptOf } from '../engine/http/message.ts';
import { shownHost } from '../engine/oss/oss-exchange.ts';
import type { ProviderId } from '../engine/oss/provider.ts';
import { SIGNATURE_MISMATCH } from '../engine/oss/vocabulary.ts';
import type { ExchangeResult, ResultSink } from '../engine/results.ts';
import { plainRequest } from '../features/hops/compare-hops.ts';
import { type AskedAbout, ClientKinds, type KindElsewhere } from '../features/suspects/client-kinds.ts';
import type { Input, ReadControl } from './input.ts';

/** Refused exchanges that are compared, of each capture and of all. */
const MOST_EXCHANGES = 1024;
const MOST_OF_ALL = 65_536;
/** What is kept of requests that several captures hold, in bytes. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Reads a capture for what others are to know of it. Its faults are met again when it is reported. */
export type ScanBefore = (
  input: Input,
  sink: ResultSink,
  control?: Pick<ReadControl, 'signal' | 'onBytes'>,
) => Promise<{ readonly interrupted: boolean }>;

/** Which of the inputs are read for the reports of this run, and what those of others may share. */
export interface ShareOfInputs {
  isMine(path: string): boolean;
  mayHold(path: string, requestIds: ReadonlyMap<string, unknown>): boolean;
}

export interface RefusingCaptures {
  /** Those that are small enough to be read for what others show of them. */
  readonly small: readonly Input[];
  /** Those that would be read, were there not too many before them. */
  readonly left: readonly Input[];
}

/** A refused exchange: what it is found by, and no more of it. */
interface Refused {
  readonly input: Input;
  /** Place of the capture among all. */
  readonly at: number;
  readonly index: number;
  /** The server signed something else than this point shows: the change came nearer to the server. */
  readonly isBeforeChange: boolean;
}

/**
 * Finds refused requests that several captures of one scan hold, such as the two sides of a proxy, and says
 * of each capture which of its exchanges are copies of another's. `small`: those that are read for it, each
 * for the keys of its refusals alone; once more those that hold copies. Only refusals of signatures are
 * paired, and by their request IDs: a false blame hurts, and version 1 signs no parameters of a listing.
 */
export async function pairCaptures(
  inputs: readonly Input[],
  { small, left }: RefusingCaptures,
  scan: ScanBefore,
  share: ShareOfInputs | null = null,
): Promise<readonly Input[]> {
  const known = new Map<string, Refused[]>();
  const notRead = [...left];
  let count = 0;
  const isMine = ({ path }: Input): boolean => share?.isMine(path) !== false;
  const places = new Map(small.map((input, at) => [input, at]));
  for (const input of [...small.filter(isMine), ...small.filter((each) => !isMine(each))]) {
    if (share !== null && !isMine(input) && !share.mayHold(input.path, known)) continue;
    if (count >= MOST_OF_ALL) {
      notRead.push(input);
      continue;
    }
    for (const [requestId, refused] of await refusedIn(input, places.get(input) ?? 0, scan)) {
      addToList(known, requestId, refused);
      count++;
    }
  }
  const others = new Map<string, Writable>();
  const of = ({ path }: Input): Writable => {
    const found = others.get(path) ?? { copies: [], uploads: [], hops: [] };
    others.set(path, found);
    return found;
  };
  const pairs = [...known].flatMap(([requestId, points]) => copiesOf(requestId, points));
  pairs.sort((a, b) => a.first.at - b.first.at || a.first.index - b.first.index);
  let bytes = 0;
  for (const [input, copies] of groupBy(pairs, ({ copy }) => copy.input)) {
    const wanted = new Map(copies.map((each) => [each.copy.index, each]));
    const sink = sinkOf(({ index, exchange, oss }) => {
      const pair = wanted.get(index);
      if (pair === undefined || oss?.requestId !== pair.requestId) return;
      bytes += keptOf(exchange.request);
      if (bytes > MOST_BYTES) return;
      of(input).copies.push({ index, requestId: pair.requestId, capture: pair.first.input.path });
      const upload = oss.request?.query.find(({ name }) => name === 'uploadId');
      if (upload !== undefined) of(input).uploads.push(upload.value);
      const hop = { index: pair.first.index, capture: input.path, exchange: requestAlone(exchange) };
      of(pair.first.input).hops.push(hop);
    });
    if (bytes <= MOST_BYTES) await scan(input, sink);
    if (bytes > MOST_BYTES) notRead.push(input);
  }
  const [firstLeft] = notRead;
  const lefts = notRead.length;
  return inputs.map((input) => {
    const found = others.get(input.path);
    if (input === firstLeft) return { ...input, others: { ...(found ?? NO_OTHERS), lefts } };
    return found === undefined ? input : { ...input, others: found };
  });
}

const NO_OTHERS: OtherCaptures = { copies: [], uploads: [], hops: [] };

interface Copy {
  readonly requestId: string;
  readonly first: Refused;
  readonly copy: Refused;
}

/** Points of one request along its way: before a change, then those not known to be. The later are copies. */
function copiesOf(requestId: string, points: readonly Refused[]): readonly Copy[] {
  if (points.length < 2) return [];
  const inOrder = [...points].sort((a, b) => a.at - b.at);
  const [first, ...copies] = [
    ...inOrder.filter(({ isBeforeChange }) => isBeforeChange),
    ...inOrder.filter(({ isBeforeChange }) => !isBeforeChange),
  ];
  return first === undefined ? [] : copies.map((copy) => ({ requestId, first, copy }));
}

/** As a plain value, and without the answer: that is the first capture's business. */
function requestAlone({ index, connection, request }: Exchange): Exchange {
  const { client, server } = connection;
  return {
    index,
    connection: { index: connection.index, client, server },
    request: request === null ? null : plainRequest(request),
    response: null,
    damage: [],
    interim: [],
  };
}

interface Writable {
  readonly copies: OtherCaptures['copies'][number][];
  readonly uploads: OtherCaptures['uploads'][number][];
  readonly hops: OtherCaptures['hops'][number][];
}

/** Refusals by request ID. What repeats one within a capture is an emulator, and shows nothing of others. */
async function refusedIn(input: Input, at: number, scan: ScanBefore): Promise<ReadonlyMap<string, Refused>> {
  const found = new Map<string, Refused>();
  const repeated = new Set<string>();
  const sink = sinkOf(({ index, exchange, oss, diagnosis }) => {
    const isOfPackets = exchange.numbering === undefined && exchange.request !== null;
    if (!isOfPackets || oss?.error?.code !== SIGNATURE_MISMATCH || found.size >= MOST_EXCHANGES) return;
    // a slice would keep the whole answer, and what it hangs on keeps the capture's pipeline
    const requestId = oss.requestId === null ? '' : detach(oss.requestId);
    if (found.has(requestId)) repeated.add(requestId);
    const server = diagnosis?.server?.stringToSign;
    const wire = diagnosis?.wire?.stringToSign.text;
    const isBeforeChange = server !== undefined && wire !== undefined && server !== wire;
    if (requestId !== '') found.set(requestId, { input, at, index, isBeforeChange });
  });
  await scan(input, sink);
  for (const requestId of repeated) found.delete(requestId);
  return found;
}

function sinkOf(see: (result: ExchangeResult) => void): ResultSink {
  return { exchange: (_capture, result) => see(result), capture() {}, unreadable() {} };
}

/** Captures that are read for it: each costs more than its bytes, and every shard reads them. */
const MOST_CAPTURES = 1024;
/** Exchanges of each capture that are counted for the others. */
const MOST_COUNTED = 2048;
/** The accepted ones are read each time so many have passed, so that none is forgotten. */
const READ_EACH = 256;
/** Bytes that are read for it, of all captures and of each: of many captures less each. */
const MOST_BYTES_READ = 32 * 1024 * 1024;
const MOST_OF_EACH = 4 * 1024 * 1024;
const LEAST_OF_EACH = 64 * 1024;
/** Kinds of requests that are passed on, of all captures and of each: of many captures less each. */
const MOST_KINDS = 1024;
const MOST_KINDS_OF_EACH = 96;
const LEAST_KINDS_OF_EACH = 4;

/** Hosts of all captures that their names do not show to be a provider's. */
const MOST_HOSTS = 1024;

interface Beginning {
  readonly kinds: readonly KindElsewhere[];
  /** Null where there may be more than was read. */
  readonly asked: AskedAbout;
}

/**
 * Reads the beginnings of the captures of a scan, and says to each which kinds of requests were accepted and
 * refused in the others: the application that works is often captured apart from the one that fails. It is
 * done before the captures are read for their reports, so that order, workers and shards change nothing.
 */
export async function withKindsElsewhere(
  inputs: readonly Input[],
  isFile: (path: string) => boolean,
  scan: ScanBefore,
): Promise<{ readonly inputs: readonly Input[]; readonly kinds: readonly KindElsewhere[] }> {
  const share = (most: number, ofEach: number, least: number): number =>
    Math.max(least, Math.min(ofEach, Math.floor(most / inputs.length)));
  const most = {
    bytes: share(MOST_BYTES_READ, MOST_OF_EACH, LEAST_OF_EACH),
    kinds: share(MOST_KINDS, MOST_KINDS_OF_EACH, LEAST_KINDS_OF_EACH),
  };
  const beginnings = new Map<Input, Beginning>();
  const hosts = new Map<string, ProviderId>();
  const all: KindElsewhere[] = [];
  let bytes = 0;
  for (const input of inputs) {
    if (bytes >= MOST_BYTES_READ || all.length >= MOST_KINDS || beginnings.size >= MOST_CAPTURES) break;
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
      if (counted >= MOST_COUNTED) {
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
  return { kinds, asked: interrupted || counted >= MOST_COUNTED ? null : asked, read };
}
