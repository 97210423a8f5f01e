import { describe, expect, it } from 'vitest';
import { transitCause } from '../rooms/diagnose.ts';
import type { Field, SignatureVersion } from '../rooms/sign.ts';

const named = (
  field: Field,
  client: string | null,
  server: string | null,
  version: SignatureVersion | null = null,
) => transitCause([{ field, client, server, clientOffset: 0, serverOffset: 0, clientOrigin: null }], version);

it.each<readonly [SignatureVersion, Field, string | null, string, string | null]>([
  ['s3v4', 'canonical-header:x-amz-meta-a', '1', '', 'oss-header-dropped'],
  ['s3v4-url', 'canonical-header:host', 'a', '', 'signed-header-dropped'],
  ['v4', 'canonical-header:range', 'a', '', 'signed-header-dropped'],
  ['v4', 'canonical-header:x-oss-meta-a', '1', '', 'oss-header-changed'],
  ['s3v4', 'canonical-header:x-amz-meta-a', '1', '2', 'oss-header-changed'],
  ['s3v4', 'canonical-header:x-amz-meta-a', null, '', 'oss-header-added-in-transit'],
  ['s3v2', 'oss-header:x-amz-meta-a', '1', '', 'oss-header-changed'],
])('%s, %s: %j that the server signs as %j is %s', (version, field, client, server, id) => {
  expect(named(field, client, server, version)?.id).toBe(id);
});

describe('what was changed on the way', () => {
  it.each<readonly [Field, string | null, string | null, string | null]>([
    ['method', 'HEAD', 'GET', 'head-sent-as-get'],
    ['method', 'HEAD', 'POST', 'method-changed'],
    ['method', 'PUT', 'GET', 'method-changed'],
    ['content-md5', '', 'x', 'content-md5-added-in-transit'],
    ['content-md5', 'x', '', 'content-md5-dropped'],
    ['canonical-header:content-md5', 'x', null, 'content-md5-dropped'],
    ['content-md5', 'x', 'y', 'content-md5-rewritten'],
    ['content-type', '', 'a/b', 'content-type-added-in-transit'],
    ['canonical-header:content-type', null, 'a/b', 'content-type-added-in-transit'],
    ['content-type', 'a/b', '', 'content-type-dropped'],
    ['content-type', 'a/b', 'A/B ;charset=utf-8', 'content-type-charset-rewritten'],
    ['content-type', 'a/b', 'a/c', 'content-type-rewritten'],
    ['date', '', 'x', 'date-added-in-transit'],
    ['date', 'x', '', 'date-dropped'],
    ['date', 'x', 'y', 'date-rewritten'],
    ['resource:bucket', 'a', 'b', 'bucket-differs'],
    ['resource:key', 'a b', 'a%20b', 'path-reencoded'],
    ['resource:key', 'a%20b', 'a b', 'path-reencoded'],
    ['resource:key', 'a%2520b', 'a b', 'path-reencoded'],
    ['resource:key', 'a+b', 'a b', 'path-reencoded'],
    ['canonical-uri', '/b/a/c', '/b/a//c', 'path-normalised'],
    ['canonical-uri', '/b/a/./c', '/b/a/c', 'path-normalised'],
    ['canonical-uri', '/b/x/../c', '/b/c', 'path-normalised'],
    ['resource:key', 'a/b/./', 'a/b/', 'path-normalised'],
    // a slash at the end is none that was collapsed
    ['resource:key', 'a/b', 'a/b/', 'key-changed'],
    ['resource:key', 'a/b/', 'a/b', 'key-changed'],
    ['resource:key', 'v1/a', 'a', 'path-prefix-changed'],
    ['resource:key', 'a', 'v1/a', 'path-prefix-changed'],
    ['canonical-uri', '/demo/a', '/a', 'path-prefix-changed'],
    ['resource:key', 'va', 'a', 'key-changed'],
    ['resource:key', 'v1/a', 'b', 'key-changed'],
    ['resource:key', 'a', '', 'key-changed'],
    ['additional-headers', 'host', '', 'additional-headers-changed'],
    ['payload-hash', 'a', 'b', 'payload-hash-changed'],
    ['scope:region', 'a', 'b', 'scope-changed'],
    ['canonical-request', 'a', 'b', 'canonical-request-differs'],
    ['policy', 'a', 'b', 'policy-changed'],
    ['signature', 'a', 'b', 'signature-altered'],
    ['access-key-id', 'a', 'b', 'access-key-id-changed'],
    ['oss-header:x-oss-security-token', 'a', null, 'token-changed-in-transit'],
    ['canonical-query:X-Amz-Security-Token', 'a', 'b', 'token-changed-in-transit'],
    ['resource:subresource:acl', null, '', 'subresource-added'],
    ['resource:subresource:acl', '', null, 'subresource-dropped'],
    ['canonical-query:prefix', 'a%20b', 'a+b', 'subresource-reencoded'],
    ['canonical-query:prefix', 'a', 'b', 'subresource-changed'],
    ['oss-header:x-oss-a', null, '1', 'oss-header-added-in-transit'],
    ['oss-header:x-oss-a', '1', null, 'oss-header-dropped'],
    ['canonical-header:x-amz-a', '1', '2', 'oss-header-changed'],
    ['canonical-header:host', 'a', 'b', 'host-rewritten'],
    ['canonical-header:host', 'a', null, 'signed-header-dropped'],
    ['canonical-header:host', null, 'b', 'signed-header-added'],
    ['canonical-header:range', 'a', 'b', 'signed-header-changed'],
    ['canonical-header:range', 'a', null, 'signed-header-dropped'],
    ['canonical-header:range', null, 'b', 'signed-header-added'],
  ])('%s: %j became %j: %s', (field, client, server, id) => {
    const made = named(field, client, server);
    expect(made?.id ?? null).toBe(id);
    // what a cause names is what the two sides have
    for (const side of ['client', 'server'] as const) {
      const value = side === 'client' ? client : server;
      if (made !== null && side in made.args) expect(made.args[side]).toBe(value ?? '');
    }
  });

  it.each([
    ['a', null, 'token-dropped'],
    [null, 'a', 'token-added'],
    ['a', 'b', 'token-changed'],
  ])('of a token, %j that became %j, is named as what was done to it', (client, server, how) => {
    const made = named('oss-header:x-oss-security-token', client, server);
    expect(made).toEqual({ id: 'token-changed-in-transit', args: { how } });
  });

  it.each([
    ['dir%2Fa%20b', 'v1%2Fdir%2Fa%20b', 'path-prefix-changed'],
    ['dir%2Fa', '%2Fdir%2Fa', 'path-normalised'],
    ['dir%2F.%2Fa', 'dir%2Fa', 'path-normalised'],
    ['dir%2Fa%2520b', 'dir%2Fa%20b', 'path-reencoded'],
    ['dir%2Fa', 'dir%2Fb', 'key-changed'],
  ])('of version 2, which signs slashes encoded: %s became %s: %s', (client, server, id) => {
    const key = { field: 'resource:key', clientOffset: 0, serverOffset: 0, clientOrigin: null } as const;
    for (const version of ['v2', 'v2-url'] as const) {
      expect(transitCause([{ ...key, client, server }], version)).toEqual({ id, args: { client, server } });
    }
  });

  it.each<readonly [SignatureVersion, Field, string, string, string]>([
    // version 2 encodes the slashes of the key
    ['v2', 'resource:key', 'a%2F%2Fb', 'a%2Fb', 'path-normalised'],
    ['v2-url', 'resource:key', 'a%2Fx%2F..%2Fb', 'a%2Fb', 'path-normalised'],
    ['v2', 'resource:key', 'v1%2Fa', 'a', 'path-prefix-changed'],
    ['v2', 'resource:key', 'a%2520b', 'a%20b', 'path-reencoded'],
    ['v2', 'resource:key', 'a', 'b', 'key-changed'],
    ['v1', 'resource:key', 'a%2F%2Fb', 'a%2Fb', 'key-changed'],
  ])('%s, %s: %j became %j: %s', (version, field, client, server, id) => {
    expect(named(field, client, server, version)).toMatchObject({ id, args: { client, server } });
  });

  it.each<readonly [string, string, string, string]>([
    ['/demo/dir/a', '/other/dir/a', 'demo', 'other'],
    // the Host named the bucket no longer, or at last
    ['/demo/dir/a', '/dir/a', 'demo', 'dir'],
    ['/demo/a', '/a/', 'demo', 'a'],
    ['/dir/a', '/demo/dir/a', 'dir', 'demo'],
  ])(
    'version 4: the path with its bucket %j became %j: the bucket differs',
    (client, server, ours, theirs) => {
      const args = { client: ours, server: theirs };
      expect(named('canonical-uri', client, server, 'v4')).toEqual({ id: 'bucket-differs', args });
    },
  );

  it.each([
    ['/demo/dir/a', '/other/dir/b'],
    ['/demo/', '/other/a'],
  ])('version 4: %j became %j: another key too', (client, server) => {
    expect(named('canonical-uri', client, server, 'v4')?.id).toBe('key-changed');
  });

  it.each([
    ['header date', 'GMT', 'date-rewritten', {}],
    ['header date', null, 'date-dropped', {}],
    ['header x-oss-date', 'GMT', 'oss-header-changed', { name: 'x-oss-date' }],
    ['header x-amz-date', null, 'oss-header-dropped', { name: 'x-amz-date' }],
    ['query x-oss-date', 'GMT', 'subresource-changed', { name: 'x-oss-date' }],
  ] as const)('a date from %s that became %j: %s', (source, server, id, args) => {
    const clientOrigin = { frame: 1, source };
    const date = {
      field: 'date',
      client: 'Z',
      server,
      clientOffset: 0,
      serverOffset: 0,
      clientOrigin,
    } as const;
    expect(transitCause([date])).toMatchObject({ id, args });
    // a header that came in and stands over the Date is why the date is another one
    const added = { ...date, field: 'oss-header:x-oss-date', client: null, server: 'GMT' } as const;
    const both = transitCause([date, added]);
    expect(both?.id).toBe(server === null ? id : 'oss-header-added-in-transit');
  });

  it('is told by the method where that is among the changes, else by the first', () => {
    const [first, method] = [named('date', 'x', 'y'), named('method', 'PUT', 'GET')];
    const all = (['date', 'content-type', 'method'] as const).map((field) => ({
      field,
      client: field === 'method' ? 'PUT' : 'x',
      server: field === 'method' ? 'GET' : 'y',
      clientOffset: 0,
      serverOffset: 0,
      clientOrigin: null,
    }));
    expect(transitCause(all)).toEqual(method);
    expect(transitCause(all.slice(0, 2))).toEqual(first);
    expect(transitCause([])).toBeNull();
  });
});
