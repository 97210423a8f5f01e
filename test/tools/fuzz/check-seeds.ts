import { toBytes } from '../../../src/bytes/byte-string.ts';
import { Random } from '../generator/random.ts';
import { packTurns } from './checks/conversation.ts';
import { packPackets } from './checks/packets.ts';
import type * as CHECKS from './checks.ts';
import { mutatePcapng } from './mutate-pcapng.ts';
import { type Seeds, turnsOf } from './seeds.ts';
import { blobOf, CONFIG, CREDENTIALS, REQUEST } from './stages/files.ts';
import { wildSegments } from './stages/packets.ts';

/** Inputs that are made where no fixture has them: so many of a kind. */
const MADE = 40;
const PACKETS_A_SEED = 3;
const CONNECTIONS_A_SEED = 2;
/** Of a capture, whose first packets show its form. */
const CAPTURE_BYTES = 1200;

/**
 * Key, headers, headers of the answer and its body, with copies of the signature as control
 * characters.
 */
const MASKED = [
  '1k/\x02\nx-oss-meta-a: \x01\nContent-Type: \x04\n\nx-oss-request-id: \x03\n\n<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>\x01</Message><StringToSign>PUT\n\n\n\n/b/k</StringToSign></Error>',
  '4k\nx-oss-date: \x01\nx-oss-callback: \x05\n\nx-oss-err: \x03\n\n{"Code":"SignatureDoesNotMatch","Message":"\x06"}',
  'qk/\x07\nx-oss-process: \x02\nReferer: http://a/?Signature=\x02\n\nServer: \x01\n\n<Error><Code>AccessDenied</Code><SignatureProvided>\x01</SignatureProvided></Error>',
];

export type CheckName = keyof typeof CHECKS;

/** What each check begins with: the fixtures, in its form. */
export const CHECK_SEEDS: Readonly<Record<CheckName, (seeds: Seeds) => readonly Uint8Array[]>> = {
  pcap: ({ captures }) => captures.map(({ bytes }) => bytes.subarray(0, CAPTURE_BYTES)),
  pcapng: ({ captures }) =>
    captures.flatMap(({ packets, keyLog }, at) => {
      const some = packets.slice(0, PACKETS_A_SEED);
      return at < MADE ? [mutatePcapng(some, keyLog, new Random(at))] : [];
    }),
  packet: ({ captures }) =>
    captures.map(({ packets }) =>
      packPackets(packets.slice(0, PACKETS_A_SEED).map((packet) => ({ ...packet, missing: 0 }))),
    ),
  stream: () => Array.from({ length: MADE }, (_, at) => wildSegments(new Random(at), at + 4)),
  http: conversationsIn,
  error: ({ captures }) =>
    captures.flatMap(({ messages }) =>
      messages.flatMap((message) => {
        const at = message.search(/<\?xml|<Error|\{"/);
        return at < 0 ? [] : [toBytes(message.slice(at))];
      }),
    ),
  tls: ({ captures }) =>
    captures.flatMap((seed) => {
      const log = toBytes(seed.keyLog);
      return log.length === 0 ? [] : turnsOf(seed).map((turns) => packTurns([log, ...turns]));
    }),
  keylog: ({ captures }) => captures.flatMap(({ keyLog }) => (keyLog === '' ? [] : [toBytes(keyLog)])),
  text: ({ texts }) => texts.filter(({ name }) => !name.endsWith('.har')).map(({ text }) => toBytes(text)),
  har: ({ texts }) =>
    texts.flatMap(({ name, text }) => {
      if (!name.endsWith('.har')) return [];
      const { log }: { readonly log: { readonly entries: readonly object[] } } = JSON.parse(text);
      return log.entries.map((entry) => Buffer.from(JSON.stringify({ log: { ...log, entries: [entry] } })));
    }),
  blob: ({ captures }) =>
    captures.slice(0, MADE).flatMap((seed) => {
      const [header, ...lines] = blobOf(seed);
      return lines.map((line) => Buffer.from(`${header}\n${line}`));
    }),
  config: () =>
    [CONFIG, ...Object.entries(CONFIG).map(([key, value]) => ({ [key]: value }))].map((value) =>
      Buffer.from(JSON.stringify(value)),
    ),
  credentials: () => [...CREDENTIALS, REQUEST].map(toBytes),
  masked: () => MASKED.map(toBytes),
  whole: conversationsIn,
};

/** What is said in clear text. */
function conversationsIn({ captures }: Seeds): readonly Uint8Array[] {
  return captures.flatMap((seed) =>
    seed.keyLog === '' ? turnsOf(seed).slice(0, CONNECTIONS_A_SEED).map(packTurns) : [],
  );
}

export const CHECK_NAMES = Object.keys(CHECK_SEEDS) as readonly CheckName[];
