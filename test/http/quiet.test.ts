import { describe, expect, it } from 'vitest';
import { nodeHasher, nodeOssPorts } from '../../src/node/ports.ts';
import { createCaptureParser } from '../rooms/capture.ts';
import type { ExchangeResult } from '../rooms/engine.ts';
import { scanPipeline } from '../rooms/features.ts';
import { Conversation, pcapHeader, pcapRecord } from '../support/capture-writer.ts';

/** A pipeline that is fed packets one by one, as they are taken. */
function pipelineOf() {
  const results: ExchangeResult[] = [];
  const pipeline = scanPipeline(
    '-',
    { buckets: new Map(), keyRing: new Map(), hasher: nodeHasher, ports: nodeOssPorts() },
    { exchange: (_, result) => results.push(result), capture: () => {}, unreadable: () => {} },
  );
  const parser = createCaptureParser(pipeline);
  parser.push(pcapHeader());
  let at = 0;
  return {
    results,
    pipeline,
    push: (packets: readonly Uint8Array[]): void => {
      for (const data of packets) parser.push(pcapRecord({ data }, {}, at++));
    },
    end: (): void => {
      parser.end();
      pipeline.end(parser.summary);
    },
  };
}

const GET = 'GET /a HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\n\r\n';
const NO = 'HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nContent-Length: 0\r\n\r\n';

describe('a capture that is still being taken', () => {
  it('gives what waits for the beginning of a connection, once nothing has come between two looks', () => {
    const { results, pipeline, push, end } = pipelineOf();
    push(new Conversation().client(GET).server(NO).packets);
    pipeline.quiet();
    expect(results).toHaveLength(0);
    pipeline.quiet();
    expect(results.map(({ exchange }) => exchange.response?.status)).toEqual([403]);
    end();
    expect(results).toHaveLength(1);
  });

  it('waits on while packets come', () => {
    const { results, pipeline, push } = pipelineOf();
    const { packets } = new Conversation().client(GET).server(NO);
    push(packets.slice(0, 1));
    pipeline.quiet();
    push(packets.slice(1));
    pipeline.quiet();
    expect(results).toHaveLength(0);
  });

  it('gives an answer whose request never ended, once, with the request as far as it came', () => {
    const { results, pipeline, push, end } = pipelineOf();
    const put = `PUT /a HTTP/1.1\r\nHost: b.oss-cn-hangzhou.aliyuncs.com\r\nContent-Length: 100\r\n\r\nhalf`;
    const conversation = new Conversation().open().client(put).server(NO);
    push(conversation.packets);
    expect(results).toHaveLength(0);
    pipeline.quiet();
    pipeline.quiet();
    expect(
      results.map(({ exchange: { request, response } }) => [request?.bodyBytes, response?.status]),
    ).toEqual([[4, 403]]);
    const before = conversation.packets.length;
    conversation.client('x'.repeat(96)).client(GET).server(NO).close();
    push(conversation.packets.slice(before));
    end();
    expect(results.map(({ index }) => index)).toEqual([1, 2]);
  });

  it('does not wait for bytes that were lost', () => {
    const { results, pipeline, push } = pipelineOf();
    const body = `HTTP/1.1 403 Forbidden\r\nServer: AliyunOSS\r\nContent-Length: 3000\r\n\r\n${'x'.repeat(3000)}`;
    const { packets } = new Conversation({ segmentSize: 1000 }).open().client(GET).server(body);
    push(packets.filter((_, at) => at !== 5));
    expect(results).toHaveLength(0);
    pipeline.quiet();
    pipeline.quiet();
    expect(results.map(({ exchange }) => exchange.damage)).toEqual([['response']]);
  });

  it('leaves alone what is not finished', () => {
    const { results, pipeline, push, end } = pipelineOf();
    push(new Conversation().open().client(GET).packets);
    for (let look = 0; look < 5; look++) pipeline.quiet();
    expect(results).toHaveLength(0);
    end();
    expect(results.map(({ exchange }) => exchange.response)).toEqual([null]);
  });
});
