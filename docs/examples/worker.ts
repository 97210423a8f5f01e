// A worker of a page, which is sent a File: bundle it with esbuild --bundle --platform=browser. Nothing leaves the page.
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type Hasher, isFailing, scan, toBytes, xmlParserOf } from 'osscap/core';
import { sentencesOf } from 'osscap/text';

const HASHES = { md5, sha1, sha256 };
const bytesOf = (data: string | Uint8Array) => (typeof data === 'string' ? toBytes(data) : data);
const hasher: Hasher = {
  hmac: (name, key, data) => hmac(HASHES[name], bytesOf(key), bytesOf(data)),
  digest: (name, data) => HASHES[name](bytesOf(data)),
  incremental: (name) => HASHES[name].create(),
};
const sentences = sentencesOf('zh');
const ports = { parseXml: xmlParserOf({ XMLParser, XMLValidator }) };

/** Not `file.stream()`, which some browsers cannot iterate. */
async function* blocksOf(file: Blob, size = 1024 * 1024) {
  for (let at = 0; at < file.size; at += size) {
    yield new Uint8Array(await file.slice(at, at + size).arrayBuffer());
  }
}

self.addEventListener('message', async ({ data: file }: MessageEvent<File>) => {
  for await (const event of scan(blocksOf(file), { hasher, ports, path: file.name })) {
    if (event.type === 'capture') {
      self.postMessage({ done: event.info.traffic.ossExchanges });
      continue;
    }
    const { index, diagnosis } = event.result;
    if (diagnosis === null || !isFailing(diagnosis.verdict)) continue;
    const said = sentences.diagnosis(diagnosis);
    self.postMessage({ index, verdict: said?.verdict, cause: said?.headline, fix: said?.cure });
  }
});
