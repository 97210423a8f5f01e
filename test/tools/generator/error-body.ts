import { buildStrings, encodePath, type SignableRequest } from '../../../src/engine/sign/index.ts';
import { nodeHasher } from '../../../src/node/ports.ts';
import { type ByteString, toBytes } from '../../rooms/bytes.ts';
import { ACCESS_KEY_ID, type SignedRequest } from './signer.ts';

interface Refusal {
  readonly requestId: string;
  readonly host: string;
}

type Element = readonly [name: string, text: ByteString];

export function noSuchKey({ requestId, host }: Refusal, key: ByteString): Uint8Array {
  return errorBody([
    ['Code', 'NoSuchKey'],
    ['Message', 'The specified key does not exist.'],
    ['RequestId', requestId],
    ['HostId', host],
    ['Key', key],
    ['EC', '0026-00000001'],
  ]);
}

export function invalidAccessKeyId({ requestId, host }: Refusal): Uint8Array {
  return errorBody([
    ['Code', 'InvalidAccessKeyId'],
    ['Message', 'The OSS Access Key Id you provided does not exist in our records.'],
    ['RequestId', requestId],
    ['HostId', host],
    ['OSSAccessKeyId', ACCESS_KEY_ID],
    ['EC', '0002-00000902'],
  ]);
}

/** The answer of a server that computed another signature, because the request that it saw is another one. */
export function signatureDoesNotMatch({ requestId, host }: Refusal, request: SignedRequest): Uint8Array {
  const strings = buildStrings(asServerSaw(request.signable), request.claim, nodeHasher);
  const stringToSign = strings?.stringToSign.text ?? '';
  const canonicalRequest = strings?.canonicalRequest?.text;
  const elements: Element[] = [
    ['Code', 'SignatureDoesNotMatch'],
    [
      'Message',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ],
    ['RequestId', requestId],
    ['HostId', host],
    ['OSSAccessKeyId', ACCESS_KEY_ID],
    ['SignatureProvided', request.signature],
    ['StringToSign', stringToSign],
    ['StringToSignBytes', hexBytes(stringToSign)],
  ];
  if (canonicalRequest !== undefined) {
    elements.push(
      ['CanonicalRequest', canonicalRequest],
      ['CanonicalRequestBytes', hexBytes(canonicalRequest)],
    );
  }
  return errorBody([...elements, ['EC', '0002-00000040']]);
}

/**
 * A proxy completed the content type; without one, the key was encoded once too often, or got a slash at its
 * end.
 */
function asServerSaw(request: SignableRequest): SignableRequest {
  const typed = request.headers.findIndex(({ name }) => name === 'Content-Type');
  if (typed >= 0) {
    const headers = request.headers.map((header, i) =>
      i === typed ? { ...header, value: `${header.value}; charset=utf-8` } : header,
    );
    return { ...request, headers };
  }
  const key = request.key ?? '';
  const encoded = encodePath(key);
  return { ...request, key: encoded === key ? `${key}/` : encoded };
}

function errorBody(elements: readonly Element[]): Uint8Array {
  const lines = elements.map(([name, text]) => `  <${name}>${escapeXml(text)}</${name}>\n`);
  return toBytes(`<?xml version="1.0" encoding="UTF-8"?>\n<Error>\n${lines.join('')}</Error>\n`);
}

export function escapeXml(text: ByteString): ByteString {
  return text.replace(/[&<>]/g, (mark) => (mark === '&' ? '&amp;' : mark === '<' ? '&lt;' : '&gt;'));
}

function hexBytes(text: ByteString): string {
  return Buffer.from(text, 'latin1')
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ');
}
