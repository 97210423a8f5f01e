import type { ByteString } from '../../../bytes/byte-string.ts';
import { encodeComponent, headerValue, isOfUrl, type ParameterPart } from '../../../sign/index.ts';
import { cause } from '../../causes.ts';
import { formatHttpDate, parseAnyDate, parseDigits } from '../../clocks.ts';
import { type Hypothesis, REQUEST_FAMILIES, type Subject, type Variant } from '../hypothesis.ts';
import { type PartsPatch, parametersOf, patchParameters } from '../patch.ts';
import { NEAR_SECONDS, patchDate, sentDate, signsExpiry } from './date-line.ts';

/** Lives of URLs that SDKs have as defaults, or that people write, in seconds. */
const DURATIONS = [60, 300, 600, 900, 1800, 3600, 7200, 43_200, 86_400, 604_800] as const;

const expires: Hypothesis = {
  id: 'expires-signed-other',
  families: REQUEST_FAMILIES,
  cost: 2,
  changes: 'string',
  *variants(subject) {
    if (!isOfUrl(subject.claim.version)) return;
    const { parts } = subject;
    const parameters = parametersOf(parts);
    const at = parameters.findIndex((each) => /^x-(?:oss|amz)-expires$/i.test(each.name));
    const parameter = parameters[at];
    const inLine = signsExpiry(subject);
    const sent = inLine ? sentDate(subject) : (parameter?.value ?? '');
    for (const signed of new Set(otherExpiries(subject, sent))) {
      if (signed === sent) continue;
      const made = cause('expires-signed-other', { signed, sent });
      const line = inLine ? patchDate(subject, signed) : {};
      if (inLine) yield { cause: made, patch: line } satisfies Variant;
      if (parameter !== undefined) {
        yield { cause: made, patch: { ...line, ...other(subject, parameter, at, signed) } };
      }
    }
  },
};

function other({ parts }: Subject, parameter: ParameterPart, at: number, signed: ByteString): PartsPatch {
  return patchParameters(
    parts,
    parametersOf(parts).with(at, { ...parameter, value: encodeComponent(signed) }),
  );
}

function* otherExpiries(subject: Subject, sent: ByteString): Generator<ByteString> {
  for (const name of ['date', 'x-oss-date']) {
    const date = headerValue(subject.request, name);
    if (date !== null) yield date;
  }
  yield '';
  for (const duration of DURATIONS) yield `${duration}`;
  const number = parseDigits(sent);
  if (number === null) return;
  yield* [`${number * 1000}`, `${Math.floor(number / 1000)}`, `${number}.0`, formatHttpDate(number)];
  for (const by of NEAR_SECONDS) yield `${number + by}`;
  // V4 has a duration where the older versions have a time
  const stamp = signsExpiry(subject) ? null : parseAnyDate(sentDate(subject));
  if (stamp !== null) yield* [`${stamp + number}`, `${(stamp + number) * 1000}`];
}

export const EXPIRES_HYPOTHESES: readonly Hypothesis[] = [expires];
