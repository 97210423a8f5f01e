/** IP protocol and IPv6 extension header numbers (IANA) that the decoder goes into. */
export const IP_PROTOCOL = {
  HOP_BY_HOP: 0,
  IPV4: 4,
  TCP: 6,
  UDP: 17,
  IPV6: 41,
  ROUTING: 43,
  FRAGMENT: 44,
  GRE: 47,
  AUTHENTICATION: 51,
  DESTINATION: 60,
  ETHER_IP: 97,
  MPLS: 137,
} as const;

const CAN_CARRY_TCP: ReadonlySet<number> = new Set(Object.values(IP_PROTOCOL));

/** Whether a datagram of this protocol is worth putting together. */
export function canCarryTcp(protocol: number): boolean {
  return CAN_CARRY_TCP.has(protocol);
}
