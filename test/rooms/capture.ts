export * from '../../src/engine/capture/capture-parser.ts';
export * from '../../src/engine/capture/in-place-feed.ts';
export * from '../../src/engine/capture/pcapng-writer.ts';
export * from '../../src/engine/capture/record.ts';
