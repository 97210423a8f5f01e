import { EXIT } from './exit-code.ts';
import type { CommandFault } from './faults.ts';
import { errorLine, faultMessage } from './messages.ts';
import type { CommandContext } from './page.ts';

/** Says in one line on the error stream why a command cannot do its work. Gives the exit code. */
export function refuse(fault: CommandFault, { io, texts }: Pick<CommandContext, 'io' | 'texts'>): number {
  io.stderr.write(errorLine(faultMessage(fault, texts)));
  return EXIT.NOT_DONE;
}
