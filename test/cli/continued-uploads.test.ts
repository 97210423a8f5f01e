import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES } from '../rooms/report.ts';
import { osscap, temporaryFolder } from '../support/command.ts';
import { cutCapture } from '../support/cut-capture.ts';
import { reportProblems } from '../support/schema.ts';
import { FIXTURES } from '../support/truth.ts';

const ID = '2A23D4E2482F57BFC23A63FD6B4CF2EA';
const CALM = join(FIXTURES, 'scenarios', 'oss2-v1-pcapng.pcapng');

/** An upload that the first capture leaves open, and the second one completes. */
const [OPEN, DONE] = cutCapture(join(FIXTURES, 'scenarios', 'alioss-v1-retrans-edited.pcap'), 33);
const folder = temporaryFolder();

function told(...args: readonly string[]): string {
  return osscap(['scan', '--verbose', '--no-config', '--width', '120', ...args]).stdout;
}

/** The page of the first capture. */
function firstPage(text: string): string {
  return text.slice(0, text.indexOf(' · pcap', text.indexOf(' · pcap') + 1));
}

/** A path outside of the working directory, as masked reports have it. */
const shown = (path: string): string => path.replace(/^.*(?=(?:\/[^/]+){2}$)/, '…');

describe('an upload that a later capture goes on with', () => {
  it('is not told as left behind by the earlier one', () => {
    const page = firstPage(told(OPEN, CALM, DONE));
    expect(page).toMatch(new RegExp(`^${ID} +rokid/rt/m.bin +2, 1 failed +12 KiB +unfinished +-$`, 'm'));
    expect(page.replace(/\s+/g, ' ')).toContain(
      `upload ${ID}: completed in ${DONE} (#1), with nothing left behind`,
    );
    expect(page).not.toMatch(/keeps|ossutil|billed/);
    const chinese = firstPage(told(OPEN, DONE, '--lang', 'zh'));
    expect(chinese.replace(/\s+/g, '')).toContain(`在${DONE}中完成（#1），没有遗留`);
    expect(chinese).not.toMatch(/留有|ossutil/);
  });

  it('is told as left behind where nobody goes on with it', () => {
    for (const paths of [[OPEN], [OPEN, CALM]]) {
      expect(told(...paths)).toContain(`${ID} keeps 1 part (`);
    }
  });

  it('counts once where it was captured at two places', () => {
    const [calm] = cutCapture(join(FIXTURES, 'scenarios', 'alioss-v1-retrans-edited.pcap'), 21);
    const other = join(folder, 'other-place.pcap');
    copyFileSync(calm, other);
    expect(told(calm, CALM, other)).toContain('but note: 1 upload with parts left in the bucket');
  });

  it('is not told as left behind where a capture before shows it completed', () => {
    const text = told(DONE, CALM, OPEN).replace(/\s+/g, ' ');
    expect(text).toContain(`upload ${ID}: completed in ${DONE} (#1), with nothing left behind`);
    expect(text).not.toMatch(/keeps|ossutil|billed|parts left/);
    const report = JSON.parse(told(DONE, OPEN, '--format', 'json'));
    expect(report.summary.continuedUploads).toMatchObject([
      { uploadId: ID, capture: OPEN, continuedIn: DONE, outcome: 'completed' },
    ]);
    expect(told(DONE, DONE, '--format', 'json')).not.toContain('continuedUploads');
  });

  it('ends the report where the page could not wait', () => {
    const calm = Array.from({ length: 17 }, (_, at) => {
      const path = join(folder, `calm-${at}.pcapng`);
      copyFileSync(CALM, path);
      return path;
    });
    const text = told(OPEN, ...calm, DONE);
    expect(firstPage(text)).toContain(`${ID} keeps 1 part (`);
    const end = text.slice(text.indexOf('Uploads left open by an earlier capture')).replace(/\s+/g, ' ');
    expect(end).toContain(
      `${ID} (rokid/rt/m.bin): left open at the end of ${OPEN}; completed in ${DONE} (#1)`,
    );
    expect(told(OPEN, CALM, DONE)).not.toContain('left open at the end of');
  });

  it.each([
    ['html', '"text":"completed in '],
    ['ndjson', '"continuedUploads":[{'],
  ] as const)('is told at the end of %s', (format, words) => {
    expect(told(OPEN, DONE, '--format', format)).toContain(words);
    expect(told(OPEN, CALM, '--format', format)).not.toContain(words);
  });

  it('is not told as left behind in the Markdown of the earlier one, nor in the summary of a GitHub job', () => {
    const summary = join(folder, 'summary.md');
    const github = osscap(['scan', '--no-config', '--format', 'github', OPEN, CALM, DONE], {
      env: { GITHUB_STEP_SUMMARY: summary },
    });
    expect(github.status).toBe(1);
    for (const text of [told(OPEN, CALM, DONE, '--format', 'markdown'), readFileSync(summary, 'utf8')]) {
      const part = text.slice(0, text.indexOf('\n## ', text.indexOf('\n## ') + 1));
      expect(part).toContain(`- upload ${ID}: completed in `);
      expect(part).not.toMatch(/keeps|ossutil|billed|parts left/);
      expect(text).not.toContain('Uploads left open by an earlier capture');
    }
    expect(told(OPEN, CALM, '--format', 'markdown')).toContain(`${ID} keeps 1 part`);
  });

  it('is not told as left behind in the SARIF result of the earlier one, or a note at its end says how it went on', () => {
    const [refused, rest] = cutCapture(join(FIXTURES, 'scenarios', 'alioss-v1-retrans-edited.pcap'), 33);
    expect(told(refused, CALM, '--format', 'sarif')).toContain(`upload ${ID} keeps 1 part`);
    const text = told(refused, CALM, rest, '--format', 'sarif');
    expect(JSON.parse(text).runs[0].results).toHaveLength(1);
    expect(text).not.toMatch(/keeps|left open at the end of/);
    const calm = Array.from({ length: 17 }, (_, at) => {
      const path = join(folder, `still-${at}.pcapng`);
      copyFileSync(CALM, path);
      return path;
    });
    const notes = JSON.parse(told(refused, ...calm, rest, '--format', 'sarif')).runs[0].invocations[0]
      .toolExecutionNotifications;
    expect(notes.at(-1)).toMatchObject({
      level: 'note',
      message: {
        text: expect.stringContaining(
          `left open at the end of ${shown(refused)}; completed in ${shown(rest)} (#1)`,
        ),
      },
    });
  });

  it('ends the Markdown where the part of the earlier one could not wait', () => {
    const calm = Array.from({ length: 17 }, (_, at) => {
      const path = join(folder, `quiet-${at}.pcapng`);
      copyFileSync(CALM, path);
      return path;
    });
    const text = told(OPEN, ...calm, DONE, '--format', 'markdown');
    expect(text).toContain(`${ID} keeps 1 part`);
    expect(text.slice(text.indexOf('Uploads left open by an earlier capture'))).toContain('completed in ');
  });

  it('is not counted as left behind in the HTML page of the earlier one, where nothing else is wrong', () => {
    const [calm, rest] = cutCapture(join(FIXTURES, 'scenarios', 'alioss-v1-retrans-edited.pcap'), 21);
    const note = '1 upload with parts left in the bucket';
    const alone = told(calm, CALM, '--format', 'html');
    expect(alone.slice(alone.lastIndexOf('<noscript>'))).toContain(note);
    expect(alone).toContain('"notes":[]');
    const page = told(calm, rest, '--format', 'html');
    expect(page.slice(page.lastIndexOf('<noscript>'))).not.toContain(note);
    expect(page).toContain('"notes":[[0,null]]');
  });

  it('stands in the summary of JSON, as the schema has it', () => {
    const report = JSON.parse(told(OPEN, DONE, '--format', 'json'));
    expect(report.summary.continuedUploads).toEqual([
      {
        uploadId: ID,
        bucket: 'rokid',
        key: 'rt/m.bin',
        capture: OPEN,
        continuedIn: DONE,
        outcome: 'completed',
        exchange: 1,
        leftoverParts: [],
        leftoverBytes: 0,
      },
    ]);
    expect(reportProblems(report)).toEqual([]);
  });

  it('is known also where a filter hides the capture that ends it', () => {
    const text = told(OPEN, DONE, '--only', 'transit-modified');
    expect(text).not.toMatch(/keeps|ossutil/);
    expect(told(OPEN, DONE, '--bucket', 'other')).not.toContain(ID);
  });

  it('is told the same by several jobs, and by the shards of the scan when they are merged', () => {
    const paths = [OPEN, CALM, DONE];
    const outputs = (name: string) =>
      FORMAT_NAMES.flatMap((format) => ['--format', `${format}=${join(folder, `${name}.${format}`)}`]);
    told(...paths, ...outputs('one'));
    told(...paths, ...outputs('jobs'), '--jobs', '2');
    const blobs = [1, 2].map((shard) => {
      const blob = join(folder, `shard-${shard}.blob`);
      told(...paths, '--shard', `${shard}/2`, '--format', `blob=${blob}`);
      return blob;
    });
    osscap(['merge', ...blobs, '--verbose', '--no-config', '--width', '120', ...outputs('merged')]);
    for (const format of FORMAT_NAMES) {
      const [one, jobs, merged] = ['one', 'jobs', 'merged'].map((name) =>
        readFileSync(join(folder, `${name}.${format}`), 'utf8'),
      );
      expect(jobs === one, `${format}, jobs`).toBe(true);
      expect(merged === one, `${format}, merged`).toBe(true);
    }
  });
});
