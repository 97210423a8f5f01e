/**
 * `npm run generate -- --out F.pcap`: makes a capture of invented OSS traffic, the same for the same options,
 * and prints what is in it as JSON. Signatures are right, and refusals are those of a server that saw another
 * request. For the options see the usage.
 */
import { GENERATOR_USAGE, parseGeneratorArguments } from './generator/arguments.ts';
import { generateFile } from './generator/generate-file.ts';

try {
  const { out, list, options } = parseGeneratorArguments(process.argv.slice(2));
  const manifest = generateFile(out, options, list);
  process.stdout.write(`${JSON.stringify({ out, ...manifest, options })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${GENERATOR_USAGE}`);
  process.exitCode = 2;
}
