import { describe, expect, it } from 'vitest';
import { KEY_ID } from '../../diagnose/reference-signer.ts';
import type { Suspect } from '../../rooms/diagnose.ts';
import type { HttpRequest } from '../../rooms/http.ts';
import { MOST_SUSPECTS } from '../../rooms/suspects.ts';
import { accepted, byField, codesOf, lastSuspects, refused, type Signed, suspectsOf } from './company.ts';

const PNG = [['Content-Type', 'image/png']] as const;
const typed = { method: 'PUT', body: 'x', headers: PNG } as const;

describe('accepted requests of the same client', () => {
  it('clear what they have too, and say so', () => {
    const alone = lastSuspects(refused({ key: 'a b' }));
    const beside = lastSuspects(accepted({ key: 'c d' }), refused({ key: 'a b' }), accepted({ key: 'e f' }));
    expect(alone[0]?.field).toBe('resource:key');
    // they clear what is no suspect, too, so that the rest does not grow by all of it
    expect(byField(beside, 'resource:key')?.weight ?? 0).toBeLessThan((alone[0]?.weight ?? 0) / 2);
    // nothing that it shows tells it from the accepted ones: much is left to something else
    const total = beside.reduce((sum, { weight }) => sum + weight, 0);
    expect(total).toBeLessThan(0.7);
    const typedKey = lastSuspects(accepted(typed), refused({ ...typed, key: 'a+b' }), accepted(typed));
    expect(typedKey[0]?.field).toBe('resource:key');
    const cleared = byField(typedKey, 'content-type');
    expect(codesOf(cleared).against).toContain('accepted-with-it');
  });

  it('part what they lack from what all refused ones have', () => {
    const put = { method: 'PUT', body: 'x' } as const;
    const requests = [
      ...Array.from({ length: 6 }, (_, at) => accepted({ ...put, key: `${at}.png` })),
      refused({ ...typed, key: '7.png' }),
      refused({ ...typed, key: '8.png' }),
    ];
    for (const [first] of suspectsOf(requests)) {
      expect(first).toMatchObject({ field: 'content-type', kind: 'type-added' });
      expect(first?.weight).toBeGreaterThan(0.7);
      expect(first?.for[0]).toMatchObject({
        code: 'only-refused-have-it',
        args: { refused: 2, accepted: 6 },
      });
    }
  });

  it('leave two causes at once, each of which explains its part of the refused ones', () => {
    const put = { method: 'PUT', body: 'x' } as const;
    const acl = { key: 'c', query: [['acl', '']] } as const;
    const good = Array.from({ length: 6 }, (_, at) => accepted({ ...put, key: `${at}.png` }));
    const bad = Array.from({ length: 4 }, () => [refused(typed), refused(acl)]).flat();
    const [first, second] = suspectsOf([...good, accepted(), ...bad, accepted({ key: 'd' })]).slice(-2);
    expect(first?.[0]).toMatchObject({ field: 'content-type' });
    expect(second?.[0]).toMatchObject({ field: 'resource:subresource:acl' });
    for (const suspects of [first, second]) expect(suspects?.[0]?.weight).toBeGreaterThan(0.5);
  });

  it('part keys in folders from keys in none', () => {
    const good = Array.from({ length: 6 }, (_, at) => accepted({ key: `${at}.png` }));
    const [first] = lastSuspects(...good, refused({ key: 'a/b.png' }), refused({ key: 'c/d.png' }));
    expect(first).toMatchObject({ kind: 'key-other', field: 'resource:key' });
    expect(first?.for[0]).toMatchObject({ code: 'only-refused-have-it', args: { trait: 'key:folders' } });
    const usual = lastSuspects(...good, accepted({ key: 'e/f.png' }), refused({ key: 'c/d.png' }));
    expect(byField(usual, 'resource:key')?.for.map(({ args }) => args['trait'])).not.toContain('key:folders');
  });

  it('part the keys of one folder, or of one extension, from others', () => {
    const good = Array.from({ length: 4 }, (_, at) => accepted({ key: `in/${at}.png` }));
    const traitOf = (...keys: readonly string[]) => {
      const [first] = lastSuspects(
        ...good,
        ...keys.map((key) => refused({ key })),
        accepted({ key: 'in/b.png' }),
      );
      expect(first).toMatchObject({ kind: 'key-other' });
      return first?.for[0]?.args['trait'];
    };
    expect(traitOf('out/1.png', 'out/2.png')).toBe('key:in=out');
    expect(traitOf('in/1.gz', 'in/2.gz')).toBe('key:ext=.gz');
  });

  it('leave a hop whose marks a request bears, unless they went through it, too', () => {
    const via = { headers: [['Via', '1.1 hop']] } as const;
    const hopOf = (...requests: readonly Signed[]) =>
      lastSuspects(...requests).find(({ kind }) => kind === 'hop');
    const alone = hopOf(refused(via));
    expect(alone).toMatchObject({ kind: 'hop', args: { where: 'before-capture' } });
    expect(codesOf(alone).for).toContain('passed-a-forward-proxy');
    expect(hopOf(refused())).toBeUndefined();
    // what only a gateway writes shows another kind of proxy
    const behind = hopOf(refused({ headers: [...via.headers, ['X-Real-IP', '192.0.2.7']] }));
    expect(codesOf(behind).for).toContain('passed-a-hop');
    expect(behind?.weight ?? 0).toBeGreaterThan(alone?.weight ?? 0);
    const hop = hopOf(accepted(via), refused(via), accepted(via));
    expect(hop?.weight ?? 0).toBeLessThan((alone?.weight ?? 0) / 2);
  });

  it('over other connections leave a second configuration, of the same client', () => {
    const [here, there] = ['192.0.2.1:40001', '192.0.2.1:40002'];
    const good = Array.from({ length: 6 }, (_, at) => accepted({ key: `${at}`, from: there }));
    const bad = [refused({ from: here }), refused({ key: 'b', method: 'HEAD', from: here })];
    const [first] = lastSuspects(...good, ...bad, accepted({ from: there }));
    expect(first).toMatchObject({ field: 'secret' });
    expect(codesOf(first)).toEqual({ for: ['secret-apart'], against: ['accepted-by-another'] });
    const mixed = lastSuspects(...good, ...bad, accepted({ from: here }));
    expect(codesOf(byField(mixed, 'secret')).against).toEqual(['secret-accepted']);
    // one refusal may have any cause
    const alone = lastSuspects(...good, refused({ from: here }), accepted({ from: there }));
    expect(codesOf(byField(alone, 'secret')).against).toEqual(['secret-accepted']);
  });

  it('clear the secret, and those of another client do not', () => {
    const secretOf = (agent: string, bucket?: string) => {
      const by = { agent, ...(bucket === undefined ? {} : { bucket }) };
      return byField(lastSuspects(accepted(by), accepted(by), refused()), 'secret');
    };
    const [cleared, elsewhere] = [secretOf('shop/1.0'), secretOf('backup/2.1', 'other')];
    expect(codesOf(cleared).against).toContain('secret-accepted');
    expect(codesOf(elsewhere)).toEqual({
      for: ['nothing-accepted'],
      against: expect.arrayContaining(['accepted-by-another']),
    });
    expect(cleared?.weight ?? 0).toBeLessThan((elsewhere?.weight ?? 0) / 2);
    // the same host says that the key works there
    expect(secretOf('backup/2.1')?.against[0]).toMatchObject({
      code: 'accepted-at-host',
      exchanges: [1, 2],
      args: { accepted: 2 },
    });
  });

  it('of other methods prove little of what goes with the method, and nothing is probable by them', () => {
    const good = Array.from({ length: 6 }, (_, at) => accepted({ key: `${at}.png` }));
    const bad = [refused({ ...typed, key: '7.png' }), refused({ ...typed, key: '8.png' })];
    const [first] = lastSuspects(...good, ...bad);
    expect(first).toMatchObject({ field: 'content-type' });
    expect(first?.weight).toBeLessThan(0.7);
    expect(first?.for[0]).toMatchObject({
      code: 'no-accepted-of-method',
      args: { refused: 2, accepted: 6, method: 'PUT' },
    });
    // an upload that was accepted without it is like with like
    const alike = lastSuspects(...good, accepted({ method: 'PUT', body: 'x', key: '6.png' }), ...bad);
    expect(codesOf(alike[0]).for).toContain('only-refused-have-it');
    expect(alike[0]?.weight).toBeGreaterThan(first?.weight ?? 1);
    // a key is the same whatever is done with it
    const named = lastSuspects(...good, ...bad.map((each) => ({ ...each, headers: [], key: 'a b' })));
    expect(codesOf(byField(named, 'resource:key')).for).toContain('only-refused-have-it');
  });

  it('count once they were accepted before a moment, and refused after it', () => {
    const headers = [['x-oss-meta-owner', 'a']] as const;
    const before = [accepted({ headers }), accepted({ headers }), accepted({ key: 'b' })];
    const suspects = lastSuspects(
      ...before,
      refused({ headers, key: 'd' }),
      refused({ headers, key: 'e' }),
      accepted({ key: 'c' }),
    );
    const meta = byField(suspects, 'oss-header:x-oss-meta-owner');
    expect(meta?.for[0]).toMatchObject({ code: 'since', args: { first: 2 } });
    // one refusal alone is no moment from which on all are refused
    const once = byField(
      lastSuspects(...before, refused({ headers }), accepted({ key: 'c' })),
      'oss-header:x-oss-meta-owner',
    );
    expect(codesOf(once)).toMatchObject({ for: [], against: ['accepted-with-it'] });
    // where nothing else was accepted afterwards, all changed, and not what some requests have
    const whole = lastSuspects(...before, refused({ headers }), refused({ headers }), refused({ key: 'c' }));
    expect(whole[0]?.field).toBe('secret');
    expect(codesOf(byField(whole, 'oss-header:x-oss-meta-owner')).for).not.toContain('since');
  });

  it('leave no secret that was changed, where the answer changed faster than one is entered', () => {
    const at = (second: number): Partial<Signed> => ({
      edit: (sent) => ({ ...sent, time: { ...sent.time, seconds: sent.time.seconds + second } }),
    });
    // each is sent a second after the one before it
    const [first] = suspectsOf([refused(), accepted()]);
    const [atOnce] = suspectsOf([refused(at(1)), accepted()]);
    expect(first?.[0]).toMatchObject({ field: 'secret' });
    expect(byField(atOnce ?? [], 'secret')?.weight ?? 0).toBeLessThan((first?.[0]?.weight ?? 0) / 2);
  });

  it('give several parameters that nothing tells apart no more belief than two', () => {
    const belief = (query: readonly (readonly [string, string])[]): number => {
      const all = lastSuspects(refused({ version: 'v4', query, agent: 'aws-cli/2.0' }));
      return all
        .filter(({ kind }) => kind === 'parameter-other')
        .reduce((sum, { weight }) => sum + weight, 0);
    };
    const two = belief([
      ['list-type', '2'],
      ['prefix', 'a'],
    ]);
    expect(two).toBeGreaterThan(0);
    expect(
      belief([
        ['delimiter', '/'],
        ['list-type', '2'],
        ['prefix', 'a'],
      ]),
    ).toBeLessThanOrEqual(two);
  });

  it('show an & that was escaped, which is no parameter to give to an SDK', () => {
    const escaped = (sent: HttpRequest): HttpRequest => ({ ...sent, target: `${sent.target}&amp;acl` });
    const url = { version: 'v1-url' } as const;
    const [first] = lastSuspects(accepted(url), accepted(url), refused({ ...url, edit: escaped }));
    expect(first).toMatchObject({
      kind: 'parameter-escaped',
      cause: 'mangled-parameters',
      args: { name: 'amp;acl' },
    });
  });
});

describe('what is another value in each request', () => {
  it('is not cleared by requests with other values', () => {
    const good = Array.from({ length: 6 }, (_, at) => accepted({ key: `${at}.jpg` }));
    const fields = lastSuspects(...good, refused({ key: 'b.jpg' }), accepted({ key: 'c.jpg' }));
    expect(fields.slice(0, 3).map(({ field }) => field)).toEqual(
      expect.arrayContaining(['resource:key', 'signature']),
    );
    expect(byField(fields, 'secret')?.weight ?? 0).toBeLessThan(fields[0]?.weight ?? 0);
  });

  it('is named where another request has the same signature', () => {
    const again = (sent: HttpRequest) => ({ ...sent, target: '/other.jpg' });
    const [first] = lastSuspects(accepted(), accepted({ key: 'b.jpg' }), refused({ edit: again }));
    expect(first?.kind).toBe('key-other');
    expect(first?.for[0]).toMatchObject({ code: 'signature-of-another', exchanges: [1] });
    expect(first?.weight).toBeGreaterThan(0.7);
  });

  it('is the method, where that of the other request differs: its headers go with it', () => {
    const url = { version: 'v1-url' } as const;
    const put = (sent: HttpRequest): HttpRequest => ({
      ...sent,
      method: 'PUT',
      headers: [
        ...sent.headers,
        { name: 'Content-Type', value: 'image/png', rawValue: 'image/png', frame: 1 },
      ],
    });
    const suspects = lastSuspects(
      accepted(url),
      accepted({ ...url, key: 'b' }),
      refused({ ...url, edit: put }),
    );
    expect(suspects[0]).toMatchObject({ field: 'method', for: [{ code: 'signature-of-another' }] });
    expect(byField(suspects, 'content-type')).toBeUndefined();
  });
});

describe('what strikes every request of a client', () => {
  it('grows with what was refused like the secret, and not where something was accepted', () => {
    const ratio = (...requests: readonly Signed[]) => {
      const suspects = lastSuspects(...requests);
      const weight = (field: Suspect['field']) => byField(suspects, field)?.weight ?? 0;
      return weight('secret') / weight('resource:bucket');
    };
    const many = [refused(), refused({ key: 'b' }), refused({ method: 'DELETE' }), refused({ key: 'c' })];
    expect(ratio(...many)).toBeCloseTo(ratio(refused()), 0);
  });

  it('may be a secret that was changed, where all was accepted before and nothing after', () => {
    const before = [accepted(), accepted({ key: 'b' })];
    const after = [refused({ key: 'c' }), refused({ method: 'DELETE' }), refused({ key: 'd' })];
    const changed = byField(lastSuspects(...before, ...after), 'secret');
    expect(changed?.for).toMatchObject([{ code: 'secret-since', args: { first: 2 } }]);
    const between = byField(lastSuspects(...before, ...after, accepted({ key: 'e' })), 'secret');
    expect(changed?.weight ?? 0).toBeGreaterThan(between?.weight ?? 0);
  });
});

describe('refused requests of the same client', () => {
  it('weaken what they lack, and say so', () => {
    const ofType = (...requests: readonly Signed[]) => byField(lastSuspects(...requests), 'content-type');
    const form = { ...typed, headers: [['Content-Type', 'application/x-www-form-urlencoded']] } as const;
    const [alone, beside] = [ofType(refused(form)), ofType(refused({ key: 'plain' }), refused(form))];
    expect(beside?.weight ?? 0).toBeLessThan(alone?.weight ?? 0);
    expect(codesOf(beside).against).toContain('refused-without-it');
  });

  it('of different operations make nothing less of the secret', () => {
    const one = byField(lastSuspects(refused()), 'secret');
    const many = byField(
      lastSuspects(
        refused(),
        refused({ method: 'PUT', body: 'x' }),
        refused({ method: 'DELETE' }),
        refused({ key: 'b' }),
      ),
      'secret',
    );
    expect(many?.weight ?? 0).toBeGreaterThan(one?.weight ?? 1);
    expect(codesOf(many).for).toContain('nothing-accepted');
  });
});

describe('two keys of one client', () => {
  const OTHER = 'LTAI5tOtherKeyOfClient01';
  const withOther = (sent: HttpRequest): HttpRequest => ({
    ...sent,
    target: sent.target.replaceAll(KEY_ID, OTHER),
    headers: sent.headers.map((line) => ({
      ...line,
      value: line.value.replaceAll(KEY_ID, OTHER),
      rawValue: line.rawValue.replaceAll(KEY_ID, OTHER),
    })),
  });

  it.each(['v1', 'v4', 's3v4', 'v1-url', 'v4-url', 's3v4-url'] as const)(
    'have a secret each, of which one says nothing of the other (%s)',
    (version) => {
      const own = byField(lastSuspects(accepted({ version }), refused({ version })), 'secret');
      const requests = [accepted({ version }), refused({ version }), refused({ version, edit: withOther })];
      const other = byField(lastSuspects(...requests), 'secret');
      // cleared, or so far down that five others stand before it
      if (own !== undefined) expect(codesOf(own).against).toContain('secret-accepted');
      expect(own?.weight ?? 0).toBeLessThan((other?.weight ?? 0) / 4);
      expect(other?.args['id']).toBe(OTHER);
      expect(codesOf(other).for).toContain('nothing-accepted');
      expect(codesOf(other).against).not.toContain('secret-accepted');
    },
  );
});

describe('two applications with one key', () => {
  it('are two: what one does rightly says nothing of the other', () => {
    const spaced = { key: 'a b' } as const;
    const alone = lastSuspects(refused(spaced));
    const beside = lastSuspects(
      ...Array.from({ length: 8 }, () => accepted({ ...spaced, agent: 'backup/2.1' })),
      refused(spaced),
    );
    expect(beside[0]).toMatchObject({ field: alone[0]?.field, kind: alone[0]?.kind });
    expect(codesOf(beside[0]).against).not.toContain('accepted-with-it');
  });
});

describe('what the request itself shows', () => {
  const behind = (sent: Parameters<NonNullable<Signed['edit']>>[0]) => {
    const isType = ({ name }: { readonly name: string }) => name === 'Content-Type';
    const headers = [...sent.headers.filter((each) => !isType(each)), ...sent.headers.filter(isType)];
    return { ...sent, headers };
  };

  it('raises a header behind Authorization, and the type of a form', () => {
    const usual = byField(lastSuspects(refused(typed)), 'content-type');
    const added = byField(lastSuspects(refused({ ...typed, edit: behind })), 'content-type');
    expect(added?.weight ?? 0).toBeGreaterThan(usual?.weight ?? 1);
    expect(codesOf(added).for).toContain('behind-authorization');
    const form = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
    const [first] = lastSuspects(refused({ ...typed, headers: form }));
    expect(first?.field).toBe('content-type');
    expect(codesOf(first).for).toContain('form-type');
  });

  it('names a parameter that the SDK never signs', () => {
    const query = [['versionId', '1']] as const;
    const [first] = lastSuspects(refused({ query, agent: 'aliyun-sdk-c/3.0' }));
    expect(first?.field).toBe('resource:subresource:versionId');
    expect(codesOf(first).for).toContain('sdk-never-signs');
    const other = byField(lastSuspects(refused({ query })), 'resource:subresource:versionId');
    expect(codesOf(other).for).not.toContain('sdk-never-signs');
  });

  it('names a type on a signed URL, whose signer did not see the request', () => {
    for (const type of ['image/png', 'application/octet-stream', 'multipart/form-data; boundary=a']) {
      const headers = [['Content-Type', type]] as const;
      const [first] = lastSuspects(
        refused({ version: 'v1-url', method: 'PUT', body: 'x', key: 'a', headers }),
      );
      expect(first?.field, type).toBe('content-type');
    }
    const data = [['Content-Type', 'multipart/form-data; boundary=a']] as const;
    const [form] = lastSuspects(
      refused({ version: 'v4-url', method: 'PUT', body: 'x', key: 'a', headers: data }),
    );
    expect(codesOf(form).for).toContain('form-data');
    // version 4 of the S3 dialect signs the listed headers alone
    const unlisted = (sent: Parameters<NonNullable<Signed['edit']>>[0]) => {
      const line = { name: 'Content-Type', value: 'image/png', rawValue: ' image/png', frame: 4 };
      return { ...sent, headers: [...sent.headers, line] };
    };
    const signed = lastSuspects(refused({ version: 's3v4-url', method: 'PUT', body: 'x', edit: unlisted }));
    expect(byField(signed, 'content-type')).toBeUndefined();
  });

  it('names a bucket in the path that the host stands for already', () => {
    expect(lastSuspects(refused({ key: 'demo/a.jpg' }))[0]?.kind).toBe('bucket-in-path');
    const kinds = (plain: Partial<Signed>) => lastSuspects(refused(plain)).map(({ kind }) => kind);
    expect(kinds({ key: 'demo.jpg' })).not.toContain('bucket-in-path');
    expect(kinds({ key: 'demo/a.jpg', addressing: 'path' })).not.toContain('bucket-in-path');
    // Go encodes the slashes of a key
    const encoded = (sent: HttpRequest) => ({ ...sent, target: '/demo%2Fa.jpg' });
    expect(kinds({ key: 'demo/a.jpg', edit: encoded })[0]).toBe('bucket-in-path');
    expect(kinds({ key: 'demo/a.jpg', version: 's3v4' })).not.toContain('bucket-in-path');
  });

  it('names parameters of a URL that may have been added, and none that names the operation', () => {
    const fields = (query: Signed['query']) =>
      lastSuspects(refused({ version: 'v4-url', query: query ?? [] })).map(({ field }) => field);
    expect(fields([['x-oss-process', 'image/resize,w_100']])).toContain('canonical-query:x-oss-process');
  });

  it('names a raw + in a parameter, which is read as a space', () => {
    const plus = (sent: Parameters<NonNullable<Signed['edit']>>[0]) => ({
      ...sent,
      target: sent.target.replace('eyJh%2Bfn0', 'eyJh+fn0'),
    });
    const query = [['callback', 'eyJh+fn0']] as const;
    const of = (edit?: Signed['edit']) =>
      byField(
        lastSuspects(refused({ version: 'v1-url', query, ...(edit === undefined ? {} : { edit }) })),
        'resource:subresource:callback',
      );
    expect(codesOf(of(plus)).for).toContain('plus-raw');
    expect(codesOf(of()).for).not.toContain('plus-raw');
  });
});

describe('what has a name', () => {
  it('is one suspect whatever its names, of which the accepted ones clear some', () => {
    const meta = (...names: readonly string[]) => ({
      ...typed,
      headers: [...PNG, ...names.map((name) => [`x-oss-meta-${name}`, 'x'] as const)],
    });
    const both = lastSuspects(accepted(typed), accepted({ ...typed, key: 'b' }), refused(meta('a', 'b')));
    expect(both.filter(({ kind }) => kind === 'header-meta')).toHaveLength(1);
    expect(both[0]).toMatchObject({
      kind: 'header-meta',
      field: 'oss-header:x-oss-meta-a',
      fields: ['oss-header:x-oss-meta-a', 'oss-header:x-oss-meta-b'],
    });
    const [one] = lastSuspects(accepted(typed), accepted(meta('a')), refused(meta('a', 'b')));
    expect(one).toMatchObject({ kind: 'header-meta', field: 'oss-header:x-oss-meta-b' });
    expect(one).not.toHaveProperty('fields');
  });
});

describe('a signature', () => {
  it('in letters that its version does not write was changed', () => {
    const lower = (sent: HttpRequest): HttpRequest => ({
      ...sent,
      headers: sent.headers.map((line) => {
        if (line.name !== 'Authorization') return line;
        const value = line.value.replace(/[^:=]*=*$/, (signature) => signature.toLowerCase());
        return { ...line, value, rawValue: ` ${value}` };
      }),
    });
    const [first] = lastSuspects(refused({ edit: lower }));
    expect(first).toMatchObject({ kind: 'signature' });
    expect(codesOf(first).for).toContain('signature-form');
    const usual = lastSuspects(refused()).find(({ kind }) => kind === 'signature');
    expect(codesOf(usual).for).not.toContain('signature-form');
  });
});

describe('parameters and forms', () => {
  it('that own code signs are suspected where they are not in the order of their names', () => {
    const order = (query: Signed['query'], agent = 'shop/1.0') =>
      byField(lastSuspects(refused({ query: query ?? [], agent })), 'resource:subresource:uploadId');
    const swapped = (sent: HttpRequest) => ({
      ...sent,
      target: sent.target.replace(/\?(.+)&(.+)$/, '?$2&$1'),
    });
    const query = [
      ['partNumber', '1'],
      ['uploadId', 'A'],
    ] as const;
    const sorted = order(query);
    const other = byField(lastSuspects(refused({ query, edit: swapped })), 'resource:subresource:uploadId');
    expect(codesOf(sorted).for).not.toContain('not-sorted');
    expect(codesOf(other).for).toContain('not-sorted');
  });

  it('of version 4 have a signing key that may have been derived otherwise', () => {
    const version = 'post-v4';
    expect(byField(lastSuspects(refused({ version, method: 'POST' })), 'scope:region')).toBeDefined();
  });
});

describe('what is given', () => {
  const VERSIONS = [
    'v1',
    'v1-url',
    'v2',
    'v2-url',
    'v4',
    'v4-url',
    'post-v1',
    'post-v4',
    's3v2',
    's3v4',
    's3v4-url',
  ] as const;

  it.each(VERSIONS)(
    'is at most five, sorted, of different fields, and no more than the whole: %s',
    (version) => {
      const method = version.startsWith('post') ? 'POST' : 'PUT';
      const headers = [...PNG, ['x-oss-meta-a', 'é'], ['Content-MD5', 'a']] as const;
      const suspects = lastSuspects(refused({ version, method, key: 'ä (1)+.png', headers, body: 'x' }));
      expect(suspects.length).toBeGreaterThan(1);
      expect(suspects.length).toBeLessThanOrEqual(MOST_SUSPECTS);
      const weights = suspects.map(({ weight }) => weight);
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      expect(new Set(suspects.map(({ field }) => field)).size).toBe(suspects.length);
    },
  );

  it('is nothing where something is proved, or the request was accepted', () => {
    expect(suspectsOf([accepted(), accepted({ key: 'a b' })])).toEqual([]);
  });

  it('says of the secret whose it is', () => {
    const secret = byField(lastSuspects(refused(), refused({ key: 'b' })), 'secret');
    expect(secret?.args).toEqual({ id: KEY_ID });
  });
});
