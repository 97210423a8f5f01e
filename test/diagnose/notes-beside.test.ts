import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consistent, History, type Note, note } from '../rooms/diagnose.ts';
import { NOTE_IDS } from '../rooms/sentences.ts';
import { credentialsFile, osscap } from '../support/command.ts';
import { FIXTURES, truths } from '../support/truth.ts';
import { PLAIN, type Plain, send, sign } from './reference-signer.ts';
import {
  diagnosed,
  errorAnswer,
  keyRing,
  mismatch,
  missigned,
  NO_KEYS,
  noteIds,
  OK,
  ossExchange,
} from './scenario.ts';

const good = (plain: Plain = PLAIN) => send('v1', plain, sign('v1', plain));
const HARBOR = credentialsFile([
  { accessKeyId: 'LTAI5tHarborKey000000001', secret: 'HarborSecretFake0000000000001x' },
]);

describe('a note that points to the key', () => {
  it('stands where the key is open, and nothing points to the requests', () => {
    const history = new History();
    diagnosed(good(), mismatch(good()), NO_KEYS, history);
    expect(noteIds(diagnosed(good(), mismatch(good()), NO_KEYS, history))).toContain('key-always-fails');
    // a signature that is cut would make every request fail
    const cut = send('v1', PLAIN, sign('v1', PLAIN).slice(0, 22));
    const ids = noteIds(diagnosed(cut, mismatch(cut), NO_KEYS, history));
    expect(ids).toContain('signature-length');
    expect(ids).not.toContain('key-always-fails');
  });

  it('stands beside no change in transit, and beside nothing after one proved that the key is used', () => {
    const history = new History();
    const changed = mismatch(good(), { server: (text) => text.replace(/\n\n\n/, '\n\ntext/x\n') });
    for (let at = 0; at < 9; at++) {
      const diagnosis = diagnosed(good(), changed, keyRing(), history);
      expect(diagnosis).toMatchObject({ verdict: 'transit-modified', certainty: 'proven' });
      expect(noteIds(diagnosis)).not.toContain('key-always-fails');
    }
    expect(noteIds(diagnosed(good(), mismatch(good()), NO_KEYS, history))).not.toContain('key-always-fails');
  });

  it('stands beside no mistake of the client that was proved', () => {
    const history = new History();
    const sent = send('v1', { ...PLAIN, key: 'a b' }, sign('v1', { ...PLAIN, key: 'a%20b' }));
    for (let at = 0; at < 3; at++) {
      const diagnosis = diagnosed(sent, mismatch(sent), keyRing(), history);
      expect(diagnosis.verdict).toBe('client-miscomputed');
      expect(noteIds(diagnosis)).not.toContain('key-always-fails');
    }
  });

  it('falls beside each of those that point to the request, and to nothing else', () => {
    const always = note('key-always-fails', { count: 2 });
    const everything = new Set(['key', 'client', 'way', 'request'] as const);
    const beside = (id: string): readonly string[] => {
      const other: Note = { id, args: {} };
      return consistent([always, other], everything).map((each) => each.id);
    };
    const facts = ['clock', 'content-md5-matches', 'search-tried', 'bucket-from-server'];
    for (const id of NOTE_IDS) {
      const isSuspect = /^passed-|^proxy-|absent$|length$|fits-one|host-of/.test(id);
      if (isSuspect) expect(beside(id), id).toEqual([id]);
      if (facts.includes(id)) expect(beside(id), id).toEqual(['key-always-fails', id]);
    }
  });
});

/** Verdicts that say that it is not the key, or not the request. */
const NOT_THE_KEY =
  /^(?:transit-modified|client-miscomputed|digest|clock-skew|expired|token|malformed-auth)$/;
const NOT_THE_CLIENT = /^(?:transit-modified|digest|clock-skew|expired|token|unknown-key|access-denied)$/;
const OF_KEY = /^key-always-fails:/;
const OF_CLIENT = /^host-of-signature/;

interface Found {
  readonly captures: readonly {
    readonly exchanges: readonly {
      readonly signature?: { readonly accessKeyId: string } | null;
      readonly diagnosis?: {
        readonly verdict: string;
        readonly certainty: string | null;
        readonly notes: readonly string[];
        readonly suspects?: readonly unknown[];
      } | null;
    }[];
  }[];
}

/** Notes and suspects that stand beside a verdict which says otherwise. */
function contradictions(path: string, ...args: readonly string[]): readonly string[] {
  const { stdout } = osscap(['scan', path, '--no-config', '--format', 'json', ...args]);
  const found: string[] = [];
  const proved = new Set<string>();
  for (const { exchanges } of (JSON.parse(stdout) as Found).captures) {
    for (const { signature, diagnosis } of exchanges) {
      if (diagnosis == null) continue;
      const { verdict, certainty, notes, suspects } = diagnosis;
      if (suspects !== undefined && (certainty === 'proven' || NOT_THE_CLIENT.test(verdict))) {
        found.push(`${verdict}: suspects`);
      }
      const key = signature?.accessKeyId ?? '';
      const isProof = verdict === 'transit-modified' && certainty === 'proven';
      if (isProof) proved.add(key);
      const isKeyRight = NOT_THE_KEY.test(verdict) || (proved.has(key) && certainty !== 'proven');
      for (const each of notes) {
        if (OF_KEY.test(each) && isKeyRight) found.push(`${verdict}: ${each}`);
        if (OF_CLIENT.test(each) && NOT_THE_CLIENT.test(verdict)) found.push(`${verdict}: ${each}`);
      }
    }
  }
  return found;
}

describe('no note contradicts its verdict', () => {
  const folders = ['captures', 'scenarios'].flatMap((folder) => truths(folder));
  it.each(folders)('of $name', ({ capture, credentials }) => {
    expect(contradictions(capture)).toEqual([]);
    expect(contradictions(capture, '--credentials', credentialsFile(credentials))).toEqual([]);
  });

  it.each(readdirSync(join(FIXTURES, 'notes')))('of %s', (name) => {
    const path = join(FIXTURES, 'notes', name);
    expect(contradictions(path)).toEqual([]);
    expect(contradictions(path, '--credentials', HARBOR)).toEqual([]);
  });
});

it('a key ID that looks like a placeholder is none where it succeeds elsewhere', () => {
  const id = 'your-access-key-id';
  const named = () => {
    const sent = good();
    const headers = sent.headers.map((line) =>
      line.name.toLowerCase() === 'authorization'
        ? { ...line, value: line.value.replace(/^OSS [^:]*/, `OSS ${id}`) }
        : line,
    );
    return { ...sent, headers };
  };
  const unknown = errorAnswer(403, 'InvalidAccessKeyId');
  expect(diagnosed(named(), unknown).cause?.id).toBe('key-id-placeholder');
  const history = new History();
  diagnosed(named(), OK, NO_KEYS, history);
  expect(diagnosed(named(), unknown, NO_KEYS, history).cause).toEqual({
    id: 'key-gone',
    args: { exchange: 7 },
  });
});

it('no bucket is to be named for a host that is not there', () => {
  const sent = good();
  const bare = { ...sent, headers: sent.headers.filter(({ name }) => name.toLowerCase() !== 'host') };
  expect(ossExchange(bare, OK).request?.bucketUnknown).toBe(true);
  expect(noteIds(diagnosed(bare, errorAnswer(403, 'SignatureDoesNotMatch')))).not.toContain(
    'tool-bucket-unknown',
  );
});

describe('what real captures are told', () => {
  const told = (name: string, lang = 'en', ...args: readonly string[]) => {
    const path = join(FIXTURES, 'notes', `${name}.pcap`);
    const all = ['scan', path, '-v', '--no-config', '--width', '120', '--lang', lang, ...args];
    return osscap(all).stdout.replace(/\s+/g, ' ');
  };
  const proved = ['--credentials', HARBOR] as const;

  it('a form cannot be signed ahead', () => {
    for (const args of [proved, []]) {
      expect(told('signed-url-formdata', 'en', ...args)).toMatch(/[Ss]end the file itself as the body/);
      expect(told('signed-url-formdata', 'en', ...args)).not.toContain('pass the Content-Type to the SDK');
      expect(told('signed-url-formdata', 'zh', ...args)).toContain('请把文件本身作为请求体发送');
    }
  });

  it('nginx drops headers with an underscore', () => {
    for (const lang of ['en', 'zh']) {
      expect(told('nginx-underscore-header', lang)).toContain('underscores_in_headers on;');
    }
    expect(told('both-sides-of-nginx')).not.toContain('points to the key');
  });

  it('what was sent is spelled as the request has it, and what differs is seen', () => {
    expect(told('nginx-decoded-path', 'en', ...proved)).toContain(
      'sent as "d/a%2Bb.txt", received as "d/a b.txt"',
    );
    const callback = told('signed-url-callback', 'en', ...proved);
    expect(callback).toContain('fn5+Ii');
    expect(callback).toContain('fn5 Ii');
  });

  it('a change on the way is cured by HTTPS too', () => {
    expect(told('nginx-decoded-path')).toContain('connect to OSS over HTTPS, end to end');
    expect(told('nginx-decoded-path', 'zh')).toContain('全程用 HTTPS 连接 OSS');
  });

  it('what did not prove anything is headed by no "proof"', () => {
    const wrong = credentialsFile([
      { accessKeyId: 'LTAI5tHarborKey000000001', secret: 'QuiteAnotherSecretThatFitsNothing' },
    ]);
    for (const format of ['table', 'markdown', 'junit', 'html'] as const) {
      const path = join(FIXTURES, 'notes', 'signed-url-fetch.pcap');
      const args = ['--format', format, '-v', '--credentials', wrong, '--no-config'];
      const { stdout } = osscap(['scan', path, ...args]);
      expect(stdout, format).toMatch(/does not turn the captured\s+request/);
      expect(stdout, format).not.toMatch(/proof["*:\s]*(?:text":")?\s*the secret you supplied/i);
    }
  });
});

describe('what was sent', () => {
  const sentAs = (version: 'v1' | 'v4', sent: Plain, believed: Partial<Plain>) => {
    const args = missigned(version, sent, believed).cause?.args ?? {};
    return [args['sent'], args['read']];
  };

  it('is what the path has, and beside it what is signed of that', () => {
    expect(sentAs('v1', { ...PLAIN, key: 'a b' }, { key: 'a%20b' })).toEqual(['a%20b', 'a b']);
    expect(sentAs('v1', { ...PLAIN, key: 'A' }, { key: 'a' })).toEqual(['A', undefined]);
    // the bucket and the slash before the key are no spelling of it
    expect(sentAs('v1', { ...PLAIN, key: '/a' }, { key: 'a' })).toEqual(['/a', undefined]);
    expect(sentAs('v4', { ...PLAIN, key: 'A' }, { key: 'a' })[1]).toBeUndefined();
  });
});
