import { createRequire } from 'node:module';
import type { ZlibOptions } from 'node:zlib';
import { errorCode } from '../bytes/errors.ts';
import type { Inflate } from '../oss/coded-body.ts';
import type { OssPorts } from '../oss/read-error.ts';
import type { XmlParser } from '../oss/xml.ts';
import { type XmlLibrary, xmlParserOf } from '../oss/xml.ts';
import { nodeZlib } from './builtins.ts';

/**
 * Removes a content coding (RFC 9110 §8.4.1) with Node's own library; null where the body is
 * damaged. Of one that the capture has cut, what there is comes out, as of a body without coding.
 */
const inflate: Inflate = (coding, body, limit) => {
  const { constants, gunzipSync, brotliDecompressSync } = nodeZlib();
  const options = { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    switch (coding) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, options);
      case 'br':
        return brotliDecompressSync(body, { ...options, finishFlush: constants.BROTLI_OPERATION_FLUSH });
      case 'deflate':
        return inflateDeflate(body, options);
      default:
        return null;
    }
  } catch (error) {
    return errorCode(error) === 'ERR_BUFFER_TOO_LARGE' ? 'too-long' : null;
  }
};

/** `deflate` means the zlib format (RFC 1950); some senders leave its header out. */
function inflateDeflate(body: Uint8Array, options: ZlibOptions): Uint8Array {
  const { inflateRawSync, inflateSync } = nodeZlib();
  return ((body[0] ?? 0) & 0x0f) === 8 ? inflateSync(body, options) : inflateRawSync(body, options);
}

/**
 * Reads error documents with `fast-xml-parser`, and unpacks them (gzip, deflate, br) with
 * `node:zlib`.
 */
export function nodeOssPorts(): OssPorts {
  return { parseXml: lazyXmlParser(), inflate };
}

/**
 * Error documents of the usual shape are read without the package; it is loaded when the first
 * other one comes.
 */
function lazyXmlParser(): XmlParser {
  let parse: XmlParser | null = null;
  return (text) => {
    parse ??= xmlParserOf(createRequire(import.meta.url)('fast-xml-parser') as XmlLibrary);
    return parse(text);
  };
}
