import { expect, it } from 'vitest';
import { ecPage } from '../rooms/report.ts';

it('links to what the service says of a code, in the language of the report', () => {
  expect(ecPage('0002-00000040', 'en')).toBe('https://api.alibabacloud.com/troubleshoot?q=0002-00000040');
  expect(ecPage('0002-00000040', 'zh')).toBe('https://api.aliyun.com/troubleshoot?q=0002-00000040');
});

it.each(['', '0002', '0002-00000040 ', '0002-00000040&x=1', '../login', 'javascript:1'])(
  'links to nothing for %j',
  (ec) => {
    expect(ecPage(ec, 'en')).toBeNull();
  },
);
