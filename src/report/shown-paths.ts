import { fromText } from '../engine/bytes/byte-string.ts';
import type { Diagnosis, EvidencePoint } from '../engine/diagnose/model.ts';
import type { CaptureInfo, ExchangeResult } from '../engine/results.ts';
import { type Digest, takesDigests } from './digest/digest.ts';
import type { ExchangeGroup } from './findings/group.ts';
import type { Reporter, ScanEnd } from './reporter.ts';

/** Of a path outside of the working directory, so many of its last parts are shown. */
const SHOWN_PARTS = 2;

const FROM_ROOT = /^(?:\/|[A-Za-z]:[\\/]|\\\\)|(?:^|[\\/])\.\.(?:[\\/]|$)/;

/** How the paths of captures are shown. Plain values, for they may go to another thread. */
export interface PathView {
  /** The working directory. */
  readonly folder: string;
  /** Of captures whose last parts are those of one before, which one each is: 2 for the second. */
  readonly alike: ReadonlyMap<string, number>;
}

/** `paths`: of all that is shown, as far as it is known. */
export function pathView(folder: string, paths: readonly string[]): PathView {
  const counts = new Map<string, number>();
  const alike = new Map<string, number>();
  for (const path of paths) {
    const shown = shownPath(path, { folder, alike });
    if (!shown.startsWith(CUT)) continue;
    const count = (counts.get(shown) ?? 0) + 1;
    counts.set(shown, count);
    if (count > 1) alike.set(path, count);
  }
  return { folder, alike };
}

/** Stands for what is above the last parts. */
const CUT = '…';

/**
 * The path of a capture as reports show it that leave the reader's machine: relative to the working
 * directory; outside of it the last parts. What is above them names a person, or a machine.
 */
export function shownPath(path: string, { folder, alike }: PathView): string {
  const inside = /[\\/]$/.test(folder) ? folder : `${folder}/`;
  const isInside = path.replaceAll('\\', '/').startsWith(inside.replaceAll('\\', '/'));
  const rest = isInside ? path.slice(inside.length) : path;
  if (!FROM_ROOT.test(rest)) return rest;
  const parts = rest.split(/[\\/]/).filter((part) => part !== '' && part !== '..');
  return [`${CUT}${alike.get(path) ?? ''}`, ...parts.slice(-SHOWN_PARTS)].join('/');
}

/**
 * Passes all on to a report, with paths as `shownPath` has them, wherever a result holds one: the door for
 * whatever a report of a masked format receives.
 */
export function withShownPaths(reporter: Reporter, view: PathView): Reporter {
  const show = new PathShower(view);
  return {
    exchange: (capture, result) => reporter.exchange(show.path(capture), show.result(result)),
    capture: (info) => reporter.capture(show.info(info)),
    unreadable: (input) => reporter.unreadable({ ...input, path: show.path(input.path) }),
    end: (end) => reporter.end(show.end(end)),
    ...(takesDigests(reporter)
      ? {
          digest: (capture: string, digest: Digest) =>
            reporter.digest(show.path(capture), show.digest(digest)),
        }
      : {}),
  };
}

/** Arguments of sentences that are paths, whichever sentence it is. */
const PATHS = ['capture', 'path', 'file', 'other'] as const;

type Args = Readonly<Record<string, string | number>>;

class PathShower {
  readonly #view: PathView;
  /** As paths stand in the arguments of sentences. */
  readonly #inArgs: PathView;
  #last = { path: '', shown: '' };

  constructor(view: PathView) {
    this.#view = view;
    const alike = Array.from(view.alike, ([path, which]) => [fromText(path), which] as const);
    this.#inArgs = { folder: fromText(view.folder), alike: new Map(alike) };
  }

  path(path: string): string {
    // exchanges of a capture come one after the other
    if (path !== this.#last.path) this.#last = { path, shown: shownPath(path, this.#view) };
    return this.#last.shown;
  }

  /** A path in another capture than the exchange's own; hardly any result has one. */
  result(result: ExchangeResult): ExchangeResult {
    const { diagnosis } = result;
    if (diagnosis === null || !namesCaptures(diagnosis)) return result;
    const points = (all: readonly EvidencePoint[]): readonly EvidencePoint[] => all.map(this.#named);
    const suspects = diagnosis.suspects?.map((suspect) => {
      return { ...suspect, for: points(suspect.for), against: points(suspect.against) };
    });
    const notes = diagnosis.notes.map((note) => ({ ...note, args: this.#args(note.args) }));
    const shown = { hops: diagnosis.hops.map(this.#named), notes, suspects };
    return over(result, { diagnosis: over(diagnosis, shown) });
  }

  info(info: CaptureInfo): CaptureInfo {
    const { summary, notices, multipartUploads } = info;
    const { parts } = summary;
    const shown = {
      path: this.path(info.path),
      summary: parts === undefined ? summary : { ...summary, parts: parts.map(this.#ofPath) },
      notices: notices.map(({ part, ...notice }) => {
        const args = this.#args(notice.args);
        return { ...notice, args, ...(part === undefined ? {} : { part: this.path(part) }) };
      }),
    };
    if (multipartUploads === undefined) return over(info, shown);
    const uploads = multipartUploads.map((upload) => {
      const isAlone = upload.parts.every(({ capture }) => capture === null);
      return isAlone ? upload : over(upload, { parts: upload.parts.map(this.#named) });
    });
    return over(info, { ...shown, multipartUploads: uploads });
  }

  end({ later, contrasts, ...end }: ScanEnd): ScanEnd {
    return {
      ...end,
      ...(later && {
        later: later.map((each) => ({ ...this.#named(each), earlier: this.path(each.earlier) })),
      }),
      ...(contrasts && {
        contrasts: contrasts.map((each) => ({ ...this.#named(each), other: this.path(each.other) })),
      }),
    };
  }

  digest(digest: Digest): Digest {
    if (digest.kind !== 'findings') return digest;
    const { collected } = digest;
    const shown = (groups: readonly ExchangeGroup[]): readonly ExchangeGroup[] =>
      groups.map((group) => ({ ...group, example: this.result(group.example) }));
    const [groups, late] = [shown(collected.groups), shown(collected.late)];
    return { ...digest, collected: { ...collected, groups, late } };
  }

  readonly #named = <T extends { readonly capture?: string | null | undefined }>(value: T): T => {
    const { capture } = value;
    return typeof capture === 'string' ? { ...value, capture: this.path(capture) } : value;
  };

  readonly #ofPath = <T extends { readonly path: string }>(value: T): T => {
    return { ...value, path: this.path(value.path) };
  };

  #args<T extends Args>(args: T): T {
    const named = PATHS.flatMap((name) => {
      const path = Object.hasOwn(args, name) ? args[name] : undefined;
      return typeof path === 'string' ? [[name, shownInArgs(path, this.#inArgs)]] : [];
    });
    return named.length === 0 ? args : { ...args, ...Object.fromEntries(named) };
  }
}

/** Captured arguments are byte strings. */
function shownInArgs(path: string, view: PathView): string {
  const shown = shownPath(path, view);
  return shown.startsWith(CUT) ? fromText(CUT) + shown.slice(CUT.length) : shown;
}

function namesCaptures({ hops, notes, suspects = [] }: Diagnosis): boolean {
  return (
    hops.some(({ capture }) => capture !== undefined) ||
    notes.some(({ args }) => Object.hasOwn(args, 'capture')) ||
    suspects.some((suspect) =>
      [...suspect.for, ...suspect.against].some(({ capture }) => capture !== undefined),
    )
  );
}

/** A value with some members replaced; what it works out on demand, it works out on demand. */
function over<T extends object>(value: T, members: Partial<T>): T {
  if (Object.getPrototypeOf(value) === Object.prototype) return { ...value, ...members };
  return new Proxy(value, {
    get: (target, name) => Reflect.get(Object.hasOwn(members, name) ? members : target, name),
  });
}
