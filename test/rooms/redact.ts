export * from '../../src/features/redact/places.ts';
export * from '../../src/features/redact/redact.ts';
export * from '../../src/features/redact/redact-exchange.ts';
