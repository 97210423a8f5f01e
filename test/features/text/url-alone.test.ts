import { describe, expect, it } from 'vitest';
import { osscap } from '../../support/command.ts';

/** What a browser's console and the answer show: the URL, and none of the headers that went with it. */
const SHOWN = `> PUT https://photos.s3.amazonaws.com/tmp/file?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1364064748&Signature=7TYtdwb%2BTWL%2FUxQJpl%2FDvwXcZUw%3D 403 (Forbidden)

<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message><StringToSign>PUT

application/x-www-form-urlencoded; charset=UTF-8
1364064748
/photos/tmp/file</StringToSign><RequestId>B6199083B40F02B9</RequestId><AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId></Error>
`;

it('takes a Content-Type beside a URL that is shown alone for one of whoever opened it', () => {
  const { stdout } = osscap(['-', '--format', 'json'], { input: Buffer.from(SHOWN) });
  const [exchange] = JSON.parse(stdout).captures[0].exchanges;
  expect(exchange.diagnosis).toMatchObject({
    verdict: 'client-miscomputed',
    certainty: 'likely',
    cause: { id: 'content-type-added-after-signing' },
    divergences: [{ field: 'content-type', server: 'application/x-www-form-urlencoded; charset=UTF-8' }],
  });
});

describe('a signed URL that is alone and not over', () => {
  const REST = 'Expires=4102444800&Signature=7TYtdwb%2BTWL%2FUxQJpl%2FDvwXcZUw%3D';
  const ALIVE = [
    `https://photos.oss-cn-hangzhou.aliyuncs.com/a.jpg?OSSAccessKeyId=LTAI5tHarborKey000000001&${REST}`,
    `https://photos.s3.amazonaws.com/a.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&${REST}`,
  ];
  const scan = (...args: readonly string[]) => {
    const { stdout, status } = osscap(['-', ...args], { input: Buffer.from(`${ALIVE.join('\n')}\n`) });
    return { status, text: stdout.replace(/\s+/g, ' ') };
  };

  it('says for how long, and what breaks it, without an exit code', () => {
    const { status, text } = scan();
    expect(status).toBe(0);
    expect(text).toContain('lasts until 2100-01-01 00:00:00 UTC');
    expect(text).toContain('these headers as signed: content-type, content-md5, x-oss-*; changing');
    expect(text).toContain('these headers as signed: content-type, content-md5, x-amz-*; changing');
    expect(text).not.toMatch(/without a response|no request ID/);
    expect(scan('--lang', 'zh').text).toContain('该 URL 有效至 2100-01-01 00:00:00 UTC');
    expect(scan('--format', 'html').text).toContain('lasts until 2100-01-01');
  });
});

it.each([
  ['r2', 'Cloudflare R2', 'auto'],
  ['b2/us-west-004', 'Backblaze B2', 'us-west-004'],
  ['garage/garage', 'Garage', 'garage'],
  ['scaleway/fr-par', 'Scaleway', 'fr-par'],
])('names the service of a host that its name does not show: %s', (given, service, region) => {
  for (const [host, path] of [
    ['store.example.com', '/photos/a.jpg'],
    ['photos.store.example.com', '/a.jpg'],
  ]) {
    const url = `https://${host}${path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261202%2F${region}%2Fs3%2Faws4_request&X-Amz-Date=20261202T220000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=${'3e'.repeat(32)}`;
    const args = ['-', '--endpoint', `store.example.com=${given}`, '--format', 'json'];
    const [exchange] = JSON.parse(osscap(args, { input: Buffer.from(url) }).stdout).captures[0].exchanges;
    expect(exchange.oss).toMatchObject({ provider: 's3', service, bucket: 'photos', key: 'a.jpg' });
    expect(exchange.oss.region).toBe(given.split('/')[1] ?? null);
  }
});
