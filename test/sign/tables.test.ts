import { expect, test } from 'vitest';
import {
  decodePercent,
  decodeQueryText,
  encodeComponent,
  encodePath,
  isS3SignedParameter,
  isSignedParameter,
  S3_FLAVOURS,
  type SdkId,
  SIGNED_BY_SDK,
  s3SignsParameter,
  sdkNeverSignsParameter,
  sdkOfUserAgent,
  sdkSignsParameter,
} from '../../src/engine/sign/index.ts';
import { fromBase64, fromHex, toBase64 } from '../rooms/bytes.ts';

test('the lists have the lengths of the SDK sources', () => {
  // the static lists alone, without what the blanket x-oss- rule adds
  const lengths: Readonly<Partial<Record<SdkId, number>>> = {
    go1: 85,
    go2: 30,
    py1: 86,
    py2: 31,
    java1: 92,
    java2: 32,
    php1: 86,
    php2: 30,
    cs1: 50,
    cs2: 30,
    cpp: 53,
    c: 35,
    android: 27,
    ios: 41,
  };
  const columns = Object.keys(lengths);
  const counted = Object.fromEntries(
    columns.map((sdk, i) => [sdk, Object.values(SIGNED_BY_SDK).filter((row) => row[i] === 'x').length]),
  );
  expect(counted).toEqual(lengths);
  for (const row of Object.values(SIGNED_BY_SDK)) expect(row).toMatch(/^[x*.]{14}$/);
});

test('the server signs the union, every x-oss- parameter, and no more', () => {
  const signed = ['acl', 'uploadId', 'continuation-token', 'security-token', 'x-oss-anything', 'seal'];
  // in lists of API calls alone; those of accessmonitor and regions are empty
  signed.push(
    'quota',
    'overwriteConfig',
    'retention',
    'accessPointForObjectProcess',
    'batchJob',
    'putVectors',
  );
  for (const name of signed) {
    expect(isSignedParameter(name)).toBe(true);
  }
  const unsigned =
    'OSSAccessKeyId Expires Signature prefix delimiter max-keys marker key-marker upload-id-marker encoding-type list-type start-after fetch-owner max-uploads max-parts part-number-marker version-id-marker accessmonitor regions batchJobId ACL constructor __proto__';
  for (const name of unsigned.split(' ')) expect(isSignedParameter(name)).toBe(false);
});

test('what one SDK signs', () => {
  expect(sdkSignsParameter('android', 'callback')).toBe(false);
  expect(sdkSignsParameter('c', 'cors')).toBe(true);
  expect(sdkSignsParameter('go2', 'x-oss-new')).toBe(true);
  expect(sdkSignsParameter('py2', 'x-oss-new')).toBe(false);
  expect(sdkSignsParameter('js', 'acl')).toBeNull();
  // the second generation signs those of the call beside its list
  expect(sdkNeverSignsParameter('c', 'versionId')).toBe(true);
  expect(sdkNeverSignsParameter('c', 'cors')).toBe(false);
  expect(sdkNeverSignsParameter('cpp2', 'cors')).toBe(true);
  expect(sdkNeverSignsParameter('js', 'cors')).toBe(false);
  for (const sdk of ['go2', 'py2', 'java2', 'php2', 'cs2', 'ts2'] as const) {
    expect(sdkNeverSignsParameter(sdk, 'cors')).toBe(false);
  }
  // `SubResourceSet` of the second C++ SDK, `REQUIRED_SIGNED_PARAMETERS` of the TypeScript SDK
  for (const sdk of ['cpp2', 'ts2'] as const) {
    expect(sdkSignsParameter(sdk, 'cleanRestoredObject')).toBe(true);
    expect(sdkSignsParameter(sdk, 'cors')).toBe(false);
  }
  expect(sdkSignsParameter('cpp2', 'x-oss-process')).toBe(false);
  expect(sdkSignsParameter('ts2', 'x-oss-process')).toBe(true);
});

test('user agents', () => {
  expect(sdkOfUserAgent('aliyun-sdk-python/2.6.0(Linux/4.4.0-31-generic/x86_64;3.4.3)')).toBe('py1');
  expect(sdkOfUserAgent('aliyun-sdk-cpp/1.9.0')).toBe('cpp');
  expect(sdkOfUserAgent('aliyun-sdk-c/3.10')).toBe('c');
  expect(sdkOfUserAgent('aliyun-sdk-ios/2.10')).toBe('ios');
  expect(sdkOfUserAgent('alibabacloud-python-sdk-v2/1.0.0')).toBe('py2');
  expect(sdkOfUserAgent('alibabacloud-cpp-sdk-v2/0.1.0')).toBe('cpp2');
  expect(sdkOfUserAgent('alibabacloud-ts-sdk-v2/0.1.0')).toBe('ts2');
  expect(sdkOfUserAgent('curl/8.0')).toBeNull();
});

test('percent coding', () => {
  expect(decodePercent('a%2Fb+c%zz%4')).toBe('a/b+c%zz%4');
  expect(decodePercent('%252F')).toBe('%2F');
  expect(decodeQueryText('a+b%2B')).toBe('a b+');
  expect(encodeComponent('a/b c~!\xe6')).toBe('a%2Fb%20c~%21%E6');
  expect(encodePath('/a b/%')).toBe('/a%20b/%25');
});

test('base64 and hex', () => {
  for (const text of ['', 'a', 'ab', 'abc', 'abcd', '\x00\xff\xfe']) {
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(fromBase64(toBase64(bytes))).toBe(text);
  }
  expect(fromBase64('YWJj\r\n ZA')).toBe('abcd');
  expect(fromBase64('YW-j')).toBeNull();
  expect(fromBase64('YWJjZ')).toBeNull();
  expect(fromHex('50 4f\n0A ')).toBe('PO\n');
  expect(fromHex('5')).toBeNull();
  expect(fromHex('zz')).toBeNull();
});

test('servers of the S3 family sign lists of their own in version 2', () => {
  const by = (name: string) => S3_FLAVOURS.filter((flavour) => s3SignsParameter(flavour, name));
  expect(by('uploadId')).toEqual(['aws', 'ceph', 'minio', 'swift']);
  expect(by('object-lock')).toEqual(['aws', 'ceph', 'swift']);
  expect(by('publicAccessBlock')).toEqual(['aws', 'ceph']);
  expect(by('retention')).toEqual(['aws', 'minio']);
  expect(by('legal-hold')).toEqual(['minio']);
  expect(by('policyStatus')).toEqual(['ceph']);
  expect(by('restore')).toEqual(['aws', 'swift']);
  for (const name of ['prefix', 'ACL', 'constructor', '__proto__']) {
    expect(by(name)).toEqual([]);
    expect(isS3SignedParameter(name)).toBe(false);
  }
});
