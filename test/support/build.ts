import { execSync } from 'node:child_process';

/** The command-line tests run `dist/`, so it is built from the sources under test first. */
export default function build(): void {
  // Through the shell of the system: on Windows npm is a batch file.
  execSync('npm run --silent build', { stdio: 'inherit' });
}
