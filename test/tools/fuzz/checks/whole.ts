import { toByteString } from '../../../rooms/bytes.ts';
import { Conversation, pcapFile } from '../../../support/capture-writer.ts';
import { randomOfInput } from '../in-pieces.ts';
import { KEYS } from '../stages/http.ts';
import { checkFormats, scanResults } from '../whole.ts';
import { TURN } from './conversation.ts';

const SHORT_SEARCH = 100;

/**
 * A conversation in clear text, as a capture, up to the reports: each has the form that its readers expect,
 * and nothing in it that a terminal would obey.
 */
export async function checkWhole(input: Uint8Array): Promise<void> {
  const conversation = new Conversation().open();
  for (const [turn, said] of toByteString(input).split(TURN).entries()) {
    if (turn % 2 === 0) conversation.client(said);
    else conversation.server(said);
  }
  const { packets } = conversation.close();
  const results = scanResults(pcapFile(packets), { keyRing: KEYS, searchBudget: SHORT_SEARCH });
  await checkFormats(results, randomOfInput(input));
}
