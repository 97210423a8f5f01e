import { describe, expect, it } from 'vitest';
import { PLAIN, type Plain, send, sign } from '../diagnose/reference-signer.ts';
import { diagnosed, errorAnswer, mismatch, NO_KEYS, OK, ossExchange } from '../diagnose/scenario.ts';
import type { Specimen } from '../rooms/engine.ts';
import { SpecimenWatch } from '../rooms/features.ts';
import { Contrasts } from '../rooms/report.ts';
import { makeCapture } from './make-result.ts';

function specimens(...sent: readonly (readonly [plain: Plain, isAccepted: boolean])[]): readonly Specimen[] {
  const watch = new SpecimenWatch();
  for (const [at, [plain, isAccepted]] of sent.entries()) {
    const request = send('v1', plain, sign('v1', plain));
    const answer = isAccepted ? OK : mismatch(request);
    const oss = ossExchange(request, answer);
    const diagnosis = diagnosed(request, answer, NO_KEYS);
    watch.see({ index: at + 1, exchange: oss.exchange, oss, diagnosis });
  }
  return watch.list();
}

const typed = (...headers: readonly (readonly [string, string])[]): Plain => ({
  ...PLAIN,
  method: 'PUT',
  headers,
});

function between(here: Plain, there: Plain) {
  const contrasts = new Contrasts();
  contrasts.capture({ ...makeCapture(), path: 'fails.pcap', specimens: specimens([here, false]) });
  contrasts.capture({ ...makeCapture(), path: 'works.pcap', specimens: specimens([there, true]) });
  return contrasts.list();
}

describe('specimens of a capture', () => {
  it('are one for each client, key and operation, and a bounded number', () => {
    const list = specimens([typed(['User-Agent', 'a']), true], [typed(['User-Agent', 'a']), true]);
    expect(list).toMatchObject([{ count: 2, index: 1, isAccepted: true, operation: 'PutObject' }]);
    const many = Array.from(
      { length: 40 },
      (_, at) => [typed(['User-Agent', `a${at}`]), at % 2 === 0] as const,
    );
    expect(specimens(...many).length).toBe(32);
  });

  it('are no refusals that say nothing of a client', () => {
    const watch = new SpecimenWatch();
    const request = send('v1', PLAIN, sign('v1', PLAIN));
    for (const code of ['AccessDenied', 'InvalidAccessKeyId', 'RequestTimeTooSkewed']) {
      const answer = errorAnswer(403, code);
      const oss = ossExchange(request, answer);
      watch.see({ index: 1, exchange: oss.exchange, oss, diagnosis: diagnosed(request, answer) });
    }
    expect(watch.list()).toEqual([]);
  });
});

describe('what differs between two captures', () => {
  it('is what the failing request has otherwise', () => {
    const [one] = between(
      typed(['User-Agent', 'x/2'], ['Accept', '*/*'], ['Content-Type', 'application/x-www-form-urlencoded']),
      typed(['User-Agent', 'x/1']),
    );
    expect(one).toMatchObject({ capture: 'fails.pcap', other: 'works.pcap', isSameKey: true });
    expect(one?.differences).toEqual([
      { what: 'content-type', here: 'application/x-www-form-urlencoded', there: '' },
      { what: 'user-agent', here: 'x/2', there: 'x/1' },
      { what: 'other-headers', here: 'accept', there: '' },
    ]);
  });

  it('is the order of headers where nothing else is, and how a path is encoded', () => {
    const a = ['Accept', '*/*'] as const;
    const b = ['X-B', '1'] as const;
    expect(between(typed(a, b), typed(b, a))[0]?.differences).toMatchObject([{ what: 'header-order' }]);
    const [coded] = between({ ...typed(), key: 'a b' }, { ...typed(), key: 'ab' });
    expect(coded?.differences.map(({ what }) => what)).toEqual(['key-characters', 'path-escapes']);
    expect(between(typed(a), typed(a))[0]?.differences).toEqual([]);
  });
});
