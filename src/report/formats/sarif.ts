import { type ByteString, decodeUtf8, fromText } from '../../engine/bytes/byte-string.ts';
import { firstWhere } from '../../engine/bytes/collections.ts';
import { printable } from '../../engine/bytes/printable.ts';
import { isInCanonicalRequest, isOutsideStrings } from '../../engine/diagnose/fields.ts';
import type { CaptureInfo, UnreadableInput } from '../../engine/results.ts';
import { encodePath } from '../../engine/sign/percent.ts';
import { CAUSE_IDS } from '../../sentences/causes/index.ts';
import { fill, generalSentence, plainFiller } from '../../sentences/fill.ts';
import { type Lang, PUNCTUATION } from '../../sentences/language.ts';
import type { DigestReporter } from '../digest/digest.ts';
import type { Fact } from '../document/blocks.ts';
import { ecPage } from '../document/cause-facts.ts';
import { markdownText } from '../document/markdown.ts';
import type { CaptureFindings, CauseFinding } from '../findings/capture-findings.ts';
import { causeText } from '../findings/explain.ts';
import { bucketAndKey, type Finding, levelOf } from '../findings/finding.ts';
import type { DivergenceJson } from '../json/model.ts';
import { toJsonDocument } from '../json/text.ts';
import { unreadableSentence } from '../notice-text.ts';
import { otherPacketsSentence } from '../other-packets.ts';
import { codesMeaning, ecMeaningsOf, pageOfRule } from '../reference/cause-rows.ts';
import type { ScanEnd, Write } from '../reporter.ts';
import { continuedSentence } from '../uploads/later-uploads.ts';
import {
  CauseFingerprints,
  type FindingsFormat,
  type Fingerprinter,
  type FormatOptions,
  fileReference,
  findingsReporter,
  lateSentence,
  lineOf,
  sayLabel,
  sentenceOf,
} from './format.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** Exchanges of a cause that a result names. */
const MAX_NAMED_EXCHANGES = 10;

/**
 * SARIF 2.1.0: a result for each cause of each capture. The strings that were compared are embedded as
 * artifacts, so that a byte offset points into one of them.
 */
export function sarifReport(write: Write, options: FormatOptions): DigestReporter {
  const log = new SarifLog(write, options);
  return {
    ...findingsReporter(log, options),
    // does not wait for captures whose uploads may go on
    unreadable: (input) => log.unreadable(input),
  };
}

class SarifLog implements FindingsFormat {
  readonly #write: Write;
  readonly #options: FormatOptions;
  readonly #rules = new Map<string, object>();
  readonly #artifacts = new ArtifactList();
  readonly #results: object[] = [];
  readonly #notifications: object[] = [];
  readonly #fingerprints = new CauseFingerprints();

  constructor(write: Write, options: FormatOptions) {
    this.#write = write;
    this.#options = options;
  }

  capture(found: CaptureFindings): void {
    const { info } = found;
    const at = this.#addCapture(found);
    const fingerprint = this.#fingerprints.capture(info.path);
    for (const cause of found.causes) this.#results.push(this.#resultOf(cause, info, at, fingerprint));
    if (found.leftOut > 0) {
      const { texts } = this.#options;
      this.#notify(fill(texts.labels['groups-left-out'], { n: found.leftOut }, plainFiller(texts)), at);
    }
    // No results, which decide whether a build passes: the verdicts do not fail.
    for (const { finding, exchange, count, indexes } of found.late) {
      this.#notify(lateSentence(finding, this.#options), at, {
        code: finding.failure,
        exchanges: indexes,
        occurrenceCount: count,
        requestId: exchange.oss?.requestId ?? null,
        ...frameOf(exchange.requestFrame ?? undefined),
      });
    }
    const others = otherPacketsSentence(info.traffic, plainFiller(this.#options.texts), this.#options.texts);
    if (others !== null) this.#notify(others, at, { otherPackets: info.traffic.otherPackets });
    for (const warning of found.head.warnings) {
      const properties = { code: warning.code, ...frameOf(warning.frame) };
      this.#notify(warning.message, at, properties);
    }
  }

  unreadable(input: UnreadableInput): void {
    const { texts } = this.#options;
    const why = unreadableSentence(input, plainFiller(texts), texts);
    this.#notifications.push({
      level: 'error',
      message: { text: escapeText(why) },
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(input.path) } } }],
    });
  }

  end({ interrupted, exitCode, later = [] }: ScanEnd): void {
    const { tool, texts } = this.#options;
    const filler = plainFiller(texts);
    // Of results that could not wait for it.
    for (const one of later) {
      const text = escapeText(printable(continuedSentence(one, filler, texts)));
      this.#notifications.push({ level: 'note', message: { text } });
    }
    const { artifacts } = this.#artifacts;
    const run = {
      tool: { driver: { name: tool.name, version: tool.version, rules: [...this.#rules.values()] } },
      language: texts.lang === 'zh' ? 'zh-CN' : 'en',
      columnKind: 'utf16CodeUnits',
      ...(artifacts.length === 0 ? {} : { artifacts }),
      invocations: [
        {
          executionSuccessful: exitCode <= 1 && !interrupted,
          exitCode,
          toolExecutionNotifications: this.#notifications,
        },
      ],
      results: this.#results,
    };
    this.#write(`${toJsonDocument({ $schema: SCHEMA, version: '2.1.0', runs: [run] })}\n`);
  }

  /** Gives the capture's place among the artifacts. */
  #addCapture({ info, counts }: CaptureFindings): number {
    return this.#artifacts.add({
      location: { uri: uriOf(info.path) },
      roles: ['analysisTarget'],
      ...(info.summary.bytes > 0 ? { length: info.summary.bytes } : {}),
      properties: { ossExchanges: counts.oss, passed: counts.passed, failed: counts.failed },
    });
  }

  #notify(text: string, artifact: number, properties: object = {}): void {
    const uri = this.#artifacts.artifacts[artifact]?.location?.uri ?? '';
    this.#notifications.push({
      level: 'warning',
      message: { text: escapeText(text) },
      locations: [{ physicalLocation: { artifactLocation: { uri, index: artifact } } }],
      properties,
    });
  }

  #resultOf(
    { finding, count, indexes }: CauseFinding,
    info: CaptureInfo,
    at: number,
    fingerprint: Fingerprinter,
  ): object {
    const { exchange } = finding;
    const rule = this.#ruleOf(finding);
    const places = stringLocations(finding, this.#artifacts, this.#options);
    const uri = uriOf(info.path);
    return {
      ruleId: finding.rule,
      ruleIndex: rule,
      level: finding.triage === undefined ? levelOf(finding) : 'note',
      kind: 'fail',
      message: { text: escapeText(this.#messageOf(finding, indexes)) },
      locations: [
        {
          // GitHub shows no result without a line (rule GH1003 of the SARIF SDK).
          physicalLocation: {
            artifactLocation: { uri, index: at },
            region: { startLine: lineOf(info, exchange) },
          },
          ...logical(finding),
        },
      ],
      ...(places.length === 0 ? {} : { relatedLocations: places }),
      ...triageOf(finding),
      partialFingerprints: { 'causeOfCapture/v1': fingerprint(finding.rule, exchange) },
      occurrenceCount: count,
      properties: {
        verdict: finding.verdict,
        certainty: finding.certainty,
        exchanges: indexes.slice(0, MAX_NAMED_EXCHANGES),
        ...frameOf(exchange.requestFrame ?? undefined),
        requestId: exchange.oss?.requestId ?? null,
        ec: exchange.oss?.ec ?? null,
        proof: finding.proof,
        notes: finding.notes,
        divergences: exchange.diagnosis?.divergences ?? [],
      },
    };
  }

  /** With the place in a capture, which no line shows. */
  #messageOf(finding: Finding, indexes: readonly number[]): string {
    const { gap, colon, comma, stop } = PUNCTUATION[this.#options.formats.lang];
    const { requestFrame } = finding.exchange;
    const exchange = `${sayLabel(this.#options, 'exchanges')}${colon}#${indexes[0] ?? finding.exchange.index}`;
    const frame = requestFrame === null ? [] : [sayLabel(this.#options, 'page-frame', { n: requestFrame })];
    return sentenceOf(finding, this.#options) + gap + [exchange, ...frame].join(comma) + stop;
  }

  #ruleOf(finding: Finding): number {
    const known = [...this.#rules.keys()].indexOf(finding.rule);
    if (known >= 0) return known;
    this.#rules.set(finding.rule, ruleOf(finding.rule, finding.verdict, this.#options));
    return this.#rules.size - 1;
  }
}

/** What is known is old; what is ignored is suppressed, with the reason (SARIF 2.1.0 §3.27.24, §3.27.23). */
function triageOf({ triage }: Finding): object {
  if (triage === undefined) return {};
  if (triage.kind === 'known') return { baselineState: 'unchanged' };
  return { suppressions: [{ kind: 'external', status: 'accepted', justification: triage.reason }] };
}

function ruleOf(id: string, verdict: Finding['verdict'], { texts, formats }: FormatOptions): object {
  const sentences = causeText(id, texts) ?? texts.verdicts[verdict];
  const general = (template: string): string => escapeText(generalSentence(template));
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: general(sentences.headline) },
    fullDescription: { text: general(sentences.cause) },
    helpUri: helpUri(id, texts.lang),
    help: { text: general(sentences.cure), markdown: helpMarkdown(id, sentences, { texts, formats }) },
    defaultConfiguration: { level: 'error' },
    properties: {
      tags: ['oss', 'signature', verdict],
      verdict: formats.verdicts[verdict],
      documentation: pageOfRule(id, texts.lang),
    },
  };
}

/** What the service says of the error: of its code, where one names the cause. */
function helpUri(id: string, lang: Lang): string | null {
  const known = CAUSE_IDS.find((each) => each === id);
  const own = known === undefined ? [] : codesMeaning(ecMeaningsOf(known));
  const [code = ''] = own.length > 0 ? own : codesMeaning(['signature-mismatch']);
  return ecPage(code, lang);
}

/** All that is said of a cause without a request, and where the rest is. */
function helpMarkdown(
  id: string,
  { headline, cause, cure }: Readonly<Record<'headline' | 'cause' | 'cure', string>>,
  options: Pick<FormatOptions, 'texts' | 'formats'>,
): string {
  const { lang } = options.formats;
  const facts: readonly Fact[] = [
    { title: sayLabel(options, 'cause'), text: generalSentence(cause) },
    { title: sayLabel(options, 'cure'), text: generalSentence(cure) },
    { title: sayLabel(options, 'cause-id'), text: [{ code: id }] },
    {
      title: sayLabel(options, 'more'),
      text: [{ code: `osscap why ${id}` }, PUNCTUATION[lang].listComma, { code: pageOfRule(id, lang) }],
    },
  ];
  return markdownText(
    [
      { kind: 'paragraph', text: generalSentence(headline) },
      { kind: 'facts', facts },
    ],
    lang,
  );
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Bucket, operation and key, as a place within the service. */
function logical({ exchange }: Finding): { readonly logicalLocations?: readonly object[] } {
  const { oss } = exchange;
  if (oss === undefined) return {};
  const name = bucketAndKey(oss);
  if (name === '') return {};
  return { logicalLocations: [{ name, fullyQualifiedName: `oss://${name}`, kind: 'resource' }] };
}

function frameOf(frame: number | undefined): { readonly frame?: number } {
  return frame === undefined ? {} : { frame };
}

/** A path as a URI reference: separators kept, everything else percent-encoded. */
function uriOf(path: string): string {
  const reference = fileReference(path);
  return reference.prefix + encodePath(fromText(reference.path));
}

/** Brackets make links and a backslash escapes in the plain text of SARIF (§3.11.6). */
function escapeText(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}

interface SarifArtifact {
  readonly location?: { readonly uri: string };
  readonly description?: { readonly text: string };
  readonly roles?: readonly string[];
  readonly length?: number;
  readonly contents?: { readonly text: string };
  readonly properties?: object;
}

interface Region {
  readonly startLine: number;
  readonly byteOffset?: number;
  readonly byteLength?: number;
}

interface SarifLocation {
  readonly id: number;
  readonly message: { readonly text: string };
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly index: number };
    readonly region: Region;
  };
}

/** The artifacts of a run, each once, as the schema demands: several captures can show the same strings. */
class ArtifactList {
  readonly #places = new Map<string, number>();
  readonly #artifacts: SarifArtifact[] = [];

  get artifacts(): readonly SarifArtifact[] {
    return this.#artifacts;
  }

  /** Gives the artifact's place, from 0. */
  add(artifact: SarifArtifact): number {
    const { description, contents } = artifact;
    const key = contents === undefined ? JSON.stringify(artifact) : `${description?.text}\n${contents.text}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const at = this.#artifacts.length;
    this.#places.set(key, at);
    // Not one of the user's files: it is named so that readers which want a name for all find one.
    const location = artifact.location ?? { uri: `osscap-strings/${at}.txt` };
    return this.#artifacts.push({ ...artifact, location }) - 1;
  }
}

/** Embeds the strings of a finding as artifacts, and gives the places in them where they part. */
function stringLocations(
  finding: Finding,
  list: ArtifactList,
  options: FormatOptions,
): readonly SarifLocation[] {
  const { signature, diagnosis } = finding.exchange;
  const divergences = (diagnosis?.divergences ?? []).filter(({ field }) => !isOutsideStrings(field));
  if (signature === undefined || divergences.length === 0) return [];
  const canonical = signature.canonicalRequest;
  const isCanonical = canonical !== undefined && divergences.some(({ field }) => isInCanonicalRequest(field));
  const sides = isCanonical ? canonical : signature.stringToSign;
  if (sides === undefined) return [];
  const { colon } = PUNCTUATION[options.formats.lang];
  const name = sayLabel(options, isCanonical ? 'canonical-request' : 'string-to-sign');
  const locations: SarifLocation[] = [];
  const add = (side: 'client' | 'server', title: string, text: string | null): void => {
    if (text === null) return;
    const bytes = fromText(text);
    // Asked once for a text, not for each of its divergences: a request can have thousands of both.
    const isExact = sides.lossy !== true && showsBytes(bytes);
    const starts = isExact ? lineStarts(bytes) : [];
    const index = list.add({
      description: { text: name + colon + title },
      roles: ['attachment'],
      length: bytes.length,
      contents: { text },
    });
    const uri = list.artifacts[index]?.location?.uri ?? '';
    for (const divergence of divergences) {
      const region = isExact ? regionOf(divergence, side, bytes, starts) : null;
      locations.push({
        id: locations.length + 1,
        message: { text: title + colon + divergence.field },
        physicalLocation: { artifactLocation: { uri, index }, region: region ?? { startLine: 1 } },
      });
    }
  };
  const title = sides.client === null ? 'client-rebuilt' : 'client-signed';
  add('client', sayLabel(options, title), sides.client ?? sides.wire);
  add('server', sayLabel(options, 'server-signed'), sides.server);
  return locations;
}

/** What a mask leaves in the bytes of a text: stars, or an ellipsis in UTF-8. */
const MASKED = /\*{4}|\xe2\x80\xa6/;

/** Whether the embedded text shows the bytes one for one (not masked, and UTF-8): else offsets mislead. */
function showsBytes(bytes: ByteString): boolean {
  return !MASKED.test(bytes) && decodeUtf8(bytes) !== null;
}

/** The bytes of a divergence in an embedded text that shows them one for one; null where it does not. */
function regionOf(
  divergence: DivergenceJson,
  side: 'client' | 'server',
  bytes: ByteString,
  starts: readonly number[],
): Region | null {
  if (divergence.lossy === true) return null;
  const value = fromText(divergence[side] ?? '');
  const other = fromText(divergence[side === 'client' ? 'server' : 'client'] ?? '');
  const at = side === 'client' ? divergence.clientOffset : divergence.serverOffset;
  // The offset is that of the first byte that differs, somewhere in the value.
  let equal = 0;
  while (equal < value.length && equal < other.length && value[equal] === other[equal]) equal++;
  const rest = value.slice(equal);
  if (bytes.slice(at, at + rest.length) !== rest) return null;
  return { startLine: lineAt(starts, at), byteOffset: at, byteLength: rest.length };
}

function lineStarts(text: ByteString): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** The line of a place, from 1: a request can have thousands of both. */
function lineAt(starts: readonly number[], place: number): number {
  return firstWhere(starts, (start) => start > place);
}
