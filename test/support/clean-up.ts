import { afterAll } from 'vitest';
import { removeTemporaryFolders } from './temporary-folder.ts';

// For each file of tests, see vitest.config.ts.
afterAll(removeTemporaryFolders);
