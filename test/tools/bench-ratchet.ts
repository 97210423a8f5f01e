/**
 * `npm run bench:ratchet`: what scans cost, in processor time over that of a bare walk of the same packets, and
 * whether a row costs more than it may (bench/ratchet.json).
 */
import { walk } from './bench/bare-walk.ts';

const [first, path] = process.argv.slice(2);
// What is measured loads nothing else.
if (first === '--walk' && path !== undefined) process.stdout.write(`${JSON.stringify(walk(path))}\n`);
else {
  const { ratchet } = await import('./bench/ratchet-run.ts');
  process.exitCode = await ratchet(process.argv.slice(2));
}
