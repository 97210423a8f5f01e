// Writes the bill of materials (CycloneDX) of what is bundled in osscap and of what is installed with it.
// `npm sbom --omit=dev` leaves out the former, and also what a package for development needs too, such as
// tinyglobby; so all of it is asked for, and the lock and the list of licences that the bundler wrote say
// what is shipped.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const installed = Object.entries(lock.packages)
  .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
  .map(([path, entry]) => `${path.replace(/^.*node_modules\//, '')}@${entry.version}`);
const licences = ['bin', 'page']
  .map((folder) => readFileSync(`dist/${folder}/LICENSES.txt`, 'utf8'))
  .join('\n');
const bundled = [...licences.matchAll(/^(\S+) (\d\S*) \(.+\)$/gm)].map(([, of, at]) => `${of}@${at}`);
const shipped = new Set([...installed, ...bundled]);

// The npm that runs this: on Windows `npm` is a batch file, which no program can start without a shell.
const { npm_execpath: npm } = process.env;
if (npm === undefined) throw new Error('run this with npm: npm run sbom');
const output = execFileSync(
  process.execPath,
  [npm, 'sbom', '--sbom-format=cyclonedx', '--sbom-type=application'],
  {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  },
);
const bill = JSON.parse(output);
const root = bill.metadata.component['bom-ref'];
const isKept = (ref) => ref === root || shipped.has(ref);
// npm numbers a bill by lot and dates it now: the same packages have the same bill.
const { timestamp: _, ...metadata } = bill.metadata;
const { SOURCE_DATE_EPOCH: seconds } = process.env;
const dated = seconds === undefined ? {} : { timestamp: new Date(Number(seconds) * 1000).toISOString() };
const components = bill.components.filter((each) => isKept(each['bom-ref']));
const digest = createHash('sha256').update(JSON.stringify(components)).digest('hex');
const kept = {
  ...bill,
  serialNumber: `urn:uuid:${digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-8$4-$5')}`,
  // npm takes the name of the folder.
  metadata: { ...metadata, ...dated, component: { ...bill.metadata.component, name, version } },
  components,
  dependencies: bill.dependencies
    .filter(({ ref }) => isKept(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isKept) })),
};
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(kept, null, 2)}\n`);
