import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeRsaKeys, nodeTlsCrypto } from '../../src/node/tls.ts';
import type { Notice, NoticeCode } from '../rooms/bytes.ts';
import { type CaptureRecord, createCaptureParser } from '../rooms/capture.ts';
import { type ConnectionKind, type Exchange, HttpConnection, type HttpOutput } from '../rooms/http.ts';
import { PacketDecoder } from '../rooms/packet.ts';
import { TcpStreams } from '../rooms/stream.ts';
import { WatchedConnection } from '../rooms/timing.ts';
import { type GrowingLog, KeyLog, type TlsContext, TlsReading } from '../rooms/tls.ts';
import { Conversation, pcapFile } from './capture-writer.ts';
import { FIXTURES } from './truth.ts';

export interface Opened {
  readonly exchanges: readonly Exchange[];
  readonly notices: readonly Notice[];
  readonly codes: readonly NoticeCode[];
  readonly kinds: readonly ConnectionKind[];
  readonly context: TlsContext;
}

export interface TlsKeys {
  readonly keyLogs?: readonly (string | Uint8Array)[];
  readonly growing?: GrowingLog;
  /** Private keys in PEM form. */
  readonly serverKeys?: readonly string[];
}

/** Runs the bytes of a capture through all stages up to HTTP, with these keys. */
export function openTls(capture: Uint8Array, keys: TlsKeys = {}): Opened {
  const exchanges: Exchange[] = [];
  const notices: Notice[] = [];
  const kinds: ConnectionKind[] = [];
  const keyLog = new KeyLog(null, undefined, keys.growing ?? null);
  for (const log of keys.keyLogs ?? [])
    keyLog.add(typeof log === 'string' ? Buffer.from(log, 'latin1') : log);
  const rsaKeys = nodeRsaKeys(keys.serverKeys ?? []);
  if (rsaKeys === null) throw new Error('not an RSA key');
  const notice = (each: Notice): void => void notices.push(each);
  const tls = new TlsReading({ crypto: nodeTlsCrypto, keyLog, rsaKeys }, notice);
  const { context } = tls;
  if (context === null) throw new Error('nothing opens TLS');
  let index = 0;
  const output: HttpOutput = {
    nextIndex: () => ++index,
    exchange: (exchange) => exchanges.push(exchange),
    connection: (kind) => kinds.push(kind),
    notice,
    watch: () => new WatchedConnection(),
    tls,
  };
  const streams = new TcpStreams((facts) => new HttpConnection(facts, output), notice);
  const packets = new PacketDecoder((segment) => streams.segment(segment), output.notice);
  const parser = createCaptureParser({
    record: (record) => packets.decode(record),
    notice: output.notice,
    secrets: (type, bytes) => context.secrets(type, bytes),
  });
  parser.push(capture);
  parser.end();
  packets.end();
  streams.end();
  context.end();
  exchanges.sort((a, b) => a.index - b.index);
  return { exchanges, notices, codes: notices.map(({ code }) => code), kinds, context };
}

export function tlsFixture(file: string): Buffer {
  return readFileSync(join(FIXTURES, 'tls', file));
}

/** Bytes that one side of a connection sent in a row. */
export interface Turn {
  readonly fromClient: boolean;
  readonly bytes: Uint8Array;
}

/** What each connection of a capture sent, in the order in which it was sent. */
export function turnsOf(capture: Uint8Array): readonly (readonly Turn[])[] {
  const connections: Turn[][] = [];
  const streams = new TcpStreams(
    (facts) => {
      const turns: Turn[] = [];
      connections.push(turns);
      return {
        data: (side, { block, start, end }) => {
          const fromClient = side === facts.initiator;
          turns.push({ fromClient, bytes: block.slice(start, end) });
        },
        gap: () => {},
        end: () => {},
        close: () => {},
      };
    },
    () => {},
  );
  const packets = new PacketDecoder(
    (segment) => streams.segment(segment),
    () => {},
  );
  const parser = createCaptureParser({
    record: (record: CaptureRecord) => packets.decode(record),
    notice: () => {},
  });
  parser.push(capture);
  parser.end();
  streams.end();
  return connections;
}

/**
 * A capture of the same turns in segments of at most `segmentSize` bytes, without the packets that `isLost`
 * picks (from 0).
 */
export function replay(
  connections: readonly (readonly Turn[])[],
  segmentSize: number,
  isLost: (packet: number) => boolean = () => false,
): Uint8Array {
  const packets = connections.flatMap((turns, at) => {
    const conversation = new Conversation({ segmentSize, clientPort: 40_000 + at, serverPort: 443 });
    conversation.open();
    for (const { fromClient, bytes } of turns) {
      if (fromClient) conversation.client(bytes);
      else conversation.server(bytes);
    }
    return conversation.close().packets;
  });
  return pcapFile(packets.filter((_, packet) => !isLost(packet)));
}

/** An exchange in one line: what a test compares. */
export function shortly({ request, response, damage }: Exchange): string {
  const asked =
    request === null
      ? '-'
      : `${request.method} ${request.target} ${request.bodyBytes}${request.complete ? '' : '!'}`;
  const answered =
    response === null ? '-' : `${response.status} ${response.bodyBytes}${response.complete ? '' : '!'}`;
  return `${asked} > ${answered}${damage.length > 0 ? ` (${damage.join()})` : ''}`;
}
