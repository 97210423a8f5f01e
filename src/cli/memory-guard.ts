import { writeFileSync } from 'node:fs';

/**
 * Keeps what this process holds in memory out of what is written when it crashes: a text of
 * JavaScript cannot be erased, so that secrets stand there in the clear. On Linux a core dump
 * leaves all of its memory out from now on (core(5)); diagnostic reports of Node.js list the
 * environment, from which `variables` are taken: those that hold secrets, which were read before.
 */
export function guardMemory(variables: readonly string[]): void {
  for (const name of variables) delete process.env[name];
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // Without /proc: whoever lets cores be dumped there has to keep them as the secrets.
  }
}
