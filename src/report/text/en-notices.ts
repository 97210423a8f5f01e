import type { Texts } from './texts.ts';

export const EN_NOTICES = {
  'file-replaced': 'the file was replaced by a new one, and reading goes on in that',
  'file-shortened': 'the file was emptied or cut, and reading goes on at its start',
  'empty-file': 'the file is empty',
  'not-a-capture': 'this is neither a capture (pcap, pcapng) nor text that holds HTTP',
  'unsupported-version': 'a version of the capture format that is not supported',
  'truncated-record': 'the file ends inside a packet; what precedes it is reported',
  'truncated-header': 'the file ends inside its header',
  'absurd-length': 'a packet claims an impossible length; the file is damaged here',
  'damaged-record': 'a packet record is damaged',
  'damaged-block': 'a block is damaged',
  'resumed-after-damage': 'reading goes on here after the damage',
  'unknown-interface': 'a packet names an interface that the file does not describe',
  'limit-interfaces':
    'the file describes more than {limit:n} interfaces: the packets of the others are not read',
  'secret-in-capture':
    'the secret of the access key {id} was sent over the network: it stands in a captured message; replace the key (reports show asterisks in its place)',
  'internal-error': 'reading stopped with an internal error of osscap; what was found before it is reported',
  'read-error': 'reading stopped with an error ({error:long}); what was read is reported',
  'file-shrank':
    'the file became shorter while it was read (another program writes to it); what was read is reported: read it again, or a copy of it',
  'file-grew':
    'the file was still being written while it was read; packets that came later are not in this report: read it again when the capture has ended',
  'parts-overlap':
    'this file begins before {other:long} ends: the packets of the two are not in the order of their times, so they may be of two captures',
  'parts-missing':
    'files of this capture are missing between the others ({n:n}, the first is {file:long}), and so are the packets in them',
  'truncated-gzip': 'the compressed file ends too early; what could be unpacked is reported',
  'truncated-zstd': 'the compressed file ends too early; what could be unpacked is reported',
  'damaged-gzip': 'the compressed file is damaged; what could be unpacked is reported',
  'damaged-zstd': 'the compressed file is damaged; what could be unpacked is reported',
  'limit-unpacked-bytes':
    'unpacked, the file comes to more than {limit:n} bytes; what is beyond them is not read (--limit unpacked-bytes=N reads more)',
  'unknown-link-type': 'packets of a link type that is not known are passed over',
  'truncated-packet':
    'packets were cut when they were captured; capture whole packets with tcpdump -s 0, or parts of requests are missing',
  'malformed-packet': 'a packet that contradicts itself is passed over',
  'fragment-incomplete': 'an IP datagram lacks fragments',
  'fragment-overlap': 'IP fragments overlap with different contents',
  'tunnel-too-deep': 'tunnels are nested too deeply',
  'stream-gap':
    'bytes of a TCP connection are not in the capture (packets were lost or cut when it was taken)',
  'overlap-differs':
    '{from} sent the same bytes twice, differently: {first:q} in frame {firstFrame}, then {second:q}; the first are used ({taken:word})',
  'overlap-ttl':
    'two packets of {from} with different contents for the same bytes had different times to live ({firstTtl} in frame {firstFrame}, then {ttl}): one may have another sender, or was not meant to arrive',
  'bad-checksum':
    'a packet of {from} that contradicts another, or ends the connection, has a wrong checksum, and not for want of a network card that fills it in: its receiver drops it',
  'reset-ttl':
    'the reset from {from} had a time to live of {ttl}, its other packets {usual}: a device on the way may have sent it',
  'bytes-after-end':
    '{from} goes on sending after it had ended the connection (frame {endFrame}): what follows is not read, and the end may not be its own',
  'far-segment':
    'a packet of {from} is {distance:n} bytes away from where its stream stands: it is not read, and may belong to another connection on the same ports whose start was not captured',
  'limit-connections':
    'more than {limit:n} connections at once; those that were silent longest are given up (--limit connections=N keeps more)',
  'limit-buffered-bytes':
    'more than {limit:n} bytes wait for missing packets, ends of heads or answers; the oldest gaps, or large requests, are given up (--limit buffered-bytes=N keeps more)',
  'limit-direction-bytes':
    'too much of one connection waits for a missing packet; the gap is given up (--limit buffered-bytes-per-direction=N keeps more than {limit:n} bytes)',
  'bad-request-line': 'a request line that cannot be read',
  'bad-status-line': 'a status line that cannot be read',
  'bad-header-line':
    'white space stands before the colon of Content-Length or Transfer-Encoding: some readers take that for another header',
  'head-too-long': 'a message head is too long; its end is cut (--limit head-bytes=N reads more)',
  'bad-chunk': 'a chunked body is malformed',
  'bad-content-length': 'Content-Length is no number, or there are several that disagree',
  'length-and-chunked':
    'a message has both Content-Length and Transfer-Encoding: readers may disagree about where it ends (here Transfer-Encoding decides, where chunked is its last coding)',
  'bad-transfer-encoding':
    'Transfer-Encoding names no list of codings that ends in chunked: readers may disagree about where the message ends',
  'bare-lf': 'lines end in LF alone',
  'obsolete-folding': 'a header is folded over several lines',
  'response-without-request': 'a response whose request is not in the capture',
  'limit-uploads':
    'more than {limit:n} multipart uploads: {exchanges:n} exchange{exchanges:s} of the others were not followed (--limit uploads=N follows more)',
  'limit-upload-parts':
    'more than {limit:n} parts of multipart uploads: {parts:n} request{parts:s} for others were not followed (--limit upload-parts=N follows more)',
  'limit-pipeline':
    'too many requests wait for an answer on one connection (--limit pipelined-requests=N keeps more)',
  'bad-error-body': 'an error document cannot be read as XML, or only in part',
  'error-body-too-long':
    'an error document is longer than {limit:n} bytes; what is beyond them is not read (--limit error-body-bytes=N reads more)',
  'xml-document-type':
    'an error document declares a document type: entities are not expanded, and it is not read',
  'limit-xml-depth': 'the elements of an error document lie more than {limit:n} deep; it is not read',
  'limit-error-fields': 'an error document has more than {limit:n} fields; the others are not read',
  'limit-form-bytes':
    'the first {limit:n} bytes of a form end before its file: fields behind them are not known (--limit form-bytes=N reads more)',
  'limit-form-fields': 'a form has more than {limit:n} fields before its file; the others are not read',
  'limit-part-list':
    'the list of parts of a CompleteMultipartUpload is longer than {limit:n} bytes: parts behind them are not known (--limit part-list-bytes=N reads more)',
  'text-blank-lines-lost':
    'the text has lost blank lines; where a head ends, and which lines of StringToSign are empty, is inferred',
  'text-indentation': 'lines are indented; white space at their starts is passed over',
  'text-spaces-added':
    '{name} has white space around its value, which the server does not write; it is passed over',
  'text-lines-wrapped':
    'a long line ({name}) was broken; its parts are joined without knowing what stood between',
  'text-redacted': '{name} was redacted; what hangs on it cannot be told from this text',
  'text-body-cut': 'Content-Length says {said:n} bytes, the text has {found:n}: a body was cut or edited',
  'text-bytes-replaced':
    'tcpdump -A shows "." for bytes that cannot be printed: bodies are not compared with their digests (-X keeps every byte)',
  'text-headers-only': 'this kind of log lacks bodies, and headers that the HTTP library adds below it',
  'text-request-missing': 'an answer without its request: only what the server says of it is known',
  'text-status-missing':
    'an error document without its head; {status} is the status that this error code comes with',
  'text-signature-filled-in':
    'the signature of the request was redacted; the one that the error document says the server was given stands in for it',
  'text-no-signature':
    'a request without any signature; browsers leave Authorization out unless the HAR is exported with sensitive data',
  'text-too-long':
    'the text is too long; what is beyond {limit:n} bytes is not read (--limit text-bytes=N reads more)',
  'text-too-many-exchanges':
    'the archive has more than {limit:n} entries; the others are not read (--limit text-exchanges=N reads more)',
  'tls-key-log-lines': 'the TLS key log has {lines:n} line{lines:s} that are neither a secret nor a comment',
  'tls-key-log-full':
    'the TLS key log holds more than {limit:n} sessions; {omitted:n} secret{omitted:s} were not kept (--limit tls-sessions=N keeps more)',
  'tls-key-log-unused':
    'none of the TLS keys fits a session in the capture ({sessions:n} session{sessions:s} captured, keys of {keys:n} known): was the log written by the same run of the same client?',
  'tls-keys-missing':
    'no key for the TLS session with {name:long} (client random {random}…): of the {keys:n} session{keys:s} in the key log none is this one; missing: {missing:long}',
  'tls-wrong-keys':
    'the key log names the TLS session with {name:long} (client random {random}…), but its secrets open none of the records',
  'tls-bad-record':
    'a TLS record to or from {name:long} is not authentic: damaged, or changed on its way; its content is left out',
  'tls-unsupported': 'TLS with {name:long} uses {what}, which cannot be opened',
  'tls-no-hello':
    'the handshake of the TLS session with {name:long} is not (all) in the capture, so that no key can be matched to it; start the capture before the client connects',
  'tls-malformed':
    'the TLS connection with {name:long} goes on with something that is no TLS; the rest of it is not read',
  'tls-given-up':
    'after lost packets no TLS record to or from {name:long} could be opened any more; the rest of that direction is not read',
  'tls-limit':
    'too much of the TLS connection with {name:long} would have to be held at once; the rest is not read',
  'tls-handshake-too-long': 'a TLS handshake message with {name:long} is too long and is passed over',
  http2:
    'HTTP/2 with {name:long}: osscap reads HTTP/1.x only; let the client speak HTTP/1.1 (curl: --http1.1, Go: GODEBUG=http2client=0, Chrome: --disable-http2)',
  'notices-omitted':
    '{count:n} more warnings of the kind {of} were counted and not kept (--limit warnings=N keeps more)',
} as const satisfies Texts['notices'];
