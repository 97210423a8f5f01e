import { describe, expect, it } from 'vitest';
import { parseErrorBody, readPlainDocument } from '../rooms/oss.ts';
import fc from '../support/fast-check.ts';
import { parseXml } from '../support/fast-xml.ts';

/** The fields as the XML parser has them: a comment makes the document one that is not plain. */
function byParser(document: string) {
  const result = parseErrorBody(document.replace('<Error>', '<Error><!-- -->'), 1, parseXml);
  return result.ok ? result.value.error.fields : result.error;
}

const NAME = fc.constantFrom('Code', 'Message', 'StringToSign', 'StringToSignBytes', 'EC', 'A1');
const VALUE = fc.string({
  maxLength: 30,
  unit: fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\r',
    '\t',
    '/',
    '0A ',
    '&amp;',
    '&lt;',
    '&#13;',
    '&#x4e2d;',
    '\xe4\xb8\xad',
    '\xff',
    '"',
    "'",
    '>',
  ),
});
const SPACE = fc.constantFrom('', '\n', '\r\n  ');
const FRONT = fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0"?>\n');

describe('a plain error document', () => {
  it('gives what the XML parser gives', () => {
    const input = fc.tuple(FRONT, fc.array(fc.tuple(NAME, VALUE, SPACE), { maxLength: 8 }), SPACE);
    fc.assert(
      fc.property(input, ([front, elements, space]) => {
        const inner = elements.map(([name, value, after]) => `<${name}>${value}</${name}>${after}`).join('');
        const document = `${front}<Error>${space}${inner}</Error>${space}`;
        expect(readPlainDocument(document)).toEqual(byParser(document));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['an attribute', '<Error a="b"><Code>x</Code></Error>'],
    ['nesting', '<Error><A><Code>x</Code></A></Error>'],
    ['CDATA', '<Error><Code><![CDATA[x]]></Code></Error>'],
    ['an empty-element tag', '<Error><Code/></Error>'],
    ['a cut', '<Error><Code>x</Code><Message>y'],
    ['a document type', '<!DOCTYPE a><Error><Code>x</Code></Error>'],
    ['a stray ampersand', '<Error><Code>a&b</Code></Error>'],
    ['a control character', '<Error><Code>a\x01</Code></Error>'],
    ['wrong nesting', '<Error><Code>x</Message></Error>'],
    ['another root', '<Fault><Code>x</Code></Fault>'],
    ['something behind it', '<Error><Code>x</Code></Error>tail'],
  ])('is not one with %s', (_, document) => {
    expect(readPlainDocument(document)).toBeNull();
  });
});
