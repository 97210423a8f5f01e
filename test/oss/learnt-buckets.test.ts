import { describe, expect, it } from 'vitest';
import { LearntBuckets } from '../../src/oss/address.ts';
import { BUCKET_IN_PATH } from '../../src/oss/model.ts';

describe('the buckets of a capture', () => {
  it('are given once each, however many hosts stand before them', () => {
    const learnt = new LearntBuckets();
    for (let at = 0; at < 1000; at++) learnt.learn(`a${at}.example.com`, at % 2 === 0 ? 'even' : 'odd');
    learnt.learn('path.example.com', BUCKET_IN_PATH);
    learnt.known('named.oss-cn-hangzhou.aliyuncs.com');
    expect([...learnt.buckets()]).toEqual(['even', 'odd', 'named']);
  });
});
