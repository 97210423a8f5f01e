import type { Log } from 'sarif';

/** What GitHub takes of a run, and how many places of one result ("SARIF support"). */
const MOST = { results: 25_000, rules: 25_000, tags: 20, locations: 1000, runs: 20 };

/**
 * What keeps GitHub from showing a log: the rules GH1001 to GH1006 of the SARIF SDK's multitool. Each fault
 * begins with the rule.
 */
export function githubFaults({ runs }: Log): readonly string[] {
  const faults: string[] = [];
  if (runs.length > MOST.runs) faults.push(`GH1004: ${runs.length} runs`);
  for (const { results = [], tool, invocations = [] } of runs) {
    const { rules = [] } = tool.driver;
    if (results.length > MOST.results) faults.push(`GH1004: ${results.length} results`);
    if (rules.length > MOST.rules) faults.push(`GH1004: ${rules.length} rules`);
    for (const { id, properties } of rules) {
      if ((properties?.tags?.length ?? 0) > MOST.tags) faults.push(`GH1004: tags of ${id}`);
    }
    const hasCheckout = invocations.some(({ workingDirectory }) => workingDirectory?.uri !== undefined);
    for (const [at, { locations = [], relatedLocations = [], codeFlows = [] }] of results.entries()) {
      if (locations.length === 0) faults.push(`GH1001: result ${at} has no location`);
      for (const places of [locations, relatedLocations]) {
        if (places.length > MOST.locations) faults.push(`GH1004: locations of result ${at}`);
      }
      for (const { physicalLocation } of [...locations, ...relatedLocations]) {
        const uri = physicalLocation?.artifactLocation?.uri;
        if (uri === undefined || uri === '') faults.push(`GH1001: a location of result ${at} has no uri`);
        const scheme = /^([A-Za-z][\w+.-]*):/.exec(uri ?? '')?.[1];
        if (scheme !== undefined && scheme !== 'file') faults.push(`GH1005: ${uri}`);
        if (scheme === 'file' && !hasCheckout) faults.push(`GH1006: ${uri}`);
        if (!((physicalLocation?.region?.startLine ?? 0) >= 1)) faults.push(`GH1003: result ${at}`);
      }
      for (const step of codeFlows.flatMap((flow) => flow.threadFlows).flatMap((flow) => flow.locations)) {
        if (step.location === undefined) faults.push(`GH1002: result ${at}`);
      }
    }
  }
  return faults;
}
