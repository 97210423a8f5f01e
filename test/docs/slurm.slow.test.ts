import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, osscap, PLAIN_ENVIRONMENT, temporaryFolder } from '../support/command.ts';
import { FIXTURES } from '../support/truth.ts';

const SCRIPT = fileURLToPath(new URL('../../docs/example-ci/slurm.sh', import.meta.url));
const NODE = hostname().split('.')[0] ?? '';
const TASKS = 3;
const PATIENCE = 90_000;

/** Why the test is not run; null where it is. */
const SKIPPED =
  spawnSync('sh', [
    '-c',
    'PATH=$PATH:/usr/sbin; for each in sbatch munged slurmctld slurmd; do command -v $each || exit 1; done',
  ]).status !== 0
    ? 'Slurm is not installed'
    : userInfo().uid !== 0
      ? 'its daemons need root'
      : null;

/** A controller and a node of Slurm on this machine, which nobody else sees. */
class Cluster {
  readonly #folder = temporaryFolder();
  readonly #daemons = new Map<string, ChildProcess>();
  readonly #env: Readonly<Record<string, string>>;

  constructor(folderOfCommand: string) {
    this.#env = {
      ...PLAIN_ENVIRONMENT,
      PATH: `${folderOfCommand}:${process.env['PATH'] ?? ''}:/usr/sbin`,
      SLURM_CONF: join(this.#folder, 'slurm.conf'),
      HOME: this.#folder,
    };
  }

  async start(): Promise<void> {
    const at = (name: string): string => join(this.#folder, name);
    const [controller, node] = [await freePort(), await freePort()];
    writeFileSync(at('munge.key'), randomBytes(1024), { mode: 0o600 });
    writeFileSync(at('cgroup.conf'), 'CgroupPlugin=disabled\n');
    writeFileSync(
      at('slurm.conf'),
      [
        'ClusterName=test',
        `SlurmctldHost=${NODE}(127.0.0.1)`,
        `SlurmctldPort=${controller}`,
        `SlurmdPort=${node}`,
        'SlurmUser=root',
        'SlurmdUser=root',
        'AuthType=auth/munge',
        `AuthInfo=socket=${at('munge.socket')}`,
        `StateSaveLocation=${at('state')}`,
        `SlurmdSpoolDir=${at('spool')}`,
        `SlurmctldPidFile=${at('slurmctld.pid')}`,
        `SlurmdPidFile=${at('slurmd.pid')}`,
        'ProctrackType=proctrack/linuxproc',
        'TaskPlugin=task/none',
        'SelectType=select/cons_tres',
        'SelectTypeParameters=CR_CPU_Memory',
        'MpiDefault=none',
        'ReturnToService=2',
        // a node that says nothing for so long is down
        'SlurmdTimeout=4',
        'KillWait=1',
        'SchedulerParameters=sched_interval=1',
        `NodeName=${NODE} NodeAddr=127.0.0.1 CPUs=2 RealMemory=4096 State=UNKNOWN`,
        `PartitionName=main Nodes=${NODE} Default=YES MaxTime=INFINITE State=UP`,
        '',
      ].join('\n'),
    );
    for (const name of ['state', 'spool']) mkdirSync(at(name));
    this.#run('munged', [
      ...['--foreground', '--force', `--socket=${at('munge.socket')}`, `--key-file=${at('munge.key')}`],
      ...[`--pid-file=${at('munged.pid')}`, `--seed-file=${at('seed')}`, `--log-file=${at('munged.log')}`],
    ]);
    await until(() => existsSync(at('munge.socket')), 'munged');
    this.#run('slurmctld', ['-D']);
    this.startNode();
    await until(() => this.do('sinfo', '-h', '-o', '%T').trim() === 'idle', 'a node');
  }

  startNode(): void {
    this.#run('slurmd', ['-D']);
  }

  /** The node is gone, with all that runs on it, as where its power is cut. */
  killNode(): void {
    // first those who would say that a task has ended
    const daemon = this.#daemons.get('slurmd')?.pid ?? 0;
    const all = processesWith(`SLURM_CONF=${this.#env['SLURM_CONF']}`);
    const tasks = all.filter(isOfTask);
    const stewards = tasks.map(parentOf).filter((pid) => nameOf(pid).startsWith('slurmstepd'));
    for (const pid of [daemon, ...stewards, ...tasks]) kill(pid);
  }

  stop(): void {
    if (this.#daemons.has('slurmd')) this.killNode();
    for (const { pid = 0 } of this.#daemons.values()) kill(pid);
  }

  /** Runs a command of Slurm. Gives what it prints. */
  do(command: string, ...args: readonly string[]): string {
    return execFileSync(command, args, {
      env: this.#env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  #run(command: string, args: readonly string[]): void {
    this.#daemons.set(command, spawn(command, args, { env: this.#env, stdio: 'ignore' }));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Processes that have a variable. */
function processesWith(variable: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && variablesOf(Number(name)).includes(variable))
    .map(Number);
}

function isOfTask(pid: number): boolean {
  return variablesOf(pid).some((variable) => variable.startsWith('SLURM_JOB_ID='));
}

function variablesOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  } catch {
    return [];
  }
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'latin1');
  } catch {
    return '';
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
}

function kill(pid: number): void {
  try {
    if (pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + PATIENCE; !attempt(isSo); await sleep(200)) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  }
}

function attempt(isSo: () => boolean): boolean {
  try {
    return isSo();
  } catch {
    return false;
  }
}

describe.skipIf(SKIPPED !== null)(
  `a Slurm array${SKIPPED === null ? '' : ` (skipped: ${SKIPPED})`}`,
  {
    timeout: 4 * PATIENCE,
  },
  () => {
    const folder = temporaryFolder();
    const captures = join(folder, 'captures');
    const command = join(folder, 'bin');
    const cluster = new Cluster(command);

    beforeAll(async () => {
      mkdirSync(command);
      mkdirSync(captures);
      const names = readdirSync(join(FIXTURES, 'scenarios')).filter((name) => name.endsWith('.pcap'));
      for (const name of names.slice(0, 12)) cpSync(join(FIXTURES, 'scenarios', name), join(captures, name));
      await cluster.start();
    }, PATIENCE);

    afterAll(() => cluster.stop());

    /** The command of the first run of a task is stopped in its middle, where `halts` says so. */
    function install(halts: readonly number[], place: string): void {
      const lines = [
        '#!/bin/sh',
        'case "$SLURM_ARRAY_TASK_ID" in',
        `${halts.join('|') || 'none'})`,
        `  if mkdir "${place}/begun-$SLURM_ARRAY_TASK_ID" 2>/dev/null; then`,
        `    "${COMMAND}" "$@" & sleep 0.4; kill -STOP $!; touch "${place}/halted-$SLURM_ARRAY_TASK_ID"; wait`,
        '  fi;;',
        'esac',
        `exec "${COMMAND}" "$@"`,
        '',
      ];
      writeFileSync(join(command, 'osscap'), lines.join('\n'));
      chmodSync(join(command, 'osscap'), 0o755);
    }

    function submit(): { readonly out: string; readonly merge: string } {
      const out = temporaryFolder();
      return { out, merge: cluster.do('bash', SCRIPT, captures, out, String(TASKS)).trim() };
    }

    async function expectWhole({
      out,
      merge,
    }: {
      readonly out: string;
      readonly merge: string;
    }): Promise<void> {
      await until(() => {
        // Slurm waits two minutes before it runs again what has been queued again
        for (const job of cluster.do('squeue', '-h', '-n', 'osscap', '-t', 'PD', '-o', '%A').split('\n')) {
          if (job !== '') cluster.do('scontrol', 'update', `JobId=${job}`, 'StartTime=now');
        }
        return cluster.do('squeue', '-h', '-j', merge, '-t', 'all', '-o', '%T').trim() === 'FAILED';
      }, 'the merge');
      const table = osscap(['scan', captures]);
      // it fails as the scan does: an exchange fails
      expect(table.status).toBe(1);
      const lines = readFileSync(join(out, 'merge.log'), 'utf8');
      expect(lines.endsWith(table.stdout) || lines.startsWith(table.stdout), lines).toBe(true);
      const html = osscap(['scan', captures, '--format', 'html']).stdout;
      expect(readFileSync(join(out, 'osscap.html'), 'utf8') === html).toBe(true);
    }

    it('gives the report of one scan, byte for byte', async () => {
      install([], folder);
      const jobs = submit();
      await expectWhole(jobs);
      expect(readdirSync(jobs.out).filter((name) => name.endsWith('.blob'))).toHaveLength(TASKS);
    });

    it('and so it does where a task is killed in its middle and queued again, and one is given twice', async () => {
      const place = temporaryFolder();
      install([1], place);
      const jobs = submit();
      await until(() => existsSync(join(place, 'halted-1')), 'a task that is in its middle');
      const array = cluster.do('squeue', '-h', '-n', 'osscap', '-o', '%F').trim().split('\n')[0] ?? '';
      cluster.do('scontrol', 'requeue', `${array}_1`);
      // the same parts once more, under other names
      const again = `osscap scan "${captures}" --shard auto --format "blob=${jobs.out}/again-$SLURM_ARRAY_TASK_ID.blob" --fail-on none`;
      cluster.do('sbatch', `--array=0-${TASKS - 1}`, '--output=/dev/null', '--wrap', again);
      await expectWhole(jobs);
    });

    it('and so it does where the node dies in the middle of a task', async () => {
      const place = temporaryFolder();
      install([0], place);
      const jobs = submit();
      await until(() => existsSync(join(place, 'halted-0')), 'a task that is in its middle');
      cluster.killNode();
      await until(
        () => cluster.do('sinfo', '-h', '-o', '%T').trim().startsWith('down'),
        'the loss of the node',
      );
      cluster.startNode();
      // what is still to be said to the node of the tasks that it lost would meet the new ones
      await sleep(20_000);
      await expectWhole(jobs);
    });
  },
);
