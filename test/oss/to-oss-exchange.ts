import type { Exchange } from '../../src/engine/http/exchange.ts';
import type { LearntBuckets } from '../../src/engine/oss/address.ts';
import type { OssExchange, OssOptions } from '../../src/engine/oss/model.ts';
import { OssReader } from '../../src/engine/oss/oss-exchange.ts';
import type { OssPorts } from '../../src/engine/oss/read-error.ts';

/** One exchange alone in the words of OSS; null for HTTP that is not OSS. */
export function toOssExchange(
  exchange: Exchange,
  options: OssOptions,
  learnt: LearntBuckets,
  ports: OssPorts,
): OssExchange | null {
  return new OssReader(options, learnt, ports).read(exchange);
}
