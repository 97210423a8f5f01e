import { formatIpv4, formatIpv6 } from '../bytes/ip-address.ts';
import type { TcpSegment } from '../packet/segment.ts';

/** Where a segment comes from: `address:port`, IPv6 addresses in brackets. */
export function senderOf(segment: TcpSegment): string {
  return endpoint(segment, segment.sourceAddress, segment.sourcePort);
}

/** Where a segment goes to, in the same form. */
export function receiverOf(segment: TcpSegment): string {
  return endpoint(segment, segment.destinationAddress, segment.destinationPort);
}

function endpoint({ ipVersion, addressBlock }: TcpSegment, at: number, port: number): string {
  return ipVersion === 6
    ? `[${formatIpv6(addressBlock, at)}]:${port}`
    : `${formatIpv4(addressBlock, at)}:${port}`;
}
