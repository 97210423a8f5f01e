import { describe, expect, it } from 'vitest';
import { bodyOf, readText } from './read-text.ts';

const ID = '65DA19AE09E59839308E9C36';
const told = (text: string) => readText(text).exchanges.map(({ response }) => bodyOf(response));
const document = (elements: Readonly<Record<string, string>>): string =>
  `<Error>${Object.entries(elements)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</Error>`;

describe('the message that an SDK makes of an error document', () => {
  const SECOND_GENERATION = `operation error PutObject: Error returned by Service. \nHttp Status Code: 400. \nError Code: InvalidArgument. \nRequest Id: ${ID}. \nMessage: Bad region.\nEC: 0002-00000226.\nTimestamp: 2026-11-26 08:00:00 +0000 UTC.\nRequest Endpoint: PUT https://b.oss-cn-hangzhou.aliyuncs.com/k.`;
  const second = {
    Code: 'InvalidArgument',
    RequestId: ID,
    Message: 'Bad region',
    EC: '0002-00000226',
    HostId: 'b.oss-cn-hangzhou.aliyuncs.com',
  };

  it.each([
    [
      'Go, ossutil',
      `Error: oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="No, never.", RequestId=${ID}, Endpoint=http://oss-cn-hangzhou.aliyuncs.com, Ec=0003-00000001`,
      {
        Code: 'AccessDenied',
        Message: 'No, never.',
        RequestId: ID,
        Endpoint: 'http://oss-cn-hangzhou.aliyuncs.com',
        EC: '0003-00000001',
      },
    ],
    [
      'Go, of old',
      `oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage=No., RequestId=${ID}`,
      { Code: 'AccessDenied', Message: 'No.', RequestId: ID },
    ],
    ['the second generation', SECOND_GENERATION, second],
    ['the second generation, escaped in a log', JSON.stringify({ error: SECOND_GENERATION }), second],
    [
      'AWS for Go 2',
      `"error": "operation error S3: PutObject, https response error StatusCode: 403, RequestID: ${ID}, HostID: b.oss-cn-hangzhou.aliyuncs.com, api error SignatureDoesNotMatch: It is wrong."`,
      {
        RequestId: ID,
        HostId: 'b.oss-cn-hangzhou.aliyuncs.com',
        Code: 'SignatureDoesNotMatch',
        Message: 'It is wrong.',
      },
    ],
    [
      'AWS for Go 1',
      `upload: SecondLevelDomainForbidden: Please use virtual hosted style.\n\tstatus code: 403, request id: ${ID}, host id: `,
      { Code: 'SecondLevelDomainForbidden', Message: 'Please use virtual hosted style.', RequestId: ID },
    ],
    [
      'AWS for Java 1',
      `com.amazonaws.services.s3.model.AmazonS3Exception: Not & never. (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: ${ID}; S3 Extended Request ID: null)`,
      { Message: 'Not &amp; never.', Code: 'AccessDenied', RequestId: ID },
    ],
  ])('%s', (_, text, elements) => {
    expect(told(`starting\n${text}\nstopped\n`)).toEqual([document(elements)]);
    expect(readText(text).summary.text?.kind).toBe('log');
  });

  it('several of them, and one that is told again', () => {
    const line = (id: string) =>
      `oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="No", RequestId=${id}`;
    expect(told(`${line(ID)}\n${line('65DA19AE09E59839308E9C37')}\n${line(ID)}`)).toHaveLength(2);
  });

  it('is none without its parts', () => {
    expect(readText('StatusCode=403, ErrorCode=').codes).toEqual(['not-a-capture']);
    expect(readText(`status code: 403, request id: ${ID}`).codes).toEqual(['not-a-capture']);
  });

  it('is passed over where the document itself is there', () => {
    const line = `oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="No", RequestId=${ID}`;
    const whole = document({ Code: 'AccessDenied', RequestId: ID, HostId: 'h' });
    expect(told(`${line}\n${whole}\n`)).toEqual([whole]);
  });
});
