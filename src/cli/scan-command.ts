import { loadCredentials } from '../node/credentials.ts';
import { expandInputs } from '../node/inputs.ts';
import type { Input, ScanOptions } from '../node/scan-options.ts';
import { loadTlsKeys } from '../node/tls-keys.ts';
import type { ResultSink } from '../report/input.ts';
import { EXIT } from './exit-code.ts';
import { credentialsMessage, errorLine, tlsKeysMessage } from './messages.ts';
import type { CommandContext } from './page.ts';
import { runReports } from './report-run.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { planInputs } from './shard.ts';

export interface ScanContext extends CommandContext {
  readonly scanInputs: (
    inputs: readonly Input[],
    options: ScanOptions,
    sink: ResultSink,
  ) => Promise<{ readonly interrupted: boolean }>;
}

/** Reads captures and writes the reports that are asked for. Gives the exit code. */
export async function runScan(args: ScanArguments, context: ScanContext): Promise<number> {
  const { io, texts } = context;
  const credentials = await loadCredentials({
    file: args.credentials,
    env: io.env,
    ...(args.defaultCredentials ? { home: io.home } : {}),
  });
  if (!credentials.ok) {
    io.stderr.write(errorLine(credentialsMessage(credentials.error, texts)));
    return EXIT.NOT_DONE;
  }
  const tls = await loadTlsKeys({ keyLogs: args.tlsKeyLogs, serverKeys: args.tlsKeys, env: io.env });
  if (!tls.ok) {
    io.stderr.write(errorLine(tlsKeysMessage(tls.error, texts)));
    return EXIT.NOT_DONE;
  }
  const plan = planInputs(await expandInputs(args.paths, io.cwd), args.shard ?? null);
  const { shard, scan, places } = plan;
  const blob = { shard, scan, placeOf: (path: string) => places.get(path) };
  return runReports(args, context, blob, async (sink, signal) => {
    for (const input of plan.unreadable) sink.unreadable(input);
    const options: ScanOptions = {
      keyRing: credentials.value,
      buckets: args.buckets,
      keepAll: args.all,
      verifyBodies: args.verifyBodies,
      tls: tls.value,
      signal,
    };
    await context.scanInputs(plan.inputs, options, sink);
    return { complete: true };
  });
}
