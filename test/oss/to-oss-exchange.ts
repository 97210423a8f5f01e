import type { Exchange } from '../rooms/http.ts';
import {
  type LearntBuckets,
  type OssExchange,
  type OssOptions,
  type OssPorts,
  OssReader,
} from '../rooms/oss.ts';

/** One exchange alone in the words of OSS; null for HTTP that is not OSS. */
export function toOssExchange(
  exchange: Exchange,
  options: OssOptions,
  learnt: LearntBuckets,
  ports: OssPorts,
): OssExchange | null {
  return new OssReader(options, learnt, ports).read(exchange);
}
