import { describe, expect, it } from 'vitest';
import { bodyOf, readText } from './read-text.ts';

const ID = '65DA19AE09E59839308E9C36';
const SIGNATURE =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
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
      {
        Code: 'SecondLevelDomainForbidden',
        Message: 'Please use virtual hosted style.',
        RequestId: ID,
        HostId: '',
      },
    ],
    [
      'AWS for Java 1',
      `com.amazonaws.services.s3.model.AmazonS3Exception: Not & never. (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: ${ID}; S3 Extended Request ID: null)`,
      { Message: 'Not &amp; never.', Code: 'AccessDenied', RequestId: ID },
    ],
    [
      'AWS for Java 2',
      `software.amazon.awssdk.services.s3.model.S3Exception: ${SIGNATURE} (Service: S3, Status Code: 403, Request ID: ${ID}) (SDK Attempt Count: 1)`,
      { Code: 'SignatureDoesNotMatch', Message: SIGNATURE, RequestId: ID },
    ],
    [
      'PHP',
      `PHP Fatal error:  Uncaught OSS\\Core\\OssException: AccessDenied: No, never. RequestId: ${ID} in /app/Result.php:94`,
      { Code: 'AccessDenied', Message: 'No, never.', RequestId: ID },
    ],
    [
      'C++',
      `PutObject fail,code:AccessDenied,message:No, never.,requestId:${ID}`,
      { Code: 'AccessDenied', Message: 'No, never.', RequestId: ID },
    ],
    [
      'C',
      `put object failed, code:403, error_code:AccessDenied, error_msg:No., request_id:${ID}`,
      { Code: 'AccessDenied', Message: 'No.', RequestId: ID },
    ],
    [
      '.NET',
      `Failed with error code: AccessDenied; Error info: No. \nRequestID:${ID}\tHostID:b.oss-cn-hangzhou.aliyuncs.com`,
      { Code: 'AccessDenied', Message: 'No', RequestId: ID, HostId: 'b.oss-cn-hangzhou.aliyuncs.com' },
    ],
    [
      'Java, as its examples print it',
      `Error Message:No.\nError Code:AccessDenied\nRequest ID:${ID}\nHost ID:b.oss-cn-hangzhou.aliyuncs.com`,
      { Message: 'No.', Code: 'AccessDenied', RequestId: ID, HostId: 'b.oss-cn-hangzhou.aliyuncs.com' },
    ],
    [
      'Java, its exception',
      `Caused by: com.aliyun.oss.OSSException: No.\n[ErrorCode]: AccessDenied\n[RequestId]: ${ID}\n[HostId]: b.oss-cn-hangzhou.aliyuncs.com\n[ResponseError]:\n\tat com.aliyun.oss.A`,
      { Message: 'No.', Code: 'AccessDenied', RequestId: ID, HostId: 'b.oss-cn-hangzhou.aliyuncs.com' },
    ],
    [
      'aliyungo',
      `err: Aliyun API Error: RequestId: ${ID} Status Code: 403 Code: AccessDenied Message: No.`,
      { RequestId: ID, Code: 'AccessDenied', Message: 'No.' },
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
    expect(readText(`{"RequestId": "a", "Message": "Some Words: RequestId: ${ID}"}`).codes).toEqual([
      'not-a-capture',
    ]);
  });

  it('is one without the id of its request, by a code and a message that only this service has', () => {
    const java = (version: string) => `S3Exception: ${SIGNATURE} (Service: ${version} Request ID: null)`;
    const found = { Code: 'SignatureDoesNotMatch', Message: SIGNATURE };
    const ofCode = 'Amazon S3; Status Code: 403; Error Code: SignatureDoesNotMatch;';
    expect(told(java(ofCode))).toEqual([document(found)]);
    expect(told(java('S3, Status Code: 403,'))).toEqual([document(found)]);
    expect(told(`SignatureDoesNotMatch: ${SIGNATURE}`)).toEqual([document(found)]);
  });

  it('is none with a request ID of another service', () => {
    const { codes, notices } = readText(
      `SignatureDoesNotMatch: ${SIGNATURE} RequestId: 0E5B1C0A-7B7E-4F0B-9C59-6B2B9B5F9B11`,
    );
    expect([codes, notices[0]?.args]).toEqual([['not-a-capture'], { form: 'error-message' }]);
  });

  it('is passed over where the document itself is there', () => {
    const line = `oss: service returned error: StatusCode=403, ErrorCode=AccessDenied, ErrorMessage="No", RequestId=${ID}`;
    const whole = document({ Code: 'AccessDenied', RequestId: ID, HostId: 'h' });
    expect(told(`${line}\n${whole}\n`)).toEqual([whole]);
  });

  it('says what answered a head that a log shows without its body, told by the request ID', () => {
    const log = (id: string) =>
      `[DEBUG] Response\nHTTP/1.X 400 Bad Request\nContent-Type: application/xml\nX-Amz-Request-Id: 3594D27B643F80BE\n\n\nfailed: https response error StatusCode: 400, RequestID: ${id}, HostID: h, api error AuthorizationHeaderMalformed: the region is wrong; expecting 'minio'.\n`;
    const [answer] = readText(log('3594D27B643F80BE')).exchanges;
    expect(answer?.response?.status).toBe(400);
    expect(bodyOf(answer?.response ?? null)).toContain('<Code>AuthorizationHeaderMalformed</Code>');
    const [other] = readText(log('3594D27B643F80BF')).exchanges;
    expect(bodyOf(other?.response ?? null)).not.toContain('<Code>');
  });
});

describe('a message of which the second half is on the next line', () => {
  const halves = [
    'The authorization header is malformed;',
    "the region 'auto' is wrong; expecting 'eu-central-1'",
  ];

  it.each([
    [
      'of the AWS SDK for Go, behind words of the program',
      `Error: upload: AuthorizationHeaderMalformed: ${halves[0]}\n  ${halves[1]}\n\tstatus code: 400, request id: 4N3TBJ7QK2M9X0ZA\n`,
    ],
    [
      'of boto3',
      `An error occurred (AuthorizationHeaderMalformed) when calling the PutObject operation: ${halves[0]} \n${halves[1]}\n`,
    ],
    ['in logfmt', `level=error error="AuthorizationHeaderMalformed: ${halves[0]}\n    ${halves[1]}"\n`],
  ])('is read whole: %s', (_, text) => {
    const [body = ''] = told(text);
    expect(body).toContain('<Code>AuthorizationHeaderMalformed</Code>');
    expect(body).toContain(`<Message>${halves.join(' ')}</Message>`);
  });

  it('keeps a text that ends with the first half', () => {
    expect(told(`AuthorizationHeaderMalformed: ${halves[0]}`)).toHaveLength(1);
  });
});
