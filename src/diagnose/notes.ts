import type { Cause, Note } from './model.ts';
import type { ArgSpec, ArgsOf } from './prose.ts';

const NONE = {} as const satisfies ArgSpec;

/** Every note by id, with the arguments that it always carries. */
export const NOTE_ARGS = {
  /**
   * The rebuild rules of this program are at fault, not the client. `reason`: `self-check` (an
   * accepted request does not give its signature), `server-string-signed` (the client signed the
   * server's string, which the rebuilt one is not; `name` is empty for both), `unknown-parameter`,
   * `unknown-header` (`name` says which).
   */
  'rules-gap': { reason: 'word', name: 'bytes' },
  /**
   * The readings of an unsettled rule were tried and this one fits: it gives the signature of an
   * accepted request, or the very string of the server. `reading`: `duplicates-first`,
   * `duplicates-last`, `duplicates-each`, `parameters-first`, `parameters-last`, `date-normalised`,
   * `plus-as-space`, `plus-literal`, `empty-with-equals`, `absent-as-empty`.
   */
  'reading-matched': { reading: 'word' },
  /** StringToSign and StringToSignBytes disagree: one was edited. `used`: `bytes` or `text`. */
  'string-edited': { used: 'word' },
  /**
   * Follows the one above where the secret shows which: the signature belongs to the form `signed`.
   * Both: `form-bytes` or `form-text`.
   */
  'edited-form': { edited: 'word', signed: 'word' },
  /**
   * Of a pasted text: the secret shows that the server's string was signed, which the request does
   * not give.
   */
  'request-edited': NONE,
  /**
   * Only the answer is known: what the server received is told as sent, and a hop may have changed
   * it.
   */
  'request-not-captured': NONE,
  /**
   * The captured request has passed a proxy, which may have made of it what the client did not
   * sign. `signs`: names of the headers that tell so, or `PROXY protocol`.
   */
  'passed-a-proxy': { signs: 'bytes' },
  /** Nothing tells whether the request was captured as the client sent it. */
  'proxy-before-capture': NONE,
  /** The error answer shows no StringToSign; the wire's stands in for it. */
  'no-server-string': NONE,
  /**
   * S3 V4 in signed chunks: the EC does not say whether the signature that does not match is the
   * head's or that of a chunk.
   */
  'signature-may-be-of-chunk': NONE,
  /** Seconds, each the first clock minus the second: signed date, capture time, response Date. */
  clock: { signedToCapture: 'number', signedToServer: 'number', captureToServer: 'number' },
  /** No Date in an answer. */
  'clock-no-server': { signedToCapture: 'number' },
  /** No signed date (or an unreadable one). */
  'clock-no-signed': { captureToServer: 'number' },
  /** The signed date is off, still within the 15 minutes. `seconds`: signed minus server. */
  'clock-drift': { seconds: 'number' },
  /** The date that the request signs is no date in a form known for it. */
  'date-unreadable': { value: 'bytes' },
  'content-md5-matches': NONE,
  'content-md5-differs': { claimed: 'bytes', actual: 'bytes' },
  'content-md5-malformed': { claimed: 'bytes' },
  'crc64-matches': NONE,
  'crc64-differs': { claimed: 'bytes', actual: 'bytes' },
  /**
   * The same key id succeeded. `exchange`: its index in the capture (0: unknown); `frame`: its
   * first; `operation`: an API name.
   */
  'key-works-elsewhere': { exchange: 'number', frame: 'number', operation: 'word' },
  /**
   * Follows `key-works-elsewhere`, once for each thing that the successful request did otherwise.
   * `what`: `method`, `version`, `content-type`, `content-md5`, `date-header`, `oss-headers`,
   * `subresources`, `key-characters`, `bucket`, `host`, `user-agent`, `client-address`, `token`.
   * `here` is the failing request's, `there` the other's; empty: absent. Of `PRESENCE_TRAITS` these
   * are no values: all they say is that there is one.
   */
  'key-works-difference': { what: 'word', here: 'bytes', there: 'bytes' },
  /**
   * No signed request of this key id has succeeded so far. `count`: failures, this one included.
   */
  'key-always-fails': { count: 'number' },
  /** The same signature stood on an earlier request. `seconds`: time between the two. */
  'signature-reused': { exchange: 'number', frame: 'number', seconds: 'number' },
  /** Beside the one above, without the secret: the other request gives another string to sign. */
  'signature-fits-one': { exchange: 'number' },
  /**
   * The server gave the same request id to a request with the same signature: both sides of a hop
   * are in one capture.
   */
  'seen-at-other-point': { exchange: 'number', frame: 'number' },
  /**
   * The capture shows the same request behind a hop. `exchange`: its index there; `from`, `to`:
   * servers before and behind it; `changed`: fields, as `compare` names them.
   */
  'changed-at-hop': { exchange: 'number', from: 'bytes', to: 'bytes', changed: 'bytes' },
  'same-behind-hop': { exchange: 'number', from: 'bytes', to: 'bytes' },
  /** The same of another capture of the scan. */
  'changed-at-other-capture': { exchange: 'number', capture: 'bytes', changed: 'bytes' },
  'same-at-other-capture': { exchange: 'number', capture: 'bytes' },
  /** `missing`: bytes of the request that the capture lacks (0: unknown number). */
  'body-incomplete': { missing: 'number' },
  /** The request's head is cut: what is signed was not all seen. */
  'request-incomplete': NONE,
  /** The answer is cut: its error document may be incomplete. */
  'response-incomplete': NONE,
  /** The same, where the capture shows who ended the connection in the middle of it. */
  'response-cut-by-server': NONE,
  'response-cut-by-client': NONE,
  /** Headers that the request lists as signed and does not have, in lower case. */
  'listed-header-absent': { names: 'bytes' },
  /** Custom domain: the bucket is not on the wire, the option `--bucket` can name it. */
  'tool-bucket-unknown': { host: 'bytes' },
  /**
   * Custom domain: `--bucket` or the configuration names `given`, and the server's string says
   * `bucket`.
   */
  'bucket-setting-wrong': { host: 'bytes', given: 'bytes', bucket: 'bytes' },
  /** Custom domain: the bucket was taken from the server's string. */
  'bucket-from-server': { bucket: 'bytes' },
  /**
   * Not provable without the secret: an HTTP library is known to add this Content-Type by itself.
   * `sdk`: User-Agent's SDK, or empty.
   */
  'likely-content-type-added': { value: 'bytes', sdk: 'word' },
  /**
   * Not provable without the secret: a URL does not show for which Content-Type it was signed, and
   * its request bears this one.
   */
  'content-type-of-url': { value: 'bytes' },
  /**
   * A form with a file in it (multipart/form-data) was sent to a signed URL; its boundary cannot be
   * signed ahead.
   */
  'form-data-on-url': { value: 'bytes' },
  /**
   * Not provable without the secret: parameters that may have been added to a URL after it was
   * signed. `names`: joined by a comma and a space.
   */
  'parameters-of-url': { names: 'bytes' },
  /**
   * Not provable without the secret: signed parameters with a raw `+`, which the server reads as a
   * space. `names`: joined by a comma and a space.
   */
  'plus-in-query': { names: 'bytes' },
  /**
   * The Host is signed, and it is a custom domain, which may have been put in the place of the
   * endpoint afterwards.
   */
  'host-of-signature': { host: 'bytes' },
  /** No signature of its version has so many characters, `length`: `due` are due. */
  'signature-length': { length: 'number', due: 'number' },
  /** Not provable without the secret: see the cause `bucket-in-host-and-path`. */
  'likely-bucket-in-path-too': { bucket: 'bytes' },
  /**
   * Not provable without the secret: the key has characters that signers often encode otherwise.
   * `characters`: those found.
   */
  'likely-key-encoding': { characters: 'bytes' },
  /** Not provable without the secret: parameter that the SDK of the User-Agent does not sign. */
  'likely-subresource-not-signed': { name: 'bytes', sdk: 'word' },
  /**
   * The SDK that the User-Agent names signs this kind of request wrongly. `agent`: its name and
   * version there; `fixed`: the first version without the defect; `what`: a word beginning with
   * `defect-`.
   */
  'sdk-defect': { agent: 'bytes', fixed: 'bytes', what: 'word' },
  /**
   * The SDK is older than what is recommended of it: `since`. No defect of it is known to bear on
   * the request.
   */
  'old-sdk': { agent: 'bytes', since: 'bytes' },
  /**
   * Headers with an underscore in their names, which the client signed, and the server did not
   * receive.
   */
  'underscore-headers-dropped': { names: 'bytes' },
  /** A temporary key id. */
  'temporary-key': NONE,
  /**
   * The secret of the request's id was not given, but that of `accessKeyId` gives the signature.
   */
  'signed-with-other-key': { accessKeyId: 'bytes' },
  /**
   * A second thing that the client did otherwise. `cause`: the id of a cause, whose own arguments
   * the note carries too.
   */
  'also-miscomputed': { cause: 'word' },
  /**
   * Beside what the cause says, the client's secret differs from the given one. `how`: a cause id
   * beginning with `secret-`.
   */
  'secret-also-differs': { how: 'word' },
  /**
   * `count` earlier requests of the same client, which nothing explained when they came, fail for
   * the same reason, most likely. `exchange`: index of the first (0: unknown).
   */
  'unexplained-before': { exchange: 'number', count: 'number' },
  /** How many signatures the search made. */
  'search-tried': { tried: 'number' },
  /**
   * The search ended at its budget, with candidates left. `left`: `left-singles` (far-fetched
   * changes alone, and all combinations of two), `left-pairs` (far-fetched combinations of two).
   */
  'search-limit': { tried: 'number', limit: 'number', left: 'word' },
  /** An endpoint of the service (of table buckets, say) whose signing rules are not known. */
  'unsupported-endpoint': { host: 'bytes' },
  /** Product in the scope whose rules are not known. */
  'unsupported-product': { product: 'bytes' },
  /**
   * The wire's and the server's string part in more fields than the cause names. `count`: all of
   * them.
   */
  'several-divergences': { count: 'number' },
  /** Verdict by status and EC alone: there was no error document. */
  'no-error-document': { status: 'number' },
  /**
   * The service turned the request away because too much was asked of it at once. `code`: its error
   * code.
   */
  throttled: { code: 'word' },
  /**
   * A cache gave the answer that the service had given to another request. `signs`: what says so.
   */
  'answered-by-cache': { signs: 'bytes' },
  /** The same, known by a request ID that an earlier answer has. `exchange`: index of that. */
  'answered-as-before': { exchange: 'number' },
  /**
   * A hop took the client's signature away or put its own in its place: the service has not checked
   * the client's.
   */
  'signed-anew-at-hop': { from: 'bytes', to: 'bytes' },
  /**
   * Beside an answer that is not the service's: whether the secret gives the signature of the
   * request as it was captured.
   */
  'own-signature-right': NONE,
  'own-signature-wrong': NONE,
  /** The client came here by a redirect. `exchange`: its index. */
  'after-redirect': { exchange: 'number' },
  /**
   * The answer does not look like the service's own: an emulator, a private cloud or a middlebox.
   * `server`: its Server header.
   */
  'foreign-server': { server: 'bytes' },
  /** A foreign Authorization header stood beside. */
  'foreign-authorization': { scheme: 'bytes' },
} as const satisfies Readonly<Record<string, ArgSpec>>;

export type NoteId = keyof typeof NOTE_ARGS;
export type NoteArgs<I extends NoteId> = ArgsOf<(typeof NOTE_ARGS)[I]>;

/**
 * Differences (`what` of `key-works-difference`) of which only the presence is compared: a digest
 * is another each time, and a token is a secret.
 */
export const PRESENCE_TRAITS: ReadonlySet<string> = new Set(['content-md5', 'token']);

export const NOTE_IDS = Object.keys(NOTE_ARGS) as readonly NoteId[];

/** A note with exactly the arguments that its id asks for. */
export function note<I extends NoteId>(id: I, args: NoteArgs<I>): Note {
  return { id, args };
}

/** The note on a second cause. */
export function alsoMiscomputed({ id, args }: Cause): Note {
  return { id: 'also-miscomputed' satisfies NoteId, args: { ...args, cause: id } };
}
