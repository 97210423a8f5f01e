/* The pipeline of a scan: the spine with all features. What reads captures, in Node or not, begins here. */

import { limitsWith } from '../engine/limits.ts';
import { Pipeline, type PipelineOptions } from '../engine/pipeline.ts';
import type { ExchangeObserver, ResultSink } from '../engine/results.ts';
import type { KeyRing } from '../engine/sign/secret.ts';
import { search, searchSecret } from '../search/search.ts'; // later: searching
import { AdviceWatch, UnfitSecrets } from './advice/advice-watch.ts';
import { BodyChecker } from './bodies/body-checks.ts';
import { BodyDigestPlan, type BodyVerification, unaskedVerification } from './bodies/body-digest-plan.ts';
import { hopsOfCapture } from './hops/join-hops.ts';
import { readingFeatures } from './reading-features.ts';
import { hidingOf } from './redact/hiding.ts';
import { hiderOf, unfitSecretNotice } from './redact/redact-exchange.ts';
import { SpecimenWatch } from './specimens.ts';
import type { AskedAbout, KindElsewhere } from './suspects/client-kinds.ts';
import { SuspectWatch } from './suspects/suspect-watch.ts';
import type { TlsOptions } from './tls/tls-context.ts';
import { MultipartTracker, OpenUploads, withoutElsewhere } from './uploads/upload-tracker.ts';

export interface ScanPipelineOptions
  extends Omit<PipelineOptions, 'bodies' | 'observers' | 'reading' | 'hiding' | 'hops' | 'search'> {
  /** Bodies to digest; `unaskedVerification` by default. */
  readonly verifyBodies?: BodyVerification | undefined;
  /** Uploads that earlier captures of the same scan left open; this one adds its own. */
  readonly openUploads?: OpenUploads;
  /** What all captures of the same scan show of the requests of clients. */
  readonly kinds?: readonly KindElsewhere[] | undefined;
  /** What this one asks of that. */
  readonly asked?: AskedAbout | undefined;
  /** Opens TLS with the user's keys and with those that the capture brings; without it TLS stays closed. */
  readonly tls?: TlsOptions | undefined;
}

/** Which bodies are digested for a pipeline, here or by a reader in another thread. */
export function verificationOf({ verifyBodies, keyRing }: ScanPipelineOptions): BodyVerification {
  return verifyBodies ?? unaskedVerification(keyRing.size);
}

/** A pipeline for one capture; `path`: its name in the results. */
export function scanPipeline(path: string, options: ScanPipelineOptions, sink: ResultSink): Pipeline {
  const { hasher, keyRing, openUploads = new OpenUploads(limitsWith(options.limits)) } = options;
  const verification = verificationOf(options);
  const { kinds: all = [], asked = null } = options;
  const suspects = new SuspectWatch({ all, path, asked });
  const observers = [
    bodyChecks(verification),
    uploads(new MultipartTracker(path, openUploads), options),
    advice(keyRing),
    specimens(),
    suspects,
  ];
  return new Pipeline(
    path,
    {
      ...options,
      bodies: new BodyDigestPlan(hasher, verification, keyRing),
      observers,
      reading: readingFeatures(options.tls),
      hiding: hidingOf(keyRing),
      hops: hopsOfCapture,
      search: { search, searchSecret },
      fieldWeights: (oss) => suspects.fieldWeights(oss),
      hiderOf: (oss) => hiderOf({ index: 0, exchange: oss.exchange, oss, diagnosis: null }),
    },
    sink,
  );
}

function bodyChecks(verification: BodyVerification): ExchangeObserver {
  const checker = new BodyChecker(verification);
  return { facts: (oss) => ({ checks: checker.check(oss) }) };
}

function uploads(tracker: MultipartTracker, { others }: ScanPipelineOptions): ExchangeObserver {
  const elsewhere = others?.uploads ?? [];
  return {
    diagnosed: (result) => tracker.add(result.oss, result.index, result.checks, hiderOf(result)),
    end: (notice) => {
      const multipartUploads = withoutElsewhere(tracker.end(), elsewhere);
      tracker.reportLimits(notice);
      return { multipartUploads, ...(elsewhere.length === 0 ? {} : { uploadsElsewhere: elsewhere }) };
    },
  };
}

function advice(keyRing: KeyRing): ExchangeObserver {
  const watch = new AdviceWatch();
  const unfit = new UnfitSecrets();
  return {
    diagnosed: ({ oss, index, diagnosis }, notice) => {
      if (diagnosis.verdict === 'clock-skew') watch.seeSkewed(oss, index);
      if (diagnosis.verdict !== 'match' || !watch.see(oss, index)) return;
      // To find out costs a signature, so it is for those that are looked at anyway.
      const id = keyRing.size === 0 ? null : guarded(() => unfit.see(oss, diagnosis));
      if (id !== null) notice(unfitSecretNotice(oss, id));
    },
    end: () => ({ advice: watch.list(), passed: { seen: watch.passed, looked: watch.looked } }),
  };
}

function specimens(): ExchangeObserver {
  const watch = new SpecimenWatch();
  return {
    diagnosed: (result) => guarded(() => watch.see(result)),
    end: () => ({ specimens: watch.list() }),
  };
}

/** Null where it throws: a feature's fault must not end the reading, and is met again by who reports it. */
function guarded<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}
