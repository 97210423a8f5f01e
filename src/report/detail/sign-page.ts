import { titledRows } from '../terminal/titled-rows.ts';
import { piecesSections } from './exchange-page.ts';
import { page, type Section, sentence, valueText } from './layout.ts';
import { isGivenRight, type SignedRequest } from './signed-request.ts';
import { stepLines } from './steps.ts';
import { aside, type DetailView, say } from './view.ts';

/** A signature from the request to what is sent, step by step. */
export function signPage(signed: SignedRequest, view: DetailView): string[] {
  const { signing, method, url } = signed;
  const title = [`${valueText(method, view)} ${valueText(url, view)}`, signing.version].join(' · ');
  const sections: (Section | null)[] = [
    additionsSection(signed, view),
    ...piecesSections(signing.strings, { frames: false }, view),
    { heading: say(view, 'heading-steps'), lines: stepLines(signing, view) },
    readySection(signed, view),
    givenSection(signed, view),
    notesSection(signed, view),
  ];
  return page(title, sections, view);
}

function additionsSection({ additions }: SignedRequest, view: DetailView): Section | null {
  const rows = additions.map(({ place, name, value }) => ({
    title: say(view, `added-${place}`),
    text: `${valueText(name, view)}${place === 'header' ? ': ' : '='}${valueText(value, view)}`,
  }));
  return { heading: say(view, 'heading-added'), lines: titledRows(rows, view) };
}

function readySection({ ready }: SignedRequest, view: DetailView): Section | null {
  if (ready === null) return null;
  const texts =
    ready.kind === 'header'
      ? [`Authorization: ${ready.value}`]
      : ready.kind === 'url'
        ? [ready.url]
        : ready.fields.map(({ name, value }) => `${name}=${value}`);
  // unbroken and without a margin, however long: it is there to be copied
  return {
    heading: say(view, `heading-ready-${ready.kind}`),
    lines: texts.map((text) => valueText(text, view)),
  };
}

function givenSection(signed: SignedRequest, view: DetailView): Section | null {
  const { given, signing } = signed;
  if (given === null) return null;
  const isRight = isGivenRight(signed);
  const outcome =
    given.version !== signing.version
      ? 'given-other-version'
      : isRight === null
        ? 'given-unknown'
        : isRight
          ? 'given-equal'
          : 'given-differs';
  const rows = [
    { title: say(view, 'row-given'), text: valueText(given.signature, view) + aside(given.version, view) },
    {
      title: say(view, 'row-computed'),
      text:
        signing.signature === null ? null : valueText(signing.signature, view) + aside(signing.version, view),
    },
  ];
  const args = { given: given.version, computed: signing.version, id: signing.accessKeyId };
  const lines = [...titledRows(rows, view), ...sentence(say(view, outcome, args), view)];
  return { heading: say(view, 'heading-given'), lines };
}

function notesSection({ notes }: SignedRequest, view: DetailView): Section | null {
  const rows = notes.map(({ id, args }) => ({ title: say(view, 'row-note'), text: say(view, id, args) }));
  return { heading: say(view, 'heading-notes'), lines: titledRows(rows, view) };
}
