import { describe, expect, it } from 'vitest';
import { keyRing } from '../../diagnose/scenario.ts';
import type { HttpRequest } from '../../rooms/http.ts';
import { accepted, byField, codesOf, lastSuspects, refused, type Signed, suspectsOf } from './company.ts';

const PUT = { method: 'PUT', body: 'x' } as const;
const TYPED = { ...PUT, headers: [['Content-Type', 'image/png']] } as const;

/** A line that the request gets after it was signed. */
const withLine =
  (name: string, value: string) =>
  (sent: HttpRequest): HttpRequest => ({
    ...sent,
    headers: [...sent.headers, { name, value, rawValue: ` ${value}`, frame: 4 }],
  });

describe('a Content-Type that is not there', () => {
  it('may be one that was signed, where accepted requests have one and refused ones have no body', () => {
    const good = Array.from({ length: 8 }, (_, at) => accepted({ ...TYPED, key: `${at}.png` }));
    const bad = [refused({ key: 'b.png' }), refused({ method: 'DELETE' }), refused({ method: 'HEAD' })];
    const [first] = lastSuspects(...good.slice(4), ...bad, ...good.slice(0, 4));
    expect(first).toMatchObject({ kind: 'type-dropped', field: 'content-type' });
    expect(codesOf(first).for).toContain('no-accepted-of-method');
  });

  it('is no suspect where nothing tells it from others, or requests without it were accepted', () => {
    expect(byField(lastSuspects(refused()), 'content-type')).toBeUndefined();
    const beside = lastSuspects(accepted(TYPED), accepted({ key: 'b' }), refused({ key: 'c' }));
    expect(byField(beside, 'content-type')).toBeUndefined();
  });

  it('is what an upload by a signed URL lacks most', () => {
    const weightOf = (version: 'v1' | 'v1-url') =>
      byField(lastSuspects(refused({ ...PUT, version })), 'content-type')?.weight ?? 0;
    expect(weightOf('v1-url')).toBeGreaterThan(2 * weightOf('v1'));
    const kinds = lastSuspects(refused({ ...PUT, version: 'v1-url' })).map(({ kind }) => kind);
    expect(kinds.slice(0, 3)).toContain('type-lost');
  });
});

describe('a security token', () => {
  it('strikes all requests of a client, so that refusals of all fit it as they fit the secret', () => {
    const own = { token: 'CAIS+token/1' } as const;
    const ratio = (...requests: readonly Signed[]) => {
      const suspects = lastSuspects(...requests);
      const of = (field: 'secret' | 'oss-header:x-oss-security-token') =>
        byField(suspects, field)?.weight ?? 0;
      return of('oss-header:x-oss-security-token') / of('secret');
    };
    const many = [refused(own), refused({ ...own, method: 'DELETE' }), refused({ ...own, method: 'HEAD' })];
    // in many requests there is a token more often than in one
    expect(ratio(...many)).toBeLessThanOrEqual(ratio(refused(own)));
    expect(ratio(...many)).toBeGreaterThan(0.2);
  });
});

describe('a POST of an object', () => {
  it('that is no operation of OSS was meant as a PUT', () => {
    const methodOf = (plain: Partial<Signed>) =>
      byField(lastSuspects(refused({ method: 'POST', body: 'x', ...plain })), 'method');
    expect(codesOf(methodOf({})).for).toContain('no-such-operation');
    expect(codesOf(methodOf({ query: [['uploads', '']] })).for).not.toContain('no-such-operation');
  });
});

describe('a key without an extension', () => {
  it('may be the beginning of one, where all accepted ones have an extension', () => {
    const good = Array.from({ length: 8 }, (_, at) => accepted({ key: `lots/${at}.png` }));
    const [first] = lastSuspects(...good, refused({ key: 'lots/lot' }));
    expect(first).toMatchObject({ kind: 'key-cut', field: 'resource:key' });
    const usual = lastSuspects(...good, accepted({ key: 'lots/list' }), refused({ key: 'lots/lot' }));
    expect(usual.map(({ kind }) => kind)).not.toContain('key-cut');
    expect(lastSuspects(refused({ key: 'lot' })).map(({ kind }) => kind)).not.toContain('key-cut');
  });
});

describe('what the version does not sign', () => {
  it('is suspected of version 1 for its parameters, where code of somebody’s own signs', () => {
    const edit = (sent: HttpRequest) => ({ ...sent, target: '/?prefix=a&max-keys=9' });
    const listing = (agent: string) => lastSuspects(refused({ key: '', edit, agent }));
    const own = listing('shop/1.0').find(({ kind }) => kind === 'parameter-unsigned');
    expect(own).toMatchObject({ field: 'resource:subresource:prefix', args: { name: 'prefix' } });
    expect(listing('aliyun-sdk-c/3.0').map(({ kind }) => kind)).not.toContain('parameter-unsigned');
  });

  it('is suspected of version 4 for a header that is not listed', () => {
    const ranged = { version: 'v4', edit: withLine('Range', 'bytes=0-9') } as const;
    const good = Array.from({ length: 4 }, (_, at) => accepted({ version: 'v4', key: `${at}.png` }));
    const [first] = lastSuspects(...good, refused({ ...ranged, key: 'a.png' }), refused(ranged));
    expect(first).toMatchObject({ kind: 'header-unlisted', args: { name: 'range' } });
    const cleared = lastSuspects(accepted(ranged), refused(ranged));
    expect(cleared[0]?.kind).not.toBe('header-unlisted');
  });
});

describe('the expiry of a URL', () => {
  it('may have been put off, where all accepted ones end much sooner', () => {
    const version = 'v1-url';
    // a day later than it was signed for
    const edit = (sent: HttpRequest) => ({
      ...sent,
      target: sent.target.replace('Expires=1735738496', 'Expires=1735824896'),
    });
    const good = Array.from({ length: 6 }, (_, at) => accepted({ version, key: `${at}.jpg` }));
    const [first] = lastSuspects(...good, refused({ version, edit }), refused({ version, edit }));
    expect(first).toMatchObject({ kind: 'expires', field: 'date' });
    const kinds = lastSuspects(...good, refused({ version })).map(({ kind }) => kind);
    expect(kinds).not.toContain('expires');
  });
});

describe('another client with the same key', () => {
  const spaced = { key: 'a b.jpg' } as const;
  const weightBeside = (agent: string, plain: Partial<Signed>, own = 'shop/1.0') => {
    const others = Array.from({ length: 3 }, () => accepted({ ...plain, agent }));
    return lastSuspects(...others, refused({ ...plain, agent: own }));
  };

  it('that signs by the same code clears what it sends, too, and says so', () => {
    const same = byField(weightBeside('shop/2.3', spaced), 'resource:key');
    const other = byField(weightBeside('backup/2.3', spaced), 'resource:key');
    expect(same?.weight ?? 0).toBeLessThan(other?.weight ?? 0);
    expect(codesOf(same).against).toContain('relative-with-it');
    expect(codesOf(other).against).not.toContain('relative-with-it');
  });

  it('uses URLs of the same backend, whoever it is; and browsers run anybody’s code', () => {
    const url = { ...spaced, version: 'v1-url' } as const;
    expect(codesOf(byField(weightBeside('backup/2.3', url), 'resource:key')).against).toContain(
      'relative-with-it',
    );
    const browser = byField(weightBeside('Mozilla/5.0 (X)', spaced, 'Mozilla/5.0 (Y)'), 'resource:key');
    expect(codesOf(browser).against).not.toContain('relative-with-it');
  });
});

describe('rates alone', () => {
  it('make nothing probable', () => {
    const url = { ...PUT, version: 'v1-url', agent: 'curl/8.5.0' } as const;
    const typed = { ...url, headers: [['Content-Type', 'application/x-tar']] } as const;
    const [alone] = lastSuspects(refused({ ...typed, key: 'a' }));
    expect(alone?.kind).toBe('type-added');
    expect(alone?.weight).toBeLessThan(0.7);
    const [shown] = lastSuspects(refused({ ...url, headers: [['Content-Type', 'multipart/form-data']] }));
    expect(shown?.weight).toBeGreaterThan(0.7);
  });
});

describe('the signature', () => {
  it('is suspected where it has a length that none of its version has', () => {
    const edit = (sent: HttpRequest): HttpRequest => ({
      ...sent,
      headers: sent.headers.map((each) => {
        if (each.name !== 'Authorization') return each;
        return { ...each, value: each.value.replace(/=$/, ''), rawValue: each.rawValue.replace(/=$/, '') };
      }),
    });
    const [first] = lastSuspects(refused({ edit }));
    expect(first).toMatchObject({ kind: 'signature', field: 'signature' });
    expect(codesOf(first).for).toContain('signature-length');
  });
});

describe('a header behind Authorization', () => {
  it('says nothing where accepted requests of the client have it there, too', () => {
    const edit = withLine('x-oss-meta-a', '1');
    const signOf = (...requests: readonly Signed[]) =>
      codesOf(byField(lastSuspects(...requests, refused({ edit })), 'oss-header:x-oss-meta-a')).for;
    expect(signOf()).toContain('behind-authorization');
    expect(signOf(accepted({ edit: withLine('x-oss-meta-a', '2') }))).not.toContain('behind-authorization');
  });
});

describe('with the secret', () => {
  it('a refused request that is proven to be signed with it clears it for the others', () => {
    // an SDK signs its own method, so that the secret is among five
    const agent = 'aliyun-sdk-c/3.0';
    const added = refused({ ...PUT, agent, edit: withLine('Content-Type', 'image/png') });
    const unknown = refused({ agent, edit: (sent) => ({ ...sent, target: '/quite/another.jpg' }) });
    const secretOf = (...requests: readonly Signed[]) =>
      byField(suspectsOf(requests, keyRing()).at(-1) ?? [], 'secret');
    const cleared = secretOf(added, unknown);
    expect(cleared?.weight ?? 0).toBeLessThan((secretOf(unknown)?.weight ?? 0) / 4);
    expect(codesOf(cleared).against).toEqual(['secret-proven', 'searched']);
    expect(cleared?.against[0]?.exchanges).toEqual([1]);
  });

  it('a refused request that is proven to be signed with another one speaks for it in the others', () => {
    // the client signs with the secret of another key
    const keys = new Map([
      ...keyRing(undefined, 'AnotherSecretOfTheKey'),
      ...keyRing('AnotherKeyOfTheSigner'),
    ]);
    const agent = 'aliyun-sdk-c/3.0';
    const unknown = refused({ agent, edit: (sent) => ({ ...sent, target: '/quite/another.jpg' }) });
    const secretOf = (...requests: readonly Signed[]) =>
      byField(suspectsOf(requests, keys).at(-1) ?? [], 'secret');
    const wrong = secretOf(refused({ agent }), unknown);
    expect(wrong?.weight ?? 0).toBeGreaterThan(secretOf(unknown)?.weight ?? 1);
    expect(codesOf(wrong).for).toContain('secret-wrong');
    expect(wrong?.for[0]?.exchanges).toEqual([1]);
  });

  it('a search that ran to its end without a hit leaves what it does not cover', () => {
    const edit = (sent: HttpRequest) => ({ ...sent, target: '/%E5%9B%BE/quite/another.jpg' });
    const [open, searched] = [lastSuspects(refused({ edit })), suspectsOf([refused({ edit })], keyRing())[0]];
    expect(open[0]).toMatchObject({ kind: 'key-characters' });
    expect(searched?.[0]).toMatchObject({ field: 'secret' });
    for (const suspect of searched ?? []) expect(codesOf(suspect).against).toContain('searched');
    for (const suspect of open) expect(codesOf(suspect).against).not.toContain('searched');
    // one that stopped at its limit covers nothing
    expect(suspectsOf([refused({ edit })], keyRing(), 10)[0]).toEqual(open);
  });
});
