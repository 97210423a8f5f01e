import fc from 'fast-check';

/**
 * The random inputs of the tests are the same in each run, so that a change is judged by what it changed;
 * with `OSSCAP_TEST_SEED=N` they are others, to look for what no run has met yet.
 */
fc.configureGlobal({ seed: Number(process.env['OSSCAP_TEST_SEED'] ?? 1) });

export default fc;
