import { describe, expect, it } from 'vitest';
import { UnfitSecrets } from '../../src/features/advice/advice-watch.ts';
import * as search from '../../src/search/search.ts';
import { request } from '../oss/requests.ts';
import type { ByteString } from '../rooms/bytes.ts';
import { diagnose, History } from '../rooms/diagnose.ts';
import type { HttpRequest } from '../rooms/http.ts';
import type { Hasher } from '../rooms/sign.ts';
import { DATE, KEY_ID, type Pairs, PLAIN, referenceString, sign } from './reference-signer.ts';
import { bad, good, HOST, PUT } from './row-cases.ts';
import { diagnosed, keyRing, NO_KEYS, OK, ossExchange } from './scenario.ts';

describe('an accepted request whose secret is known', () => {
  it('must give its signature', () => {
    expect(diagnosed(good(), OK, keyRing())).toMatchObject({
      row: 3,
      notes: [],
      recomputed: sign('v1', PUT),
    });
    expect(diagnosed(bad(), OK, keyRing()).notes).toEqual([
      { id: 'rules-gap', args: { reason: 'self-check', name: '' } },
    ]);
  });

  it('names the other reading where that fits', () => {
    const headers: Pairs = [HOST, ['Date', DATE], ['x-oss-meta-a', '1'], ['x-oss-meta-a', '2']];
    const first = sign('v1', { ...PLAIN, headers: [['x-oss-meta-a', '1']] });
    const sent = request('GET', '/a.jpg', [...headers, ['Authorization', `OSS ${KEY_ID}:${first}`]]);
    expect(diagnosed(sent, OK, keyRing()).notes).toContainEqual({
      id: 'reading-matched',
      args: { reading: 'duplicates-first' },
    });
  });

  it('whose secret does not give it tells so once for each secret, unless another reading of the rules gives it', () => {
    const unfit = new UnfitSecrets();
    const see = (sent: HttpRequest, keys = keyRing()): ByteString | null =>
      unfit.see(ossExchange(sent, OK), diagnosed(sent, OK, keys));
    expect(see(good())).toBeNull();
    expect(see(bad(), NO_KEYS)).toBeNull();
    const first = sign('v1', { ...PLAIN, headers: [['x-oss-meta-a', '1']] });
    const twice: Pairs = [HOST, ['Date', DATE], ['x-oss-meta-a', '1'], ['x-oss-meta-a', '2']];
    expect(see(request('GET', '/a.jpg', [...twice, ['Authorization', `OSS ${KEY_ID}:${first}`]]))).toBeNull();
    expect(see(bad())).toBe(KEY_ID);
    expect(see(bad())).toBeNull();
  });

  it('is neither rebuilt nor signed without the secret, unless somebody asks', () => {
    const oss = ossExchange(good(), OK);
    const untouchable: Hasher = {
      hmac: () => expect.fail('signed'),
      digest: () => expect.fail('digested'),
    };
    const diagnosis = diagnose(oss, {
      keyRing: new Map(),
      hasher: untouchable,
      search,
      history: new History(),
    });
    expect(diagnosis).toMatchObject({ row: 3, recomputed: null, notes: [], server: null, client: null });
    expect(diagnosis.wire?.stringToSign.text).toBe(referenceString('v1', PUT));
  });
});
