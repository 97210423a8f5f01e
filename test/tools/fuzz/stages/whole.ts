import type { TlsOptions } from '../../../rooms/tls.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutateCapture } from '../mutate-capture.ts';
import { mutateMessage } from '../mutate-message.ts';
import { mutatePcapng } from '../mutate-pcapng.ts';
import { mutateText } from '../mutate-text.ts';
import type { FuzzCase, Stage } from '../seeds.ts';
import { checkFormats, scanResults } from '../whole.ts';
import { KEYS } from './http.ts';

/** Share of the cases in which the search has all the budget that a user's scan gives it. */
const FULL_SEARCH = 0.02;
const SHORT_SEARCH = 400;

/** The whole program on changed captures and texts, in every format. */
export const whole: Stage = async (fuzz) => {
  const { random } = fuzz;
  const { bytes, tls } = makeInput(fuzz);
  fuzz.input = bytes;
  const results = scanResults(bytes, {
    keyRing: KEYS,
    ...(tls === undefined ? {} : { tls }),
    ...(random.chance(FULL_SEARCH) ? {} : { searchBudget: SHORT_SEARCH }),
    piped: random.chance(0.15),
    verifyBodies: random.chance(0.3) ? 'all' : 'claimed',
    cut: random.chance(0.3) ? random : null,
  });
  await checkFormats(results, random);
};

function makeInput(fuzz: FuzzCase): { readonly bytes: Uint8Array; readonly tls?: TlsOptions } {
  const { random } = fuzz;
  if (random.chance(0.1)) {
    const seed = fuzz.text();
    const changed = random.chance(0.5)
      ? mutateText(seed.text, random, fuzz.text().text)
      : mutateMessage(seed.text, random, seed.text);
    return { bytes: Uint8Array.from(changed, (char) => char.charCodeAt(0)) };
  }
  const seed = fuzz.capture();
  const other = fuzz.capture();
  const withKeys = seed.keyLog === '' ? {} : { tls: seed.tls };
  const how = random.unit();
  if (how < 0.2) return { bytes: mutateBytes(seed.bytes, random, other.bytes), ...withKeys };
  if (how < 0.35) return { bytes: mutatePcapng(seed.packets, seed.keyLog, random), ...withKeys };
  return { bytes: mutateCapture(seed.packets, random, other.packets), ...withKeys };
}
