import { describe, expect, it } from 'vitest';
import { MAX_PROBED_LINES } from '../../rooms/text.ts';
import { EN, ZH } from '../../support/texts.ts';
import { readText } from './read-text.ts';

/** The form that a refusal names; null where it names none. */
function refusedAs(text: string | Uint8Array, size?: number): unknown {
  const { exchanges, notices } = readText(text, size);
  expect(exchanges).toEqual([]);
  expect(notices.map(({ code }) => code)).toEqual(['not-a-capture']);
  return notices[0]?.args['form'] ?? null;
}

const DETAILS =
  'Frame 4: 421 bytes on wire (3368 bits), 421 bytes captured (3368 bits)\nHypertext Transfer Protocol\n    HTTP/1.1 403 Forbidden\\r\\n    Server: AliyunOSS\\r\\n\neXtensible Markup Language\n    <Error>\n        <Code>\n            SignatureDoesNotMatch\n            </Code>\n';

describe('what cannot be read, though another form of it can', () => {
  it.each([
    ['tshark -V', DETAILS, 'dissection'],
    [
      'tshark',
      '    4   0.000449    127.0.0.1 → 127.0.0.1    HTTP 421 POST /k?uploads= HTTP/1.1 \n',
      'dissection',
    ],
    ['tshark -T json', '[\n  {\n    "_index": "packets-2026-11-24",\n    "_type": "doc",\n', 'dissection'],
    [
      'tshark -T pdml',
      '<?xml version="1.0"?>\n<pdml version="0">\n<field show="PUT /k HTTP/1.1\\r\\n" size="1"/>\n',
      'dissection',
    ],
    ['tshark -x', '0000  00 00 00 00 00 00 00 00 00 00 00 00 08 00 45 00   ..............E.\n', 'dissection'],
    [
      'tcpdump',
      '23:02:26.673449 IP 10.0.0.1.41916 > 10.0.0.2.80: Flags [P.], seq 1:356, ack 1, length 355: HTTP: POST /k HTTP/1.1\n',
      'dissection',
    ],
    [
      'ngrep',
      'T 10.0.0.1:5000 -> 10.0.0.2:80 [AP] #4\n  POST /k HTTP/1.1..Host: b.oss-cn-hangzhou.al\n  iyuncs.com....\n\n\n',
      'dissection',
    ],
    ['Copy as cURL', "curl 'https://b.oss-cn-hangzhou.aliyuncs.com/k' \\\n  -H 'accept: */*'\n", 'command'],
    ['Copy as fetch', 'await fetch("https://b.oss-cn-hangzhou.aliyuncs.com/k", {\n', 'command'],
    ['HTTPie', '$ http -v PUT https://b.oss-cn-hangzhou.aliyuncs.com/k Date:x\n', 'command'],
    ['wget', "wget --header 'Date: x' http://b.oss-cn-hangzhou.aliyuncs.com/k\n", 'command'],
    ['axios', 'axios.put("https://b.oss-cn-hangzhou.aliyuncs.com/k", data)\n', 'command'],
    ['requests', 'r = requests.request("PUT", "https://b.oss-cn-hangzhou.aliyuncs.com/k")\n', 'command'],
    ['XMLHttpRequest', 'xhr.open("PUT", "https://b.oss-cn-hangzhou.aliyuncs.com/k");\n', 'command'],
    [
      'an exception of the SDK for Python of Azure',
      'azure.core.exceptions.ClientAuthenticationError: Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.\nRequestId:5d1b7a2e-901e-0042-3b0c-9c1f2a000000\nErrorCode:AuthenticationFailed\n',
      'error-message-azure',
    ],
    [
      'a SAS of Azure',
      'https://acme.blob.core.windows.net/box/a.txt?sv=2021-08-06&sr=b&sp=r&sig=abcdef%2Bghi%3D\nSignature did not match. String to sign used was r\n',
      'error-message-azure',
    ],
    [
      'a message of no known code',
      'mc: <ERROR> Unable to list folder. RequestId: 1579FB7A7D70DC75 AccessDenied\n',
      'error-message',
    ],
    [
      'an exception of the SDK for PHP',
      'exception: "OSS\\\\Core\\\\OssException"\nmessage: ":  RequestId: 60CAB8775423BA3639E2504A"\n',
      'error-message-php',
    ],
    [
      'an exception of the SDK for .NET',
      'Aliyun.OSS.Common.OssException: AccessDenied, request id 60CAB8775423BA3639E2504A\n',
      'error-message-dotnet',
    ],
    [
      'an exception of the SDK for Ruby',
      'Aliyun::OSS::ServerError: AccessDenied (request_id 60CAB8775423BA3639E2504A)\n',
      'error-message-ruby',
    ],
    [
      'a log of the SDK for C++',
      'AlibabaCloud::OSS::OssError AccessDenied, RequestId 60CAB8775423BA3639E2504A\n',
      'error-message-cpp',
    ],
    [
      'an exception of the SDK for Android',
      'com.alibaba.sdk.android.oss.ServiceException: AccessDenied RequestId 60CAB8775423BA3639E2504A\n',
      'error-message-mobile',
    ],
    [
      'the head of an answer as Node.js prints it',
      "HttpResponse {\n  statusCode: 403,\n  headers: { 'x-amz-request-id': '825A85F77F095AED',\n  body: <Buffer 3c 3f ... >,\n",
      'error-message-aws',
    ],
    ['ali-oss of a HEAD', 'Error [UnknownError]: Unknow error, status: 403\n', 'error-message-node'],
    ['s3cmd --debug', "DEBUG: s3cmd version 2.4.0\nDEBUG: SignHeaders: 'PUT\\n\\n'\n", 's3cmd'],
    [
      'an exception of the SDK of another service',
      'SDK.ServerError\nErrorCode: SignatureDoesNotMatch\nRequestId: 0E5B1C0A-7B7E-4F0B-9C59-6B2B9B5F9B11\n',
      'error-message',
    ],
    [
      'a blob',
      '{"osscapBlob":1,"tool":{"name":"osscap","version":"0.1.0"}}\n{"type":"exchange","at":0,"result":{"method":"PUT /k HTTP/1.1"}}\n',
      'blob',
    ],
    ['words', 'our uploads fail with 403 SignatureDoesNotMatch\n', 'error-message'],
    ['words and code', "SignatureDoesNotMatch\n  access_key_id: ENV['KEY'],\n", 'error-message-aws'],
    ['a configuration', 'location / {\n  proxy_pass http://box:9000/;\n}\n', 'proxy-settings'],
    ['prose', 'our uploads fail\n', null],
  ])('%s', (_, text, form) => {
    expect(refusedAs(text)).toBe(form);
    expect(refusedAs(text, 7)).toBe(form);
  });

  it('says no more of a text that names an error than that, whoever wrote it', () => {
    const report =
      '{"code":"SignatureDoesNotMatch","requestId":"0E5B1C0A-7B7E-4F0B-9C59-6B2B9B5F9B11","stringToSign":"POST"}\n';
    expect(refusedAs(report)).toBe('error-message');
    for (const { otherForms } of [EN, ZH]) expect(otherForms['error-message']).not.toContain('SDK');
  });

  it.each([
    ['java', 'org.apache.http.wire'],
    ['python', 'oss2.set_stream_logger'],
    ['go', '--loglevel debug'],
    ['node', 'DEBUG=ali-oss'],
    ['php', 'print_r($e->getDetails())'],
    ['dotnet', 'Fiddler'],
    ['ruby', 'Aliyun::Common::Logging.set_log_level(Logger::DEBUG)'],
    ['cpp', 'SetLogLevel(LogLevel::LogDebug)'],
    ['mobile', 'OSSLog.enableLog()'],
    ['aws', 'aws --debug'],
  ] as const)('says how to make the SDK (%s) show more: %s', (sdk, how) => {
    for (const { otherForms } of [EN, ZH]) expect(otherForms[`error-message-${sdk}`]).toContain(how);
  });

  it('is told where the text is longer than what is looked at', () => {
    expect(refusedAs(DETAILS + 'x\n'.repeat(MAX_PROBED_LINES + 5000))).toBe('dissection');
  });

  it.each([
    ['ZIP', 'PK\u0003\u0004\u0014\u0000'],
    ['7z', '7z\u00bc\u00af\u0027\u001c\u0000'],
    ['xz', '\u00fd7zXZ\u0000\u0000'],
    ['tar', `a.pcap${'\u0000'.repeat(251)}ustar\u000000`],
  ])('%s', (_, head) => {
    const bytes = Uint8Array.from(head + '\u0000'.repeat(5000), (character) => character.charCodeAt(0));
    expect(refusedAs(bytes)).toBe('packed');
    expect(refusedAs(bytes, 100)).toBe('packed');
  });

  it('reads a stream that tshark followed, and what stands around it not at all', () => {
    const followed = `${'='.repeat(67)}\nFollow: tcp,raw\nFilter: tcp.stream eq 0\nNode 0: 10.0.0.1:5000\nNode 1: 10.0.0.2:80\n${Buffer.from('GET /k HTTP/1.1\r\nHost: h\r\n\r\n').toString('hex')}\n`;
    expect(readText(DETAILS + followed).exchanges[0]?.request?.target).toBe('/k');
  });
});
