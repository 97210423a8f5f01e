/* Every number that a weight is made of, but for the factors of signs, which are beside their sentences. */

import type { SuspectKind } from './entries.ts';

/**
 * How often a kind is the cause of a refusal, of a hundred of them: estimates of programs and counts of
 * threads laid together, and flattened, for they disagree (who is asked decides). `known` is of requests that
 * an SDK or a tool of many users signed in a header, where next to nothing but its configuration can be
 * wrong; `own` of those that somebody's own code signed, and `url` of signed URLs and forms.
 */
interface Rate {
  readonly known: number;
  readonly own: number;
  readonly url: number;
  /** The share of its cases that a full search leaves open: what was signed may be in no list or capture. */
  readonly leftOpen: number;
}

/** Who made a signature: see `Rate`. */
export type SignedBy = Exclude<keyof Rate, 'leftOpen'>;

export const RATES: Readonly<Record<SuspectKind, Rate>> = {
  'type-added': { known: 1.5, own: 17, url: 24, leftOpen: 0.15 },
  'type-charset': { known: 1.5, own: 17, url: 24, leftOpen: 0.05 },
  'type-lost': { known: 0.2, own: 1.5, url: 2.5, leftOpen: 0.2 },
  'type-dropped': { known: 0.1, own: 0.5, url: 0.3, leftOpen: 0.1 },
  md5: { known: 0.2, own: 2.5, url: 2.5, leftOpen: 0.1 },
  'parameter-unsigned': { known: 0, own: 4, url: 3, leftOpen: 0.1 },
  method: { known: 0, own: 0.7, url: 5, leftOpen: 0.05 },
  'key-characters': { known: 1, own: 10, url: 10, leftOpen: 0.15 },
  'key-slashes': { known: 0.4, own: 2, url: 2, leftOpen: 0.1 },
  'key-cut': { known: 0.3, own: 0.5, url: 0.5, leftOpen: 0.9 },
  'key-other': { known: 0.2, own: 2.5, url: 2, leftOpen: 0.9 },
  'bucket-in-path': { known: 1, own: 1, url: 1, leftOpen: 0.05 },
  'bucket-of-domain': { known: 3, own: 3, url: 3, leftOpen: 0.3 },
  'bucket-itself': { known: 0.1, own: 1, url: 1, leftOpen: 0.05 },
  'bucket-end-slash': { known: 1, own: 1, url: 1, leftOpen: 0.05 },
  'bucket-other': { known: 2, own: 5.5, url: 4, leftOpen: 0.6 },
  'bucket-with-slash': { known: 2.5, own: 2.5, url: 2.5, leftOpen: 1 },
  'type-unseen': { known: 2.6, own: 2.6, url: 2.6, leftOpen: 1 },
  'bucket-unseen': { known: 2.5, own: 2.5, url: 2.5, leftOpen: 1 },
  'key-unseen': { known: 1.6, own: 1.6, url: 1.6, leftOpen: 1 },
  'secret-unseen': { known: 1.6, own: 1.6, url: 1.6, leftOpen: 1 },
  'host-unseen': { known: 1.5, own: 1.5, url: 1.5, leftOpen: 1 },
  'encoding-unseen': { known: 1.3, own: 1.3, url: 1.3, leftOpen: 1 },
  token: { known: 4, own: 4, url: 4, leftOpen: 0.15 },
  'parameter-of-upload': { known: 0.2, own: 3, url: 3, leftOpen: 0.3 },
  'parameter-of-object': { known: 0.4, own: 4, url: 5, leftOpen: 0.15 },
  'parameter-other': { known: 0.2, own: 5, url: 4, leftOpen: 0.2 },
  'parameter-plus': { known: 0.2, own: 2, url: 4, leftOpen: 0.15 },
  'parameter-escaped': { known: 0.2, own: 0.8, url: 2, leftOpen: 0.05 },
  'header-callback': { known: 0.5, own: 1.5, url: 1.5, leftOpen: 0.5 },
  'header-meta': { known: 1, own: 4, url: 4, leftOpen: 0.2 },
  'header-listed': { known: 0.5, own: 2, url: 2, leftOpen: 0.3 },
  'header-usual': { known: 0.25, own: 0.5, url: 0.5, leftOpen: 0.6 },
  'header-oss': { known: 2, own: 3.5, url: 3.5, leftOpen: 0.15 },
  'header-host': { known: 2, own: 2, url: 2, leftOpen: 0.5 },
  'header-date': { known: 0.1, own: 1.5, url: 0.3, leftOpen: 0.2 },
  'header-list': { known: 0.05, own: 0.7, url: 0.7, leftOpen: 0.1 },
  'header-unlisted': { known: 0, own: 1, url: 1, leftOpen: 0.2 },
  expires: { known: 0, own: 0, url: 0.6, leftOpen: 0.8 },
  date: { known: 0.1, own: 4, url: 0, leftOpen: 0.2 },
  scope: { known: 2, own: 4, url: 1, leftOpen: 0.1 },
  'payload-hash-oss': { known: 0.1, own: 1, url: 0.5, leftOpen: 0.4 },
  'payload-hash-s3': { known: 4, own: 2, url: 0.5, leftOpen: 0.4 },
  policy: { known: 0, own: 0, url: 10, leftOpen: 0.6 },
  secret: { known: 85, own: 22, url: 12, leftOpen: 0.7 },
  // what it wrote anew is gone from the request: the search cannot try it
  hop: { known: 8, own: 3, url: 3, leftOpen: 0.8 },
  servers: { known: 1, own: 1, url: 1, leftOpen: 1 },
  signature: { known: 0.1, own: 1, url: 1, leftOpen: 0.4 },
  signer: { known: 0, own: 4, url: 1, leftOpen: 0.6 },
};

/** The share of ordinary signed requests that have what a kind strikes. */
export const COMMONNESS = {
  type: 0.5,
  md5: 0.15,
  token: 0.2,
  callback: 0.08,
  meta: 0.2,
  listed: 0.2,
  header: 0.12,
  upload: 0.15,
  process: 0.12,
  parameter: 0.15,
  'bucket twice': 0.02,
  'key:special': 0.4,
  'key:slashes': 0.08,
  'key:no-extension': 0.25,
  unlisted: 0.15,
  unsigned: 0.15,
  life: 0.3,
  list: 0.3,
  host: 0.6,
  'host listed': 0.15,
  usual: 0.8,
  domain: 0.2,
  service: 0.15,
  body: 0.4,
  'no-body': 0.8,
  'method in a header': 0.4,
  'method without an operation': 0.03,
  'HEAD in a URL': 0.12,
  'GET in a URL': 0.5,
  'PUT in a URL': 0.3,
  'another method in a URL': 0.3,
  all: 1,
} as const;

/** Traits of a client, not of its requests: all of them have it, or none. */
export const OF_CLIENTS: ReadonlySet<string> = new Set(['token', 'domain', 'host', 'host listed', 'list']);

/** What is as common as the table says. */
export type Trait = keyof typeof COMMONNESS;

/** How often a URL has the wrong method: HEAD is asked first where GET was signed, and most are for GET. */
export const METHOD_RATES = { HEAD: 5, GET: 1, PUT: 2.5 } as const;

/** The parts of traits in the belief in a kind: how likely each strikes. Rare ones come on top. */
export const SHARES = {
  type: 0.35,
  'type=': 0.12,
  'type:charset': 0.4,
  'type:text': 0.1,
  'type ': 0.1,
  'type behind': 0.3,
  'type:not-of-extension': 0.2,
  'key:special': 0.4,
  'key:*': 0.6,
  key: 0.5,
  'key:folders': 0.4,
  'key:in=': 0.3,
  'key:ext=': 0.15,
  'key:deep': 0.15,
  'key:long': 0.2,
  'key:upper': 0.1,
  'key:tilde': 0.3,
  'own-domain': 0.7,
  'own-domain host=': 0.3,
  'bucket=': 0.5,
  'bucket any': 0.5,
  'parameter:': 0.6,
  'parameter=': 0.2,
  'parameter-bare': 0.2,
  'parameter-empty': 0.2,
  'parameters-unsorted': 0.5,
  'parameter-behind:': 0.3,
  'host=': 0.6,
  'header:host': 0.4,
  'header:': 0.5,
  'header=': 0.15,
  'header non-ascii': 0.35,
  'header twice': 0.35,
  'header spaces': 0.35,
  'header behind': 0.3,
  date: 0.5,
  'date any': 0.5,
  'scope any': 0.4,
  'scope region=': 0.6,
  'hash body': 0.6,
  'hash=': 0.4,
  'policy any': 0.5,
  'policy:*': 0.4,
  'hop marks': 0.5,
  'hop server=': 0.3,
  'hop any': 0.2,
} as const;

/**
 * By how much rates differ with servers that speak like S3, whose clients are few, and SDKs or tools. They
 * sign the region that they name, whichever that is, and so do the servers, which refuse a wrong one in other
 * words; a Host that a proxy writes anew is as frequent as with others. Most of their refusals that were
 * counted are of a wrong secret.
 */
export const AT_SERVERS_LIKE_S3: Readonly<Partial<Record<SuspectKind, number>>> = {
  scope: 0.7,
  'header-list': 0.2,
  'parameter-unsigned': 0.1,
};

/** The rate of a parameter that the client of such a server wrote, and then signed, is so much. */
export const PARAMETER_AT_S3 = 0.1;

/** Version 4 of S3 always signs the Host: by how much its rate differs at AWS itself, and elsewhere. */
export const HOST_OF_S3 = { aws: 0.4, others: 5 } as const;

/** Servers of S3 take what its SDKs do to a body by default, which OSS does not. */
export const HASH_AT_S3 = 0.15;

/**
 * What a request says against or for a cause, as factors of its odds. An accepted request with the trait
 * could only be if the cause did not strike it; a refused one without it had another cause. (Spectrum-based
 * fault localisation: Abreu, Zoeteweij, van Gemund: On the Accuracy of Spectrum-based Fault Localization,
 * 2007; the factors are those of a Bayesian reading of it.)
 */
export const MODEL = {
  /** For each accepted request that has the trait, and for no more than so many. */
  acceptedWith: 0.02,
  acceptedWithAtMost: 2,
  /** For each refused request that lacks the trait. */
  refusedWithout: 0.04,
  /**
   * For each further cause that those requests need: a capture seldom shows two causes at once. They come to
   * this at least where something was accepted, and to no more than this where nothing was: there the secret
   * alone would explain all of them.
   */
  furtherCause: 0.02,
  furtherCausesAtMost: 4,
  /** The cause came at a moment: all with the trait were accepted before, none after. */
  since: 0.1,
  /**
   * The secret was changed at a moment, at the server or at the client: all of a key was answered in one way
   * before it, and in the other after it. Clients do one thing after the other, so that what they sent may
   * part them, too; the same request, sent again, cannot.
   */
  secretSince: 0.03,
  secretSinceSame: 0.1,
  /** Nobody enters a secret in so few seconds; programs that change at once may change how they sign. */
  secretTakesSeconds: 0.5,
  secretAtOnce: 0.2,
  /** What goes with the method then: the moment parts the methods as well. */
  methodsInTime: 0.25,
  /** For each two times that the same request was answered in another way: up to so much. */
  inTurnAtMost: 3,
  /** The same as `since`, with one refused request alone. */
  sinceOne: 0.05,
  /** It strikes some of those with the trait. */
  sometimes: 0.02,
  /** For each accepted request with the trait, of another client or key with the same code. */
  relativeWith: 0.3,
  /** Another request of this key and client was accepted. */
  secretAccepted: 0.002,
  /** Another request of this key and client is proven to have another secret, and none passed: one setup. */
  secretWrong: 30,
  /** Another client with this key passed: that clears a change at the server, not a bad copy here. */
  secretElsewhere: 0.8,
  /** This client passed with this key in another capture: another run, whose setup may have differed. */
  secretOtherCapture: 0.3,
  /** All over some connections was refused, over others accepted: one program may run with two setups. */
  secretApart: 0.008,
  /** Temporary credentials are fetched by programs, and typed by nobody. */
  secretOfToken: 0.3,
  /** Belief in something that is no candidate, in the unit of the rates. */
  otherwise: 3,
  /** Exponent of what chance leaves for no suspect: traits that nobody looks at may part the requests. */
  unseen: 0.5,
  /** Exponent of the odds as a whole, by which claims are right as often as they say. */
  sharpness: 1.2,
  commonnessFloor: 0.02,
  /** Kinds of requests of the client of which one has the trait, at most. */
  kindsAtMost: 4,
  /** Requests of the client that count at most for what parts the two sides by chance. */
  chanceOfAtMost: 24,
  /** The same of two refused requests that nothing is set against, and of more. */
  twoAlone: 0.66,
  severalAlone: 0.69,
  /** What rates alone claim at most: they are counted from few reports. */
  ratesAlone: 0.59,
  /** What a thin contrast claims at most, of one refused request for example: right in four of five. */
  oneRefused: 0.84,
  /** Most claimed where a trait goes with a method that no accepted request has: uploads differ in more. */
  otherMethodsAlone: 0.69,
} as const satisfies Readonly<Record<string, number>>;

/**
 * What is another value in each request goes wrong now and then, and accepted ones clear it of that no more
 * than chance does: the rate of that, as a share of the rate of the kind.
 */
export const NOW_AND_THEN: Readonly<Partial<Record<SuspectKind, number>>> = {
  'key-other': 0.5,
  // that of another request, by threads or pools that share it
  signature: 2,
  date: 0.2,
  'header-date': 0.1,
  policy: 0.3,
  method: 0.3,
};

/**
 * Where neither the request nor the server's string is seen: belief in something else, in the unit of the
 * rates, and by how much a bucket with a slash speaks for its kind, an odd key and any other.
 */
export const UNSEEN = {
  otherwise: 2,
  slash: 8,
  oddKey: 2,
  plainKey: 0.7,
  // of 35 such answers of servers like S3: the Host or another part that a proxy changed in 11, the key's
  // characters or slashes in 6, the secret in 5, the bucket in 2, the Content-Type in none
  ownServer: 3,
  keyAtServers: 1.3,
  noKey: 0.4,
  secretAtServers: 1.25,
  bucketAtServers: 0.4,
  edge: 1.5,
  // it signs the Accept-Encoding of each request
  edgeOfGo: 4,
  chunks: 3,
  typeOfLibrary: 4,
} as const;
