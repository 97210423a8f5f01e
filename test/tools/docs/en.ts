import type { DocsTexts } from './docs-texts.ts';

const HELP = 'https://www.alibabacloud.com/help/en/oss';

export const DOCS_EN = {
  lang: 'en',
  labels: {
    generated: 'This page is generated from tables in the source code (`npm run docs`): edit those instead.',
    'index-title': 'osscap: documentation',
    'index-about':
      'The [README](../README.md) shows what osscap does and how to run it. These pages cover the rest.',
    'index-guides': 'Guides',
    'index-reference': 'Reference',
    back: '[All documentation](../README.md) · [中文]({other})',
    argument: 'argument',
    option: 'option',
    repeatable: 'repeatable',
    negated: 'undone by {option}',
    'column-what': 'what it does',
    certainty: 'Certainty',
    'column-verdict': 'verdict',
    'column-meaning': 'meaning',
    'column-row': 'row',
    'column-holds': 'condition',
    'no-certainty': 'none',
    when: 'When it is given',
    'to-do': 'What to do',
    fails: 'Causes exit code 1, unless `--fail-on`, a baseline or an ignore rule says otherwise.',
    'does-not-fail': 'Does not cause exit code 1, unless `--fail-on` names it.',
    'never-fails': 'Never causes exit code 1.',
    rows: 'Rows of the [decision table](#the-decision-table)',
    'causes-of': 'Causes',
    'table-title': 'The decision table',
    'table-about':
      'Every signed exchange is checked against this table from the top; the first row whose condition holds gives the verdict. `explain` names the row.',
    'certainties-title': 'Certainties',
    'proof-title': 'How causes are proved',
    why: 'Why it happens',
    shows: 'How it shows',
    proved: 'How it is proved',
    'proved-by': 'the search, by {list}',
    document: 'OSS documents',
    'cause-args': 'Arguments (library: `diagnosis.cause.args`)',
    row: 'row {n}',
    'signing-rules': 'Signatures are checked against the rules in the OSS documentation: {list}.',
    'mismatch-documents':
      'If the signatures differ, the response is `SignatureDoesNotMatch` with one of these codes: {list}.',
    'column-hypothesis': 'hypothesis',
    'column-causes': 'causes that it proves',
    'suspects-words': 'What the words claim',
    'suspects-words-about':
      'Where nothing proves the cause of a refused request, reports begin with a suspect: "Probably" from a weight of 0.7, "Perhaps" from 0.5, and below that "One of these, perhaps" with up to three. The weight is the share of the belief: that of the suspects of one request is at most 1 together, and the rest is something else. No suspect is a proof; the verdict stays `needs-secret` or `undecided`.',
    'suspects-kinds': 'Kinds of suspects',
    'suspects-kinds-about':
      'What the client may have done, what to do about it (→), and what would settle it (✓): a request that the cause cannot strike, so that it was the cause if that request is accepted. Where the second suspect has at least half the weight of the first, `proof` names the one request that tells the two apart. The rates say how often each is the cause, relative to the others, where a request can have it: counted from public issues, flattened by an exponent of 0.7. In JSON: `kind`, `summary`, `advice`, `proof`.',
    'suspects-evidence': 'Evidence',
    'suspects-evidence-about':
      'What speaks for a suspect, or against it. In JSON: `for` and `against`, with the ID as `code`, and as `exchanges` those of the capture that show it. What the request itself shows has a factor, by which it multiplies the odds.',
    'suspects-model': 'The numbers of the weighing',
    'suspects-model-about':
      'The odds of a suspect are its rate, divided by how common its trait is (to the power of `rarity`), times how well the other requests of the same client fit (below), times a factor for each sign in the request itself. Its weight is its share of the sum over all suspects and `otherwise`, each to the power of `sharpness`. A client is one User-Agent with one way of signing, in all captures of a scan; exchanges that did not reach the service count for nothing.',
    'suspects-commonness': 'How common traits are',
    'suspects-commonness-about':
      'The share of ordinary signed requests that have what a kind of suspect strikes: a cause whose trait is rare is likelier where the trait is there.',
    'column-suspect': 'Suspect',
    'column-rate-header': 'Rate: header',
    'column-rate-url': 'Rate: URL, form',
    'column-number': 'Number',
    'column-value': 'Value',
    'column-trait': 'Trait',
    'column-share': 'Share',
    'column-part': 'Part',
    'column-factor': 'Factor',
    'suspects-profiles': 'Clients that are known',
    'suspects-profiles-about':
      'How clients write their requests, by their User-Agent: from captures of their real traffic and from their sources. `*` stands for the headers that the caller sets. A header at another place, in another spelling, a type that the client does not send by itself, or a signature that it does not make are signs.',
    'suspects-rates': 'Rates of single cases',
    'suspects-rates-about': 'Where a rate depends on more than the kind.',
    'suspects-shares': 'Parts of traits',
    'suspects-shares-about':
      'A kind strikes by several traits of a request, each with its part of the belief; how well other requests fit is worked out for each trait. `*`: shared among those that the request has.',
    'rate-of-method': '`method`: {method} with a signed URL',
    'rate-host-s3': '`header-host` with version 4 of S3, which always signs the Host',
    'column-client': 'Client',
    'column-signs': 'Signs',
    'column-order': 'Order of headers',
    'column-types': 'Types that it sends by itself',
    'profile-signs-none': 'nothing: it sends what its caller signed',
    'profile-order-sorted': 'Host, User-Agent and Content-Length, then by name',
    'profile-order-any': 'none',
    'profile-types-unknown': 'unknown',
    'profile-types-no-form': 'any but those of forms',
    'notes-title': 'Notes',
    'notes-about': 'Facts that accompany a verdict, under "also" in the table report and as `notes` in JSON.',
    'advice-title': 'Passing now, but may fail later',
    'advice-about': 'What will make later requests fail although these passed; `advice` in JSON.',
    'uploads-title': 'Findings on multipart uploads',
    'uploads-about': 'What is wrong with an upload as a whole; `issues` of an upload in JSON.',
    'waits-title': 'Where time went',
    'waits-about': 'Why an exchange was slow; `reason` of its `timing` in JSON.',
    'endings-title': 'Responses that are missing or not whole',
    'endings-about':
      'What the packets show about them: who ended the connection, and after how long; `kind` of `ending` in JSON. They change no verdict and no exit code.',
    'column-id': 'ID',
    'column-sentence': 'what it says',
    'failures-title': 'Inputs that could not be read',
    'failures-about': 'They cause exit code 2; the other inputs are still read.',
    'column-format': 'format',
    'column-written': 'content',
    'column-consumer': 'read by',
    'column-masked': 'masked',
    yes: 'yes',
    no: 'no',
    'pages-title': 'Formats of the other commands',
    'pages-about':
      '`compare`, `explain`, `sign`, `hypotheses` and `config` do not show a list of exchanges. They take {list}.',
    'column-code': 'code',
    'by-command': 'By command',
    'column-command': 'command',
  },
  pages: {
    commands: {
      title: 'Commands and options',
      about:
        'Every command with its options and examples: what `osscap COMMAND --help` prints, for reading in a browser.',
    },
    verdicts: {
      title: 'Verdicts',
      about:
        'What each verdict means, when it is given, how certain it is and what to do; and the decision table behind it.',
    },
    causes: {
      title: 'Causes',
      about:
        'Why requests fail: every cause, with how it shows, how it is proved and how to fix it. Words in italics stand for values from a capture.',
    },
    hypotheses: {
      title: 'Hypotheses of the search',
      about:
        'What the search tries, with the secret, to find out what a client really signed: the list that `osscap hypotheses` prints.',
    },
    suspects: {
      title: 'Suspects',
      about:
        'What may be the cause where nothing proves it, without the secret: the kinds of suspects, what speaks for and against them, and the tables that their weights are made of. Words in italics stand for values from a capture.',
    },
    notes: {
      title: 'Notes, advice, findings',
      about:
        'What reports say besides verdicts and causes. Words in italics stand for values from a capture.',
    },
    notices: {
      title: 'Warnings',
      about:
        'What is odd about a capture, as a warning on standard error and as `warnings` in JSON. Reading always continues. Words in italics stand for values from a capture.',
    },
    formats: {
      title: 'Formats',
      about:
        'What `--format NAME` and `--format NAME=FILE` write, and for whom. The option may be repeated; one format may go to standard output.',
    },
    'exit-codes': {
      title: 'Exit codes',
      about: 'What a script can learn from the exit code of osscap.',
    },
  },
  guides: [
    {
      file: 'reading.md',
      title: 'How to read a report',
      about: 'what a signature mismatch is, every part of a report, and the words that it uses',
    },
    {
      file: 'captures.md',
      title: 'Captures',
      about: 'how to take them; folders, compression, filters, rotated files, custom domains',
    },
    {
      file: 'credentials.md',
      title: 'The secret',
      about: 'where osscap looks for AccessKeys, and what it does with them',
    },
    {
      file: 'watch.md',
      title: 'Watching live',
      about: '`watch`: failures as they happen, also from another host or a Kubernetes pod',
    },
    {
      file: 'explain.md',
      title: 'One exchange, one signature, one search',
      about: '`explain`, `sign` and `hypotheses`: a failure examined down to the last byte',
    },
    {
      file: 'compare.md',
      title: 'Two captures of one request',
      about: '`compare`: what a proxy, a gateway or a load balancer did between two points',
    },
    {
      file: 'https.md',
      title: 'HTTPS',
      about: 'how to get the TLS keys, and what can be decrypted with them',
    },
    {
      file: 'text.md',
      title: 'Pasted text, and HAR',
      about: 'what people paste into tickets, read as if it were a capture',
    },
    {
      file: 'uploads.md',
      title: 'Multipart uploads, bodies and their digests',
      about: 'uploads from Initiate to Complete, and bodies compared with their digests',
    },
    {
      file: 'timing.md',
      title: 'Where the time goes, and what will fail',
      about: 'who was waited for, and which passing requests will soon fail',
    },
    {
      file: 'ci.md',
      title: 'In CI',
      about: 'configuration, baselines, shards, and ready pipelines for GitHub, GitLab and Kubernetes',
    },
    {
      file: 'library.md',
      title: 'As a library, and the JSON report',
      about: '`scan` in programs, what its results mean, and how to read the JSON report',
    },
    {
      file: 'speed.md',
      title: 'Speed',
      about: 'how long osscap takes, how much memory it needs, and how to measure both',
    },
    {
      file: 'threat-model.md',
      title: 'What osscap trusts',
      about: 'what it takes for granted, how it handles the rest, and where secrets can go',
    },
    {
      file: 'extending.md',
      title: 'How osscap is built, and how to extend it',
      about: 'the stages from bytes to a report, and where a cause, an SDK defect or a format is added',
    },
  ],
  verdicts: {
    match: {
      meaning:
        'The service accepted the signature. The request may still have failed later for another reason, such as a missing object.',
      given:
        'The response is not an error, or is an error that is raised only after the signature was accepted (`NoSuchKey`, `NoSuchUpload`, …).',
      toDo: 'Nothing.',
    },
    'transit-modified': {
      meaning:
        'Something between the capture point and OSS changed a signed part of the request: a proxy, a gateway, a CDN. The client is not at fault.',
      given:
        'The string that the server says it signed differs from the one that the captured request gives, or the server received a different signature from the one on the wire.',
    },
    'client-miscomputed': {
      meaning:
        'The client signed a different string from the one that follows from what it sent, or computed the signature in a different way. With the secret, osscap shows which string that was.',
      given:
        'The captured request and the server agree on the string, and a variant of it gives exactly the signature on the wire; or the signature itself was percent-encoded wrongly, which shows without the secret.',
    },
    'wrong-secret': {
      meaning:
        'Both sides signed the same string with different secrets. Nothing is wrong with how the request is signed.',
      given:
        'The given secret, or one close to it, gives the signature on the wire; or the secret is given and nothing that was tried gives that signature.',
    },
    'needs-secret': {
      meaning:
        'The client signed a different string, or used a different secret: the capture alone cannot tell which. With the secret, the verdict becomes `client-miscomputed` or `wrong-secret`.',
      given:
        'The captured request and the server agree on the string, and no secret is given for this AccessKey ID.',
    },
    'clock-skew': {
      meaning:
        "The date that the request signs is more than 15 minutes away from the service's clock. The signature was not checked.",
      given:
        'The server responds with `RequestTimeTooSkewed`, or refuses a V4 URL as used more than 15 minutes before its `x-oss-date`.',
    },
    expired: {
      meaning:
        'The signed URL, or the policy of the form, was used after it expired. The signature may have been right.',
      given: 'The server says that the request or the policy has expired.',
    },
    'unknown-key': {
      meaning: 'The service does not know the AccessKey ID. No signature can help.',
      given: 'The server responds with `InvalidAccessKeyId`, and no security token is missing.',
    },
    token: {
      meaning:
        'Temporary credentials are an ID, a secret and a security token that belong together; the token is missing, expired, for another key, or in the wrong place.',
      given: 'The server says so, or does not know a temporary AccessKey ID that came without its token.',
    },
    digest: {
      meaning:
        'A body does not match its digest. It was altered in transit, or the digest was computed over something else.',
      given:
        'The server responds with `InvalidDigest`, `BadDigest` or `XAmzContentSHA256Mismatch`; or an exchange passed, but the captured body is not what the service says it stored or sent (`--verify-bodies`).',
    },
    'access-denied': {
      meaning: 'The signature is right, or was not checked, and access is denied: a matter of permissions.',
      given: 'The server responds with `AccessDenied` or `UserDisable` for a reason not covered above.',
    },
    'malformed-auth': {
      meaning:
        'The data around the signature cannot be used as it is: credential, scope, expiry, header list, form fields. The signature was not checked.',
      given: 'The server refuses the request with a code or message that names such a part.',
    },
    'version-refused': {
      meaning:
        'This kind of signature, or of address, is not accepted here, even if it is right: V1 for a new account, for example.',
      given: "The server's fine-grained error code (EC) or message says so.",
    },
    intercepted: {
      meaning:
        'Something between the client and OSS gave the response itself: a proxy, a gateway, a captive portal. It says nothing about the signature, which no service has checked.',
      given:
        'The response has none of the marks of the service (`x-oss-request-id` and other `x-oss-` headers, `Server: AliyunOSS`, its error document).',
    },
    undecided: {
      meaning:
        'The secret is given, the captured request and the server agree on the string, and nothing that was tried gives the signature on the wire. The packets cannot tell whether the client signed something else or used another secret.',
      given: 'The search for what the client signed finds nothing, and nothing singles out the secret.',
    },
    'not-auth': {
      meaning: 'The exchange has nothing to do with signatures: it has none, or failed before one mattered.',
      given: 'The request is anonymous, or the error is of another kind.',
      toDo: 'Look at the error that the server names.',
    },
    'no-response': {
      meaning:
        'The capture contains the request but no response, so nothing can be said about its signature.',
      given: 'No response follows in the capture.',
      toDo: 'See what the report says about how the connection ended ([all that it can say](notes.md#responses-that-are-missing-or-not-whole)). If the capture is at fault, capture in both directions until the response has arrived.',
    },
  },
  certainties: {
    proven: "A recomputed signature, or the server's own words, leave no other explanation.",
    likely: 'The evidence fits, but something is missing to prove it; the report names what.',
    open: 'Something decisive is missing, and the report names it: usually the secret.',
  },
  proofs: {
    head: "by the request's headers, which were captured completely and contain no signature",
    answer: 'by the response itself',
    words:
      "by the server's own words: its error code, its fine-grained code (EC) or its message; no secret is needed",
    digest:
      "by the server's refusal; the digest of the captured body then shows on which side of the capture the body changed",
    provided:
      'by the error document, which repeats the signature that the server received; it is compared with the one on the wire, and no secret is needed',
    strings:
      'by the error document, which contains the string that the server signed; it is compared with that of the captured request, piece by piece. This makes it likely; it is proven if the given secret turns the string of the captured request into the signature on the wire, because then the client signed what was captured',
    secret:
      'by the given secret, which turns the string that both sides agree on into the signature on the wire: the client signed correctly, so the server has a different secret',
    search:
      'by the search: with the given secret it signs variants of the string, or the string with variants of the secret, until one gives exactly the signature on the wire, which leaves no other explanation',
    'nothing-fits': 'not proved: nothing that the search tried gives the signature on the wire',
    open: 'open until the secret is given (`--credentials FILE`)',
    'captured-string':
      'likely at most: the response does not show the string that the server signed, so the captured one is used instead',
  },
  suspectModel: {
    acceptedWith: 'factor for each accepted request that has the trait',
    acceptedWithAtMost: 'accepted requests with the trait that count at most',
    refusedWithout: 'factor for each refused request that lacks the trait',
    refusedWithoutFloor: 'what these factors come to at least',
    parted: 'where no accepted request has the trait: added for each accepted one',
    partedAtMost: 'added at most',
    since: 'all with the trait were accepted up to a moment, and refused after it',
    sinceOne: 'the same, where the request is the only refused one with the trait',
    sometimes: 'the cause strikes some of those with the trait: times the square of the refused share',
    ofEach:
      'what is another value in each request (key, date, policy, signature): accepted ones clear it to no less than this',
    secretAccepted: 'another request of this client with this key was accepted: factor for the secret',
    secretElsewhere: 'another client was accepted with this key: factor for the secret',
    allRefused:
      'nothing of the key and client was accepted: added for each other refused request, for the secret and what else strikes every request',
    allOperation: 'the same, for each further operation that was refused',
    allAtMost: 'what each of the two adds at most',
    secretOfToken: 'temporary credentials: factor for the secret',
    otherwise: 'the belief in something that is no suspect, in the unit of the rates',
    rarity: 'exponent of how common a trait is: traits depend on each other',
    sharpness: 'exponent of the odds as a whole: it takes back the flattening of rates and traits (1 / 0.7)',
    commonnessFloor: 'how rare a trait counts at most',
  },
  argKinds: { bytes: 'captured text', word: 'a word of osscap', number: 'a number' },
  exitCodes: {
    CLEAN:
      'Everything was read, and no verdict fails. Anything else that went wrong (an upload, a callback, a 404) is in the report, but does not change the exit code.',
    FAILING: 'At least one exchange has a verdict that fails (`--fail-on` narrows which).',
    NOT_DONE:
      'The job could not be done: wrong usage, or an input that is missing, unreadable or not a capture. The other inputs are still read, and 2 takes precedence over 1. With `--strict`, also a capture that is damaged or cut off, or of which nothing can be read (TLS without keys, or packets of other kinds).',
    HUNG_UP: 'Interrupted because the terminal was closed (SIGHUP), after reporting what was read so far.',
    INTERRUPTED: 'Interrupted by Ctrl-C (SIGINT), after reporting what was read so far.',
    OUTPUT_CLOSED:
      'Standard output was closed by its reader (`| head`) before everything was read, and nothing else was to be written: there may be more failures than shown.',
    TERMINATED: 'Interrupted by SIGTERM, after reporting what was read so far.',
  },
  signingRules: [
    ['V4', `${HELP}/developer-reference/recommend-to-use-signature-version-4`],
    ['V1 in a header', `${HELP}/developer-reference/include-signatures-in-the-authorization-header`],
    ['V1 in a URL', `${HELP}/developer-reference/add-signatures-to-urls`],
  ],
  ecPages: `${HELP}/support/`,
} as const satisfies DocsTexts;
