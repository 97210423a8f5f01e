import { describe, expect, it } from 'vitest';
import { fromText } from '../../rooms/bytes.ts';
import { CSV_COLUMNS, CsvReporter, csvCell } from '../../rooms/report.ts';
import { behindBalancer, completeFailure, makeCapture, makeResult, openedFromTls } from '../make-result.ts';
import { OPTIONS, written } from './feed.ts';

/** A reader by RFC 4180, which refuses what the grammar there does not allow. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      let cell = '';
      if (text[at] === '"') {
        at++;
        for (; ; at++) {
          if (at >= text.length) throw new Error('a quoted cell does not end');
          if (text[at] !== '"') cell += text[at];
          else if (text[at + 1] === '"') {
            cell += '"';
            at++;
          } else break;
        }
        at++;
      } else {
        const end = /[",\r\n]/.exec(text.slice(at));
        if (end === null || end[0] === '"' || end[0] === '\n') throw new Error(`a bare ${end?.[0]} at ${at}`);
        cell = text.slice(at, at + end.index);
        at += end.index;
      }
      row.push(cell);
      if (text[at] !== ',') break;
      at++;
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`a line ends otherwise at ${at}`);
    at += 2;
    rows.push(row);
  }
  return rows;
}

describe('CSV', () => {
  it('has a line for each exchange, in their order', () => {
    const rows = readCsv(
      written(
        (write) => new CsvReporter(write, OPTIONS),
        (sink) => {
          sink.exchange('a,"b".pcap', completeFailure(2));
          sink.exchange('a,"b".pcap', makeResult({ index: 1, key: fromText('a,"中"\n.txt') }));
          sink.exchange('a,"b".pcap', makeResult({ index: 3, isOss: false }));
          sink.capture(makeCapture());
        },
      ),
    );
    expect(rows[0]).toEqual([...CSV_COLUMNS]);
    expect(rows).toHaveLength(3);
    const named = rows
      .slice(1)
      .map((row) => Object.fromEntries(CSV_COLUMNS.map((name, at) => [name, row[at]])));
    expect(named[0]).toMatchObject({
      capture: 'a,"b".pcap',
      index: '1',
      key: 'a,"中"␊.txt',
      verdict: 'match',
      causeId: '',
    });
    expect(named[1]).toMatchObject({
      index: '2',
      status: '403',
      durationMs: '12.345',
      divergentFields: 'content-type',
      causeId: 'content-type-added-after-signing',
      accessKeyId: 'LTAI****kFr',
    });
    for (const row of rows) expect(row).toHaveLength(CSV_COLUMNS.length);
  });

  it('has the columns that its readers know, in their order', () => {
    const failure = completeFailure(2);
    const [head = [], row = []] = readCsv(
      written(
        (write) => new CsvReporter(write, OPTIONS),
        (sink) => sink.exchange('a.pcap', { ...failure, triage: { kind: 'known' } }),
      ),
    );
    expect(head.map((name, at) => [name, row[at]])).toEqual([
      ['capture', 'a.pcap'],
      ['index', '2'],
      ['time', '2018-12-29T07:33:43.120456789Z'],
      ['durationMs', '12.345'],
      ['connection', '1'],
      ['client', '10.0.0.1:51234'],
      ['server', '10.0.0.2:80'],
      ['requestFrame', '20'],
      ['responseFrame', '22'],
      ['method', 'POST'],
      ['host', 'rokid.oss-cn-hangzhou.aliyuncs.com'],
      ['target', '/ttsservice%2Fpasswd?uploadId=D468'],
      ['status', '403'],
      ['operation', 'CompleteMultipartUpload'],
      ['bucket', 'rokid'],
      ['key', 'ttsservice/语音/passwd'],
      ['requestId', '5C2723573183A12D'],
      ['ec', ''],
      ['errorCode', 'SignatureDoesNotMatch'],
      ['signatureVersion', 'v1'],
      ['accessKeyId', 'LTAI****kFr'],
      ['verdict', 'client-miscomputed'],
      ['certainty', 'proven'],
      ['causeId', 'content-type-added-after-signing'],
      ['cause', 'The client signed an empty Content-Type, but the request went out with one.'],
      ['advice', expect.stringMatching(/^pass the Content-Type to the SDK/)],
      ['triage', 'known'],
      ['divergentFields', 'content-type'],
      ['requestBodyBytes', '137'],
      ['responseBodyBytes', '137'],
      ['tls', ''],
      ['originalClient', ''],
    ]);
  });

  it('says which TLS an exchange was opened from', () => {
    const rows = readCsv(
      written(
        (write) => new CsvReporter(write, OPTIONS),
        (sink) => {
          sink.exchange('a.pcap', makeResult({ index: 1 }));
          sink.exchange('a.pcap', openedFromTls(makeResult({ index: 2 })));
        },
      ),
    );
    expect(rows.map((row) => row[CSV_COLUMNS.indexOf('tls')])).toEqual(['tls', '', '1.3']);
  });

  it('says which client a load balancer named', () => {
    const rows = readCsv(
      written(
        (write) => new CsvReporter(write, OPTIONS),
        (sink) => {
          sink.exchange('a.pcap', makeResult({ index: 1 }));
          sink.exchange('a.pcap', behindBalancer(makeResult({ index: 2 })));
        },
      ),
    );
    const column = CSV_COLUMNS.indexOf('originalClient');
    expect(rows.map((row) => row[column])).toEqual(['originalClient', '', '203.0.113.7:51234']);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['|x', "'|x"],
    ['plain', 'plain'],
    ['a=1', 'a=1'],
  ])('leaves no formula: %s', (value, shown) => {
    expect(readCsv(`${csvCell(value)}\r\n`)).toEqual([[shown]]);
  });

  it('writes numbers bare and nothing for what is absent', () => {
    expect([csvCell(-1.5), csvCell(null), csvCell(undefined), csvCell('')]).toEqual(['-1.5', '', '', '']);
  });
});
