export * from '../../src/features/timing/half-meter.ts';
export * from '../../src/features/timing/timing.ts';
export * from '../../src/features/timing/watched-connection.ts';
