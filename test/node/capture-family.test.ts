import { describe, expect, it } from 'vitest';
import { familyOf } from '../rooms/run.ts';

function keys(...paths: string[]): (string | undefined)[] {
  return paths.map((path) => familyOf(path)?.key);
}

function areOne(...paths: string[]): boolean {
  const found = new Set(keys(...paths));
  return found.size === 1 && !found.has(undefined);
}

describe('familyOf', () => {
  it.each([
    ['tcpdump -C', ['a.pcap', 'a.pcap1', 'a.pcap2', 'a.pcap10']],
    ['tcpdump -C -W', ['d/a.pcap00', 'd/a.pcap01', 'd/a.pcap12']],
    ['tcpdump -C -z gzip', ['a.pcap', 'a.pcap1.gz', 'a.pcap2.zst', 'a.PCAP'.toLowerCase()]],
    ['tcpdump -C without an ending', ['trace', 'trace1', 'trace2']],
    ['tcpdump -G', ['capture-2024-01-01_12:00:00.pcap', 'capture-2024-01-01_13:00:00.pcap']],
    ['tcpdump -G %Y%m%d%H%M%S', ['c20240101120000.pcap', 'c20240101130000.pcap.gz']],
    ['tcpdump -G %s', ['c-1704067200.pcap', 'c-1704070800.pcap']],
    ['tcpdump -G %s behind the ending', ['c.pcap1704067200', 'c.pcap1704070800.gz']],
    ['tcpdump -G %Y%m%d behind the ending', ['c.pcap20240131', 'c.pcap20240201']],
    ['tcpdump -G %y%m%d%H%M without an ending', ['trace2401311200', 'trace2401311300']],
    ['tcpdump -G %F', ['2024-01-01.pcap', '2024-12-31.pcap']],
    ['tcpdump -G %H%M%S', ['c-120000.pcap', 'c-130000.pcap']],
    ['tcpdump -G %y%m%d-%H%M', ['c-240101-1200.pcap', 'c-240101-1300.pcap']],
    ['tcpdump -G -C', ['c-2024-01-01T12:00.pcap', 'c-2024-01-01T12:00.pcap1', 'c-2024-01-01T13:00.pcap']],
    ['dumpcap', ['x_00001_20240101120000.pcapng', 'x_00002_20240101130000.pcapng']],
    ['dumpcap with the time first', ['x_20240101120000_00001.pcapng', 'x_20240101130000_00002.pcapng']],
  ])('%s', (_, paths) => {
    expect(areOne(...paths)).toBe(true);
  });

  it.each([
    [['a.pcap', 'b.pcap']],
    [['a.pcap', 'a.pcapng']],
    [['d/a.pcap', 'e/a.pcap1']],
    [['test1.pcap', 'test2.pcap']],
    [['192.168.10.11.pcap', '192.168.10.12.pcap']],
    [['10.20.30.40.pcap', '10.20.31.41.pcap']],
    [['server-8080.pcap', 'server-9090.pcap']],
    [['a-2024-01-01.pcap', 'b-2024-01-01.pcap']],
    [['x_00001_20240101120000.pcapng', 'y_00002_20240101130000.pcapng']],
  ])('%j are of different ones', (paths) => {
    expect(areOne(...paths)).toBe(false);
  });

  it('tells numbers, the names of others, and names that prove little', () => {
    expect(familyOf('d/a.pcap')).toMatchObject({ number: 0, weak: false });
    expect(familyOf('d/a.pcap3')?.nameOf(2)).toBe('a.pcap2');
    expect(familyOf('d/a.pcap03.gz')?.nameOf(4)).toBe('a.pcap04.gz');
    expect(familyOf('c-1704067200.pcap')?.number).toBeNull();
    expect(familyOf('c.pcap20240131')).toMatchObject({ number: null, weak: false });
    expect(familyOf('c.pcap20241331')?.number).toBe(20_241_331);
    expect(familyOf('c.pcap123456')?.number).toBe(123_456);
    expect(familyOf('server1')).toMatchObject({ number: 1, weak: true });
  });
});
