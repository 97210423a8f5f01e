/* Texts that are wrapped, cut or masked, or in which words stand around what a server said. */

import { expect, it } from 'vitest';
import { bodyOf, readText } from './read-text.ts';

const SENTENCE =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

function saidIn(text: string): string {
  return bodyOf(readText(text).exchanges[0]?.response) ?? '';
}

function elementIn(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)<`).exec(saidIn(text))?.[1];
}

it.each([
  [
    'words in quotation marks',
    'Upload failed: AuthorizationHeaderMalformed: The authorization header is malformed; the credential "/20261130/eu-west-1/s3/aws4_request" is malformed.\n',
    'The authorization header is malformed; the credential "/20261130/eu-west-1/s3/aws4_request" is malformed.',
  ],
  [
    'an apostrophe',
    "sync failed: RequestTimeTooSkewed: The difference between the request time and the server's time is too large. status: 403\n",
    "The difference between the request time and the server's time is too large.",
  ],
  [
    'more sentences than one',
    'Fatal: client.PutObject: The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method. For more information, see REST Authentication for details.\n',
    'The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method. For more information, see REST Authentication for details.',
  ],
  [
    'the number of attempts before it',
    'upload failed: ./a.txt to s3://acme/a.txt An error occurred (XAmzContentSHA256Mismatch) when calling the PutObject operation (reached max retries: 4): invalid header: x-amz-content-sha256\n',
    'invalid header: x-amz-content-sha256',
  ],
  [
    'a field behind it',
    'code: AuthorizationHeaderMalformed, message: The authorization header is malformed, bucket_name: acme, object_name: a/b.cfg, request_id: 03B8839191B53B93\n',
    'The authorization header is malformed',
  ],
  [
    'a line end within it',
    `level=error msg="list: rpc error: SignatureDoesNotMatch: The request signature we calc\nulated does not match the signature you provided. Check your key and signing method.\\n\\tstatus code: 403, request id: 03B8839191B53B93, host id: x"\n`,
    SENTENCE,
  ],
])('reads a message with %s to its end', (_, text, message) => {
  expect(elementIn(text, 'Message')).toBe(message);
});

it.each([
  [
    'a message of Hadoop without an ID',
    'java.nio.file.AccessDeniedException: s3a://acme/a/b.json: getFileStatus on s3a://acme/a/b.json: com.amazonaws.services.s3.model.AmazonS3Exception: Forbidden (Service: Amazon S3; Status Code: 403; Error Code: 403 Forbidden; Request ID: null)\n',
    { operation: 'HeadObject', bucket: 'acme', key: 'a/b.json' },
  ],
  [
    'the request within a message of the SDK for Java',
    'AmazonS3Exception: Forbidden; request: GET https://acme.s3.us-east-2.amazonaws.com a/b.csv {} Hadoop 3, aws-sdk-java; Request ID: 4KZAZ961HQGG0RSG (Service: Amazon S3; Status Code: 403; Error Code: 403 Forbidden; Request ID: 4KZAZ961HQGG0RSG)\n',
    { operation: 'GetObject', method: 'GET', host: 'acme.s3.us-east-2.amazonaws.com', key: 'a/b.csv' },
  ],
  [
    'a log of s3fs without a document',
    's3fs[7]: curl.cpp:RequestPerform(2371): HTTP response code 403, returning EPERM. Body Text:\ns3fs[7]: failed a request(403: https://acme.s3.us-west-2.amazonaws.com/a.txt)\n',
    { host: 'acme.s3.us-west-2.amazonaws.com', path: '/a.txt' },
  ],
  [
    'the bucket of a repository of restic',
    `restic init --repo=s3:https://ecs.example:9021/acme/backup/x, stderr=Fatal: client.PutObject: ${SENTENCE}\n`,
    { operation: 'PutObject', host: 'ecs.example:9021', bucket: 'acme' },
  ],
  [
    'a host whose bucket is hidden',
    `Error executing "PutObject" on "https://XXXXX.ams3.digitaloceanspaces.com/a/b.jpg": ${SENTENCE}\n`,
    { operation: 'PutObject', host: 'ams3.digitaloceanspaces.com', key: 'a/b.jpg' },
  ],
])('tells of a request by %s', (_, text, told) => {
  expect(readText(text).exchanges[0]?.told).toMatchObject(told);
});

it('believes the string that the server signed, and not the command above it', () => {
  const text = `$ fetch s3://acme/a/b.nii.gz\n<Error><Code>SignatureDoesNotMatch</Code><Message>${SENTENCE}</Message><StringToSign>GET\n\n\nSun, 20 Dec 2026 16:47:44 GMT\n/</StringToSign><RequestId>4KZAZ961HQGG0RSG</RequestId></Error>\n`;
  const told = readText(text).exchanges[0]?.told;
  expect(told).toMatchObject({ operation: 'ListBuckets' });
  expect(told?.bucket).toBeUndefined();
  expect(told?.key).toBeUndefined();
});

it('reads the string that COS signed', () => {
  const text =
    '<Error>\n<Code>SignatureDoesNotMatch</Code>\n<Message>The Signature you specified is invalid.</Message>\n<FormatString>get\n/a b.png\n\nhost=acme-125.cos.ap-beijing.myqcloud.com\n</FormatString>\n<RequestId>NjA0</RequestId>\n</Error>\n';
  expect(readText(text).exchanges[0]?.told).toMatchObject({
    method: 'GET',
    path: '/a%20b.png',
    host: 'acme-125.cos.ap-beijing.myqcloud.com',
    signedHeaders: 'host',
  });
});

it('ends a canonical request that is cut behind its list of signed headers', () => {
  const hash = 'e3'.repeat(32);
  const text = `<Error><Code>SignatureDoesNotMatch</Code><Message>${SENTENCE}</Message><CanonicalRequest>GET\n/a.sh\n\nhost:acme.storage.googleapis.com\nx-amz-content-sha256:${hash}\nx-amz-date:20261130T091500Z\n\nhost;x-amz-content-sha256;x-amz-date\n* Connection #0 left intact\n`;
  expect(saidIn(text).endsWith(`\nhost;x-amz-content-sha256;x-amz-date\n${hash}</CanonicalRequest>`)).toBe(
    true,
  );
});

it('knows by what a service shows of its signing which code it gave', () => {
  const text =
    'x-amz-date:20261130T091500Z\n\nhost;x-amz-date\nUNSIGNED-PAYLOAD</CanonicalRequest><RequestId>9ZK1CTW2Q6V0Y8NB</RequestId></Error>\n';
  expect(elementIn(text, 'Code')).toBe('SignatureDoesNotMatch');
});

it('takes source code for no request', () => {
  const text =
    'PUT /%s HTTP/1.1\nHost: acme.s3.us-west-2.amazonaws.com\nAuthorization: AWS4-HMAC-SHA256 Credential=%s/%s/us-west-2/s3/aws4_request, SignedHeaders=host, Signature=%s\n\n';
  const { exchanges, notices } = readText(text);
  expect(exchanges).toEqual([]);
  expect(notices.at(-1)?.args['form']).toBe('command');
});

it('takes the dashes behind a message for none of its body', () => {
  const text = `PUT /a.txt HTTP/1.1\nHost: acme.s3.amazonaws.com\nContent-Length: 0\nAuthorization: AWS AKIAEXAMPLE0000000:${'a'.repeat(27)}=\n\n${'-'.repeat(53)}\n`;
  expect(readText(text).codes).not.toContain('text-body-cut');
});
