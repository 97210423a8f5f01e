export * from '../../src/features/bodies/body-checks.ts';
export * from '../../src/features/bodies/body-digest-plan.ts';
export * from '../../src/features/bodies/body-digester.ts';
