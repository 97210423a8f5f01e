export * from '../../src/features/uploads/upload-messages.ts';
export * from '../../src/features/uploads/upload-tracker.ts';
