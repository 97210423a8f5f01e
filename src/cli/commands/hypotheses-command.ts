import { HYPOTHESES } from '../../diagnose/search/hypotheses/index.ts';
import { hypothesesDocument, hypothesisEntries } from '../../report/detail/hypotheses.ts';
import { SCHEMA_VERSION } from '../../report/json/text.ts';
import { EVIDENCE_DOOR } from '../../report/redact/redact.ts';
import { plainFiller } from '../../report/text/fill.ts';
import { EXIT } from '../ending.ts';
import type { CommandContext } from '../io.ts';
import { loadPageTexts, type Page, writePage } from '../page.ts';
import type { PageArguments } from '../settings/command-line.ts';

/** Lists the table of hypotheses. Gives the exit code. */
export async function runHypotheses(args: PageArguments, context: CommandContext): Promise<number> {
  const texts = await loadPageTexts(context.lang);
  const entries = hypothesisEntries(HYPOTHESES, plainFiller(texts.texts), texts.texts);
  const page: Page = {
    door: EVIDENCE_DOOR,
    document: (view) => hypothesesDocument(entries, view),
    json: (tool) => ({ schemaVersion: SCHEMA_VERSION, tool, hypotheses: entries }),
  };
  return writePage(args, context, async () => ({ page, texts, exitCode: EXIT.CLEAN }));
}
