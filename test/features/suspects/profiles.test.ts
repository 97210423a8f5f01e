import { describe, expect, it } from 'vitest';
import type { Suspect } from '../../rooms/diagnose.ts';
import type { HttpRequest } from '../../rooms/http.ts';
import { clientOfAgent, PROFILES } from '../../rooms/suspects.ts';
import { byField, codesOf, lastSuspects, refused, type Signed } from './company.ts';

const OSS2 = 'aliyun-sdk-python/2.19.1(Linux/6.1/x86_64;3.13.5)';
const GO = 'aliyun-sdk-go/v3.0.2 (Linux/5.4.0/x86_64;go1.21)';
const OKHTTP = 'okhttp/4.12.0';

/** Puts the headers of a request in this order, in this spelling. */
const written = (names: readonly string[]) => (sent: HttpRequest) => ({
  ...sent,
  headers: names.flatMap((name) =>
    sent.headers
      .filter((each) => each.name.toLowerCase() === name.toLowerCase())
      .map((each) => ({ ...each, name })),
  ),
});

const typeOf = (agent: string, names: readonly string[], type = 'image/png', key = 'a.png') => {
  const headers = [['Content-Type', type]] as const;
  const request: Partial<Signed> = { method: 'PUT', body: 'x', key, headers, agent };
  return byField(lastSuspects(refused({ ...request, edit: written(names) })), 'content-type');
};

const allOf = (suspect: Suspect | undefined) => [...codesOf(suspect).for, ...codesOf(suspect).against];

describe('the profile of a client', () => {
  it('names a header where it never puts one, and none where it always does', () => {
    const own = ['Host', 'User-Agent', 'Content-Type', 'date', 'authorization', 'Content-Length'];
    const added = ['Host', 'User-Agent', 'date', 'authorization', 'Content-Length', 'Content-Type'];
    expect(allOf(typeOf(OSS2, own))).toEqual(expect.arrayContaining(['type-of-client']));
    expect(allOf(typeOf(OSS2, own))).not.toContain('out-of-place');
    expect(codesOf(typeOf(OSS2, added)).for).toContain('out-of-place');
    expect(typeOf(OSS2, added)?.weight ?? 0).toBeGreaterThan(2 * (typeOf(OSS2, own)?.weight ?? 1));
    // the same place says less of a client without a profile
    expect(codesOf(typeOf('shop/1.0', added)).for).toContain('behind-authorization');
  });

  it('knows heads that are sorted, in which Content-Type stands behind Authorization', () => {
    const sorted = ['Host', 'User-Agent', 'Content-Length', 'Authorization', 'Content-Type', 'Date'];
    const added = ['Host', 'User-Agent', 'Content-Length', 'Authorization', 'Date', 'Content-Type'];
    for (const code of ['out-of-place', 'behind-authorization']) {
      expect(allOf(typeOf(GO, sorted))).not.toContain(code);
    }
    expect(codesOf(typeOf(GO, added)).for).toContain('out-of-place');
  });

  it('knows libraries that write the type of the body behind what their caller sets', () => {
    const usual = ['Date', 'Authorization', 'Content-Type', 'Content-Length', 'Host', 'User-Agent'];
    expect(allOf(typeOf(OKHTTP, usual))).not.toContain('behind-authorization');
  });

  it('says nothing of a header behind Authorization where the date stands there, too', () => {
    const late = ['Authorization', 'User-Agent', 'Date', 'Content-Type', 'Host'];
    expect(allOf(typeOf('shop/1.0', late))).not.toContain('behind-authorization');
  });

  it('names a header in another spelling, unless the whole head is', () => {
    const own = ['Host', 'User-Agent', 'content-type', 'date', 'authorization', 'Content-Length'];
    expect(codesOf(typeOf(OSS2, own)).for).toContain('other-spelling');
    const all = own.map((name) => name.toUpperCase());
    expect(allOf(typeOf(OSS2, all))).not.toContain('other-spelling');
  });

  it('names a type that it does not send by itself', () => {
    const own = ['Host', 'User-Agent', 'Content-Type', 'date', 'authorization', 'Content-Length'];
    const form = typeOf(OSS2, own, 'application/x-www-form-urlencoded');
    expect(codesOf(form).for).toContain('type-not-of-client');
  });

  it('does not take a User-Agent for the signer of what it cannot sign', () => {
    const signer = (agent: string, version: 'v4' | 'v4-url' = 'v4') =>
      lastSuspects(refused({ version, agent })).find(({ kind }) => kind === 'signer');
    expect(signer(OSS2)).toBeUndefined();
    expect(codesOf(signer('Boto3/1.37.9 md/Botocore#1.37.9')).for).toContain('not-its-version');
    expect(codesOf(signer('shop/1.0')).for).toContain('own-signer');
    expect(codesOf(signer('curl/8.5.0')).for).toContain('signed-in-shell');
    // a signed URL is used by others than its signer
    expect(codesOf(signer('shop/1.0', 'v4-url')).for).not.toContain('own-signer');
  });

  it('is found by the User-Agent, one for each', () => {
    expect(clientOfAgent('nothing/1.0')).toBeNull();
    const agents = [OSS2, GO, OKHTTP, 'aws-cli/2.23.6 md/awscrt', 'rclone/v1.66.0', 'Go-http-client/1.1'];
    const names = agents.map((agent) => clientOfAgent(agent)?.name ?? '');
    expect(new Set(names).size).toBe(agents.length);
    for (const name of names) expect(Object.keys(PROFILES)).toContain(name);
  });
});
