import { fromText } from '../../bytes/byte-string.ts';
import { printable } from '../../bytes/printable.ts';
import { isOutsideStrings } from '../../diagnose/fields.ts';
import type { Diagnosis, Divergence } from '../../diagnose/model.ts';
import { isUnknownEndpoint } from '../../oss/address.ts';
import type { OssExchange } from '../../oss/model.ts';
import type { SignedStrings } from '../../sign/canonical.ts';
import { versionRecord } from '../../sign/versions.ts';
import type { ExchangeResult } from '../input.ts';
import { inputName } from '../notice-text.ts';
import { compareStrings } from '../strings/comparison.ts';
import { comparisonLines } from '../strings/comparison-lines.ts';
import { fieldLabel } from '../strings/field-label.ts';
import { originName } from '../strings/proof.ts';
import { titledRows } from '../terminal/titled-rows.ts';
import { label, viewFor } from '../terminal/view.ts';
import { answerSection } from './answer-section.ts';
import { decisionSection, searchSection } from './decision-section.ts';
import { page, type Section, sentence, valueText } from './layout.ts';
import { connectionSection, headSection } from './messages.ts';
import { pieceLines } from './pieces.ts';
import { signatureSection } from './signature-section.ts';
import { stepLines } from './steps.ts';
import { comma, type DetailView, say } from './view.ts';

/** One exchange with all that is known of it, from the frames to the verdict. */
export function exchangePage(path: string, result: ExchangeResult, given: DetailView): string[] {
  const { exchange, oss, diagnosis, index } = result;
  const view = viewFor(given, exchange);
  const title = [
    printable(inputName(path, view.texts)),
    say(view, 'exchange', { index }),
    ...(oss === null ? [] : [printable(oss.operation), targetOf(oss, view)]),
    ...(exchange.response === null ? [] : [String(exchange.response.status)]),
  ].join(' · ');
  const sections: (Section | null)[] = [
    connectionSection(exchange, view),
    headSection(exchange.request, view),
    headSection(exchange.response, view),
  ];
  if (oss === null) {
    sections.push({ heading: say(view, 'heading-signature'), lines: sentence(say(view, 'not-oss'), view) });
    return page(title, sections, view);
  }
  sections.push(signatureSection(oss, view));
  if (diagnosis !== null) {
    sections.push(
      ...stringSections(diagnosis, oss, view),
      answerSection(oss, view),
      alignmentSection(diagnosis, oss, view),
      decisionSection(diagnosis, oss, view),
      searchSection(diagnosis, view),
    );
  }
  return page(title, sections, view);
}

function targetOf({ address, exchange }: OssExchange, view: DetailView): string {
  const { bucket, key } = address;
  const target =
    bucket === null ? (exchange.request?.target ?? '-') : key === null ? bucket : `${bucket}/${key}`;
  return printable(view.door.text(target).text);
}

function stringSections(
  diagnosis: Diagnosis,
  oss: OssExchange,
  view: DetailView,
): readonly (Section | null)[] {
  const { claim } = oss;
  const { wire, recomputed } = diagnosis;
  if (claim === null) return [];
  const heading = say(view, 'heading-steps');
  if (wire === null) return [{ heading, lines: sentence(say(view, whyNotRebuilt(oss)), view) }];
  const { version, accessKeyId, scope } = claim;
  const lines = stepLines({ version, accessKeyId, scope, strings: wire, signature: recomputed }, view);
  const given = valueText(claim.signature, view);
  if (recomputed !== null) {
    const id = recomputed === claim.signature ? 'wire-equal' : 'wire-differs';
    lines.push(...sentence(say(view, id, { given: fromText(given) }), view, 5));
  }
  return [...piecesSections(wire, { frames: true }, view), { heading, lines }];
}

/** The pieces of both strings, or of the one that there is. */
export function piecesSections(
  strings: SignedStrings,
  options: { readonly frames: boolean },
  view: DetailView,
): readonly Section[] {
  const { canonicalRequest, stringToSign } = strings;
  const inner =
    canonicalRequest === null
      ? []
      : [
          {
            heading: say(view, 'heading-pieces-request'),
            lines: pieceLines(canonicalRequest, options, view),
          },
        ];
  return [
    ...inner,
    { heading: say(view, 'heading-pieces-string'), lines: pieceLines(stringToSign, options, view) },
  ];
}

function whyNotRebuilt({ exchange, request, claim, address }: OssExchange) {
  if (exchange.request?.headComplete !== true) return 'not-rebuilt-head';
  if (isUnknownEndpoint(address)) return 'not-rebuilt-endpoint';
  if (request?.bucketUnknown === true) return 'not-rebuilt-bucket';
  const isForm = claim !== null && versionRecord(claim.version).carrier === 'form';
  return isForm ? 'not-rebuilt-policy' : 'not-rebuilt-scope';
}

/** Both sides' strings, piece by piece, and where exactly each difference stands. */
function alignmentSection(diagnosis: Diagnosis, oss: OssExchange, view: DetailView): Section | null {
  if (diagnosis.server === null && diagnosis.client === null && diagnosis.divergences.length === 0)
    return null;
  const comparison = compareStrings(diagnosis, oss);
  if (comparison === null) return null;
  const lines: string[] = [];
  if (comparison.kind === 'same') {
    const id = oss.fromError === true ? 'same-string-from-error' : 'same-string';
    lines.push(...sentence(label(view, id), view));
  }
  if (comparison.kind === 'server-unknown')
    lines.push(...sentence(label(view, 'server-string-unknown'), view));
  lines.push(...comparisonLines(comparison, view));
  // an offset in a string tells nothing of what stands in none
  const inStrings = diagnosis.divergences.filter(({ field }) => !isOutsideStrings(field));
  const rows = inStrings.map((divergence) => ({
    title: fieldLabel(divergence.field, view),
    text: divergenceText(divergence, view),
  }));
  if (rows.length > 0) lines.push('', ...titledRows(rows, view));
  const isOne =
    comparison.kind === 'server-unknown' || (comparison.kind === 'same' && oss.fromError === true);
  return { heading: say(view, isOne ? 'heading-one-string' : 'heading-alignment'), lines };
}

function divergenceText(divergence: Divergence, view: DetailView): string {
  const { clientOffset: client, serverOffset: server, clientOrigin: origin } = divergence;
  const text = say(view, 'divergence', { client, server });
  if (origin === null) return text;
  const source = originName(origin.source, view);
  return `${text}${comma(view)}${say(view, 'from-frame', { frame: origin.frame, source: fromText(source) })}`;
}
