import type { TestSpecification, Vitest } from 'vitest/node';
import { BaseSequencer, type TestSequencer } from 'vitest/node';

/** Where a file stands among the named ones; behind them all if it is not named. */
function place({ moduleId }: TestSpecification, names: readonly string[]): number {
  const at = names.findIndex((name) => moduleId.endsWith(`/${name}`));
  return at < 0 ? names.length : at;
}

/**
 * Starts with the files that take longest, so that none of them runs alone at the end. What a run before took
 * is known only where there was one: a clean clone goes by the sizes of files.
 */
export function longestFirst(names: readonly string[]): new (vitest: Vitest) => TestSequencer {
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files);
      // Files of a project stay together: they share what is loaded.
      const projects = [...new Set(sorted.map(({ project }) => project))];
      return projects.flatMap((project) =>
        sorted
          .filter((each) => each.project === project)
          .sort((one, other) => place(one, names) - place(other, names)),
      );
    }
  };
}
