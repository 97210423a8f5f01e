import { describe, expect, it } from 'vitest';
import type { ExchangeJson, Report } from '../rooms/report.ts';
import { credentialsFile, osscap } from '../support/command.ts';
import { type Truth, type TruthExchange, truths } from '../support/truth.ts';

/** Captures whose messages are cut before the first line ends. */
const UNREADABLE = /snaplen96/;

const ALL = [...truths('captures'), ...truths('scenarios')];
const READABLE = ALL.filter((truth) => !UNREADABLE.test(truth.name));

function scan(truth: Truth, withSecrets: boolean): { report: Report; status: number | null } {
  const secrets = withSecrets ? ['--credentials', credentialsFile(truth.credentials)] : [];
  const keys = truth.keyLog === null ? [] : ['--tls-keylog', truth.keyLog];
  const { stdout, status } = osscap(['scan', '--format', 'json', ...secrets, ...keys, truth.capture]);
  return { report: JSON.parse(stdout), status };
}

function exchangesOf(report: Report): readonly ExchangeJson[] {
  return report.captures
    .flatMap((capture) => capture.exchanges)
    .filter((exchange) => exchange.oss !== undefined);
}

/** Pairs each true exchange with the reported one; both lists are in the order of the capture. */
function pairs(truth: Truth, report: Report): [TruthExchange, ExchangeJson][] {
  const found = exchangesOf(report);
  expect(found.map((exchange) => exchange.oss?.requestId)).toEqual(
    truth.exchanges.map((one) => one.requestId),
  );
  return truth.exchanges.flatMap((expected, i) => {
    const got = found[i];
    return got === undefined ? [] : [[expected, got] as [TruthExchange, ExchangeJson]];
  });
}

/** The verdict that this capture allows: with or without the secret. */
function expectedVerdicts(expected: TruthExchange, truth: Truth, withSecrets: boolean): readonly string[] {
  const known = withSecrets && truth.credentials.some((one) => one.accessKeyId === expected.accessKeyId);
  const fromHere = expected.acceptableFromThisCaptureAlone;
  const undecided = fromHere.includes('wrong-secret') && fromHere.includes('client-miscomputed');
  if (!undecided) return [expected.verdict];
  if (!known) return ['needs-secret'];
  const found =
    truth.vantage === 'server' || expected.verdict === 'undetermined' ? fromHere : [expected.verdict];
  // a secret that is not near the given one cannot be distinguished from a string that nothing gives
  return found.includes('wrong-secret') ? [...found, 'undecided'] : found;
}

describe.each([true, false])('truth, with secrets: %s', (withSecrets) => {
  it.each(READABLE.map((truth) => [truth.name, truth] as const))('%s', (_, truth) => {
    const { report, status } = scan(truth, withSecrets);
    expect(report.schemaVersion).toBe(1);
    for (const [expected, got] of pairs(truth, report)) {
      expect(got.request).toMatchObject({
        method: expected.method,
        target: expected.target,
        host: expected.host,
      });
      // in the literal text the request is shorter than its Content-Length
      expect(got.request?.complete).toBe(truth.name !== 'source-example-literal');
      expect(got.connection).toMatchObject({ client: expected.clientAddr, server: expected.serverAddr });
      expect(got.response?.status).toBe(expected.status);
      expect(got.oss?.error?.code ?? null).toBe(expected.errorCode);
      expect(got.signature).toMatchObject({ version: expected.signatureVersion });
      if (expected.signatureVersion !== 'none') {
        expect(got.signature).toMatchObject({
          accessKeyId: expected.accessKeyId,
          onWire: expected.signatureOnWire,
          provided: expected.signatureProvidedByServer,
        });
        expect(got.signature?.stringToSign?.wire).toBe(expected.wireStringToSign);
        expect(got.signature?.canonicalRequest?.wire ?? null).toBe(expected.wireCanonicalRequest ?? null);
        expect(got.signature?.canonicalRequest?.server ?? null).toBe(expected.serverCanonicalRequest ?? null);
        if (withSecrets && truth.credentials.length > 0) {
          expect(got.signature?.recomputed).toBe(expected.recomputedSignature);
        }
      }
      if (truth.name !== 'source-example-literal') {
        expect(got.signature?.stringToSign?.server ?? null).toBe(expected.serverStringToSign);
      }
      const verdict = got.diagnosis?.verdict;
      expect(expectedVerdicts(expected, truth, withSecrets)).toContain(verdict);
      if (
        expected.divergesAt !== null &&
        (verdict === 'transit-modified' || verdict === 'client-miscomputed')
      ) {
        expect(got.diagnosis?.divergences?.[0]).toMatchObject(expected.divergesAt);
      }
    }
    const failing = exchangesOf(report).some(
      ({ diagnosis }) => !['match', 'not-auth', 'no-response'].includes(diagnosis?.verdict ?? 'match'),
    );
    expect(status).toBe(failing ? 1 : 0);
  });
});

describe('proof', () => {
  it.each(
    READABLE.filter((truth) => truth.vantage === 'client').map((truth) => [truth.name, truth] as const),
  )('%s: what the client signed, when the secret is given', (_, truth) => {
    const { report } = scan(truth, true);
    for (const [expected, got] of pairs(truth, report)) {
      if (got.diagnosis?.verdict !== 'client-miscomputed') continue;
      expect(got.diagnosis.certainty).toBe('proven');
      expect(got.signature?.stringToSign?.client).toBe(expected.clientStringToSign);
    }
  });
});

describe('the example that the tool was made for', () => {
  it('shows that the text and the bytes of the string name different buckets', () => {
    const truth = ALL.find((one) => one.name === 'source-example-literal');
    if (truth === undefined) throw new Error('fixture missing');
    const [exchange] = exchangesOf(scan(truth, false).report);
    const hex = exchange?.oss?.error?.stringToSignBytes ?? '';
    expect(Buffer.from(hex.replaceAll(' ', ''), 'hex').toString()).toContain(
      '/rokid-ops-model/ttsservice/passwd',
    );
    expect(exchange?.oss?.error?.stringToSign).toContain('/rokid/ttsservice/passwd');
    expect(exchange?.diagnosis).toMatchObject({ verdict: 'needs-secret', certainty: 'open' });
    expect(exchange?.diagnosis?.notes?.join(' ')).toMatch(/string-edited/);
  });
});
