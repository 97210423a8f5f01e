import { ADVICE } from '../../diagnose/causes/advice.ts';
import { FIND_HOP, OVER_HTTPS } from '../../diagnose/causes/shared-sentences.ts';
import { failureTexts } from './failure-texts.ts';
import { mapEntries, proseIn, versionWords } from './in-language.ts';
import { INPUT_FAILURES, MENDED, NOTICES, OTHER_FORM_PROSE } from './notices.ts';
import { SHORT } from './short.ts';
import type { EndingTexts, LateTexts, OutlookTexts, Texts, UploadTexts } from './texts.ts';

const EN_LABELS = {
  'capture-files': '{path:long} … ({n:n} file{n:s})',
  'capture-packets': '{format}, {packets:n} packet{packets:s}, {span}',
  'capture-text': 'text ({kind:word}), {n:n} line{n:s}',
  'capture-archive': 'HTTP Archive, entries: {n:n}',
  'capture-connections': '{n:n} connection{n:s}',
  'capture-copies': 'seen again on another hop: {n:n}',
  'capture-oss': '{n:n} OSS exchange{n:s}: ',
  'capture-passed': '{n:n} passed',
  'capture-failed': '{n:n} failed',
  'capture-other': '{n:n} unsigned, unanswered or refused for another reason',
  'capture-damaged': 'damaged or cut off',
  'capture-filtered': '{shown:n} of {of:n} OSS exchange{of:s} shown (filtered)',
  'capture-timeless': '; the time of {n:n} is unknown',
  'standard-input': 'standard input',
  'no-packets': 'The capture contains no packets.',
  'no-oss': 'The capture contains no readable OSS exchange. It contains:',
  'no-oss-http': '{n:n} HTTP exchange{n:s}, none recognisable as OSS or S3',
  'no-oss-tls-more': 'TLS to {n:n} more server{n:s}',
  'no-oss-http2':
    '{n:n} HTTP/2 connection{n:s}: osscap reads HTTP/1.x only; make the client use HTTP/1.1 (curl: --http1.1, Go: GODEBUG=http2client=0, Chrome: --disable-http2)',
  'no-oss-other': '{n:n} TCP connection{n:s} without recognisable HTTP or TLS',
  'no-oss-no-tcp': '{n:n} packet{n:s} without readable TCP',
  'other-packets': '{n:n} packet{n:s} without readable TCP: ',
  'other-kind': '{kind} {packets:n}',
  'other-more': 'others {packets:n}',
  'other-link': 'link type {number}',
  'other-ethertype': 'EtherType {number}',
  'other-llc': 'LLC {number}',
  'other-wifi': '802.11 {number}',
  'other-ip': 'IP protocol {number}',
  'other-gre': 'GRE type {number}',
  'other-udp': 'UDP port {number}',
  'tls-opened': 'decrypted: {n:n} TLS connection{n:s} to {name} ({protection:long})',
  'tls-opened-unnamed': 'decrypted: {n:n} TLS connection{n:s} ({protection:long})',
  'tls-opened-more': 'decrypted: {n:n} more TLS connection{n:s}',
  'also-tls': 'In addition, {n:n} TLS connection{n:s} (to {name}, …) could not be read.',
  'column-index': '#',
  'column-time': 'time (UTC)',
  'column-operation': 'operation',
  'column-target': 'bucket/key',
  'column-status': 'status',
  'column-request-id': 'request ID',
  'column-verdict': 'verdict',
  'rows-left-out': 'and {n:n} exchange{n:s} that did not fail (--all lists them)',
  'rows-all-left-out': 'No failing exchange to list (--all lists every exchange).',
  'rows-beyond-all': 'and {n:n} more exchange{n:s} (--format ndjson has every one)',
  'rows-left-out-failing': 'and {n:n} more exchange{n:s}, of which {failing:n} failed (--all lists them)',
  'rows-equal-left-out': '… {n:n} more row{n:s}',
  'groups-left-out':
    '{n:n} failing exchange{n:s} with other causes not shown (--all shows them; --format json has every one).',
  'groups-beyond-all':
    '{n:n} failing exchange{n:s} with other causes not shown (--format json has every one).',
  'exchanges-of-group': '{n:n} exchange{n:s} ({list:long})',
  'exchanges-more': ' and {n:n} more',
  'head-client-signed': 'client signed',
  'head-client-rebuilt': 'rebuilt from the capture',
  'head-server-signed': 'server signed',
  'head-client-sent': 'client sent',
  'head-server-received': 'server received',
  'head-due': 'should be',
  'tag-client': 'client',
  'tag-wire': 'capture',
  'tag-server': 'server',
  'same-string-from-error': 'The server says that it signed this string; the request itself is not here:',
  'same-string': 'The captured request and the server both give this string:',
  'same-string-of':
    'For each of these exchanges, the captured request and the server give the same string; this is the one of #{index}, and the others may have other causes:',
  'server-string-unknown':
    'The response does not show the string that the server signed. This one is rebuilt from the capture:',
  conflict:
    "The response gives the server's string in two forms that disagree: one was edited after the server wrote it (redacted, for example).",
  'conflict-text': 'StringToSign',
  'conflict-bytes': 'StringToSignBytes',
  empty: '(empty)',
  absent: '(absent)',
  hex: 'hex',
  'row-first-difference': 'first difference',
  'first-difference': 'byte offset {client} of the string to sign',
  'first-difference-request': 'byte offset {client} of the canonical request',
  'first-difference-offsets': " ({server} in the server's)",
  'first-difference-origin': ' ({frame:at}, {source})',
  'row-proof': 'proof',
  'row-evidence': 'evidence',
  'row-tried': 'tried',
  'row-cause': 'cause',
  'cause-policy-alone':
    'of a form, the policy alone is signed, and both sides have the same one: it was changed after it was signed, or it was signed with another secret',
  'cure-policy-alone':
    'compare the policy that the signer returned with the one that was sent, character by character; if they are the same, compare the secrets of the signer and of the file that you supplied',
  'cause-method-case':
    'the method is signed as it is sent, and its letters are compared with their case: the signer writes it in one case, and the HTTP library in the other',
  'cure-method-case': 'write the method in capital letters, in the string to sign and in the request',
  'suspect-probably': 'Probably{weight}: ',
  'suspect-perhaps': 'Perhaps{weight}: ',
  'suspect-weight': ' ({percent} %)',
  'suspect-one-of': 'One of these, perhaps: ',
  'suspect-none-stands-out': 'No cause stands out; at most: ',
  'suspect-or': '; or ',
  'suspect-end': '.',
  'suspect-settle': '. To be sure: ',
  'suspect-settle-secret': '. To be sure: the secret (--credentials); without it, ',
  'suspect-if-accepted': ': if it is accepted, this was it',
  'suspect-parts-two': 'to part the two likeliest: ',
  'suspect-accepted': ': if it is accepted, it was ',
  'suspect-refused': '; if it is refused again, rather ',
  'row-suspect': 'suspect',
  'row-suspect-for': 'for it',
  'row-suspect-against': 'against it',
  'cause-read-as': '; in the string to sign, what was sent is {read:q}',
  'headline-several': '{count} signed fields were changed in transit: {names:long}.',
  'headline-or-earlier-hop': ' Or a proxy or gateway before the capture did it.',
  'cure-or-earlier-hop':
    '; if a proxy or gateway stands before the place of the capture, capture at the client too and compare both (osscap compare)',
  'headline-or-server': ' Or the server itself computes another string.',
  'cure-or-server':
    '; if nothing on the way does it, the server is at fault (an emulator, another implementation): report it there',
  'cure-find-hop': FIND_HOP.en,
  'cure-over-https': OVER_HTTPS.en,
  'cure-over-tls':
    'this was HTTPS already, so TLS ends at that hop, which reads the request: let it pass TLS on unopened, or connect to OSS around it',
  'cure-at-hop':
    'turn off the rewriting of requests to OSS in the proxy or gateway that listens on {from} and sends on to {to}',
  'cure-else': '; failing that, ',
  'cure-underscore-headers':
    'nginx, and what is built on it, drops headers with an underscore in their names: set "underscores_in_headers on;" in each nginx between the client and OSS, or use names with hyphens',
  'cure-sdk-defect': 'upgrade {agent} to {fixed} or later: versions before have a known signing bug',
  'cure-form-data':
    'send the file itself as the body, and not a form (FormData); a form carries a boundary that is another each time, so its Content-Type cannot be signed ahead; set the Content-Type that was signed, or none if none was. For a form, use a signed policy (PostObject)',
  'row-cure': 'fix',
  'row-also': 'also',
  'row-server': 'server',
  'row-support': 'support',
  support: 'request ID {id}',
  'support-ec': ', EC {ec}',
  'support-ec-page': ', EC {ec}: {page:long}',
  'support-page': '; see {page:long}',
  'no-request-id': 'the response has no request ID',
  'server-said': '{status} {code}: {message:long}',
  'server-said-code': '{status} {code}',
  'server-said-no-code': '{status}: {message:long}',
  'server-said-nothing': '{status}, without an error document',
  'proof-client-string':
    'the {side:word} string, signed with the secret of {id} ({hmac}), gives {signature}, the signature on the wire',
  'proof-client-string-also':
    'the {side:word} string, signed for {id} ({hmac}) with the other mistakes listed below, gives {signature}, the signature on the wire',
  'proof-procedure':
    'the string to sign is right; signed with the secret of {id} in the way described here, it gives {signature}, the signature on the wire',
  'proof-procedure-also':
    'the string to sign is right; signed for {id} in the way described here, with the other mistakes listed below, it gives {signature}, the signature on the wire',
  'proof-wire-string':
    'the {side:word} string, signed with the secret of {id} ({hmac}), gives {signature}, the signature on the wire: the client signed what was captured, so the change came later',
  'proof-other-secret':
    'this string, signed with the secret you supplied for {id} ({hmac}), gives {signature}, the signature on the wire; the server, with its own secret, gets another one',
  'proof-other-key':
    'this string, signed with the secret you supplied for {other} ({hmac}), gives {signature}, the signature on the wire',
  'proof-near-secret':
    'this string, signed with the secret described above instead of the one you supplied for {id}, gives {signature}, the signature on the wire',
  'proof-no-match':
    'the secret you supplied for {id} does not turn the captured request into {signature}, the signature on the wire',
  'proof-no-match-of-document':
    'the secret you supplied for {id} does not turn the string of the error document into {signature}, the signature that the server received',
  'proof-chunks': 'each signature of the body was computed anew, with the secret you supplied for {id}',
  'proof-needs-secret-of-chunks':
    'none yet: with the secret of {id} (--credentials FILE), osscap can tell which chunk it is, and whether its data or its signature was changed',
  'proof-seen-at-hop': 'the capture has the request on both sides of the hop, and shows the change itself',
  'proof-at-hop':
    'the capture has the request on both sides of the hop, and shows the change itself; besides, the secret you supplied for {id} does not turn the request as it was sent into {signature}, the signature on the wire: that has a cause of its own',
  'proof-signature': 'the signature on the wire is {signature}; the server says that it received {seen}',
  'proof-signature-form':
    'the signature on the wire is {signature}, and the server received it like this: it is written as it would be in a URL',
  'proof-key-id':
    'the AccessKey ID on the wire is {id}; the server says that it looked up the secret of {seen}',
  'proof-needs-secret':
    'none yet: with the secret of {id} (--credentials FILE), osscap can tell whether the client signed a different string or used a different secret',
  'proof-needs-secret-of-hash':
    'none yet: with the secret of {id} (--credentials FILE), osscap can tell whether the client signed this very string with it',
  'proof-needs-headers':
    'none yet: with the secret of {id} (--credentials FILE), osscap can tell only whether the client signed without the headers that are missing here',
  'proof-needs-request':
    'none yet: the secret of {id} is given, but too little of the request is known to build the string that it would sign',
  'proof-would-settle':
    "the server's own string differs from the captured request; with the secret of {id} (--credentials FILE), osscap can also prove that the client signed what was captured",
  'needs-secret': 'the secret of {id}',
  'needs-request': 'the string of the request, which cannot be built from what was captured',
  'needs-client-string': 'the string that the client signed, as its debug log shows it',
  'field-string': 'string',
  'field-method': 'method',
  'field-content-md5': 'md5',
  'field-content-type': 'type',
  'field-date': 'date',
  'field-bucket': 'bucket',
  'field-key': 'key',
  'field-path': 'path',
  'field-canonical-request': 'canonical request',
  'field-additional-headers': 'signed headers',
  'field-payload-hash': 'payload hash',
  'field-scope-date': 'scope day',
  'field-scope-region': 'scope region',
  'field-scope-product': 'scope product',
  'field-policy': 'policy',
  'field-signature': 'signature',
  'field-access-key-id': 'AccessKey ID',
  'origin-request-line': 'request line',
  'origin-header': 'header {name}',
  'origin-query': 'query parameter {name}',
  'origin-form': 'form field {name}',
  'origin-error-body': 'error body',
  'contrasts-left-out': '{n:n} more such comparison{n:s} not shown (--all shows them)',
  'works-in-other-capture':
    'Set against another capture: {operation} #{exchange:ref} of {capture:long} fails, and #{there:ref} of {other:long} was accepted ({key:word}).',
  'works-in-other-capture-alike':
    'Set against another capture: {operation} #{exchange:ref} of {capture:long} fails, and #{there:ref} of {other:long} was accepted ({key:word}); nothing else that was compared differs (method, headers, their order, key characters, encoding, client): look at the secret, and at what stands between the client and OSS.',
  'note-key-works-with': 'the successful request has a {what:word}, this one has none',
  'note-key-works-without': 'this request has a {what:word}, the successful one has none',
  'upload-left':
    'upload {id} keeps {n} part{n:s} ({size}) in the bucket, billed until you complete or abort it',
  'triage-known': 'Known (baseline): ',
  'triage-ignored': 'Ignored ({reason:long}): ',
  'summary-triaged': 'Of these, {known:n} known and {ignored:n} ignored.',
  'summary-clean': 'Nothing fails: {n:n} OSS exchange{n:s}, no signature mismatch.',
  'summary-nothing': 'No OSS exchange was found.',
  'summary-none-shown':
    'No exchange matches the filters; searched: {n:n} exchange{n:s} in {captures:n} capture{captures:s}.',
  'summary-filtered': 'The filters left out {n:n} exchange{n:s}.',
  'summary-failing': '{n:n} failing exchange{n:s}, {causes:n} cause{causes:s}.',
  'summary-unreadable': '{n:n} input{n:s} could not be read.',
  'summary-unread':
    'No OSS traffic could be read in {n:n} capture{n:s} (TLS without keys, or packets of other kinds): whether its requests fail is not known.',
  'summary-damaged': 'Damaged or cut off (--strict): {n:n} capture{n:s}.',
  'summary-interrupted': 'Interrupted: this is what was read so far.',
  'summary-exit': 'Exit {code}.',
  'live-again': '×{n:n}, as #{first}',
  'message-notice': '{path:long}: ',
  'message-frame': '{frame:at}: ',
  'message-part': '{path:long}: ',
  'message-offset': 'at byte {offset}: ',
  'message-repeated': ' ({n:n} times)',
  'message-more-notices':
    '{path:long}: {n:n} more kind{n:s} of warning (--format json has all that were kept)',
  'message-further-texts': 'what further texts lack is not listed (by text and line: osscap scan -v)',
  'message-mended':
    '{path:long}: the text is not whole, or was changed: {list:long} (by line: osscap scan -v)',
  'message-input': '{path:long}: ',
} as const satisfies Texts['labels'];

const EN_UPLOADS = {
  outcomes: {
    completed: 'completed',
    aborted: 'aborted',
    failed: 'failed',
    abandoned: 'unfinished',
  },
  issues: {
    'parts-missing':
      'the Complete (#{exchange:ref}) lists parts that, as far as the capture shows, were not uploaded: part{n:s} {parts:long}',
    'parts-unseen':
      'the Complete (#{exchange:ref}) lists parts whose upload is not in the capture: part{n:s} {parts:long}',
    'parts-unanswered':
      'the Complete (#{exchange:ref}) lists parts whose response is not in the capture: part{n:s} {parts:long}',
    'answers-unseen':
      'sent, but with no response in the capture (last in #{exchange:ref}), and maybe stored in the bucket: part{n:s} {parts:long}',
    'etag-differs':
      'the Complete (#{exchange:ref}) gives a different ETag from the last one in the capture: part{n:s} {parts:long}',
    order: 'the Complete (#{exchange:ref}) lists part numbers out of order: part{n:s} {parts:long}',
    duplicate: 'the Complete (#{exchange:ref}) lists more than once: part{n:s} {parts:long}',
    'left-out': 'uploaded, but not listed in the Complete (#{exchange:ref}): part{n:s} {parts:long}',
    'too-small': 'smaller than 100 KB but not the last: part{n:s} {parts:long}',
    'no-list': 'the Complete (#{exchange:ref}) sent no part list, or the capture lacks it',
    'list-cut': 'the part list of the Complete (#{exchange:ref}) is incomplete in the capture',
    'empty-list': 'the Complete (#{exchange:ref}) lists no parts',
    'complete-error-inside':
      'the Complete (#{exchange:ref}) got a 200 response with an error inside: it did not complete the upload',
    'complete-answer-cut':
      'the 200 response to the Complete (#{exchange:ref}) is not whole in the capture: unless it holds an error, the upload is completed',
    'callback-failed':
      'the Complete (#{exchange:ref}) succeeded, but its callback failed: the object exists all the same',
    'complete-unanswered': 'the response to the Complete (#{exchange:ref}) is not in the capture',
    'abort-refused': 'the Abort (#{exchange:ref}) was refused',
    'abort-unanswered':
      'the response to the Abort (#{exchange:ref}) is not in the capture: if OSS carried it out, no parts are left',
    'stored-after-abort':
      'confirmed as stored only after the Abort (#{exchange:ref}), so the bucket may keep it; abort again: part{n:s} {parts:long}',
    'listed-after-abort':
      'the service still listed it as open (#{exchange:ref}) after the Abort: it keeps parts; abort again',
    'listed-open':
      'the service listed it as open (#{exchange:ref}): what it keeps is billed until it is completed or aborted',
    'no-such-upload':
      'the service has no such upload (#{exchange:ref}): it was completed or aborted earlier, or never started',
    'other-object':
      'the request (#{exchange:ref}) names a different object from the one the upload was started for: OSS does not know the upload under that name, which says nothing about its parts',
    'aborted-before': 'the Complete came too late: the upload had already been aborted (#{exchange:ref})',
    'maybe-completed':
      'the Complete (#{exchange:ref}) has no response in the capture, or got a server error, but may still have completed the upload: check whether the object exists',
    'maybe-ended-earlier':
      'an earlier capture has a Complete or an Abort whose success it does not show: the upload may have ended before #{exchange:ref}',
    'part-damaged': 'the captured bytes do not match their digest (#{exchange:ref}): part{n:s} {parts:long}',
    'crc-differs': 'the CRC-64 of the object (#{exchange:ref}) is not that of its parts combined',
  },
  labels: {
    'column-upload': 'upload',
    'column-parts': 'parts',
    'column-size': 'size',
    'column-outcome': 'outcome',
    'column-kept': 'left behind',
    parts: '{n:n}',
    'parts-failed': '{n:n}, {failed:n} failed',
    kept: '{n:n} part{n:s}, {size}',
    'uploads-left-out': 'and {n:n} more upload{n:s} (--all lists them)',
    'row-upload': 'upload',
    'row-upload-numbered': 'upload {n}',
    'row-clean-up': 'clean up',
    left: '{id} keeps {n:n} part{n:s} ({size}) in the bucket, billed until it is completed or aborted',
    refused: 'the Complete (#{exchange:ref}) was refused: {status} {code}',
    'left-unanswered':
      '{id} keeps {n:n} part{n:s} ({size}) in the bucket, billed until it is completed or aborted, unless the Complete was carried out after all',
    'left-unseen':
      '{id} may keep {n:n} part{n:s} in the bucket whose storing the capture does not show, billed until it is completed or aborted',
    began: 'began in {path:long}',
    continued: 'left open at the end of {path:long}; {how:long}',
    'continued-title': 'Uploads left open by an earlier capture and continued in a later one:',
    'later-completed': 'completed in {path:long} (#{index:ref}), with nothing left behind',
    'later-aborted': 'aborted in {path:long} (#{index:ref})',
    'later-failed': 'continued in {path:long}, where its Complete was refused (#{index:ref})',
    'later-open': 'continued in {path:long}, but did not end there either',
    'later-gone': 'in {path:long}, the service no longer knows it',
    retries: '{n:n} part{n:s} sent more than once: {parts:long}',
    'crc-matches': 'the CRC-64 of the object is that of its parts combined',
    'clean-up-or': '(or {request})',
    bodies: 'Bodies compared with their digests: {list:long}.',
    'bodies-fit': '{n:n} matching',
    'bodies-differ': '{n:n} differing ({where:long})',
    'bodies-unknown': '{n:n} unknown (incomplete in the capture, or appended to bytes that are not in it)',
  },
} as const satisfies UploadTexts;

const EN_OUTLOOK = {
  waiters: { client: 'client', network: 'network', server: 'server', several: 'several' },
  reasons: {
    'client-paused':
      'the client had an open window but did not send ({ms} in all, {n:n} pause{n:s} of 10 ms or more): it was busy (a checksum in a slow language, for example) or read its data slowly',
    'client-unfinished':
      'the client never sent the rest of the body that it announced; the server waited for it ({ms})',
    'client-not-reading':
      'the client did not read the response: its receive window was closed or full for {ms} (closed {n:n} time{n:s})',
    'limit-asked':
      'the request asked for at most {asked} (x-oss-traffic-limit), and the transfer ran at {speed}: {ms} of it is due to that limit; raise the value, or leave it out',
    connecting: 'setting up the connection took {ms} ({resent:n} SYN{resent:s} retransmitted)',
    'packet-loss': 'packets were lost: {resent:n} segment{resent:s} retransmitted, {ms} without progress',
    'in-flight': 'bytes and acknowledgements were in flight for {ms}; a round trip takes {trip} here',
    'beyond-capture':
      'the server says that it needed {own}; the other {ms} were spent between the capture point and OSS: a proxy, a gateway, a queue or lost packets',
    'server-thought': 'the server had the whole request and took {ms} to begin its response',
    'server-continue':
      'the client asked for 100 Continue before sending the body, and the server made it wait {ms}',
    'server-paused':
      'the server had an open window but did not continue its response ({ms} in all, {n:n} pause{n:s} of 10 ms or more)',
    'server-not-reading':
      'the server did not read the request: its receive window was closed or full for {ms} (closed {n:n} time{n:s})',
  },
  advice: mapEntries(ADVICE, ({ summary, brief, advice }) => ({
    summary: summary.en,
    brief: brief.en,
    advice: advice.en,
  })),
  tlsClients: {
    curl: 'curl',
    node: 'Node.js',
    python: 'Python',
    java: 'Java',
    go: 'Go',
    browser: 'browser',
  },
  labels: {
    'slow-title': 'Where the time went, in milliseconds, slowest first:',
    'slow-none':
      'No exchange has both its request and its response, with complete headers, in the packets, so nothing was timed.',
    'column-total': 'total',
    'column-connect': 'connect',
    'column-request': 'request',
    'column-wait': 'wait',
    'column-response': 'response',
    'column-waited-for': 'waited for',

    'sum-title': 'sum',
    sum: '{n:n} exchange{n:s}, {total}: client {client}, network {network}, server {server}',
    'sum-network': '{resent:n} segment{resent:s} retransmitted, {closed:n} closed window{closed:s}',
    'flight-loss': '{resent:n} segment{resent:s} retransmitted: after each loss the sender slows down',
    'flight-window-client':
      "the client's receive window is {window} bytes at most, and no more can be in flight: a larger receive buffer makes it faster",
    'flight-window-server':
      "the server's receive window is {window} bytes at most, and no more can be in flight: a larger receive buffer makes it faster",
    'flight-lost-or-slow':
      'for {silent} of it nothing passed, then a single segment came, as after a timeout: packets were lost before the capture point, or the path is very slow',
    'lost-or-silent-client':
      'or what it sent was lost before the capture point and sent again after a timeout, which looks the same here ({silent} of it); a capture on the client tells',
    'lost-or-silent-server':
      'or what it sent was lost before the capture point and sent again after a timeout, which looks the same here ({silent} of it)',
    'crc-in-python':
      'this SDK computes a CRC-64 of what it transfers, which takes long in pure Python: if "import crcmod._crcfunext" fails there, the C extension of crcmod is missing: install python-devel (python3-dev) and a compiler, then reinstall crcmod; or pass enable_crc=False to oss2.Bucket',
    'crc-in-python-v2':
      'this SDK computes a CRC-64 of what it transfers, which takes long in pure Python: if "import crcmod._crcfunext" fails there, the C extension of crcmod is missing: install python-devel (python3-dev) and a compiler, then reinstall crcmod-plus; or set disable_upload_crc64_check and disable_download_crc64_check',
    'connect-answers': "{answers:n} SYN-ACK{answers:s} (the server's answer) retransmitted",
    'connect-loss-client':
      "the server's answer reached the capture point: it, or its acknowledgement, was lost or late between the client and the capture point",
    'connect-loss-server':
      'the SYN, or the answer to it, was lost or late between the capture point and the server',
    'connect-loss-both': 'packets were lost or late on both sides of the capture point',
    limit: 'the request asked for at most {asked} (x-oss-traffic-limit)',
    'limit-measured':
      'the request asked for at most {asked} (x-oss-traffic-limit), and the transfer ran at {speed}',
    throttled:
      'OSS says that it throttled this for {throttled} (x-oss-qos-delay-time): the bandwidth of the account or bucket was used up',
    'advice-title': 'Passing now, but may fail later:',
    'advice-where': ' ({n:n} exchange{n:s}, e.g. #{exchange:ref})',
    'advice-sampled': '{looked:n} of {seen:n} passing exchanges were checked for this.',
    'tls-oss': 'TLS to OSS: {name} ({server}), {n:n} connection{n:s}',
    'tls-other': 'TLS to {name} ({server}), {n:n} connection{n:s}',
    'tls-unnamed': 'TLS to {server}, which names no host, {n:n} connection{n:s}',
    'tls-bytes': ', {up} up, {down} down',
    'tls-version': '; {version}, {suite}',
    'tls-offered': '; client offers {versions:long}',
    'tls-protocol': ', {protocol}',
    'tls-protocol-offered': ' and {protocols:long}',
    'tls-http2': ', unreadable even with keys: make the client use HTTP/1.1 (curl: --http1.1)',
    'tls-old': ', unreadable even with keys: make the client use TLS 1.2 or 1.3 (curl: --tlsv1.2)',
    'tls-suite':
      ', unreadable even with keys: make the client use a cipher suite with AES or ChaCha20 (curl: --ciphers ECDHE+AESGCM)',
    'tls-alert': '; the server refused (alert {alert})',
    'tls-no-answer': '; no response from the server',
    'tls-no-start':
      '; its handshake is not in the capture, and is needed even with keys: start the capture before the client connects',
    'tls-share': ' ({n:n} of these)',
    'tls-handshakes-more': '; {n:n} with other handshakes',
    'tls-ways-title': 'To read it, make the client write its TLS keys while you capture:',
    'tls-ways-above': 'How to read it is shown above.',
    'tls-ways-then': 'then: osscap scan --tls-keylog keys.log CAPTURE',
    'tls-ways-else':
      'Or capture where the traffic is plain HTTP: between a TLS-terminating proxy and OSS, or with a test client and an http:// endpoint.',
    'tls-beside':
      'In addition, {n:n} TLS connection{n:s} to OSS ({name}, …) could not be read (--all shows how to read them).',
  },
} as const satisfies OutlookTexts;

const EN_ENDINGS = {
  kinds: {
    'reset-by-server': {
      headline: "The connection was reset from the server's side before any response.",
      happened: "RST from the server's side ({frame:at}), {after} after the last byte of the request",
      cure: 'send it again; if it happens again, capture on both sides of each proxy, firewall or load balancer on the way to find who sends the reset, and check that the port and the protocol (HTTP or HTTPS) are right',
    },
    'reset-during-request': {
      headline: "The connection was reset from the server's side while the request was being sent.",
      happened:
        "RST from the server's side ({frame:at}), {after} after the last part of the request that was sent",
      cure: 'check what limits uploads on the way (a proxy or firewall with a size or time limit, content inspection); send it in smaller parts (multipart upload), and try another network',
    },
    'closed-by-server': {
      headline: 'The server closed the connection without a response.',
      happened: "FIN from the server's side ({frame:at}), {after} after the last byte of the request",
      cure: 'send it again; if it happens again, look for a proxy or gateway on the way whose back end fails or whose time limit is shorter than the request needs',
    },
    'closed-during-request': {
      headline: 'The server closed the connection before the whole request was sent.',
      happened:
        "FIN from the server's side ({frame:at}), {after} after the last part of the request that was sent",
      cure: 'send the body without long pauses (a server that gets nothing for a while gives up), and in smaller parts (multipart upload) where the network is slow',
    },
    'stale-connection': {
      headline: 'The request went out on a kept-alive connection that the server had just closed.',
      happened:
        "FIN from the server's side ({frame:at}) before it had received anything of this request: the server did not carry it out",
      cure: 'send it again on a new connection: that is safe; and let the client drop idle connections sooner than the server does (keep-alive or idle timeout of its connection pool)',
    },
    'unreadable-answer': {
      headline: 'The server answered with something that is not HTTP.',
      happened:
        'what it sent {after} after the last byte of the request ({frame:at}) does not begin with a status line',
      cure: 'check that the address, the port and the protocol are right (a port for HTTPS may answer plain HTTP with a TLS alert), and look for a proxy of another kind (SOCKS) or a device on the way that changes responses',
    },
    'given-up': {
      headline: 'The client closed the connection before a response came.',
      happened: 'the client ended it ({frame:at}) {after} after the last byte of the request',
      cure: "if that is the client's read timeout, raise it, or find out why the server takes longer; otherwise see why the client stopped (cancelled, crashed, restarted)",
    },
    'request-abandoned': {
      headline: 'The client closed the connection before it had sent the whole request.',
      happened: 'the client ended it ({frame:at}) {after} after the last part of the request that it sent',
      cure: 'look at the client: an exception while it reads its data, a timeout, a cancelled upload, or a Content-Length larger than the data',
    },
    unacknowledged: {
      headline:
        'The request did not get through: the client sent again and again, and nothing was acknowledged.',
      happened: '{open:n} byte{open:s} unacknowledged, {sent:n} retransmission{sent:s}',
      cure: 'check the way to the server (route, firewall, security group, VPN); where the connection had been idle, a NAT or load balancer may have forgotten it: let the client drop idle connections sooner, or send TCP keep-alives',
    },
    'long-segments-lost': {
      headline:
        'Long packets of the request do not get through, short ones do: likely an MTU problem on the way.',
      happened:
        'segments of {size:n} bytes were retransmitted ({sent:n} in all) and none of that length was ever acknowledged on this connection; {open:n} bytes unacknowledged',
      cure: 'lower the MTU of the client\'s interface (for example, ip link set dev eth0 mtu 1300) or clamp the MSS on the VPN or gateway; let ICMP "fragmentation needed" through',
    },
    'one-way': {
      headline: "The capture has only the client's packets of this connection, so no response.",
      happened: 'no packet of the server is in the capture',
      cure: 'capture both directions: leave "dst" and "src" out of the filter (tcpdump host …), and capture where the responses pass, too',
    },
    'answer-not-captured': {
      headline: 'The server responded, and the client has the response, but the capture lost it.',
      happened:
        'the capture lost {lost:n} byte{lost:s} that the client acknowledged ({frame:at}), {after} after the last byte of the request',
      cure: 'capture again with a larger buffer (tcpdump -B 16384, dumpcap -B 64) and a filter for this server alone, and write to a fast disk; what the server said of this request can be seen in the log of the client',
    },
    'capture-ended': {
      headline: 'The capture ends before a response, on an open connection.',
      happened: 'the capture shows nothing more, up to {after} after the last byte of the request',
      cure: 'if that is short, capture until the client has its response or its error; if it is long, the server is slow or the response got lost on the way',
    },
    'request-cut-by-capture': {
      headline: 'The capture ends in the middle of the request, on an open connection.',
      happened:
        'the capture shows nothing more, up to {after} after the last part of the request that was sent',
      cure: 'if that is short, capture until the client has its response or its error; if it is long, the client had stopped sending: find out what it was waiting for (its data, a 100 Continue, a receive window that the server had closed)',
    },
    'answer-cut-by-server': {
      headline:
        "The response is not whole: the connection was ended from the server's side in the middle of it.",
      happened:
        '{got:n} byte{got:s} of its body came; the end is in {frame:at}, {after} after the last of them',
      cure: 'read it again, from where it stopped (Range), and let the client compare the length with Content-Length; look for a proxy or gateway with a time or size limit on the way',
    },
    'answer-cut-by-client': {
      headline: 'The client ended the connection in the middle of the response.',
      happened:
        '{got:n} byte{got:s} of its body came; the end is in {frame:at}, {after} after the last of them',
      cure: 'if the client did not mean to stop (as players and browsers do), look at its read timeout and its error log',
    },
    'answer-cut-by-capture': {
      headline: 'The capture ends in the middle of the response, on an open connection.',
      happened: '{got:n} byte{got:s} of its body came, up to {after} before the end',
      cure: 'if that is long, the transfer has stalled; otherwise capture until it is done',
    },
  },
  labels: {
    'row-happened': 'what happened',
    happened: 'What happened',
    ttl: 'this packet had a TTL of {ttl}, others from there {usual}: a device on the way may have sent it',
    idle: 'the connection had been idle for {idle} before',
    said: 'Content-Length says {said:n}',
  },
} as const satisfies EndingTexts;

const EN_LATE = {
  failures: {
    'callback-failed': {
      headline: 'The object is stored, but the callback to report it failed ({operation}, {status}).',
      cure: 'do not upload it again: make the client treat this response as a success; make the server at the callback URL reachable from the Internet (for an https:// address that needs SNI, set callbackSNI to true), and let it respond within 5 seconds, with 200, JSON of at most 1 MB, and its Content-Length; OSS calls only once, so notify your application of this object yourself',
    },
    'not-done': {
      headline: '{operation} got a {status} response with an error inside: it was not done.',
      cure: 'treat it as failed, and send it again; a client that checks only the status believes it was done: make it also look for an <Error> in the response',
    },
  },
  labels: {
    'row-callback': 'callback',
    callback: 'Callback',
    'no-signature-fails': 'No signature mismatch in {n:n} OSS exchange{n:s}, but note: {list:long}.',
    besides: 'Also note: {list:long}.',
    'passed-late': ' ({n:n} of them with an error in the response)',
    'refusals-title': 'Errors not related to the signature: ',
    refusal: '{said} (#{exchange:ref})',
    refusals: '{said} ({n:n} exchanges, e.g. #{exchange:ref})',
    'refusals-more': '{n:n} more',
    'uploads-failed': '{n:n} upload{n:s} failed',
    'uploads-damaged': '{n:n} upload{n:s} with bytes that do not match their digest',
    'uploads-left': '{n:n} upload{n:s} with parts left in the bucket',
    'not-done': '{n:n} response{n:s} with an error inside',
    callbacks: '{n:n} callback{n:s} failed',
    refused: '{n:n} response{n:s} with 4xx or 5xx, for other reasons',
    unanswered: '{n:n} request{n:s} without a response',
    lost: '{n:n} response{n:s} that the capture lost',
    cut: '{n:n} response{n:s} cut short',
  },
} as const satisfies LateTexts;

let enWords: Texts['words'] | null = null;

function wordsInEn(): Texts['words'] {
  return {
    ...failureTexts('en').words,
    'copy-heard': 'the other side had already acknowledged them',
    'copy-open': 'the other side had not yet acknowledged them, and may have used the second',
    'copy-unheard': 'the capture does not show which of them the other side used',
    'text-http': 'HTTP messages',
    'text-tcpdump': 'tcpdump output',
    'text-curl': 'curl output',
    'text-log': 'debug log',
    'text-error-document': 'error document',
    'side-left': 'left',
    'side-client': "client's",
    upper: 'upper-case hex',
    'claim-crc64': 'the CRC-64',
    'claim-etag': 'the ETag',
    'answer-date': 'the Date of its answer',
    'before-capture': 'before',
    'behind-capture': 'behind',
    'capture-clock': 'the clock of the capture',
    'left-singles': 'the less likely single changes and all combinations of two',
    'left-most-pairs': 'the less likely single changes and most combinations of two',
    'left-pairs': 'the less likely combinations of two changes',
    'form-encoded': 'encoded as in a form, with + for a space or * left as it is',
    'star-kept': '* not encoded',
    'segment-encoded': 'encoded as a URL path segment, with signs such as $&+=:@ left as they are',
    'spaces-alone': 'nothing encoded but the spaces',
    digest: 'its digest instead of itself',
    'lines-spaced': 'with spaces instead of line feeds',
    'carriage-returns': 'with carriage returns instead of line feeds',
    'string-to-sign': 'a string as requests have it, instead of the policy',
    'scope-without-terminator': 'the scope without its last part',
    'slash-after-scope': 'a slash after the scope',
    'scope-encoded': 'the scope percent-encoded',
    'timestamp-milliseconds': 'a timestamp with milliseconds',
    'line-method': 'the method',
    'line-date': 'the date',
    'form-text': 'StringToSign',
    'form-bytes': 'StringToSignBytes',
    'token-added': 'added',
    'token-dropped': 'dropped',
    'token-changed': 'changed',
    'place-header': 'header',
    'place-query': 'query parameter',
    'place-form': 'form field',
    'claim-content-md5': 'Content-MD5',
    'claim-content-sha256': 'x-amz-content-sha256',
    'claim-checksum-crc32': 'x-amz-checksum-crc32',
    'claim-checksum-crc32c': 'x-amz-checksum-crc32c',
    'claim-checksum-crc64nvme': 'x-amz-checksum-crc64nvme',
    'claim-checksum-sha1': 'x-amz-checksum-sha1',
    'claim-checksum-sha256': 'x-amz-checksum-sha256',
    'chunk-framing': 'there is no chunk',
    'chunk-unsigned': 'there is one without a signature',
    'chunk-no-end': 'the body is over, and the empty chunk at its end is missing',
    'self-check':
      'the rebuilt string of an accepted request does not give its signature; check first that the secret you supplied is the one of the client',
    'server-string-signed':
      'the client signed the very string of the server, and the rebuilt one is different',
    'unknown-parameter': 'unknown parameter',
    'unknown-header': 'unknown header',
    'duplicates-joined': 'repeated headers joined by a comma',
    'duplicates-first': 'the first of repeated headers',
    'duplicates-last': 'the last of repeated headers',
    'duplicates-each': 'repeated headers on one line each',
    'parameters-first': 'the first of repeated parameters',
    'parameters-last': 'the last of repeated parameters',
    'bucket-in-host': 'the bucket is the first label of the host',
    'bucket-with-slash': 'a slash behind a bucket that the path ends with',
    'list-as-sent': 'the list of signed headers in the order in which it was sent',
    'lines-as-listed': 'the signed headers, and their list, in the order in which they were sent',
    'absent-as-empty': 'a listed but absent header treated as empty',
    'date-normalised': 'the date normalised',
    'plus-as-space': '+ read as a space',
    'plus-literal': '+ kept as it is',
    'empty-with-equals': 'empty parameters with an = sign',
    'content-md5': 'Content-MD5',
    method: 'method',
    version: 'signature version',
    'same-key': 'with the same AccessKey ID',
    'other-key': 'with another AccessKey ID, on the same bucket',
    'address-style': 'how the host names the bucket',
    'path-escapes': 'how the path is encoded',
    'signed-headers': 'headers listed as signed',
    'body-framing': 'how the length of the body is given',
    'other-headers': 'further headers',
    'header-order': 'order of the headers',
    'date-header': 'date header',
    'oss-headers': 'x-oss- headers',
    subresources: 'signed parameters',
    'key-characters': 'special characters in the key',
    bucket: 'bucket',
    host: 'host',
    'user-agent': 'User-Agent',
    'client-address': 'client address',
    token: 'security token',
    nothing: 'nothing that is signed',
    wire: 'as on the wire',
    'case-sensitive': 'sorted by case',
    'first-letter': 'sorted by the first letter alone',
    'case-insensitive': 'sorted ignoring case',
    reverse: 'reversed',
    'by-pair': 'sorted by the whole pair',
    locale: 'sorted by locale',
    unsorted: 'not sorted',
    joined: 'joined by a comma',
    'joined-with-space': 'joined by a comma and a space',
    first: 'the first only',
    last: 'the last only',
    each: 'one line each',
    'all-of-them': 'all of them',
    'latin-1': 'Latin-1',
    'utf-8': 'UTF-8',
    'utf-8-twice': 'UTF-8 twice',
    'question-marks': 'question marks instead of characters',
    percent: 'percent-encoded',
    gbk: 'GBK',
    'percent-encoded': 'percent-encoded',
    'other-name': 'under another name',
    leading: 'the leading one',
    'after-bucket': 'the one after the bucket',
    'without-bucket': 'without the bucket',
    'slash-encoded': 'slashes encoded',
    'not-encoded': 'not encoded',
    'encoded-twice': 'encoded twice',
    raw: 'as on the wire',
    'bucket-twice': 'the bucket twice',
    'lower-case-hex': 'lower-case hex in escapes',
    'tilde-encoded': '~ encoded, as by a form encoder',
    'without-slash': 'without the leading slash',
    'left-out': 'the bucket alone, or less',
    url: 'the URL',
    'with-query': 'with the query after it',
    'aws-prefix': 'the AWS prefix',
    'no-prefix': 'no prefix',
    'aws-terminator': 'the AWS terminator',
    'plain-secret': 'the plain secret',
    'other-prefix': 'another prefix',
    'scope-at-once': 'the whole scope in one step',
    'arguments-swapped': 'key and message of each step swapped',
    'without-algorithm': 'without the algorithm',
    'without-timestamp': 'without the timestamp',
    'without-scope': 'without the scope',
    'key-id-in-scope': 'the AccessKey ID before the scope',
    'timestamp-and-scope-swapped': 'timestamp and scope swapped',
    'hex-keys': 'hex text between the steps',
    ...versionWords('en'),
    hex: 'hex',
    base64: 'base64',
    'base64-of-hex': 'base64 of the hex text',
    base64url: 'base64url',
    unpadded: 'without padding',
    'upper-case-hex': 'upper-case hex',
    'canonical-request': 'the canonical request itself',
    hash: 'the hash alone',
    both: 'more than one',
    query: 'query',
    'additional-headers': 'additional headers',
    encoded: 'encoded',
    decoded: 'decoded',
    'raw-json': 'the JSON itself',
    'line-breaks-removed': 'only the line breaks differ',
    'script-encoded': "encoded as in JavaScript, with !'()* left as they are",
    'slash-kept': 'slashes not encoded',
    'uri-encoded': 'encoded as a whole URL, with ;/?:@&=+$,# left as they are',
    'oss-prefix': 'the OSS prefix',
    'oss-terminator': 'the OSS terminator',
    'no-terminator': 'no terminator',
    'other-terminator': 'an unknown terminator',
    'other-algorithm': 'another algorithm',
    'utf-16': 'UTF-16',
    'byte-order-mark': 'with a byte order mark before it',
    'nul-at-end': 'with a NUL character at its end',
    'space-at-end': 'with a space at its end',
    'space-before': 'with a space before it',
    'lower-case': 'in lower case',
    'html-escaped': 'with & written as &amp;',
    'lines-joined': 'without its line feeds',
    'steps-swapped': 'steps in another order',
    'timestamp-as-day': 'the whole timestamp instead of the day',
    'string-around-policy': 'a string around the policy or its hash',
    'by-line': 'sorted as finished lines',
    'listed-first': 'the listed ones first',
    'listed-last': 'the listed ones last',
    'by-decoded-name': 'sorted by the decoded name',
    'white-space': 'with white space in it',
    'trailing-text': 'with more text after it',
    quoted: 'in quotation marks',
    reserialised: 'the same JSON serialised again',
  };
}

/** Everything that is said in English. */
export const EN = {
  lang: 'en',
  get verdicts() {
    return failureTexts('en').verdicts;
  },
  get verdictNames() {
    return failureTexts('en').verdictNames;
  },
  get needsSecret() {
    return failureTexts('en').needsSecret;
  },
  certainties: { proven: 'proven', likely: 'likely', open: 'open' },
  get causes() {
    return failureTexts('en').causes;
  },
  get notes() {
    return failureTexts('en').notes;
  },
  notices: proseIn(NOTICES, 'en'),
  mended: proseIn(MENDED, 'en'),
  inputFailures: proseIn(INPUT_FAILURES, 'en'),
  otherForms: proseIn(OTHER_FORM_PROSE, 'en'),
  labels: EN_LABELS,
  short: proseIn(SHORT, 'en'),
  uploads: EN_UPLOADS,
  outlook: EN_OUTLOOK,
  late: EN_LATE,
  endings: EN_ENDINGS,
  get words() {
    enWords ??= wordsInEn();
    return enWords;
  },
} as const satisfies Texts;
