export * from '../../src/engine/stream/far-segments.ts';
export * from '../../src/engine/stream/flow-table.ts';
export * from '../../src/engine/stream/half.ts';
export * from '../../src/engine/stream/handler.ts';
export * from '../../src/engine/stream/limits.ts';
export * from '../../src/engine/stream/stream-chunk.ts';
export * from '../../src/engine/stream/tcp-streams.ts';
