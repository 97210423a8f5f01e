import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { fromText } from '../../rooms/bytes.ts';
import { sarifReport } from '../../rooms/report.ts';
import { githubFaults } from '../../support/github-sarif.ts';
import { completeFailure, makeCapture, makeResult } from '../make-result.ts';
import { OPTIONS, OPTIONS_ZH, written } from './feed.ts';

const { $schema, id, ...schema } = JSON.parse(
  readFileSync(new URL('../schemas/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, unknown>>;
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

function sarif(feed: Parameters<typeof written>[1], options = OPTIONS): Log {
  const log = JSON.parse(written((write) => sarifReport(write, options), feed)) as Log;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log;
}

const failing = (path: string, index = 9): Parameters<typeof written>[1] => {
  return (sink) => {
    sink.exchange(path, makeResult({ index: 1 }));
    sink.exchange(path, completeFailure(index));
    sink.exchange(path, completeFailure(index + 1));
    sink.capture(makeCapture({ path }));
  };
};

describe('SARIF', () => {
  it('is checked by the published schema, which refuses what is none', () => {
    expect([$schema, id].join(' ')).toContain('http://json-schema.org/draft-04/schema#');
    expect(validate({ version: '2.0.0', runs: [] })).toBe(false);
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{}] }] })).toBe(
      false,
    );
  });

  it('has one result a cause, with its rule from the table of causes', () => {
    const run = sarif(failing('upload.pcap')).runs[0];
    expect(run?.results).toHaveLength(1);
    expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual(['content-type-added-after-signing']);
    expect(run?.results?.[0]).toMatchObject({
      ruleId: 'content-type-added-after-signing',
      ruleIndex: 0,
      level: 'error',
      occurrenceCount: 2,
      properties: { verdict: 'client-miscomputed', certainty: 'proven', exchanges: [9, 10], frame: 90 },
    });
    expect(run?.results?.[0]?.message.text).toContain('The client signed an empty Content-Type');
  });

  it('points to the bytes in the strings, which are embedded', () => {
    const run = sarif(failing('upload.pcap')).runs[0];
    const places = run?.results?.[0]?.relatedLocations ?? [];
    const shown = places.map(({ physicalLocation }) => {
      const { byteOffset = -1, byteLength = -1 } = physicalLocation?.region ?? {};
      const text = run?.artifacts?.[physicalLocation?.artifactLocation?.index ?? -1]?.contents?.text ?? '';
      return fromText(text).slice(byteOffset, byteOffset + byteLength);
    });
    expect(places[0]?.physicalLocation?.region).toEqual({ startLine: 3, byteOffset: 6, byteLength: 0 });
    const uris = places.map(({ physicalLocation }) => physicalLocation?.artifactLocation?.uri);
    expect(uris).toEqual(['osscap-strings/1.txt', 'osscap-strings/2.txt']);
    expect(shown).toEqual(['', 'application/x-www-form-urlencoded']);
  });

  it('names them in the language of the report', () => {
    const run = sarif(failing('upload.pcap'), OPTIONS_ZH).runs[0];
    const places = run?.results?.[0]?.relatedLocations ?? [];
    expect(places.map(({ message }) => message?.text)).toEqual([
      '客户端签名的内容：content-type',
      '服务端签名的内容：content-type',
    ]);
  });

  it('is shown by GitHub: the rules GH1001 to GH1006 of the SARIF SDK', () => {
    const log = sarif((sink) => {
      failing('captures/a b.pcap')(sink);
      failing('upload.pcap')(sink);
    });
    expect(log.runs[0]?.results).toHaveLength(2);
    expect(log.runs[0]?.results?.[0]?.relatedLocations?.length).toBeGreaterThan(1);
    expect(githubFaults(log)).toEqual([]);
    // The check itself, which sees what is missing.
    const [result] = log.runs[0]?.results ?? [];
    if (result !== undefined)
      result.locations = [{ physicalLocation: { artifactLocation: { uri: 'x:/a' } } }];
    expect(githubFaults(log).map((fault) => fault.slice(0, 6))).toEqual(['GH1005', 'GH1003']);
  });

  it('describes each rule, with an address and where the rest is', () => {
    const [rule] = sarif(failing('upload.pcap')).runs[0]?.tool.driver.rules ?? [];
    expect(rule?.helpUri).toMatch(/^https:\/\/\S+\d{4}-\d{8}$/);
    expect(rule?.help?.text).toMatch(/^pass the Content-Type to the SDK/);
    expect(rule?.help?.markdown).toMatch(
      /^The client signed an empty Content-Type, but .*\n\n- \*\*Because\*\*: an HTTP library .*\n- \*\*Fix\*\*: pass /,
    );
    expect(rule?.help?.markdown).toContain('`osscap why content-type-added-after-signing`');
    expect(rule?.properties?.['documentation']).toBe(
      'docs/reference/causes/content-type-added-after-signing.md',
    );
  });

  it('says in the message where in a capture it is, and points to a line of a text', () => {
    const [result] = sarif(failing('upload.pcap')).runs[0]?.results ?? [];
    expect(result?.message.text).toMatch(/ Exchanges: #9, frame 90\.$/);
    expect(result?.locations?.[0]?.physicalLocation?.region).toEqual({ startLine: 1 });
  });

  it('gives a cause one fingerprint, whatever its frames and times', () => {
    const fingerprint = (index: number): unknown =>
      sarif(failing('captures/upload.pcap', index)).runs[0]?.results?.[0]?.partialFingerprints;
    expect(fingerprint(9)).toEqual(fingerprint(40));
    expect(fingerprint(9)).toEqual({
      'causeOfCapture/v1': 'content-type-added-after-signing;content-type;upload.pcap;1',
    });
  });

  it('gives no two causes one fingerprint, even of captures with one name', () => {
    const log = sarif((sink) => {
      for (const path of ['host-a/oss.pcap', 'host-b/oss.pcap']) failing(path)(sink);
    });
    const prints = log.runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints);
    expect(prints).toEqual([
      { 'causeOfCapture/v1': 'content-type-added-after-signing;content-type;oss.pcap;1' },
      { 'causeOfCapture/v1': 'content-type-added-after-signing;content-type;oss.pcap;1;2' },
    ]);
  });

  it('tells what could not be read, warns of damage, and stays valid without results', () => {
    const log = sarif((sink) => {
      sink.unreadable({ path: '中 文/x.pcap', reason: 'missing', detail: '' });
      const notice = { code: 'truncated-record', frame: 12, offset: 3000, args: {} } as const;
      sink.capture(makeCapture({ notices: [notice] }));
    }, OPTIONS_ZH);
    const run = log.runs[0];
    expect(run?.results).toEqual([]);
    const notes = run?.invocations?.[0]?.toolExecutionNotifications ?? [];
    expect(notes.map(({ level }) => level)).toEqual(['error', 'warning']);
    expect(notes[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
      '%E4%B8%AD%20%E6%96%87/x.pcap',
    );
    expect(notes[1]?.properties).toMatchObject({ code: 'truncated-record', frame: 12 });
  });

  it.each([
    ['captures\\a b.pcap', 'captures/a%20b.pcap'],
    ['C:\\captures\\a b.pcap', 'file:///C:/captures/a%20b.pcap'],
    ['d:/captures/a.pcap', 'file:///d:/captures/a.pcap'],
    ['\\\\server\\share\\a.pcap', 'file://server/share/a.pcap'],
    ['/captures/a.pcap', 'file:///captures/a.pcap'],
    ['a:b/c.pcap', 'a%3Ab/c.pcap'],
  ])('names a file by a URI, on Windows too: %s', (path, uri) => {
    const log = sarif((sink) => sink.unreadable({ path, reason: 'missing', detail: '' }));
    const [note] = log.runs[0]?.invocations?.[0]?.toolExecutionNotifications ?? [];
    expect(note?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  });

  it('makes an open verdict a warning', () => {
    const run = sarif((sink) => {
      const diagnosis = {
        verdict: 'needs-secret',
        certainty: 'open',
        cause: null,
        needsSecretOf: 'LTAI',
      } as const;
      sink.exchange('a.pcap', makeResult({ status: 403, error: {}, diagnosis }));
      sink.capture(makeCapture());
    }).runs[0];
    expect(run?.results?.[0]).toMatchObject({ ruleId: 'needs-secret', level: 'warning' });
  });
});
