import type { DocsTexts } from './docs-texts.ts';

const HELP = 'https://www.alibabacloud.com/help/en/oss';

export const DOCS_EN = {
  lang: 'en',
  labels: {
    generated: 'This page is generated from the tables in the sources (`npm run docs`): edits belong there.',
    'index-title': 'osscap: documentation',
    'index-about':
      'The [README](../README.md) shows what osscap does and how it is started. These pages say the rest.',
    'index-guides': 'Guides',
    'index-reference': 'Reference',
    back: '[All documentation](../README.md) · [中文]({other})',
    argument: 'argument',
    option: 'option',
    repeatable: 'repeatable',
    negated: 'taken back by {option}',
    'column-what': 'what it does',
    certainty: 'Certainty',
    'column-verdict': 'verdict',
    'column-meaning': 'meaning',
    'column-row': 'row',
    'column-holds': 'what holds',
    'no-certainty': 'none',
    when: 'When it is given',
    'to-do': 'What to do',
    fails: 'Makes the exit code 1, unless `--fail-on`, a baseline or an ignore rule says otherwise.',
    'does-not-fail': 'Does not make the exit code 1, unless `--fail-on` names it.',
    'never-fails': 'Never makes the exit code 1.',
    rows: 'Rows of the [decision table](#the-decision-table)',
    'causes-of': 'Causes',
    'table-title': 'The decision table',
    'table-about':
      'Every signed exchange is held against this table from the top; the first row that holds decides. `explain` names the row.',
    'certainties-title': 'Certainties',
    'proof-title': 'How causes are proved',
    why: 'Why it happens',
    shows: 'How it shows',
    proved: 'How it is proved',
    'proved-by': 'the search, by {list}',
    document: 'OSS documents',
    'cause-args': 'Arguments (library: `diagnosis.cause.args`)',
    row: 'row {n}',
    'signing-rules': 'The rules that signatures are held against are those of the OSS documents: {list}.',
    'mismatch-documents':
      'Where the signatures differ, the answer is `SignatureDoesNotMatch` with one of these codes: {list}.',
    'column-hypothesis': 'hypothesis',
    'column-causes': 'causes that it proves',
    'notes-title': 'Notes',
    'notes-about':
      'Facts that ride along with a verdict, under "also" in the table report and as `notes` in JSON.',
    'advice-title': 'Still passing, for now',
    'advice-about': 'What will make later requests fail although these passed; `advice` in JSON.',
    'uploads-title': 'Findings on multipart uploads',
    'uploads-about': 'What is wrong with an upload as a whole; `issues` of an upload in JSON.',
    'waits-title': 'Where time went',
    'waits-about': 'Why an exchange was slow; `reason` of its `timing` in JSON.',
    'column-id': 'id',
    'column-sentence': 'what it says',
    'failures-title': 'Inputs that could not be read',
    'failures-about': 'They make the exit code 2; the other inputs are still read.',
    'column-format': 'format',
    'column-written': 'what is in it',
    'column-consumer': 'read by',
    'column-masked': 'masked',
    yes: 'yes',
    no: 'no',
    'pages-title': 'Formats of the other commands',
    'pages-about':
      '`compare`, `explain`, `sign`, `hypotheses` and `config` show something else than a list of exchanges. They take {list}.',
    'column-code': 'code',
    'by-command': 'By command',
    'column-command': 'command',
  },
  pages: {
    commands: {
      title: 'Commands and options',
      about:
        'Every command with its options and examples: what `osscap COMMAND --help` says, to be read in a browser.',
    },
    verdicts: {
      title: 'Verdicts',
      about:
        'What each verdict means, when it is given, how certain it is and what to do; and the table that decides it.',
    },
    causes: {
      title: 'Causes',
      about:
        'Why requests fail: every cause with how it shows, how it is proved and what cures it. Words in italics stand for what a capture gives.',
    },
    hypotheses: {
      title: 'Hypotheses of the search',
      about:
        'What the search tries, with the secret, to find out what a client really signed: what `osscap hypotheses` lists.',
    },
    notes: {
      title: 'Notes, advice, findings',
      about: 'What is said beside verdicts and causes. Words in italics stand for what a capture gives.',
    },
    notices: {
      title: 'Warnings',
      about:
        'What is odd about a capture, as a warning on standard error and as `warnings` in JSON. Reading always goes on. Words in italics stand for what a capture gives.',
    },
    formats: {
      title: 'Formats',
      about:
        'What `--format NAME` and `--format NAME=FILE` write, and for whom. The option may be repeated; one format may go to standard output.',
    },
    'exit-codes': {
      title: 'Exit codes',
      about: 'What a script can tell from how osscap ended.',
    },
  },
  guides: [
    {
      file: 'explain.md',
      title: 'One exchange, one signature, one search',
      about: '`explain`, `sign` and `hypotheses`: a failure taken apart to its last byte',
    },
    {
      file: 'compare.md',
      title: 'Two captures of one request',
      about: '`compare`: what a proxy, a gateway or a load balancer did between two points',
    },
    { file: 'https.md', title: 'HTTPS', about: 'how its keys are got at, and what can be opened with them' },
    {
      file: 'text.md',
      title: 'Pasted text, and HAR',
      about: 'what people paste into tickets, read as if it were a capture',
    },
    {
      file: 'uploads.md',
      title: 'Multipart uploads, bodies and their digests',
      about: 'uploads from Initiate to Complete, and bodies held against their digests',
    },
    {
      file: 'timing.md',
      title: 'Where the time goes, and what will fail',
      about: 'who was waited for, and what of that which passes will not pass for long',
    },
    {
      file: 'ci.md',
      title: 'In CI',
      about: 'configuration, baselines, shards, and ready pipelines for GitHub, GitLab and Kubernetes',
    },
    {
      file: 'library.md',
      title: 'As a library, and the JSON report',
      about: '`scan` in programs, what its results mean, and how a report in JSON is read',
    },
    {
      file: 'threat-model.md',
      title: 'What osscap trusts',
      about: 'what it takes for granted, what it does about the rest, and where secrets can go',
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
        'The service accepted the signature. The request may still have failed for a reason that comes after it, such as a missing key.',
      given:
        'The answer is no error, or an error that is raised only after the signature was accepted (`NoSuchKey`, `NoSuchUpload`, …).',
      toDo: 'Nothing.',
    },
    'transit-modified': {
      meaning:
        'Something between the place of the capture and OSS changed a signed part of the request: a proxy, a gateway, a CDN. The client is not at fault.',
      given:
        'The string that the server says it signed differs from the one that the captured request gives, or the server received another signature than the one on the wire.',
    },
    'client-miscomputed': {
      meaning:
        'The client signed another string than the one that follows from what it sent, or made the signature in another way. With the secret it is shown which string that was.',
      given:
        'The captured request and the server agree on the string, and a variant of it gives the very signature on the wire; or the signature itself was percent-encoded wrongly, which shows without the secret.',
    },
    'wrong-secret': {
      meaning:
        'Both sides signed the same string with different secrets. Nothing is wrong with how the request is signed.',
      given:
        'The given secret, or one near it, gives the signature on the wire; or the given secret is known and nothing that was tried gives it.',
    },
    'needs-secret': {
      meaning:
        'The client signed another string, or used another secret: the capture alone cannot tell which. With the secret it becomes `client-miscomputed` or `wrong-secret`.',
      given:
        'The captured request and the server agree on the string, and no secret is given for this access key id.',
    },
    'clock-skew': {
      meaning:
        'The date that the request signs is more than 15 minutes away from the clock of the service. The signature was not looked at.',
      given: 'The server answers `RequestTimeTooSkewed`.',
    },
    expired: {
      meaning:
        'The signed URL, or the policy of the form, was used after its end. The signature may have been right.',
      given: 'The server says that the request or the policy has expired.',
    },
    'unknown-key': {
      meaning: 'The service does not know the access key id. No signature can help.',
      given: 'The server answers `InvalidAccessKeyId`, and no security token is missing.',
    },
    token: {
      meaning:
        'Temporary credentials are an id, a secret and a security token that belong together; the token is missing, expired, of another key, or in the wrong place.',
      given: 'The server says so, or does not know a temporary access key id that came without its token.',
    },
    digest: {
      meaning:
        'A body is not the one that its digest tells of. It was altered on the way, or the digest was computed over something else.',
      given:
        'The server answers `InvalidDigest`, `BadDigest` or `XAmzContentSHA256Mismatch`; or an exchange passed and the captured body is not what the service says that it stored or sent (`--verify-bodies`).',
    },
    'access-denied': {
      meaning:
        'The signature is right, or was not looked at, and the access is refused: a matter of permissions.',
      given: 'The server answers `AccessDenied` or `UserDisable` for another reason than those above.',
    },
    'malformed-auth': {
      meaning:
        'The data around the signature cannot be used as it is: credential, scope, expiry, header list, form fields. The signature was not looked at.',
      given: 'The server refuses the request with a code or message that names such a part.',
    },
    'version-refused': {
      meaning:
        'This kind of signature, or of address, is not accepted here, however right it is: version 1 for a new account, for instance.',
      given: "The server's fine-grained error code (EC) or message says so.",
    },
    'not-auth': {
      meaning:
        'The exchange has nothing to do with signatures: it carries none, or failed before one mattered.',
      given: 'The request is anonymous, or the error is of another kind.',
      toDo: 'Look at the error that the server names.',
    },
    'no-response': {
      meaning: 'The capture holds the request and no answer, so that nothing can be said of its signature.',
      given: 'No answer follows in the capture.',
      toDo: 'Capture until the answer has come, in both directions.',
    },
  },
  certainties: {
    proven: "A recomputed signature, or the server's own words, leave no other explanation.",
    likely: 'The evidence fits, and something is missing to prove it; the report names what would.',
    open: 'Something decisive is missing, which the report names: mostly the secret.',
  },
  proofs: {
    head: "by the request's head, which was captured whole and holds no signature",
    answer: 'by the answer itself',
    words:
      "by the server's own words: its error code, its fine-grained code (EC) or its message; no secret is needed",
    digest:
      "by the server's refusal; the digest of the captured body then tells on which side of the capture the two parted",
    provided:
      'by the error document, which repeats the signature that the server was given; it is laid beside the one on the wire, and no secret is needed',
    strings:
      'by the error document, which holds the string that the server signed; it is laid beside that of the captured request, piece by piece. This makes it likely; it is proven where the given secret turns the string of the captured request into the signature on the wire, for then the client signed what was captured',
    secret:
      'by the given secret, which turns the string that both sides agree on into the signature on the wire: the client did right, so the server holds another secret',
    search:
      'by the search: with the given secret it signs variants of the string, or the string with variants of the secret, until one gives the very signature on the wire; no other explanation can',
    'nothing-fits': 'not proved: what the search tried does not give the signature on the wire',
    open: 'open until the secret is given (`--credentials FILE`)',
    'captured-string':
      'likely at most: the answer does not show the string that the server signed, and the captured one stands in for it',
  },
  argKinds: { bytes: 'captured text', word: 'a word of osscap', number: 'a number' },
  formats: {
    table: {
      what: 'What failed, whose doing it is, both strings side by side, and what to do; fitted to the width of the terminal. The default.',
      consumer: 'people at a terminal, and logs',
    },
    json: {
      what: 'One document with everything: captures, exchanges with evidence and sentences, uploads, times, summary.',
      consumer: 'programs; described by [schema/report.schema.json](../../schema/report.schema.json)',
    },
    ndjson: {
      what: 'The same, a line for each exchange as soon as it is complete, each capture and the summary.',
      consumer:
        'programs that follow a long scan; the same schema describes each line, and each tells its `schemaVersion`',
    },
    html: {
      what: 'One page with filters, a timeline, heads, and both strings side by side. It loads nothing, sends nothing, and works from a mail attachment.',
      consumer: 'people, in any browser',
    },
    markdown: {
      what: 'The causes with their evidence.',
      consumer: 'tickets and merge requests on GitHub, GitLab and the like',
    },
    csv: {
      what: 'A row for each exchange: times, ids, verdict, cause, sentence.',
      consumer:
        'spreadsheets and data frames (RFC 4180; cells that a spreadsheet would take for formulas are defused)',
    },
    har: {
      what: 'Every HTTP exchange with its heads and times, and the verdict beside it.',
      consumer: 'the network panels of browsers, and tools that read HTTP Archive 1.2',
    },
    sarif: {
      what: 'A result for each cause, with its rule and the strings as artifacts.',
      consumer: 'GitHub code scanning, Azure DevOps, editors (SARIF 2.1.0)',
    },
    junit: {
      what: 'A test suite for each capture, a case for each exchange.',
      consumer: 'test reports of Jenkins, GitLab, GitHub actions and others',
    },
    github: {
      what: 'Annotations, and a job summary in Markdown where `GITHUB_STEP_SUMMARY` is set.',
      consumer: 'GitHub Actions',
    },
    gitlab: {
      what: 'An issue for each cause.',
      consumer: 'the Code Quality report of GitLab',
    },
    blob: {
      what: 'Everything that a part of a scan found, as it was captured. Keep it as you keep the capture.',
      consumer: '`osscap merge` of the same version',
    },
  },
  exitCodes: {
    CLEAN:
      'Everything was read, and no verdict fails. What else went wrong (an upload, a callback, a 404) stands in the report, and changes no code.',
    FAILING: 'At least one exchange has a verdict that fails (`--fail-on` narrows which).',
    NOT_DONE:
      'The job could not be done: wrong usage, or an input that is missing, unreadable or no capture. The other inputs are still read, and 2 wins over 1. With `--strict` also a capture that is damaged or cut off.',
    HUNG_UP: 'Interrupted because its terminal is gone (SIGHUP), after a report of what was read.',
    INTERRUPTED: 'Interrupted by Ctrl-C (SIGINT), after a report of what was read.',
    OUTPUT_CLOSED:
      'Standard output was closed by its reader (`| head`) before all was read, and nothing else was to be written: what is said of failures is not known to be all.',
    TERMINATED: 'Interrupted by SIGTERM, after a report of what was read.',
  },
  signingRules: [
    ['version 4', `${HELP}/developer-reference/recommend-to-use-signature-version-4`],
    ['version 1 in a header', `${HELP}/developer-reference/include-signatures-in-the-authorization-header`],
    ['version 1 in a URL', `${HELP}/developer-reference/add-signatures-to-urls`],
  ],
  ecPages: `${HELP}/support/`,
} as const satisfies DocsTexts;
