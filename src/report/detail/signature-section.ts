import { fromText } from '../../bytes/byte-string.ts';
import { showsSignaturePlaces } from '../../oss/claim.ts';
import type { OssExchange } from '../../oss/model.ts';
import { type Claim, scopeText } from '../../sign/claim.ts';
import { originName } from '../strings/proof.ts';
import { titledRows } from '../terminal/titled-rows.ts';
import { listed } from '../terminal/view.ts';
import { type Section, sentence, valueText } from './layout.ts';
import { aside, type DetailView, say } from './view.ts';

/** What the request says of its signature. */
export function signatureSection(oss: OssExchange, view: DetailView): Section {
  const heading = say(view, 'heading-signature');
  const { claim } = oss;
  if (claim === null) return { heading, lines: sentence(whyNoClaim(oss, view), view) };
  const { frame, source } = claim.signatureOrigin;
  const place = say(view, 'from-frame', { frame, source: fromText(originName(source, view)) });
  const rows = [
    { title: say(view, 'row-version'), text: claim.version + aside(place, view) },
    { title: say(view, 'row-key-id'), text: valueText(claim.accessKeyId, view) },
    { title: say(view, 'row-signature'), text: valueText(claim.signature, view) },
    ...optional(claim, view),
    { title: say(view, 'row-problems'), text: listed(claim.problems, view) },
  ];
  return { heading, lines: titledRows(rows, view) };
}

function whyNoClaim({ exchange, foreignAuthorization }: OssExchange, view: DetailView): string {
  if (foreignAuthorization !== null) {
    return say(view, 'foreign-scheme', { scheme: foreignAuthorization.split(' ')[0] ?? '' });
  }
  const { request } = exchange;
  return say(view, request !== null && showsSignaturePlaces(request) ? 'unsigned' : 'signature-unseen');
}

function optional(claim: Claim, view: DetailView) {
  const { scope } = claim;
  const values = [
    ['row-raw-signature', claim.rawSignature === claim.signature ? null : claim.rawSignature],
    ['row-scope', scope === null ? null : scopeText(scope)],
    ['row-date', claim.date],
    ['row-expires', claim.expires],
    ['row-listed', claim.listedHeaders === null ? null : claim.listedHeaders.join(';')],
  ] as const;
  return values.flatMap(([id, value]) =>
    value === null ? [] : [{ title: say(view, id), text: valueText(value, view) }],
  );
}
