import { execFileSync } from 'node:child_process';

/** The command-line tests run `dist/`, so it is built from the sources under test first. */
export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
