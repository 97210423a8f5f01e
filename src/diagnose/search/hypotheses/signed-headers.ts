import { asciiLower, type ByteString } from '../../../bytes/byte-string.ts';
import type { HeaderPart } from '../../../sign/index.ts';
import { headerValue } from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import { type Family, type Hypothesis, V4_LIKE, type Variant } from '../hypothesis.ts';
import { headersOf, withHeader } from '../patch.ts';

/** Families whose requests list the headers that they sign. */
const WITH_LIST: readonly Family[] = [...V4_LIKE, 'v2'];

const listedHeaders: Hypothesis = {
  id: 'additional-headers',
  families: WITH_LIST,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    const { parts, claim } = subject;
    if (parts.kind !== 'v4' && parts.kind !== 's3v4' && parts.kind !== 'v2') return;
    const sent = parts.additionalHeaders.value;
    const listed = claim.listedHeaders ?? [];
    const patched = (signed: ByteString, headers: readonly HeaderPart[] = parts.headers): Variant => ({
      cause: cause('additional-headers-signed-other', { signed, sent }),
      patch: { additionalHeaders: { ...parts.additionalHeaders, value: signed }, headers },
    });
    if (listed.length > 0) {
      yield patched(listed.join(';'));
      yield patched(listed.join(','));
      yield patched('');
      yield patched(
        '',
        parts.headers.filter((each) => !listed.includes(each.name)),
      );
    }
    const names = sent === '' ? [] : sent.split(';');
    for (const name of names) {
      const rest = names.filter((each) => each !== name).join(';');
      yield patched(
        rest,
        parts.headers.filter((each) => each.name !== name),
      );
    }
    // the names that are signed anyway, listed too
    yield patched(parts.headers.map((each) => each.name).join(';'));
    const withHost = [...new Set([...names, 'host'])].sort().join(';');
    yield patched(withHost);
    const sentHost = headerValue(subject.request, 'host');
    if (sentHost !== null) yield patched(withHost, withHeader(parts.headers, 'host', sentHost));
  },
};

const host: Hypothesis = {
  id: 'host-signed-other',
  families: WITH_LIST,
  cost: 1,
  changes: 'string',
  *variants({ parts, request }) {
    const headers = headersOf(parts);
    const sent = headers.find((each) => each.name === 'host')?.value;
    if (sent === undefined || parts.kind === 'v1' || parts.kind === 's3v2' || parts.kind === 'post') return;
    const bare = sent.replace(/:\d+$/, '');
    const { bucket } = request;
    const others = [bare, `${bare}:80`, `${bare}:443`, asciiLower(sent)];
    if (bucket !== null) {
      others.push(bare.startsWith(`${bucket}.`) ? bare.slice(bucket.length + 1) : `${bucket}.${bare}`);
    }
    const region = 'scope' in parts ? parts.scope.region.replace(/^oss-/, '') : null;
    if (bucket !== null && region !== null) {
      for (const ending of ['', '-internal']) {
        others.push(`${bucket}.oss-${region}${ending}.aliyuncs.com`, `oss-${region}${ending}.aliyuncs.com`);
        others.push(`${bucket}.s3.oss-${region}${ending}.aliyuncs.com`);
      }
    }
    for (const signed of new Set(others)) {
      if (signed === sent) continue;
      yield {
        cause: cause('host-signed-other', { signed, sent }),
        patch: { headers: withHeader(headers, 'host', signed) },
      };
    }
  },
};

/** Headers that the client lists as signed, and that something after the signer fills in, changes or takes away. */
const listedValue: Hypothesis = {
  id: 'listed-header-value',
  families: WITH_LIST,
  cost: 2,
  changes: 'string',
  *variants({ parts, claim }) {
    if (parts.kind !== 'v4' && parts.kind !== 's3v4' && parts.kind !== 'v2') return;
    for (const name of claim.listedHeaders ?? []) {
      const sent = parts.headers.find((each) => each.name === name)?.value ?? '';
      for (const signed of new Set(['', asciiLower(sent), 'identity', '*/*', '0'])) {
        yield {
          cause: cause('canonical-header-signed-other', { name, signed, sent }),
          patch: { headers: withHeader(parts.headers, name, signed) },
        };
      }
    }
  },
};

export const SIGNED_HEADER_HYPOTHESES: readonly Hypothesis[] = [host, listedHeaders, listedValue];
