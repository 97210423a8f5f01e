import { createHash } from 'node:crypto';
import { exchange, request, response } from '../../oss/requests.ts';
import { toOssExchange } from '../../oss/to-oss-exchange.ts';
import { crc64, toBytes } from '../../rooms/bytes.ts';
import type { Exchange, HttpRequest, HttpResponse } from '../../rooms/http.ts';
import { LearntBuckets, type MultipartUpload, type OssExchange } from '../../rooms/oss.ts';
import { MultipartTracker, OpenUploads } from '../../rooms/uploads.ts';
import { parseXml } from '../../support/fast-xml.ts';

const HOST = ['Host', 'b.oss-cn-hangzhou.aliyuncs.com'] as const;

export const ID = 'C6F63118F3B8095A35636FBB01CB8DCB';

type Headers = readonly (readonly [name: string, value: string])[];

/** An exchange, some seconds after the first. */
export type Step = (seconds: number) => OssExchange;

export function md5Hex(body: string): string {
  return createHash('md5').update(toBytes(body)).digest('hex').toUpperCase();
}

function step(sent: HttpRequest, answer: HttpResponse | null): Step {
  return (seconds) => {
    const at = <T extends HttpRequest | HttpResponse>(message: T): T => {
      const time = { seconds: message.time.seconds + seconds, nanos: 0 };
      return { ...message, time, lastTime: time };
    };
    return retold(exchange(at(sent), answer === null ? null : at(answer)));
  };
}

/** An exchange in the words of OSS. */
export function retold(pair: Exchange): OssExchange {
  const oss = toOssExchange(pair, { buckets: new Map() }, new LearntBuckets(), { parseXml });
  if (oss === null) throw new Error('not taken for OSS');
  return oss;
}

function refusal(code: string, status: number): HttpResponse {
  return response(status, [], `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}

export function initiate(id = ID, status = 200, host: string = HOST[1]): Step {
  const body = `<?xml version="1.0"?><InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
  const sent = request('POST', '/k?uploads', [['Host', host]]);
  const server: Headers = [['Server', 'AliyunOSS']];
  return step(sent, response(status, server, status === 200 ? body : ''));
}

/** UploadPart of `content`; `how`: a status of refusal, or no answer. */
export function part(number: number, content: string, how: number | 'lost' = 200, id = ID): Step {
  const sent = request('PUT', `/k?partNumber=${number}&uploadId=${id}`, [HOST], content);
  if (how === 'lost') return step(sent, null);
  if (how !== 200) return step(sent, refusal(how === 404 ? 'NoSuchUpload' : 'SignatureDoesNotMatch', how));
  const headers: Headers = [
    ['ETag', `"${md5Hex(content)}"`],
    ['x-oss-hash-crc64ecma', crc64(toBytes(content)).toString()],
  ];
  return step(sent, response(200, headers));
}

/** The same as `aws-chunked`: signatures between the data. */
export function chunkedPart(number: number, content: string): Step {
  const headers: Headers = [
    HOST,
    ['Content-Encoding', 'aws-chunked'],
    ['x-amz-decoded-content-length', String(content.length)],
  ];
  const coded = `${content.length.toString(16)};chunk-signature=x\r\n${content}\r\n0;chunk-signature=x\r\n\r\n`;
  const sent = request('PUT', `/k?partNumber=${number}&uploadId=${ID}`, headers, coded);
  const answered: Headers = [
    ['ETag', `"${md5Hex(content)}"`],
    ['x-oss-hash-crc64ecma', crc64(toBytes(content)).toString()],
  ];
  return step(sent, response(200, answered));
}

export function copyPart(number: number, etag: string, range: string | null, code?: string): Step {
  const headers: Headers = [
    HOST,
    ['x-oss-copy-source', '/b/s'],
    ...(range === null ? [] : [['x-oss-copy-source-range', range] as const]),
  ];
  const asked = request('PUT', `/k?partNumber=${number}&uploadId=${ID}`, headers);
  if (code !== undefined) return step(asked, refusal(code, 200));
  const body = `<CopyPartResult><LastModified>x</LastModified><ETag>"${etag}"</ETag></CopyPartResult>`;
  return step(asked, response(200, [], body));
}

/** The same request for another object, maybe in another bucket. */
export function ofObject(made: Step, key: string, bucket = 'b'): Step {
  return (seconds) => {
    const { request: sent, response: answer } = made(seconds).exchange;
    if (sent === null) throw new Error('no request');
    const host = `${bucket}.oss-cn-hangzhou.aliyuncs.com`;
    const headers = sent.headers.map((line) => (line.name === 'Host' ? { ...line, value: host } : line));
    const target = sent.target.replace(/^\/k/, `/${key}`);
    return retold(exchange({ ...sent, target, headers }, answer));
  };
}

/** The parts that a Complete names, with the ETags of their contents. */
export function named(parts: readonly (readonly [number: number, content: string])[]): string {
  const list = parts.map(
    ([number, content]) => `<Part><PartNumber>${number}</PartNumber><ETag>"${md5Hex(content)}"</ETag></Part>`,
  );
  return `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
}

export function complete(
  body: string,
  answer: {
    readonly status?: number;
    readonly code?: string;
    readonly crc?: bigint;
    /** How many parts the ETag of the object names. */
    readonly parts?: number;
    readonly lost?: true;
  } = {},
  headers: Headers = [],
): Step {
  const sent = request('POST', `/k?uploadId=${ID}`, [HOST, ...headers], body);
  if (answer.lost === true) return step(sent, null);
  if (answer.code !== undefined) return step(sent, refusal(answer.code, answer.status ?? 400));
  const crc = answer.crc === undefined ? [] : [['x-oss-hash-crc64ecma', answer.crc.toString()] as const];
  const etag = answer.parts === undefined ? '' : `<ETag>"${md5Hex(body)}-${answer.parts}"</ETag>`;
  const result = `<CompleteMultipartUploadResult>${etag}</CompleteMultipartUploadResult>`;
  return step(sent, response(answer.status ?? 200, crc, result));
}

/** The same exchange, of the body of whose answer the capture has `kept` bytes. */
export function cutAnswer(made: Step, kept = 0): Step {
  return (seconds) => {
    const { request: sent, response: answer } = made(seconds).exchange;
    if (answer === null) throw new Error('no answer');
    const body = answer.body?.slice(0, kept) ?? null;
    const cut = { bodyBytes: kept, bodyState: 'incomplete', complete: false } as const;
    return retold(exchange(sent, { ...answer, body, ...cut }));
  };
}

/** A Complete of whose body the capture lacks the end. */
export function cutComplete(body: string): Step {
  const sent: HttpRequest = {
    ...request('POST', `/k?uploadId=${ID}`, [HOST], body),
    contentLength: body.length + 10,
    bodyState: 'incomplete',
    complete: false,
  };
  return step(sent, refusal('SignatureDoesNotMatch', 403));
}

export function abort(status: number | 'lost' = 204): Step {
  const sent = request('DELETE', `/k?uploadId=${ID}`, [HOST]);
  if (status === 'lost') return step(sent, null);
  return step(
    sent,
    status === 204 ? response(204) : refusal(status === 404 ? 'NoSuchUpload' : 'AccessDenied', status),
  );
}

export function listParts(
  parts: readonly (readonly [number: number, content: string])[],
  status = 200,
): Step {
  const asked = request('GET', `/k?uploadId=${ID}`, [HOST]);
  if (status !== 200) return step(asked, refusal('NoSuchUpload', status));
  const list = parts.map(
    ([number, content]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${md5Hex(content)}&quot;</ETag><Size>${content.length}</Size>` +
      `<HashCrc64ecma>${crc64(toBytes(content))}</HashCrc64ecma></Part>`,
  );
  const body = `<?xml version="1.0"?><ListPartsResult><UploadId>${ID}</UploadId>${list.join('')}</ListPartsResult>`;
  return step(asked, response(200, [], body));
}

/** ListParts of a server that gives neither sizes nor checksums. */
export function listPartsBriefly(...numbers: readonly number[]): Step {
  const list = numbers.map((number) => `<Part><PartNumber>${number}</PartNumber></Part>`);
  const body = `<?xml version="1.0"?><ListPartsResult><UploadId>${ID}</UploadId>${list.join('')}</ListPartsResult>`;
  return step(request('GET', `/k?uploadId=${ID}`, [HOST]), response(200, [], body));
}

/** The request of a step whose answer the capture lacks. */
export function unanswered(made: Step): Step {
  return (seconds) => {
    const pair = made(seconds).exchange;
    return retold({ ...pair, response: null });
  };
}

/** The answer of a step whose request the capture lacks. */
export function stray(made: Step): Step {
  return (seconds) => {
    const { response: answer } = made(seconds).exchange;
    if (answer === null) throw new Error('no answer');
    const { headers } = response(200, [['x-oss-request-id', 'A']]);
    return retold(exchange(null, { ...answer, headers: [...answer.headers, ...headers] }));
  };
}

/** ListMultipartUploads; `encoded`: with encoding-type=url. */
export function listUploads(
  uploads: readonly (readonly [id: string, key: string])[],
  { encoded = false, status = 200 } = {},
): Step {
  const list = uploads.map(
    ([id, key]) =>
      `<Upload><Key>${encoded ? encodeURIComponent(key) : key}</Key><UploadId>${id}</UploadId><Initiated>2026-11-01T00:00:00.000Z</Initiated></Upload>`,
  );
  const body = `<?xml version="1.0"?><ListMultipartUploadsResult><Bucket>b</Bucket>${encoded ? '<EncodingType>url</EncodingType>' : ''}<UploadIdMarker></UploadIdMarker>${list.join('')}</ListMultipartUploadsResult>`;
  return step(request('GET', '/?uploads', [HOST]), response(status, [['Server', 'AliyunOSS']], body));
}

/** Follows the steps as the exchanges of one capture, a second apart from `start` on. */
export function followed(
  steps: readonly Step[],
  { path = 'a.pcap', open = new OpenUploads(), start = 0 } = {},
): readonly MultipartUpload[] {
  const tracker = new MultipartTracker(path, open);
  for (const [at, made] of steps.entries()) tracker.add(made(start + at), at + 1, []);
  return tracker.end();
}

/** The one upload of the steps. */
export function upload(...steps: readonly Step[]): MultipartUpload {
  const [only, ...others] = followed(steps);
  if (only === undefined || others.length > 0) throw new Error('one upload is expected');
  return only;
}
