import { describe, expect, it } from 'vitest';
import { BUCKET_IN_PATH, LearntBuckets, MAX_LEARNT_HOSTS } from '../rooms/oss.ts';

describe('the buckets of a capture', () => {
  it('are given once each, however many hosts stand before them', () => {
    const learnt = new LearntBuckets();
    for (let at = 0; at < 1000; at++) learnt.learn(`a${at}.example.com`, at % 2 === 0 ? 'even' : 'odd');
    learnt.learn('path.example.com', BUCKET_IN_PATH);
    learnt.known('named.oss-cn-hangzhou.aliyuncs.com');
    expect([...learnt.buckets()]).toEqual(['even', 'odd', 'named']);
  });
});

describe('the hosts of a capture', () => {
  it('are known by their ports, too, whatever their case', () => {
    const learnt = new LearntBuckets();
    learnt.show('Ceph.example.net:7480', 's3');
    expect(learnt.shownAt('ceph.example.net:7480')).toBe('s3');
    expect(learnt.shownAt('ceph.example.net')).toBeNull();
  });

  it('are those of endpoints already', () => {
    const learnt = new LearntBuckets();
    learnt.show('b.oss-cn-hangzhou.aliyuncs.com', 's3');
    expect(learnt.timesShown).toBe(0);
  });

  it('are no more than a limit, and the oldest give way', () => {
    const learnt = new LearntBuckets();
    for (let at = 0; at <= MAX_LEARNT_HOSTS; at++) learnt.show(`h${at}.example.net`, 's3');
    expect(learnt.shownAt('h0.example.net')).toBeNull();
    expect(learnt.shownAt(`h${MAX_LEARNT_HOSTS}.example.net`)).toBe('s3');
  });
});
