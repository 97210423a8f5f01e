import type { NoticeCode, OtherForm, ProxyFault } from '../engine/bytes/notice.ts';
import type { InputFailureReason } from '../engine/results.ts';
import { versionRecord, versionsWith } from '../engine/sign/versions.ts';
import { ENDINGS } from './endings.ts';
import { type FailureTexts, failureTexts } from './failure-texts.ts'; // later: explaining
import { LABELS } from './labels.ts';
import { type Lang, type Said, said, type Template } from './language.ts';
import { LATE } from './late.ts';
import { MEASURE_WORDS } from './measures.ts';
import { INPUT_FAILURES, MENDED, NOTICES, OTHER_FORM_PROSE, PROXY_FAULT_PROSE } from './notices.ts';
import { OUTLOOK } from './outlook.ts';
import { SHORT } from './short.ts';
import { UPLOADS } from './uploads.ts';
import { WORDS } from './words.ts';

/** Texts that every report may have. */
const EVERYWHERE = {
  ...MEASURE_WORDS,
  labels: LABELS,
  short: SHORT,
  uploads: UPLOADS,
  outlook: OUTLOOK,
  late: LATE,
  endings: ENDINGS,
};

/** Everything that a report says in words, in one language. */
export interface Texts extends FailureTexts, Said<typeof EVERYWHERE> {
  readonly lang: Lang;
  readonly notices: Readonly<Record<NoticeCode, Template>>;
  /** Of a pasted text, in few words. */
  readonly mended: Readonly<Partial<Record<NoticeCode, Template>>>;
  readonly inputFailures: Readonly<Record<InputFailureReason, Template>>;
  /** In the place of `not-a-capture`. */
  readonly otherForms: Readonly<Record<OtherForm, Template>>;
  /** What a line of a proxy's configuration does. */
  readonly proxyFaults: Readonly<Record<ProxyFault, Template>>;
}

const made: Partial<Record<Lang, Texts>> = {};

/** All of them in one language. Those of failures are made when they are first asked for. */
export function textsIn(lang: Lang): Texts {
  made[lang] ??= makeTexts(lang);
  return made[lang];
}

function makeTexts(lang: Lang): Texts {
  let words: Texts['words'] | null = null;
  return {
    lang,
    ...said(EVERYWHERE, lang),
    notices: said(NOTICES, lang),
    mended: said(MENDED, lang),
    inputFailures: said(INPUT_FAILURES, lang),
    otherForms: said(OTHER_FORM_PROSE, lang),
    proxyFaults: said(PROXY_FAULT_PROSE, lang),
    get verdicts() {
      return failureTexts(lang).verdicts;
    },
    get verdictNames() {
      return failureTexts(lang).verdictNames;
    },
    get needsSecret() {
      return failureTexts(lang).needsSecret;
    },
    get causes() {
      return failureTexts(lang).causes;
    },
    get notes() {
      return failureTexts(lang).notes;
    },
    get words() {
      words ??= { ...failureTexts(lang).words, ...said(WORDS, lang), ...versionWords(lang) };
      return words;
    },
  };
}

const SIGNED_URL: Readonly<Record<Lang, string>> = { en: ', signed URL', zh: ' 签名 URL' };

/** Words for the signature versions that a request may have; nothing names that of a form. */
function versionWords(lang: Lang): Readonly<Record<string, Template>> {
  const words: Record<string, string> = {};
  for (const version of versionsWith({})) {
    const { carrier, title } = versionRecord(version);
    if (carrier !== 'form') words[version] = carrier === 'url' ? title + SIGNED_URL[lang] : title;
  }
  return words;
}
