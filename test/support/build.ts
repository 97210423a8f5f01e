import { execSync } from 'node:child_process';

/** The command-line tests run `dist/`, so it is built first where it is older than the sources under test. */
export default function build(): void {
  // Through the shell of the system: on Windows npm is a batch file.
  execSync('npm run --silent build -- --if-changed', { stdio: 'inherit' });
}
