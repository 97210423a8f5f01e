import type { CauseId } from '../../engine/diagnose/cause.ts';
import type { HypothesisField } from '../../engine/diagnose/ports.ts';
import { SIGNATURE_VERSIONS, type SignatureVersion } from '../../engine/sign/canonical.ts';
import { isOfUrl, versionRecord, versionsWith } from '../../engine/sign/versions.ts';
import { type Hypothesis, isOfString } from '../../search/hypothesis.ts';
import { CAUSES } from '../../sentences/causes/index.ts';
import { type FillArgs, type Filler, fill } from '../../sentences/fill.ts';
import type { Texts } from '../../sentences/texts.ts';
import type { Document, Entry } from '../document/blocks.ts';
import { type DetailView, say } from './view.ts';

/** A hypothesis of the search as a reader sees it. */
export interface HypothesisEntry {
  readonly id: string;
  readonly field: HypothesisField;
  readonly changes: 'string' | 'secret';
  readonly versions: readonly SignatureVersion[];
  /** From 1, what happens most, to 5. */
  readonly cost: Hypothesis['cost'];
  /** Never tried together with another. */
  readonly aloneOnly: boolean;
  readonly causes: readonly {
    readonly id: CauseId;
    readonly headline: string;
    readonly cure: string;
  }[];
}

/** The table of hypotheses with the sentences of one language; `…` stands where a request gives the value. */
export function hypothesisEntries(
  table: readonly Hypothesis[],
  filler: Filler,
  texts: Texts,
): readonly HypothesisEntry[] {
  return table.map((hypothesis) => {
    const { id, field, ofSecret, cost, single, causes } = hypothesis;
    return {
      id,
      field,
      changes: ofSecret === true ? 'secret' : 'string',
      versions: versionsOf(hypothesis),
      cost,
      aloneOnly: single === true,
      causes: causes.map((cause) => ({
        id: cause,
        headline: fill(texts.causes[cause].headline, blanks(cause), filler),
        cure: fill(texts.causes[cause].cure, blanks(cause), filler),
      })),
    };
  });
}

function blanks(cause: CauseId): FillArgs {
  return Object.fromEntries(Object.keys(CAUSES[cause].args).map((name) => [name, '…']));
}

function versionsOf(hypothesis: Hypothesis): readonly SignatureVersion[] {
  return SIGNATURE_VERSIONS.filter(
    (version) =>
      hypothesis.except?.includes(version) !== true && isOfString(hypothesis, versionRecord(version)),
  );
}

/** The table of hypotheses: a row for each, and below it what the client did and what to do. */
export function hypothesesDocument(entries: readonly HypothesisEntry[], view: DetailView): Document {
  const titles = [
    say(view, 'column-hypothesis'),
    say(view, 'column-changes'),
    say(view, 'column-cost'),
    say(view, 'column-versions'),
  ];
  const rows = entries.map(({ id, field, cost, aloneOnly, versions, causes }) => ({
    cells: [
      id,
      view.detail.hypothesisFields[field],
      String(cost) + (aloneOnly ? say(view, 'alone-only') : ''),
      versionsText(versions, view),
    ],
    remarks: remarksOf(causes),
  }));
  return [
    [{ kind: 'paragraph', text: say(view, 'hypotheses-head', { n: entries.length }), depth: 0 }],
    [{ kind: 'entries', titles, entries: rows }],
    [{ kind: 'paragraph', text: say(view, 'hypotheses-foot'), depth: 0 }],
  ];
}

/** Each headline, and a cure under the last of the headlines that share it. */
function remarksOf(causes: HypothesisEntry['causes']): Entry['remarks'] {
  return causes.flatMap(({ headline, cure }, at) => {
    const isRepeated = causes.slice(0, at).some((each) => each.headline === headline);
    return [
      ...(isRepeated ? [] : [{ text: headline, isCure: false }]),
      ...(causes[at + 1]?.cure === cure ? [] : [{ text: cure, isCure: true }]),
    ];
  });
}

/** Versions in short: a version with its URL form as `v4(-url)`. */
export function versionsText(
  versions: readonly SignatureVersion[],
  view: Pick<DetailView, 'detail' | 'filler'>,
): string {
  const forms = versionsWith({ carrier: 'form' });
  const requests = SIGNATURE_VERSIONS.filter((version) => !forms.includes(version));
  if (versions.length === SIGNATURE_VERSIONS.length) return say(view, 'versions-all');
  if (requests.every((version) => versions.includes(version)) && versions.length === requests.length) {
    return say(view, 'versions-requests');
  }
  const hasAllForms = forms.every((version) => versions.includes(version));
  const has = (carrier: 'header' | 'url', of: SignatureVersion): boolean => {
    const { dialect, family } = versionRecord(of);
    return versionsWith({ dialect, family, carrier }).some((each) => versions.includes(each));
  };
  return versions
    .flatMap((version) => {
      if (hasAllForms && forms.includes(version)) return version === forms[0] ? ['post-*'] : [];
      if (isOfUrl(version)) return has('header', version) ? [] : [version];
      return [has('url', version) ? `${version}(-url)` : version];
    })
    .join(' ');
}
