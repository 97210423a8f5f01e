export * from '../../src/engine/packet/decode.ts';
export * from '../../src/engine/packet/fragments.ts';
export * from '../../src/engine/packet/link.ts';
export * from '../../src/engine/packet/link-type-name.ts';
export * from '../../src/engine/packet/other-packets.ts';
export * from '../../src/engine/packet/segment.ts';
export * from '../../src/engine/packet/tcp.ts';
