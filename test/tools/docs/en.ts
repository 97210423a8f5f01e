import type { DocsTexts } from './docs-texts.ts';

const HELP = 'https://www.alibabacloud.com/help/en/oss';

export const DOCS_EN = {
  lang: 'en',
  labels: {
    generated: 'This page is generated from tables in the source code (`npm run docs`): edit those instead.',
    'index-title': 'osscap: documentation',
    'index-about':
      'The [README](../README.md) shows what osscap does and how to run it. These pages cover the rest.',
    'problems-title': 'What is the problem?',
    'problems-about':
      'Twelve problems that people come with: for each, one command, and what it will say. `osscap why WORD` finds what fits a code, a header, a product or the words of a message.',
    'problems-after':
      'A support engineer has no secret and needs none: what the capture shows is ranked as suspects. Who has the secret adds `--credentials FILE`, and gets a proof. Nothing leaves the machine.',
    'column-problem': 'problem',
    'column-run': 'run',
    'column-says': 'it says',
    'index-guides': 'Guides',
    'index-reference': 'Reference',
    back: '[All documentation](../README.md) · [中文]({other})',
    'back-cause': '[All causes](../causes.md) · [All documentation](../../README.md) · [中文]({other})',
    'same-offline': 'The same on the command line, without a network:',
    argument: 'argument',
    option: 'option',
    repeatable: 'repeatable',
    negated: 'undone by {option}',
    'column-what': 'what it does',
    'column-verdict': 'verdict',
    'column-title': 'in reports',
    'column-meaning': 'meaning',
    'column-row': 'row',
    'column-holds': 'condition',
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
    'cause-args': 'Arguments (library: `diagnosis.cause.args`)',
    'signing-rules': 'Signatures are checked against the rules in the OSS documentation: {list}.',
    'mismatch-documents':
      'If the signatures differ, the response is `SignatureDoesNotMatch` with one of these codes: {list}.',
    'column-hypothesis': 'hypothesis',
    'column-causes': 'causes that it proves',
    'suspects-words': 'What the words claim',
    'suspects-words-about':
      'Where nothing proves the cause of a refused request, reports begin with a suspect: very likely from a weight of 0.85, likely from 0.6, and below that up to three as possible. Where nothing but the rates speaks for the first of these, the headline says what is missing, and the first command gets it. "No cause stands out" is said below 0.2, and where accepted requests have the same as well. The weight is the share of the belief: that of the suspects of one request is at most 1 together, and the rest is something else. No suspect is a proof; the verdict stays `needs-secret` or `undecided`.',
    'suspects-kinds': 'Kinds of suspects',
    'suspects-kinds-about':
      'What the client may have done, what to do about it (→), and what would settle it (✓): a request that the cause cannot strike, so that it was the cause if that request is accepted. Where the second suspect has at least half the weight of the first, `proof` names the one request that tells the two apart. The rates say how often each is the cause in a hundred refusals: of requests that an SDK or a tool of many users signed, of those that somebody’s own code signed, and of signed URLs and forms. They are estimates of programs and counts of public threads laid together, and flattened. Left open is the share of its cases that a search with the secret does not find: where one ran to its end without a hit, the odds are multiplied by it. In JSON: `kind`, `summary`, `advice`, `proof`.',
    'suspects-evidence': 'Evidence',
    'suspects-evidence-about':
      'What speaks for a suspect, or against it. In JSON: `for` and `against`, with the ID as `code`, and as `exchanges` those of the capture that show it. What the request itself shows has a factor, by which it multiplies the odds.',
    'suspects-model': 'The numbers of the weighing',
    'suspects-model-about':
      'The odds of a suspect are its rate, divided by how often a client sends something with its trait (1 - (1 - c) ^ n of a trait whose share is c, in n kinds of requests), times how well the answers to the client fit, times a factor for each sign in the request itself. Under a cause that strikes by a trait, all requests with the trait are refused and all others accepted: each accepted one with it, and each cause more that refused ones without it need, has its factor (below), and what parts them equally well shares the belief. A cause that shows in no trait, and `otherwise`, fit k refused and n accepted requests by 2 / ((n + k + 1) C(n + k, k)). A weight is its share of the sum over all suspects and `otherwise`, each to the power of `sharpness`. Kinds with a name of a header or parameter are one suspect, whatever the names. A client is one User-Agent with one key and one way of signing, in all captures of a scan; exchanges that did not reach the service count for nothing. `npm run fit-suspects` checks the numbers on stories that it draws by public rates.',
    'suspects-commonness': 'How common traits are',
    'suspects-commonness-about':
      'The share of ordinary signed requests that have what a kind of suspect strikes: a cause whose trait is rare is likelier where the trait is there.',
    'column-suspect': 'Suspect',
    'column-rate-known': 'Rate: SDK, tool',
    'column-rate-own': 'Rate: own code',
    'column-rate-url': 'Rate: URL, form',
    'column-left-open': 'Left open',
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
    'rate-at-s3': '{kind} at a server that speaks like S3',
    'rate-host-s3': '`header-host` with version 4 of S3, which always signs the Host: at {place}',
    'rate-now-and-then': '{kind} in some requests alone, now and then',
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
      '`compare`, `explain`, `sign`, `why` and `config` do not show a list of exchanges. They take {list}; the HTML of `compare` and `explain` draws the request as a sequence, from the client over each hop to OSS, with the leg on which a value changed.',
    'column-code': 'code',
    'by-command': 'By command',
    'column-command': 'command',
    'man-name': 'NAME',
    'man-title': 'say why a request to Alibaba Cloud OSS got 403 SignatureDoesNotMatch',
    'man-synopsis': 'SYNOPSIS',
    'man-description': 'DESCRIPTION',
    'man-environment': 'ENVIRONMENT',
    'man-as-option': 'the same as {option}',
    'man-as-scan': 'As with scan: {options}.',
    'man-exit': 'EXIT STATUS',
    'man-see-also': 'SEE ALSO',
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
        'Why requests fail: every cause, each with a page that says how it shows, how it is proved and how to fix it, as `osscap why ID` does. Words in italics stand for values from a capture.',
    },
    hypotheses: {
      title: 'Hypotheses of the search',
      about:
        'What the search tries, with the secret, to find out what a client really signed: the list that `osscap why hypotheses` prints.',
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
      file: 'problems.md',
      title: 'My problem',
      about: 'twelve symptoms, each with one command and what it will say',
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
      file: 'captures.md',
      title: 'Captures',
      about: 'how to take them; folders, compression, filters, rotated files, custom domains',
    },
    {
      file: 'reading.md',
      title: 'How to read a report',
      about: 'what a signature mismatch is, every part of a report, and the words that it uses',
    },
    {
      file: 'credentials.md',
      title: 'The secret',
      about: 'where osscap looks for AccessKeys, and what it does with them',
    },
    {
      file: 'compare.md',
      title: 'Two captures of one request',
      about: '`compare`: what a proxy, a gateway or a load balancer did between two points',
    },
    {
      file: 'explain.md',
      title: 'One exchange, one signature, one search',
      about: '`explain`, `sign` and `why hypotheses`: a failure examined down to the last byte',
    },
    {
      file: 'capture.md',
      title: 'Capturing a program',
      about: '`capture`: run a program, and read why its requests fail, HTTPS included',
    },
    {
      file: 'page.md',
      title: 'The page that needs nothing',
      about: 'captures scanned in a browser: nothing is installed, and nothing is sent',
    },
    {
      file: 'watch.md',
      title: 'Watching live',
      about: '`watch`: failures as they happen, also from another host or a Kubernetes pod',
    },
    {
      file: 'timing.md',
      title: 'Where the time goes, and what will fail',
      about: 'who was waited for, and which passing requests will soon fail',
    },
    {
      file: 'uploads.md',
      title: 'Multipart uploads, bodies and their digests',
      about: 'uploads from Initiate to Complete, and bodies compared with their digests',
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
      title: 'Threat model',
      about: 'what it takes for granted, how it handles the rest, and where secrets can go',
    },
    {
      file: 'extending.md',
      title: 'How osscap is built, and how to extend it',
      about: 'the stages from bytes to a report, and where a cause, an SDK defect or a format is added',
    },
  ],
  suspectModel: {
    acceptedWith: 'factor for each accepted request that has the trait',
    acceptedWithAtMost: 'accepted requests with the trait that count at most',
    refusedWithout: 'factor for each refused request that lacks the trait',
    furtherCause:
      'what these factors come to at least, for each further cause that those requests need (one for all that share a trait that no accepted one has)',
    furtherCausesAtMost: 'further causes that count at most',
    since: 'all with the trait were accepted up to a moment, and refused after it',
    sinceOne: 'the same, where the request is the only refused one with the trait',
    secretSince:
      'factor of the secret where all was answered in one way up to a moment, and in the other after it',
    secretSinceSame: 'the same, where one request was sent on both sides of that moment',
    secretTakesSeconds: 'seconds that it takes to enter a secret, at least',
    secretAtOnce: 'factor of these two where the answers changed faster than that',
    methodsInTime: 'factor of what goes with the method then: the moment parts the methods as well',
    inTurnAtMost: 'what a request that is accepted and refused in turn says for several servers, at most',
    sometimes: 'the cause strikes some of those with the trait: times the square of the refused share',
    relativeWith:
      'another client with this key, whose requests are likely signed by the same code (the same library; URLs; forms of browsers), was accepted with the trait: factor',
    secretWrong:
      'another request of this client is proven to be signed with another secret, none accepted: factor for the secret',
    secretAccepted: 'another request of this client with this key was accepted: factor for the secret',
    secretElsewhere: 'another client was accepted with this key: factor for the secret',
    secretOtherCapture: 'this client was accepted with this key in another capture: factor for the secret',
    secretApart:
      'with this key, all over some connections of the client was refused, and all over the others accepted: factor for the secret',
    secretOfToken: 'temporary credentials: factor for the secret',
    otherwise:
      'the belief in something that is no suspect, in the unit of the rates; where a request of the client was accepted, times what chance leaves of it',
    sharpness: 'exponent of the odds as a whole, by which claims are right as often as they say',
    unseen:
      'exponent of what chance leaves of the belief in something else: a trait that nobody looks at may part the requests as well',
    kindsAtMost: 'kinds of requests of the client that count at most for how likely one of them has a trait',
    chanceOfAtMost:
      'requests of the client that count at most for what parts the refused ones from the accepted ones by chance',
    twoAlone: 'the same as `ratesAlone`, of two refused requests that nothing is set against',
    severalAlone: 'the same, of more than two',
    commonnessFloor: 'how rare a trait counts at most',
    ratesAlone: 'what a suspect weighs at most for which nothing speaks but its rate',
    oneRefused: 'what a contrast weighs at most where one request was refused',
    otherMethodsAlone:
      'what a contrast weighs at most for what goes with the method (a body and the headers about it), where no accepted request is of the same method',
  },
  argKinds: { bytes: 'captured text', word: 'a word of osscap', number: 'a number' },
  exitCodes: {
    CLEAN:
      'Everything was read, and no verdict fails. Anything else that went wrong (an upload, a callback, a 404) is in the report, but does not change the exit code.',
    FAILING: 'At least one exchange has a verdict that fails (`--fail-on` narrows which).',
    NOT_DONE:
      'The job could not be done: wrong usage, or an input that is missing, unreadable or not a capture. The other inputs are still read, and 2 takes precedence over 1. With `--strict`, also a capture that is damaged or cut off, or of which nothing can be read (TLS without keys, or packets of other kinds). A scan that read no exchange and met TLS to OSS or S3 that stayed closed, or packets that were cut, ends with 2 as well, unless `--fail-on` says what decides.',
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
} as const satisfies DocsTexts;
