import type { ByteString } from '../../../bytes/byte-string.ts';
import type { Drafts } from '../drafts.ts';
import { toldAnswer } from '../error-details.ts';
import { parseLiteral } from '../literal.ts';
import type { TextLine, TextLines } from '../text-line.ts';
import { NO_ENDPOINTS, type TextFormat, type TextReading } from './text-reading.ts';

/**
 * `DEBUG: ErrorXML: Code: 'AccessDenied'`: an element of the error document, as Python writes its
 * text.
 */
const ELEMENT = /\bErrorXML: ([A-Za-z][A-Za-z0-9]{0,63}): u?(?=['"])/;

/**
 * `s3cmd --debug`: of the answers it also prints the bytes, which Python breaks into pieces, and of
 * uploads no request. The first element of a document is its code.
 */
export const S3CMD_LOG: TextFormat = {
  kind: 'log',
  recognises: (lines) => lines.some((line) => elementIn(line)?.[0] === 'Code'),
  read: readElements,
};

type Element = readonly [name: ByteString, value: ByteString];

function elementIn({ text }: TextLine): Element | null {
  const found = ELEMENT.exec(text);
  const [, name = ''] = found ?? [];
  const value = found === null ? null : parseLiteral(text, found.index + found[0].length)?.value;
  return typeof value === 'string' ? [name, value] : null;
}

function readElements(lines: TextLines, drafts: Drafts): TextReading {
  let elements: Element[] = [];
  let first = 0;
  const end = (): void => {
    if (elements.length > 0) drafts.add(toldAnswer(elements, first));
    elements = [];
  };
  for (const line of lines) {
    if (drafts.isFull) break;
    const element = elementIn(line);
    if (element === null || element[0] === 'Code') end();
    if (element === null) continue;
    if (elements.length === 0) first = line.number;
    if (elements.length < MAX_ELEMENTS) elements.push(element);
  }
  end();
  return { order: 'nearest', endpointsOf: NO_ENDPOINTS };
}

const MAX_ELEMENTS = 50;
