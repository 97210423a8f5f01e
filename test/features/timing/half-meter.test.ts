import { describe, expect, it } from 'vitest';
import { HalfMeter } from '../../rooms/timing.ts';

const OPEN = 65_536;
/** A sender at the point of capture, and one 50 ms away; in µs there and back. */
const NEAR = 20;
const FAR = 50_000;

function started(): HalfMeter {
  const meter = new HalfMeter();
  meter.begin(0);
  return meter;
}

/** The other side, from which a round trip back to the sender takes so long. */
function receiver(distance: number): HalfMeter {
  const other = new HalfMeter();
  other.sample(distance);
  return other;
}

/** Sends new bytes from where the last ones ended. */
function sender(meter: HalfMeter, distance: number) {
  const other = receiver(distance);
  let at = 0;
  return (now: number, length: number): void => {
    meter.send(now, at, at + length, at, other);
    at += length;
  };
}

describe('a near sender', () => {
  it('is idle while it has window and does not send', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    send(0, 1000);
    send(40_000, 1000);
    meter.acknowledge(41_000, 2000, OPEN);
    send(60_000, 1000);
    expect(meter.idle).toBe(60_000);
    expect(meter.pauses).toBe(2);
  });

  it('is not idle while more is on the way than every stack may send', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    for (let i = 0; i < 10; i++) send(0, 1460);
    send(100_000, 1460);
    expect(meter.idle).toBe(0);
    meter.acknowledge(150_000, 11 * 1460, OPEN);
    send(190_000, 1460);
    expect(meter.idle).toBe(40_000 - NEAR);
  });

  it.each([
    ['of segments with options in their headers', 1448],
    ['of shorter segments', 1220],
  ])('is not idle while ten %s are on the way, and is while nine are', (_, length) => {
    const meter = started();
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, OPEN);
    for (let i = 0; i < 9; i++) send(0, length);
    send(100_000, length);
    expect(meter.idle).toBe(100_000);
    send(200_000, length);
    expect(meter.idle).toBe(100_000);
  });

  it('is not idle while ten are on the way that were captured as one', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, OPEN);
    send(0, 10 * 1448);
    send(100_000, 1448);
    expect(meter.idle).toBe(0);
  });

  it('is not idle while a lost segment is waited for', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    send(0, 1000);
    expect(meter.send(300_000, 0, 1000, 1000, receiver(NEAR))).toBe('again');
    meter.acknowledge(301_000, 1000, OPEN);
    send(302_000, 1000);
    expect(meter).toMatchObject({ retransmissions: 1, stalled: 301_000 });
    expect(meter.idle).toBe(1000 - NEAR);
  });
});

describe('a near sender with more on the way than every stack may send', () => {
  /** Sends so many bytes at once and nothing for 100 ms, of which the acknowledgement came after 60. */
  function idleAfter(lengths: readonly number[], heardAt = 60_000): number {
    const meter = started();
    meter.limitSegments(1460);
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, OPEN);
    for (const length of lengths) send(0, length);
    meter.acknowledge(heardAt, 1448, OPEN);
    send(100_000, 1448);
    return meter.idle;
  }
  const TWELVE = Array.from({ length: 12 }, () => 1448);

  it('is idle where it sent a short segment last', () => {
    expect(idleAfter([...TWELVE, 456])).toBe(100_000);
    expect(idleAfter([...TWELVE, 1200])).toBe(100_000);
    expect(idleAfter(TWELVE)).toBe(0);
  });

  it('and where those were captured as one', () => {
    expect(idleAfter([12 * 1448, 11 * 1448 + 456])).toBe(100_000);
    expect(idleAfter([12 * 1448, 11 * 1448])).toBe(0);
    expect(idleAfter([12 * 1460, 11 * 1460 - 5])).toBe(0);
    // Of segments cut to a length that nobody agreed on, nothing is known.
    expect(idleAfter([12 * 1348, 11 * 1348])).toBe(0);
  });

  it('is not where it goes on at once when it hears something', () => {
    expect(idleAfter([...TWELVE, 456], 99_900)).toBe(0);
  });
});

describe('a sender of short segments that goes on when an acknowledgement has reached it', () => {
  it.each([
    ['near', NEAR, 41_050],
    ['far', FAR, 40_000 + FAR + 2000],
  ])('waited for that, and was not idle (%s)', (_, distance, resumed) => {
    const meter = started();
    const send = sender(meter, distance);
    meter.acknowledge(0, 0, OPEN);
    send(0, 300);
    meter.acknowledge(distance === NEAR ? 41_000 : 40_000, 300, OPEN);
    send(resumed, 300);
    expect(meter).toMatchObject({ idle: 0, pauses: 0 });
  });

  it('was idle where it went on sooner or later than that', () => {
    for (const resumed of [60_000, 40_000 + FAR + 5000]) {
      const meter = started();
      const send = sender(meter, FAR);
      meter.acknowledge(0, 0, OPEN);
      send(0, 300);
      meter.acknowledge(40_000, 300, OPEN);
      send(resumed, 300);
      expect(meter).toMatchObject({ idle: resumed, pauses: 1 });
    }
  });

  it('was idle where that left something on the way', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, OPEN);
    send(0, 300);
    send(20_000, 300);
    meter.acknowledge(40_000, 300, OPEN);
    send(40_050, 300);
    expect(meter).toMatchObject({ idle: 40_050, pauses: 2 });
  });

  it('was idle where that came with what the other side had to say', () => {
    const meter = started();
    const other = receiver(NEAR);
    meter.acknowledge(0, 0, OPEN);
    meter.send(0, 0, 300, 0, other);
    meter.acknowledge(41_000, 300, OPEN);
    other.send(41_000, 0, 25, 0, meter);
    meter.send(41_050, 300, 600, 300, other);
    expect(meter).toMatchObject({ idle: 41_050, pauses: 1 });
  });
});

describe('a far sender', () => {
  it('that fills whole segments waits for acknowledgements to reach it', () => {
    const meter = started();
    const send = sender(meter, FAR);
    send(0, 1460);
    meter.acknowledge(10, 1460, OPEN);
    send(FAR, 1460);
    expect(meter.idle).toBe(0);
    meter.acknowledge(FAR + 10, 2920, OPEN);
    send(FAR + 10 + 3 * FAR, 1460);
    expect(meter.idle).toBe(2 * FAR);
  });

  it('that sends a short segment had no more to send', () => {
    const meter = started();
    const send = sender(meter, FAR);
    send(0, 500);
    send(40_000, 500);
    expect(meter.idle).toBe(40_000);
  });
});

describe('a sender whose distance nobody has measured', () => {
  /** Its segments of 1448 bytes come so many µs after the acknowledgement of the one before. */
  function idleAfter(silences: readonly number[]): number {
    const meter = started();
    const other = new HalfMeter();
    let now = 0;
    meter.acknowledge(now, 0, OPEN);
    silences.forEach((silence, n) => {
      now += silence;
      for (const half of [0, 1]) {
        const start = n * 2896 + half * 1448;
        meter.send(now, start, start + 1448, start, other);
      }
      meter.acknowledge(now + 10, (n + 1) * 2896, OPEN);
    });
    return meter.idle;
  }

  it('may be half around the world', () => {
    expect(idleAfter([0, 200_000, 300_000, 190_000, 1000, 30_000])).toBe(0);
  });

  it('was idle for what no way explains', () => {
    expect(idleAfter([0, 2_000_010, 1000])).toBe(1_700_000);
  });
});

describe('a far sender of short segments', () => {
  it('had more to send where both sides agreed on no longer ones', () => {
    const meter = started();
    meter.limitSegments(536);
    const send = sender(meter, FAR);
    send(0, 524);
    send(40_000, 524);
    expect(meter.idle).toBe(0);
    send(50_000, 100);
    send(90_000, 524);
    expect(meter.idle).toBe(40_000);
  });

  it('had more to send where a burst may have filled the window that it knew of', () => {
    const pieces = [1448, 1448, 1448, 1448, 1448, 300];
    const idle = [16_000, 8688, 7600].map((window) => {
      const meter = started();
      const send = sender(meter, FAR);
      meter.acknowledge(0, 0, window);
      let sent = 0;
      for (const start of [0, FAR, 2.2 * FAR]) {
        for (const length of pieces) {
          send(start, length);
          sent += length;
          meter.acknowledge(start + 10, sent, window);
        }
      }
      return meter.idle;
    });
    // The first silence is as long as the way there and back, so that it may be a wait for an
    // acknowledgement.
    expect(idle).toEqual([1.2 * FAR, 0, 0]);
  });

  it('had more to send where no more fits into the window', () => {
    const meter = started();
    const send = sender(meter, FAR);
    meter.acknowledge(0, 0, 3000);
    send(0, 1448);
    send(10, 1448);
    send(20, 104);
    send(40_000, 1448);
    expect(meter.idle).toBe(0);
  });
});

describe('what goes on for long', () => {
  it('is counted in pieces: a silence since the last segment', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    send(10e6, 500);
    meter.settle(309e6);
    expect(meter.idle).toBe(0);
    meter.settle(320e6);
    expect(meter).toMatchObject({ idle: 310e6, pauses: 1 });
    send(321e6, 500);
    expect(meter).toMatchObject({ idle: 311e6, pauses: 1 });
  });

  it('is counted in pieces: a silence since the last was acknowledged', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    for (let i = 0; i < 10; i++) send(0, 1460);
    meter.acknowledge(10e6, 14_600, OPEN);
    meter.settle(320e6);
    expect(meter).toMatchObject({ idle: 310e6, pauses: 1 });
    send(321e6, 500);
    expect(meter).toMatchObject({ idle: 311e6 - NEAR, pauses: 1 });
  });

  it('leaves unproven what no later segment can prove', () => {
    /** More than the difference of two moments can show. */
    const LONG = 2160e6;
    const inPieces = (meter: HalfMeter): void => {
      for (let passed = 360e6; passed <= LONG; passed += 360e6) meter.settle((2e6 + passed) | 0);
    };
    for (const pass of [inPieces, (meter: HalfMeter) => meter.skip(LONG)]) {
      const meter = started();
      const send = sender(meter, FAR);
      meter.acknowledge(0, 0, OPEN);
      send(0, 1448);
      send(0, 1448);
      meter.acknowledge(10, 2896, OPEN);
      send(2e6, 1448);
      meter.acknowledge(2e6 + 10, 4344, OPEN);
      pass(meter);
      send((2e6 + 20 + LONG) | 0, 1448);
      expect(meter.unproven).toBe(2e6 - 10 - FAR);
    }
  });

  it('is counted in pieces: a closed window', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, 4000);
    send(100, 4000);
    meter.acknowledge(10e6, 4000, 0);
    const before = meter.idle;
    meter.settle(320e6);
    expect(meter.held).toBe(310e6);
    meter.acknowledge(321e6, 4000, OPEN);
    expect(meter).toMatchObject({ held: 311e6, idle: before });
  });
});

describe('a segment that is sent again', () => {
  it('stalled from what was sent after a silence, or acknowledged, until the next acknowledgement', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    send(0, 1000);
    meter.acknowledge(50_000, 500, OPEN);
    send(100_000, 1000);
    expect(meter.send(300_000, 500, 1000, 2000, receiver(NEAR))).toBe('again');
    expect(meter.stalled).toBe(200_000);
    meter.acknowledge(350_000, 1000, OPEN);
    expect(meter.stalled).toBe(250_000);
    expect(meter.send(500_000, 1000, 2000, 2000, receiver(NEAR))).toBe('again');
    expect(meter.stalled).toBe(400_000);
    expect(meter.send(600_000, 1000, 2000, 2000, receiver(NEAR))).toBe('again');
    expect(meter.stalled).toBe(500_000);
    meter.acknowledge(630_000, 2000, OPEN);
    meter.acknowledge(700_000, 2000, OPEN / 2);
    expect(meter.stalled).toBe(530_000);
  });

  it('stalled from what was sent after a silence in which everything was acknowledged', () => {
    const meter = started();
    const send = sender(meter, FAR);
    send(0, 1460);
    meter.acknowledge(50_000, 1460, OPEN);
    send(250_000, 1460);
    meter.send(450_000, 1460, 2920, 1460, receiver(FAR));
    expect(meter).toMatchObject({ idle: 200_000 - FAR, stalled: 200_000 });
  });

  it('stalled no longer for hours of silence before, and its holes are new ones', () => {
    const lossy = (hours: number) => {
      const meter = started();
      const send = sender(meter, FAR);
      const silence = hours * 3600e6;
      const late = (now: number): number => (now + silence) | 0;
      const other = receiver(FAR);
      meter.sample(FAR);
      send(0, 1460);
      meter.send(200_000, 0, 1460, 0, other);
      meter.acknowledge(250_000, 1460, OPEN);
      // A hole that nothing fills.
      meter.send(260_000, 2920, 4380, 1460, other);
      meter.acknowledge(310_000, 4380, OPEN);
      const before = meter.stalled;
      if (hours > 0) meter.skip(silence);
      meter.send(late(400_000), 4380, 5840, 4380, other);
      meter.send(late(600_000), 4380, 5840, 4380, other);
      meter.acknowledge(late(650_000), 5840, OPEN);
      return meter.stalled - before;
    };
    expect(lossy(0)).toBeGreaterThan(0);
    for (const hours of [1, 2, 5, 24]) expect(lossy(hours)).toBe(lossy(0));
  });

  it('stalls no more once it is acknowledged, while the transfer goes on', () => {
    const meter = started();
    const send = sender(meter, FAR);
    const other = receiver(FAR);
    send(0, 1460);
    meter.send(300_000, 0, 1460, 0, other);
    meter.acknowledge(350_000, 1460, OPEN);
    const { stalled } = meter;
    for (const now of [400_000, 500_000, 600_000]) {
      send(now, 1460);
      send(now, 1460);
      meter.acknowledge(now + 50_000, ((now - 400_000) / 100_000) * 2920 + 4380, OPEN);
    }
    expect(stalled).toBe(350_000);
    expect(meter.stalled).toBe(stalled);
    expect(meter.unacknowledgedRetransmissions).toBe(0);
  });

  it('stalled although its sender goes on with later bytes in the meantime', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, OPEN);
    for (let i = 0; i < 12; i++) send(i * 1000, 1460);
    meter.acknowledge(30_000, 1460, OPEN);
    // The second was lost: what acknowledges the later ones does not move on, and lets the sender send.
    for (let i = 12; i < 24; i++) send(20_000 + i * 1000, 1460);
    expect(meter.send(44_000, 1460, 2920, 24 * 1460, receiver(NEAR))).toBe('again');
    meter.acknowledge(74_000, 24 * 1460, OPEN);
    expect(meter.stalled).toBe(44_000);
  });

  it('stalled since the last that was sent where the other side only says that it misses the first', () => {
    const meter = started();
    const send = sender(meter, FAR);
    send(900_000, 1460);
    send(900_010, 1460);
    meter.acknowledge(950_000, 0, OPEN);
    meter.send(1_100_010, 0, 1460, 2920, receiver(FAR));
    expect(meter).toMatchObject({ retransmissions: 1, stalled: 200_000 });
  });

  it('stalled since the last that was sent where nothing is heard of the other side', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    for (let i = 0; i < 20; i++) send(i * 100_000, 1460);
    expect(meter.send(2_000_000, 1460, 2920, 20 * 1460, new HalfMeter())).toBe('again');
    expect(meter.stalled).toBe(100_000);
  });
});

describe('a segment whose bytes were there before', () => {
  const twoSent = (): HalfMeter => {
    const meter = started();
    meter.sample(30_000);
    meter.send(0, 0, 1000, 0, receiver(NEAR));
    meter.send(1000, 1000, 2000, 1000, receiver(NEAR));
    return meter;
  };

  it.each([
    ['sent again', 200_000, 0, 1000, 2000, 'again', 1],
    ['captured on two interfaces', 1100, 1000, 2000, 2000, 'captured-twice', 0],
    ['a sign of life', 200_000, 1999, 2000, 2000, 'captured-twice', 0],
    ['overtaken', 2000, 500, 1000, 500, 'overtaken', 0],
    ['late enough to have been lost before the point of capture', 40_000, 500, 1000, 500, 'again', 1],
  ] as const)('%s', (_, now, start, end, seen, kind, resent) => {
    const meter = twoSent();
    expect(meter.send(now, start, end, seen, receiver(NEAR))).toBe(kind);
    expect(meter.retransmissions).toBe(resent);
  });
});

describe('a long segment that another interface carries as several', () => {
  it('is not sent again by them', () => {
    const meter = started();
    meter.send(0, 0, 4344, 0, receiver(NEAR));
    const kinds = [0, 1448, 2896].map((at) => meter.send(10, at, at + 1448, 4344, receiver(NEAR)));
    expect(kinds).toEqual(['captured-twice', 'captured-twice', 'captured-twice']);
    expect(meter.send(600, 1448, 2896, 4344, receiver(NEAR))).toBe('again');
    expect(meter.retransmissions).toBe(1);
  });
});

describe('segments of one interface that are written behind those of another', () => {
  it('were captured twice, not sent again', () => {
    const meter = started();
    const at = [0, 1, 2, 3, 4].map((i) => ({ now: i * 2000, start: i * 1000, end: (i + 1) * 1000 }));
    for (const { now, start, end } of at) meter.send(now, start, end, start, receiver(NEAR));
    for (const { now, start, end } of at) {
      expect(meter.send(now + 20, start, end, 5000, receiver(NEAR))).toBe('captured-twice');
    }
    expect(meter.retransmissions).toBe(0);
    expect(meter.stalled).toBe(0);
    expect(meter.send(8600, 2000, 3000, 5000, receiver(NEAR))).toBe('again');
  });
});

describe('a segment that is sent again, captured on two interfaces', () => {
  it.each([
    ['is counted once', 300_000, [[1000, 3000]]],
    [
      'is counted once, as one and as two',
      300_000,
      [
        [1000, 2000],
        [2000, 3000],
      ],
    ],
  ] as const)('%s', (_, now, copies) => {
    const meter = started();
    for (let i = 0; i < 5; i++) meter.send(i, i * 1000, (i + 1) * 1000, i * 1000, receiver(NEAR));
    expect(meter.send(now, 1000, 3000, 5000, receiver(NEAR))).toBe('again');
    for (const [start, end] of copies) {
      expect(meter.send(now + 20, start, end, 5000, receiver(NEAR))).toBe('captured-twice');
    }
    expect(meter.send(now + 300_000, 1000, 3000, 5000, receiver(NEAR))).toBe('again');
    expect(meter.retransmissions).toBe(2);
  });
});

describe('a full window', () => {
  /**
   * Fills a window of 15,000 bytes, but for a rest. The other side, a round trip of 10 ms away, is received
   * so late, has so much, and offers such a window.
   */
  const filled = (heardAt: number, has: number, window = 15_000): HalfMeter => {
    const meter = started();
    meter.sample(10_000);
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, 15_000);
    for (let i = 0; i < 10; i++) send(0, 1460);
    meter.acknowledge(heardAt, has, window);
    return meter;
  };

  it.each([
    [
      'holds the sender back while the other side, which has everything, is silent',
      40_000,
      14_600,
      14_600,
      30_000,
    ],
    ['does not for the time of a round trip', 14_000, 14_600, 15_000, 0],
    ['does not while the rest is on its way', 40_000, 2920, 15_000, 0],
  ])('%s', (_, heardAt, has, window, held) => {
    expect(filled(heardAt, has, window).held).toBe(held);
  });

  it('that closes holds it back before and after', () => {
    const meter = filled(40_000, 14_600, 0);
    meter.acknowledge(90_000, 14_600, OPEN);
    expect(meter).toMatchObject({ held: 80_000, idle: 0 });
  });

  it('of which a rest stays that counts as closed holds the sender back once, not twice', () => {
    const meter = filled(12_000, 13_140, 1460);
    meter.acknowledge(13_000, 14_000, 600);
    meter.acknowledge(53_000, 14_600, OPEN);
    expect(meter.held).toBe(40_000);
  });

  it('does not hold back a sender that waits for what was lost', () => {
    const meter = filled(12_000, 1460, 13_540);
    meter.send(200_000, 1460, 2920, 14_600, receiver(NEAR));
    meter.acknowledge(240_000, 14_600, 15_000);
    expect(meter.held).toBe(0);
  });

  it('is not told of one that was never heard of', () => {
    const meter = started();
    meter.sample(10_000);
    const send = sender(meter, NEAR);
    for (let i = 0; i < 10; i++) send(0, 1460);
    meter.acknowledge(40_000, 14_600, OPEN);
    expect(meter.held).toBe(0);
  });
});

describe('a hole in what a far sender sent', () => {
  /** Every 500 µs a segment of 1000 bytes, but not the ones named; then the first missing one, at `now`. */
  const holed = (missing: readonly number[], count: number, now: number): ReturnType<HalfMeter['send']> => {
    const meter = started();
    meter.sample(1000);
    for (let i = 0; i < count; i++) {
      if (!missing.includes(i)) meter.send(i * 500, i * 1000, (i + 1) * 1000, 2000, receiver(FAR));
    }
    return meter.send(now, 2000, 3000, 2000, receiver(FAR));
  };

  it.each([
    ['of a lost segment is filled after a round trip, between later ones', [2], 110, 55_200, 'again'],
    ['of an overtaken one sooner', [2], 40, 20_200, 'overtaken'],
    ['of a lost one is filled while others are open', [2, 60, 100], 110, 55_200, 'again'],
    ['of an overtaken one, too', [2, 5, 20], 40, 20_200, 'overtaken'],
  ] as const)('%s', (_, missing, count, now, kind) => {
    expect(holed(missing, count, now)).toBe(kind);
  });

  it('is not known any more where there were too many since: then the time since the last byte tells', () => {
    const missing = Array.from({ length: 40 }, (_, n) => 2 + 2 * n);
    expect(holed(missing, 110, 55_200)).toBe('overtaken');
    expect(holed(missing, 110, 60_000)).toBe('again');
  });
});

describe('a closed window', () => {
  it('holds the sender back until it opens', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, 4000);
    send(100, 4000);
    const before = meter.idle;
    expect(meter.acknowledge(200, 4000, 0)).toBe(true);
    expect(meter.acknowledge(300, 4000, 0)).toBe(false);
    meter.acknowledge(90_200, 4000, 4000);
    send(90_250, 1000);
    expect(meter.held).toBe(90_000);
    expect(meter.idle - before).toBe(50 - NEAR);
  });

  it('may be closed when it is first heard of', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    send(0, 4000);
    const before = meter.idle;
    expect(meter.acknowledge(200, 4000, 0)).toBe(true);
    meter.acknowledge(90_200, 4000, OPEN);
    send(90_250, 1000);
    expect(meter.held).toBe(90_000);
    expect(meter.idle - before).toBe(50 - NEAR);
  });

  it('may be a small one that is full', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, 730);
    send(100, 730);
    meter.acknowledge(50_100, 730, 730);
    expect(meter.held).toBe(50_000);
  });

  it('is none while a small one has room', () => {
    const meter = started();
    const send = sender(meter, NEAR);
    meter.acknowledge(0, 0, 730);
    send(100, 730);
    meter.acknowledge(200, 730, 730);
    send(300, 300);
    meter.acknowledge(50_300, 1030, 730);
    expect(meter.held).toBe(100);
  });
});

describe('how long the last bytes were on their way', () => {
  /** Two round trips, for an acknowledgement may be kept back for one. */
  const USUAL = 2 * FAR;

  it('counts from what was sent last, up to the last that was heard before the other side speaks', () => {
    const meter = started();
    meter.sample(FAR);
    sender(meter, FAR)(0, 1000);
    meter.acknowledge(USUAL + 30_000, 1000, OPEN);
    expect(meter.delayBefore(USUAL + 90_000)).toBe(30_000);
    expect(meter.delayBefore(USUAL + 30_000)).toBe(0);
  });

  it('counts from what was sent again, where that was last', () => {
    const meter = started();
    meter.sample(FAR);
    sender(meter, FAR)(0, 1000);
    meter.send(300_000, 0, 1000, 0, receiver(FAR));
    meter.acknowledge(300_000 + USUAL + 7000, 1000, OPEN);
    expect(meter.delayBefore(900_000)).toBe(7000);
  });

  it('is not known without a round trip', () => {
    const meter = started();
    expect(meter.delayBefore(0)).toBe(0);
  });
});

describe('round trips', () => {
  it('are taken from data and its acknowledgement, not from data that was sent twice', () => {
    const meter = started();
    meter.send(0, 0, 1000, 0, receiver(NEAR));
    meter.acknowledge(30_000, 1000, OPEN);
    meter.send(40_000, 1000, 2000, 1000, receiver(NEAR));
    meter.send(300_000, 1000, 2000, 2000, receiver(NEAR));
    meter.acknowledge(301_000, 2000, OPEN);
    expect(meter).toMatchObject({ roundTrips: 1, leastRoundTrip: 30_000 });
  });
});

describe('the wrapping of clocks and sequence numbers', () => {
  it('changes nothing', () => {
    const end = 0x7fffffff;
    const meter = new HalfMeter();
    meter.begin((end - 500) | 0);
    const other = receiver(NEAR);
    const now = (micros: number): number => (end - 1000 + micros) | 0;
    const at = (offset: number): number => (end - 500 + offset) | 0;
    meter.send(now(0), at(0), at(1000), at(0), other);
    meter.send(now(40_000), at(1000), at(2000), at(1000), other);
    meter.acknowledge(now(41_000), at(2000), OPEN);
    expect(meter.send(now(300_000), at(0), at(1000), at(2000), other)).toBe('again');
    expect(meter).toMatchObject({
      idle: 40_000,
      retransmissions: 1,
      stalled: 259_000,
      leastRoundTrip: 41_000,
    });
  });
});
