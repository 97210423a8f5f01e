import { describe, expect, it } from 'vitest';
import { WHOLE_DOCUMENT } from '../rooms/sentences.ts';
import { osscap } from '../support/command.ts';

const MESSAGE =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

/** What clients print of a refusal, and which line gets the rest of it. */
const PRINTED = {
  boto3: `botocore.exceptions.ClientError: An error occurred (SignatureDoesNotMatch) when calling the PutObject operation: ${MESSAGE}`,
  'aws-cli': `upload failed: ./a.txt to s3://bucket/a.txt An error occurred (SignatureDoesNotMatch) when calling the PutObject operation: ${MESSAGE}`,
  'aws-java2': `software.amazon.awssdk.services.s3.model.S3Exception: ${MESSAGE} (Service: S3, Status Code: 403, Request ID: tx00000abc)`,
  'aws-java1': `com.amazonaws.services.s3.model.AmazonS3Exception: ${MESSAGE} (Service: Amazon S3; Status Code: 403; Error Code: SignatureDoesNotMatch; Request ID: 6B0617825A0E403C)`,
  'aws-go2': `operation error S3: PutObject, https response error StatusCode: 403, RequestID: 6B0617825A0E403C, HostID: , api error SignatureDoesNotMatch: ${MESSAGE}`,
  'aws-go1': `SignatureDoesNotMatch: ${MESSAGE} status code: 403, request id: 6B0617825A0E403C, host id: `,
  'oss-go1': `oss: service returned error: StatusCode=403, ErrorCode=SignatureDoesNotMatch, ErrorMessage="${MESSAGE}", RequestId=6B0617825A0E403C2F939F29`,
  mc: `mc: <ERROR> Unable to list folder. ${MESSAGE}`,
  s3cmd: `ERROR: S3 error: 403 (SignatureDoesNotMatch): ${MESSAGE}`,
} as const;

describe('a message without the rest of the error document', () => {
  it.each(Object.entries(PRINTED))('of %s: the first that is next gets the rest', (name, text) => {
    const { stdout } = osscap(['scan', '-'], { input: Buffer.from(text) });
    const line = WHOLE_DOCUMENT[name as keyof typeof PRINTED];
    expect(stdout).toContain(`  next    ${line}`);
  });

  it('of nobody who is known names no line of an SDK', () => {
    const { stdout } = osscap(['scan', '-'], { input: Buffer.from(MESSAGE) });
    expect(stdout).toContain('needs-secret');
    for (const line of Object.values(WHOLE_DOCUMENT)) expect(stdout).not.toContain(line);
  });
});
