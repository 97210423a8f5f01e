import { spawnSync } from 'node:child_process';
import type { Triple } from './conformance/reference.ts';

const FIELDS = [
  'frame.number',
  'http.request.method',
  'http.request.uri',
  'http.response.code',
  'http.request_in',
];
/**
 * Between the values of a field that stands more than once in a frame; a URI holds no such mark unencoded.
 */
const SEPARATOR = '|';

/** Segments are put in order; TLS is left closed even where the file holds its keys. */
const SETTINGS = ['-o', 'tcp.reassemble_out_of_order:TRUE', '--disable-protocol', 'tls'];

export function hasTshark(): boolean {
  return spawnSync('tshark', ['--version']).status === 0;
}

/** The HTTP exchanges that tshark sees in a capture, in the order of the requests. */
export function exchangesOfTshark(path: string): Triple[] {
  const { status, stdout, stderr } = spawnSync(
    'tshark',
    [
      ...['-r', path, ...SETTINGS, '-Y', 'http', '-T', 'fields', '-E', 'occurrence=a'],
      ...['-E', `aggregator=${SEPARATOR}`, ...FIELDS.flatMap((field) => ['-e', field])],
    ],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new Error(`tshark: ${stderr}`);
  const requests: { frame: string; method: string; target: string }[] = [];
  const answers: { request: string | null; status: number }[] = [];
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const columns = line.split('\t').map((text) => (text === '' ? [] : text.split(SEPARATOR)));
    const [[frame = ''] = [], methods = [], targets = [], codes = [], requestFrames = []] = columns;
    for (const [i, method] of methods.entries()) requests.push({ frame, method, target: targets[i] ?? '' });
    for (const [i, code] of codes.entries()) {
      // An interim answer is not the answer.
      if (!code.startsWith('1')) answers.push({ request: requestFrames[i] ?? null, status: Number(code) });
    }
  }
  const answered = requests.map(({ frame, method, target }): Triple => {
    const at = answers.findIndex(({ request }) => request === frame);
    const [answer] = at < 0 ? [] : answers.splice(at, 1);
    return [method, target, answer?.status ?? null];
  });
  return [...answered, ...answers.map(({ status: code }): Triple => [null, null, code])];
}
