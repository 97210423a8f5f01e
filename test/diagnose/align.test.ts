import { describe, expect, it } from 'vitest';
import { parseCanonicalRequest, parseStringToSign } from '../../src/engine/sign/index.ts';
import { align } from '../rooms/diagnose.ts';

const v1 = (text: string) => parseStringToSign('v1', text, { bucket: 'demo', key: 'a.jpg' });
const v4 = (text: string) => parseCanonicalRequest('v4', text);
const outline = (client: string, server: string, parse = v1) =>
  align(parse(client), parse(server)).map((each) => [
    each.field,
    each.client,
    each.server,
    each.clientOffset,
    each.serverOffset,
  ]);

const BASE =
  'PUT\n\ntext/plain\nWed, 01 Jan 2025 12:34:56 GMT\nx-oss-a:1\nx-oss-c:3\n/demo/a.jpg?acl&uploadId=9';
const BASE4 =
  'PUT\n/demo/a.jpg\nacl&p%2Fq=1\ncontent-type:text/plain\nx-oss-date:20250101T123456Z\n\n\nUNSIGNED-PAYLOAD';

describe('align', () => {
  it('finds nothing in equal strings', () => {
    expect(outline(BASE, BASE)).toEqual([]);
  });

  it('gives the first byte that differs within a value, in each string', () => {
    expect(outline(BASE, BASE.replace('text/plain', 'text/html'))).toEqual([
      ['content-type', 'text/plain', 'text/html', 10, 10],
    ]);
    const both = BASE.replace('PUT', 'DELETE').replace('x-oss-c:3', 'x-oss-c:34');
    expect(outline(BASE, both)).toEqual([
      ['method', 'PUT', 'DELETE', 0, 0],
      ['oss-header:x-oss-c', '3', '34', 65, 68],
    ]);
    expect(both.slice(68, 69)).toBe('4');
  });

  it('has an absent header stand where its line would', () => {
    const server = BASE.replace('x-oss-c', 'x-oss-b:2\nx-oss-c');
    expect(outline(BASE, server)).toEqual([['oss-header:x-oss-b', null, '2', 56, 56]]);
    expect(server.slice(56, 65)).toBe('x-oss-b:2');
    expect(outline(server, BASE)).toEqual([['oss-header:x-oss-b', '2', null, 56, 56]]);
  });

  it('has the last header stand before the resource', () => {
    const client = BASE.replace('x-oss-c:3\n', '');
    expect(outline(client, BASE)).toEqual([['oss-header:x-oss-c', null, '3', 56, 56]]);
    expect(client.slice(56, 61)).toBe('/demo');
  });

  it('names parameters, empty ones too', () => {
    expect(outline(BASE, BASE.replace('acl&', ''))).toEqual([['resource:subresource:acl', '', null, 78, 78]]);
    expect(outline(BASE, BASE.replace('&uploadId=9', ''))).toEqual([
      ['resource:subresource:uploadId', '9', null, 82, 81],
    ]);
    expect(outline(BASE, BASE.replace('=9', '=10'))).toEqual([
      ['resource:subresource:uploadId', '9', '10', 91, 91],
    ]);
  });

  it('tells bucket from key', () => {
    expect(outline(BASE, BASE.replace('/demo/a.jpg', '/dem/b.jpg'))).toEqual([
      ['resource:bucket', 'demo', 'dem', 70, 70],
      ['resource:key', 'a.jpg', 'b.jpg', 72, 71],
    ]);
  });

  it('matches fields of one name by their order', () => {
    const client = BASE.replace('x-oss-a:1', 'x-oss-a:1\nx-oss-a:2');
    const server = BASE.replace('x-oss-a:1', 'x-oss-a:1\nx-oss-a:5');
    expect(outline(client, server)).toEqual([['oss-header:x-oss-a', '2', '5', 64, 64]]);
    expect(outline(client, BASE)).toEqual([['oss-header:x-oss-a', '2', null, 56, 56]]);
    const [thrice, other] = [client, server].map((text) => text.replace('x-oss-c', 'x-oss-a:3\nx-oss-c'));
    // where the fields are not the same ones, too
    expect(outline(thrice ?? '', other?.replace('x-oss-c:3\n', '') ?? '')).toEqual([
      ['oss-header:x-oss-a', '2', '5', 64, 64],
      ['oss-header:x-oss-c', '3', null, 76, 76],
    ]);
  });

  it('goes through a canonical request piece by piece', () => {
    const server = BASE4.replace('p%2Fq=1', 'p%2Fq=2')
      .replace('x-oss-date', 'x-oss-a:7\nx-oss-date')
      .replace('UNSIGNED-PAYLOAD', 'e3b0');
    expect(outline(BASE4, server, v4)).toEqual([
      ['canonical-query:p/q', '1', '2', 26, 26],
      ['canonical-header:x-oss-a', null, '7', 52, 52],
      ['payload-hash', 'UNSIGNED-PAYLOAD', 'e3b0', 82, 92],
    ]);
    expect(outline(BASE4, BASE4.replace('acl&p%2Fq=1', 'acl'), v4)).toEqual([
      ['canonical-query:p/q', '1', null, 20, 20],
    ]);
  });

  it('shows what stands beside a field where only that differs', () => {
    expect(outline(`${BASE}\n`, BASE)).toEqual([['resource:subresource:uploadId', '9\n', '9', 92, 92]]);
    const { pieces } = v1(BASE);
    const moved = pieces.map((piece) => ({ ...piece, start: piece.start + 1, end: piece.end + 1 }));
    expect(align({ pieces: moved, text: `\n${BASE}` }, v1(BASE))).toMatchObject([
      { field: 'method', client: '\nPUT', server: 'PUT', clientOffset: 0, serverOffset: 0 },
    ]);
    const crlf = { pieces, text: BASE.replace('PUT\n', 'PUT\r\n') };
    expect(align(v1(BASE), crlf)).toMatchObject([
      { field: 'method', client: 'PUT\n', server: 'PUT\r\n', clientOffset: 3, serverOffset: 3 },
    ]);
    expect(outline(BASE.replace('?acl', '?acl='), BASE)).toEqual([
      ['resource:subresource:acl', '?acl=', '?acl', 81, 81],
    ]);
  });

  it('shows the fields that stand in another order', () => {
    const swapped = BASE.replace('acl&uploadId=9', 'uploadId=9&acl');
    expect(outline(BASE, swapped)).toEqual([
      ['resource:subresource:acl', 'acl&uploadId=9', 'uploadId=9&acl', 78, 78],
    ]);
    const lines = BASE.replace('x-oss-a:1\nx-oss-c:3', 'x-oss-c:3\nx-oss-a:1');
    expect(outline(lines, BASE)).toEqual([
      ['oss-header:x-oss-c', 'x-oss-c:3\nx-oss-a:1', 'x-oss-a:1\nx-oss-c:3', 52, 52],
    ]);
  });
});
