// What a release says of itself: the part of CHANGELOG.md that is about its version.

/**
 * The text below the heading of a version (`## 1.2.0 - 2026-12-02`, with or without brackets), or below
 * "Unreleased" where there is none yet; null where neither is there, or nothing stands under it.
 */
export function changesOf(changelog, version) {
  const parts = changelog.split(/^## /m).slice(1);
  const of = (name) => parts.find((part) => part.split(/\s/, 1)[0]?.replace(/^\[|\]$/g, '') === name);
  const isReleased = of(version) !== undefined;
  const text = (of(version) ?? of('Unreleased') ?? '').replace(/^.*\n/, '').trim();
  return text === '' ? null : { isReleased, text };
}

/** Why these cannot be the changes of a release; one sentence each. */
export function faultsOf(changes, { version, schemaVersion }) {
  if (changes === null) return [`CHANGELOG.md says nothing of ${version}`];
  const faults = [];
  if (!changes.isReleased)
    faults.push(`CHANGELOG.md has no heading for ${version}: its changes stand under "Unreleased"`);
  if (!changes.text.includes(`\`schemaVersion\` ${schemaVersion}`))
    faults.push(
      `CHANGELOG.md does not say that the JSON of ${version} has \`schemaVersion\` ${schemaVersion}`,
    );
  return faults;
}

const USES = [
  [/^osscap-linux-/, 'the command for Linux; nothing else is needed: `chmod +x` and run it'],
  [
    /^osscap\.mjs$/,
    'the command in one file, for any machine with Node.js 20.19 or later: `node osscap.mjs`',
  ],
  [/^osscap\.html$/, 'the page: open it in a browser; nothing is sent'],
  [/^osscap-web\.mjs$/, 'the engine of that page, for pages of your own'],
  [/\.deb$/, 'for Debian and Ubuntu: `sudo apt install ./FILE`'],
  [/\.tgz$/, 'the package for Node.js: `npm install -g ./FILE`'],
  [/image.*\.tar$/, 'the image (linux/amd64, linux/arm64), in the layout of OCI'],
  [/^sbom/, 'what is in it (CycloneDX)'],
  [/^LICENSES/, 'the licences of all that is in it'],
];

/** Markdown: what changed, and what each file is for. */
export function notesOf({ version, changes, files, leftOut, commit }) {
  const rows = files.map(
    (name) => `| \`${name}\` | ${USES.find(([pattern]) => pattern.test(name))?.[1] ?? ''} |`,
  );
  const missing = leftOut.map(({ what, why }) => `- ${what}: ${why}`);
  return `${[
    `# osscap ${version}`,
    '',
    changes,
    '',
    '## Files',
    '',
    '| file | what it is for |',
    '| --- | --- |',
    ...rows,
    '',
    `\`sha256sum -c SHA256SUMS --ignore-missing\` checks what was fetched. Made from commit ${commit}; \`npm ci && npm run release\``,
    'there makes the same bytes.',
    ...(missing.length === 0 ? [] : ['', 'Not made:', '', ...missing]),
  ].join('\n')}\n`;
}
