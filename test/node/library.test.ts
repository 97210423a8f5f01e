import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { createGunzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  diagnose,
  fromText,
  LARGEST_LIMITS,
  type NodeScanOptions,
  type ScanEvent,
  Secret,
  scan,
} from '../rooms/node.ts';
import { temporaryFolder } from '../support/command.ts';
import { inPieces, WHOLE } from '../support/pieces.ts';
import { FIXTURES } from '../support/truth.ts';

const CAPTURE = join(FIXTURES, 'captures/oss2-v1-mpu-complete-403.client.pcap');
type Source = Parameters<typeof scan>[0];
type Found = Extract<ScanEvent, { readonly type: 'exchange' }>;

/** What a program sees of a scan: the verdicts, and the capture's name and format. */
async function seen(source: Source, options?: NodeScanOptions): Promise<string[]> {
  const lines: string[] = [];
  for await (const event of scan(source, options)) {
    if (event.type === 'exchange')
      lines.push(
        `${event.result.index} ${event.result.diagnosis?.verdict}, checks: ${event.result.checks?.length ?? 0}`,
      );
    else lines.push(`${event.info.path} ${event.info.summary.format}`);
  }
  return lines;
}

describe('the library in Node', () => {
  const { accessKeyId, accessKeySecret } = JSON.parse(
    readFileSync(join(FIXTURES, 'credentials.json'), 'utf8'),
  );
  const key = fromText(accessKeyId);
  const credential = { accessKeyId: key, secret: new Secret(fromText(accessKeySecret)), securityToken: null };
  const keyRing = new Map([[key, credential]]);

  it.each([
    [{ keyring: new Map() }, 'scan has no option keyring: did you mean keyRing?'],
    [{ limits: { warning: 1 } }, 'scan has no limit warning: did you mean warnings?'],
    [{ tls: { keylog: null } }, 'scan has no option of tls keylog: did you mean keyLog?'],
  ])('refuses an option that does not exist, and names the one that was meant', async (options, message) => {
    const events = scan([], options as object);
    await expect(events.next()).rejects.toThrow(new TypeError(message));
  });

  it('gives what failed with its texts decoded, and their bytes', async () => {
    const { failed, info } = await diagnose(CAPTURE);
    expect(info.path).toBe(CAPTURE);
    const [first] = failed;
    expect(failed).toHaveLength(1);
    expect(first?.result.index).toBe(5);
    expect(first?.key?.text).toBe('ttsservice/passwd');
    expect(Buffer.from(first?.key?.bytes ?? []).toString()).toBe('ttsservice/passwd');
  });

  it.each([
    [[Buffer.from('of no kind')], /neither a capture nor text/],
    [[], /neither a capture nor text/],
    [join(FIXTURES, 'scenarios/alioss-tls13-keylog.pcap'), /nothing but TLS that no key opens/],
  ])('is not silent where nothing can be read: %#', async (source, message) => {
    await expect(diagnose(source)).rejects.toThrow(message);
  });

  it('takes an option that is undefined as one that is absent', async () => {
    const given: NodeScanOptions = { keyRing, verifyBodies: true };
    const expected = await seen(CAPTURE, given);
    expect(expected).toEqual(expect.arrayContaining(['2 match, checks: 3', '5 transit-modified, checks: 0']));
    // As from a program in JavaScript, or in TypeScript without exactOptionalPropertyTypes.
    const without = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, undefined]));
    for (const name of ['hasher', 'ports', 'buckets', 'tls', 'limits', 'path'])
      expect([name, await seen(CAPTURE, { ...given, ...without([name]) })]).toEqual([name, expected]);
    expect(await seen(CAPTURE, { ...given, tls: without(['crypto', 'keyLog']) })).toEqual(expected);
    expect(await seen(CAPTURE, { ...given, limits: without(Object.keys(LARGEST_LIMITS)) })).toEqual(expected);
  });

  it('says of a source that gives no bytes what it gives', async () => {
    const text = createReadStream(CAPTURE, 'latin1');
    await expect(seen(text)).rejects.toThrow(/^scan takes pieces of bytes \(Uint8Array\); .* string$/);
    const buffer: Iterable<unknown> = readFileSync(CAPTURE);
    // @ts-expect-error: the compiler refuses it too
    await expect(seen(buffer)).rejects.toThrow(/ number$/);
    const { buffer: memory } = new Uint8Array(readFileSync(CAPTURE));
    // Elements of two bytes would be read as if they were one.
    for (const [kind, piece] of Object.entries({
      ArrayBuffer: memory,
      DataView: new DataView(memory),
      Uint16Array: new Uint16Array(memory, 0, memory.byteLength >> 1),
    })) {
      const pieces: Iterable<unknown> = [piece];
      // @ts-expect-error: the compiler refuses them too
      await expect(seen(pieces)).rejects.toThrow(`the source gives ${kind}`);
    }
    const elsewhere: Uint8Array = runInNewContext('Uint8Array').from(readFileSync(CAPTURE));
    expect(await seen([elsewhere])).toHaveLength(6);
  });

  it.each([
    'scenarios/oss2-v1-content-type-charset.client.pcap',
    'field/hops-and-answers/u15-v4url-token-raw-plus.pcap',
  ])('says the same of %s however the bytes come, and whenever that is read', async (name) => {
    const bytes = readFileSync(join(FIXTURES, name));
    const notesOf = ({ result: { index, diagnosis } }: Found) => [
      index,
      diagnosis?.verdict,
      diagnosis?.notes,
    ];
    const found = async (sizes: readonly number[], isReadAtOnce: boolean) => {
      const pieces: Uint8Array[] = [];
      inPieces(bytes.length, sizes, (start, end) => pieces.push(new Uint8Array(bytes.subarray(start, end))));
      const events: Found[] = [];
      const atOnce: unknown[] = [];
      for await (const event of scan(pieces)) {
        if (event.type !== 'exchange') continue;
        if (isReadAtOnce) atOnce.push(structuredClone(notesOf(event)));
        else events.push(event);
      }
      return isReadAtOnce ? atOnce : events.map(notesOf);
    };
    const expected = await found([1], true);
    for (const sizes of [[1], [7], [1024], [3, 900, 20], WHOLE])
      for (const isReadAtOnce of [true, false])
        expect(await found(sizes, isReadAtOnce), `${sizes} ${isReadAtOnce}`).toEqual(expected);
  });

  it('is stopped from elsewhere by the signal of its stream', async () => {
    const file = join(temporaryFolder(), 'long.pcap');
    const capture = readFileSync(CAPTURE);
    writeFileSync(file, Buffer.concat([capture, ...Array.from({ length: 100 }, () => capture.subarray(24))]));
    const controller = new AbortController();
    const reading = async () => {
      for await (const { type } of scan(createReadStream(file, { signal: controller.signal }))) {
        expect(type).toBe('exchange');
        controller.abort();
      }
    };
    await expect(reading()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  it('reads a packed file as its page says, and leaves no file open', async () => {
    const recipe = 'scan(pipeline(createReadStream(file), createGunzip(), () => {}))';
    for (const page of ['library.md', 'library.zh-CN.md'])
      expect(readFileSync(join(FIXTURES, '../docs', page), 'utf8')).toContain(recipe);
    const unpacked = (file: string) => pipeline(createReadStream(file), createGunzip(), () => {});

    const folder = temporaryFolder();
    const packed = join(folder, 'upload.pcap.gz');
    const [header, packets] = [readFileSync(CAPTURE).subarray(0, 24), readFileSync(CAPTURE).subarray(24)];
    // Longer than what the streams hold, so that much of it is not read where a program leaves early.
    const long = Buffer.concat([header, ...Array.from({ length: 100 }, () => packets)]);
    writeFileSync(packed, gzipSync(long, { level: 0 }));
    expect(await seen(unpacked(packed))).toContain('5 transit-modified, checks: 0');
    await expect(seen(unpacked(join(folder, 'none.gz')))).rejects.toMatchObject({ code: 'ENOENT' });

    const source = createReadStream(packed);
    const closed = new Promise<void>((resolve) => source.once('close', resolve));
    for await (const _ of scan(pipeline(source, createGunzip(), () => {}))) break;
    await closed;
  });
});
