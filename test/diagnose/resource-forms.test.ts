import { describe, expect, it } from 'vitest';
import { fromText } from '../rooms/bytes.ts';
import { PLAIN, type Plain, type ReferenceVersion } from './reference-signer.ts';
import { missigned } from './scenario.ts';

const SENT: Plain = { ...PLAIN, key: 'dir/~a b*é.txt' };
const HOST = 'demo.oss-cn-hangzhou.aliyuncs.com';

/** What is said of a client that signs `signed` in the place of `due`. */
function told(version: ReferenceVersion, due: string, signed: string, sent = SENT) {
  const edit = (text: string): string => {
    if (!text.includes(due)) throw new Error(`no ${due} in ${text}`);
    return text.replace(due, () => signed);
  };
  return missigned(version, sent, {}, { edit }).cause;
}

describe('a resource in a form that no bucket and key give', () => {
  const URI = '/demo/dir/~a%20b%2A%C3%A9.txt';
  it.each([
    ['not-encoded', '/demo/dir/~a b*é.txt'],
    ['slash-encoded', '/demo%2Fdir%2F~a%20b%2A%C3%A9.txt'],
    ['slash-encoded', '/demo/dir%2F~a%20b%2A%C3%A9.txt'],
    ['slash-encoded', '/dir%2F~a%20b%2A%C3%A9.txt'],
    ['slash-encoded', '%2Fdemo%2Fdir%2F~a%20b%2A%C3%A9.txt'],
    ['lower-case-hex', '/demo/dir/~a%20b%2a%c3%a9.txt'],
    ['without-slash', 'demo/dir/~a%20b%2A%C3%A9.txt'],
    ['left-out', '/'],
    ['left-out', ''],
    ['left-out', '/demo'],
    ['url', `http://${HOST}/dir/~a%20b%2A%C3%A9.txt`],
    ['url', `https://${HOST}/dir/~a%20b%2A%C3%A9.txt`],
    ['url', `${HOST}/dir/~a%20b%2A%C3%A9.txt`],
    ['tilde-encoded', '/demo/dir/%7Ea%20b%2A%C3%A9.txt'],
    ['tilde-encoded', '/demo/dir/%7Ea+b*%C3%A9.txt'],
  ])('v4, %s: %s', (how, signed) => {
    expect(told('v4', `\n${URI}\n`, `\n${signed}\n`)).toMatchObject({
      id: 'canonical-uri-signed-other',
      args: { how, signed: fromText(signed), sent: URI },
    });
  });

  it.each([`${URI}?acl`, '/dir/~a%20b%2A%C3%A9.txt?acl'])('v4, with its query: %s', (signed) => {
    const sent: Plain = { ...SENT, query: [['acl', '']] };
    expect(told('v4', `\n${URI}\n`, `\n${signed}\n`, sent)).toMatchObject({
      id: 'canonical-uri-signed-other',
      args: { how: 'with-query', signed },
    });
  });

  const DUE = '%2Fdemo%2Fdir%2F~a%20b%2A%C3%A9.txt';
  it.each([
    ['slash-kept', '/demo/dir/~a%20b%2A%C3%A9.txt'],
    ['not-encoded', '/demo/dir/~a b*é.txt'],
    ['encoded-twice', '%252Fdemo%252Fdir%252F~a%2520b%252A%25C3%25A9.txt'],
    ['lower-case-hex', '%2fdemo%2fdir%2f~a%20b%2a%c3%a9.txt'],
    ['lower-case-hex', '%2Fdemo%2Fdir%2f~a%20b%2a%c3%a9.txt'],
    ['script-encoded', '%2Fdemo%2Fdir%2F~a%20b*%C3%A9.txt'],
  ])('v2, %s: %s', (how, signed) => {
    expect(told('v2', DUE, signed)).toMatchObject({ id: 'resource-signed-other', args: { how } });
  });
});
