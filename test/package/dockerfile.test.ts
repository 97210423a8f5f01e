import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Copy, DockerfileParser, type From, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { ROOT } from '../support/packed-package.ts';
import { FIXTURES } from '../support/truth.ts';

const TEXT = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const INSTRUCTIONS = DockerfileParser.parse(TEXT).getInstructions();

/** A stage of the image, as a folder that stands for its root. */
interface Stage {
  readonly name: string | null;
  readonly base: string | null;
  readonly root: string;
  workingFolder: string;
  user: string | null;
}

const argumentsOf = (instruction: Instruction): string[] =>
  instruction.getArguments().map((each) => each.getValue());

/**
 * Builds the image without a daemon: each stage is a folder, on which its instructions are done. Packages are
 * those of this checkout, so that no registry is asked; everything else runs as it stands in the file.
 */
function buildByHand(): readonly Stage[] {
  const stages: Stage[] = [];
  for (const instruction of INSTRUCTIONS) {
    const words = argumentsOf(instruction);
    const stage = stages.at(-1);
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      const from = instruction as From;
      const [name, base] = [from.getBuildStage(), from.getImage()];
      stages.push({ name, base, root: temporaryFolder(), workingFolder: '/', user: null });
      continue;
    }
    if (stage === undefined) throw new Error(`${keyword} before the first FROM`);
    const inside = (path: string): string =>
      join(stage.root, path.startsWith('/') ? path : join(stage.workingFolder, path));
    switch (keyword) {
      case 'WORKDIR':
        stage.workingFolder = words[0] ?? '/';
        mkdirSync(inside('.'), { recursive: true });
        break;
      case 'USER':
        stage.user = words[0] ?? null;
        break;
      case 'COPY': {
        const flag = (instruction as Copy).getFlags().find((each) => each.getName() === 'from');
        const from = stages.find(({ name }) => name === flag?.getValue())?.root ?? ROOT;
        const target = words.pop() ?? '';
        for (const source of words) copy(join(from, source), inside(target));
        break;
      }
      case 'RUN': {
        const command = words.join(' ');
        if (command === 'npm ci --ignore-scripts')
          symlinkSync(join(ROOT, 'node_modules'), inside('node_modules'));
        else execFileSync('sh', ['-c', command], { cwd: inside('.'), stdio: 'pipe' });
        break;
      }
    }
  }
  return stages;
}

/** A folder gives what is in it; a file goes below its own name into what ends with a slash. */
function copy(source: string, target: string): void {
  const options = { recursive: true, verbatimSymlinks: true };
  if (source.endsWith('/')) cpSync(source, target, options);
  else {
    const path = target.endsWith('/') ? join(target, source.slice(dirname(source).length)) : target;
    mkdirSync(dirname(path), { recursive: true });
    cpSync(source, path, options);
  }
}

describe('the image for Docker', () => {
  let stages: readonly Stage[] = [];
  beforeAll(() => {
    stages = buildByHand();
  });

  it('has nothing that a linter finds fault with', () => {
    expect(validate(TEXT).map(({ message }) => message)).toEqual([]);
    expect(validate(TEXT.replace('RUN npm ci', 'RUNS npm ci'))).toHaveLength(1);
  });

  it('is built in one stage and shipped in another: the command in one file, for a user who is not root', () => {
    expect(stages.map(({ name, base }) => [name, base])).toEqual([
      ['build', 'node:24.11.1-alpine3.22'],
      [null, 'node:24.11.1-alpine3.22'],
    ]);
    const [, shipped] = stages;
    expect(shipped?.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    const files = readdirSync(shipped?.root ?? '', { recursive: true, withFileTypes: true });
    expect(
      files
        .filter((each) => !each.isDirectory())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['osscap', 'osscap.mjs']);
  });

  it('runs the command, on the folder that is mounted', () => {
    const { root = '', workingFolder = '' } = stages.at(-1) ?? {};
    const captures = join(root, workingFolder);
    cpSync(join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap'), join(captures, 'upload.pcap'));
    const entry = INSTRUCTIONS.findLast((each) => each.getKeyword() === 'ENTRYPOINT');
    const [program = ''] = JSON.parse(entry?.getArgumentsContent() ?? '[]');
    // What the shebang of the file asks for is in the base image, on the same PATH.
    const path = `${join(root, 'usr/local/bin')}:${dirname(process.execPath)}:${PLAIN_ENVIRONMENT.PATH}`;
    const run = (args: readonly string[]) =>
      spawnSync(program, args, {
        cwd: captures,
        encoding: 'utf8',
        env: { ...PLAIN_ENVIRONMENT, PATH: path },
      });
    expect(run(['--help'])).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout } = run(['upload.pcap']);
    expect(status).toBe(1);
    expect(stdout).toContain('1 of 5 requests failed · 1 cause · exit 1');
  });
});
