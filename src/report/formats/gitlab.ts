import { fromText } from '../../engine/bytes/byte-string.ts';
import { printable } from '../../engine/bytes/printable.ts';
import type { UnreadableInput } from '../../engine/results.ts';
import { type Hasher, hexDigest } from '../../engine/sign/hasher.ts';
import { plainFiller } from '../../sentences/fill.ts';
import { PUNCTUATION, type Punctuation } from '../../sentences/language.ts';
import type { DigestReporter } from '../digest/digest.ts';
import type { CaptureFindings } from '../findings/capture-findings.ts';
import { type Finding, levelOf } from '../findings/finding.ts';
import { toJsonDocument } from '../json/text.ts';
import { inputName, unreadableSentence } from '../notice-text.ts';
import type { Write } from '../reporter.ts';
import {
  CauseFingerprints,
  type FindingsFormat,
  type FormatOptions,
  findingsReporter,
  lateSentence,
  lineOf,
  sayLabel,
  slashedPath,
} from './format.ts';

/**
 * A GitLab code quality report: an array of issues, one for each cause of each capture. Issues with one
 * fingerprint are taken for one, so it is made of cause and capture, and of nothing that another run would
 * find otherwise. The widget of a merge request has one line for each: why, and what to do, stand in the
 * other reports.
 */
export function gitlabReport(write: Write, options: FormatOptions, hasher: Hasher): DigestReporter {
  return findingsReporter(new GitlabIssues(write, options, hasher), options);
}

class GitlabIssues implements FindingsFormat {
  readonly #write: Write;
  readonly #options: FormatOptions;
  readonly #hasher: Hasher;
  readonly #issues: object[] = [];
  readonly #fingerprints = new CauseFingerprints();

  constructor(write: Write, options: FormatOptions, hasher: Hasher) {
    this.#write = write;
    this.#options = options;
    this.#hasher = hasher;
  }

  capture({ info, causes, late }: CaptureFindings): void {
    const fingerprint = this.#fingerprints.capture(info.path);
    for (const { finding, count } of causes) {
      const more = this.#times(count, 'counts-failed');
      this.#issue({
        description: finding.weighedHeadline + more,
        check_name: finding.rule,
        fingerprint: fingerprint(finding.rule, finding.exchange),
        severity: severityOf(finding),
        path: info.path,
        line: lineOf(info, finding.exchange),
      });
    }
    for (const { finding, exchange, count } of late) {
      const more = this.#times(count, 'counts-oss');
      this.#issue({
        // no other place of the widget says what the service said, and whom it called
        description: lateSentence({ ...finding, cure: '' }, this.#options) + more,
        check_name: finding.failure,
        fingerprint: fingerprint(finding.failure, exchange),
        // No verdict fails.
        severity: 'info',
        path: info.path,
        line: lineOf(info, exchange),
      });
    }
  }

  unreadable(input: UnreadableInput): void {
    const { texts } = this.#options;
    const { colon } = this.#punctuation;
    this.#issue({
      description: `${printable(inputName(input.path, texts))}${colon}${printable(unreadableSentence(input, plainFiller(texts), texts))}`,
      check_name: input.reason,
      fingerprint: `${input.reason};${input.path}`,
      severity: 'critical',
      path: input.path,
      line: 1,
    });
  }

  end(): void {
    this.#write(`${toJsonDocument(this.#issues)}\n`);
  }

  get #punctuation(): Punctuation {
    return PUNCTUATION[this.#options.formats.lang];
  }

  /** How often it was so, behind the sentence; nothing where it was once. */
  #times(count: number, label: 'counts-failed' | 'counts-oss'): string {
    const { open, close } = this.#punctuation;
    return count > 1 ? `${open}${sayLabel(this.#options, label, { n: count })}${close}` : '';
  }

  #issue({ fingerprint, path, line, ...rest }: Issue): void {
    this.#issues.push({
      type: 'issue',
      ...rest,
      fingerprint: hexDigest(this.#hasher, 'sha256', fromText(fingerprint)),
      location: { path: slashedPath(path).replace(/^\.\//, ''), lines: { begin: line } },
    });
  }
}

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical';
  readonly path: string;
  readonly line: number;
}

function severityOf(finding: Finding): Issue['severity'] {
  if (finding.triage !== undefined) return 'info';
  return levelOf(finding) === 'warning' ? 'minor' : finding.certainty === 'proven' ? 'critical' : 'major';
}
