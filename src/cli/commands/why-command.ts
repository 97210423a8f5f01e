import { SCHEMA_VERSION } from '../../report/json/text.ts';
import { EVIDENCE_DOOR } from '../../report/redact/redact.ts';
import { REFERENCES, referenceEntry, referencesNamed } from '../../report/reference/entries.ts';
import { whyDocument, whyIndex } from '../../report/reference/why-document.ts';
import { loadReferenceTexts } from '../../report/text/load.ts';
import { EXIT } from '../ending.ts';
import type { UsageProblem } from '../faults.ts';
import { nearName } from '../given-words.ts';
import type { CommandContext } from '../io.ts';
import { errorLine, usageMessage } from '../messages.ts';
import { loadPageTexts, type Page, writePage } from '../page.ts';
import type { GivenArguments } from '../settings/command-line.ts';

/** Says what an id of a report means; without one, lists all. Gives the exit code. */
export async function runWhy(args: GivenArguments<'why'>, context: CommandContext): Promise<number> {
  const { id } = args;
  const named = id === null ? REFERENCES : referencesNamed(id);
  if (id !== null && named.length === 0) {
    const near = nearName(
      id,
      REFERENCES.map((each) => each.id),
    );
    const problem: UsageProblem = { code: 'unknown-id', value: id, near };
    context.io.stderr.write(errorLine(usageMessage(problem, context.texts, 'why')));
    return EXIT.NOT_DONE;
  }
  const [texts, reference] = await Promise.all([
    loadPageTexts(context.lang),
    loadReferenceTexts(context.lang),
  ]);
  const entries = named.map((each) => referenceEntry(each, { ...texts, reference }));
  const page: Page = {
    door: EVIDENCE_DOOR,
    document: (view) => (id === null ? whyIndex : whyDocument)(entries, { ...view, reference }),
    json: (tool) => ({ schemaVersion: SCHEMA_VERSION, tool, entries }),
  };
  return writePage(args, context, async () => ({ page, texts, exitCode: EXIT.CLEAN }));
}
