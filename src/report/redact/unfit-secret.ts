import type { ByteString } from '../../bytes/byte-string.ts';
import type { Notice } from '../../bytes/notice.ts';
import { header } from '../../http/message.ts';
import type { OssExchange } from '../../oss/model.ts';
import { maskAccessKeyId } from './redact.ts';

/**
 * That the secret which the user gave for that key does not give the signature of an accepted
 * request. Where the user named the bucket as well, that may be what is wrong.
 */
export function unfitSecretNotice({ exchange, address }: OssExchange, accessKeyId: ByteString): Notice {
  const { request, index } = exchange;
  const at = { frame: request?.frame ?? null, offset: null };
  const args = { id: maskAccessKeyId(accessKeyId), exchange: index };
  const { bucket, bucketSource } = address;
  if (bucketSource !== 'option' || bucket === null) return { code: 'secret-unfit', ...at, args };
  const host = request === null ? '' : (header(request, 'host') ?? '');
  return { code: 'secret-or-bucket-unfit', ...at, args: { ...args, host, bucket } };
}
