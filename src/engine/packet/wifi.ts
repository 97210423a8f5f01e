import { u16le, u32be, u32le } from '../bytes/integers.ts';
import { OTHER } from './other-packets.ts';
import { type Packet, STOP } from './packet.ts';
import { ETHER_TYPE } from './protocol-numbers.ts';

/* Field values of the frame control (IEEE 802.11 §9.2.4.1), low byte first. */
const TYPE_MASK = 0x0c;
const TYPE_DATA = 0x08;
const SUBTYPE_NO_DATA = 0x40;
const SUBTYPE_QOS = 0x80;
const TO_AND_FROM_DS = 0x03;
const PROTECTED = 0x40;
const HIGH_THROUGHPUT_CONTROL = 0x80;
const QOS_AGGREGATE = 0x80;

const BASIC_LENGTH = 24;
const ADDRESS_LENGTH = 6;
const QOS_LENGTH = 2;
const CONTROL_LENGTH = 4;

/** An IEEE 802.11 frame; encrypted ones carry nothing that could be read. */
export function readWifi(packet: Packet): number {
  return readFrame(packet, false);
}

/** @param padded the header is filled up to a multiple of 4 bytes, as some drivers do. */
function readFrame(packet: Packet, padded: boolean): number {
  const { block, at } = packet;
  if (packet.left < 2) return packet.short(2);
  const control = block[at] as number;
  const flags = block[at + 1] as number;
  if ((control & TYPE_MASK) !== TYPE_DATA || (control & SUBTYPE_NO_DATA) !== 0)
    return packet.other(OTHER.WIFI, 0);
  if ((flags & PROTECTED) !== 0) return packet.other(OTHER.WIFI, 1);
  let length = BASIC_LENGTH;
  if ((flags & TO_AND_FROM_DS) === TO_AND_FROM_DS) length += ADDRESS_LENGTH;
  const qosAt = at + length;
  const qos = (control & SUBTYPE_QOS) !== 0;
  if (qos) {
    length += QOS_LENGTH;
    if ((flags & HIGH_THROUGHPUT_CONTROL) !== 0) length += CONTROL_LENGTH;
  }
  if (padded) length = (length + 3) & ~3;
  const aggregate = qos && ((block[qosAt] as number) & QOS_AGGREGATE) !== 0;
  return packet.skip(length, aggregate ? STOP.SUBFRAMES : ETHER_TYPE.LLC);
}

const PRESENT_FLAGS = 0x02;
const PRESENT_TIME = 0x01;
const PRESENT_MORE = 0x80000000;
const FLAG_PADDED = 0x20;

/** A radiotap header (radiotap.org), then an 802.11 frame. */
export function readRadiotap(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < 8) return packet.short(8);
  const length = u16le(block, at + 2);
  if (length < 8) return STOP.MALFORMED;
  if (packet.left < length) return packet.short(length);
  const present = u32le(block, at + 4);
  let field = at + 8;
  for (let word = present; (word & PRESENT_MORE) !== 0 && field < at + length; field += 4) {
    word = u32le(block, field);
  }
  // The time is 8 bytes, aligned to 8 from the start of the header; the flags byte comes next.
  if ((present & PRESENT_TIME) !== 0) field = at + ((field - at + 7) & ~7) + 8;
  const padded = (present & PRESENT_FLAGS) !== 0 && ((block[field] as number) & FLAG_PADDED) !== 0;
  packet.at += length;
  return readFrame(packet, padded);
}

const PRISM_LENGTH_AT = 4;
const AVS_MAGIC = 0x80211000;

/** A Prism or AVS header, each with its own length, then an 802.11 frame. */
export function readPrism(packet: Packet): number {
  const { block, at } = packet;
  if (packet.left < 8) return packet.short(8);
  const avs = (u32be(block, at) & 0xfffffff0) >>> 0 === AVS_MAGIC;
  const length = avs ? u32be(block, at + PRISM_LENGTH_AT) : u32le(block, at + PRISM_LENGTH_AT);
  if (packet.left < length) return packet.short(length);
  packet.at += length;
  return readFrame(packet, false);
}
