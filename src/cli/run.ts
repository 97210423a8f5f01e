import { namesInput } from '../node/inputs.ts';
import { type Command, commandNamed, parseArguments, unknownCommand } from './arguments.ts';
import { EXIT } from './exit-code.ts';
import type { CliIo } from './io.ts';
import { pickLanguage } from './language.ts';
import { errorLine, usageMessage } from './messages.ts';
import type { CommandName } from './option-names.ts';
import { outputWidth } from './terminal.ts';
import { loadCliTexts } from './text/load.ts';
import type { CliTexts, UsageProblem } from './text/texts.ts';

/** Runs a command line (without the program's name) and gives the exit code. */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  const lang = pickLanguage(argv, io.env);
  const texts = await loadCliTexts(lang);
  const parsed = await parseArguments(argv, texts, outputWidth(io.stdout, io.env));
  if (!parsed.ok) return refuse(parsed.error, texts, io, commandNamed(argv));
  const command: Command = parsed.value;
  switch (command.kind) {
    case 'help':
      io.stdout.write(`${command.text}\n`);
      return EXIT.CLEAN;
    case 'version': {
      const { toolOfPackage } = await import('./version.ts');
      io.stdout.write(`${toolOfPackage().version}\n`);
      return EXIT.CLEAN;
    }
    case 'scan': {
      const first = command.arguments.paths[0];
      if (first === undefined) {
        io.stderr.write(`${await command.help()}\n`);
        return EXIT.NOT_DONE;
      }
      if (!command.named && !(await namesInput(first))) return refuse(unknownCommand(first), texts, io);
      const [{ runScan }, { scanInputs }] = await Promise.all([
        import('./scan-command.ts'),
        import('../node/scan.ts'),
      ]);
      return runScan(command.arguments, { lang, texts, io, scanInputs });
    }
    case 'compare': {
      const [{ runCompare }, { scanInputs }] = await Promise.all([
        import('./compare-command.ts'),
        import('../node/scan.ts'),
      ]);
      return runCompare(command.arguments, { lang, texts, io, scanInputs });
    }
    case 'explain': {
      const [{ runExplain }, { scanInputs }] = await Promise.all([
        import('./explain-command.ts'),
        import('../node/scan.ts'),
      ]);
      return runExplain(command.arguments, { lang, texts, io, scanInputs });
    }
    case 'sign': {
      const { runSign } = await import('./sign-command.ts');
      return runSign(command.arguments, { lang, texts, io, now: Date.now });
    }
    case 'hypotheses': {
      const { runHypotheses } = await import('./hypotheses-command.ts');
      return runHypotheses(command.arguments, { lang, texts, io });
    }
  }
}

function refuse(
  problem: UsageProblem,
  texts: CliTexts,
  io: CliIo,
  command: CommandName | null = null,
): number {
  // scan's help is that of the whole
  io.stderr.write(errorLine(usageMessage(problem, texts, command === 'scan' ? null : command)));
  return EXIT.NOT_DONE;
}
