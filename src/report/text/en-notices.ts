import type { Texts } from './texts.ts';

export const EN_NOTICES = {
  'file-replaced': 'the file was replaced by a new one; reading continues there',
  'file-shortened': 'the file was emptied or cut; reading continues at its start',
  'empty-file': 'the file is empty',
  'not-a-capture': 'this is neither a capture (pcap, pcapng) nor text that contains HTTP',
  'unsupported-version': 'unsupported version of the capture format',
  'unsupported-section':
    'a later section of the file has version {version} of the capture format, which is not supported: its packets are not read, those of the other sections are',
  'truncated-record': 'the file ends inside a packet; what precedes it is reported',
  'truncated-header': 'the file ends inside its header',
  'absurd-length': 'a packet claims an impossible length; the file is damaged here',
  'damaged-record': 'a packet record is damaged',
  'damaged-block': 'a block is damaged',
  'resumed-after-damage': 'reading continues here after the damage',
  'unknown-interface': 'a packet names an interface that the file does not describe',
  'limit-interfaces': 'the file describes more than {limit:n} interfaces: packets of the others are not read',
  'secret-in-capture':
    'the secret of the AccessKey ID {id} was sent over the network: it is in a captured message; replace the key (reports show asterisks instead)',
  'reported-in-other-capture':
    '{count:n} refused request{count:s} of this capture: reported in {capture}, which shows the same nearer to the client; osscap compare {capture} {path} shows what happened between',
  'secret-or-bucket-unfit':
    'the given secret of the AccessKey ID {id} does not give the signature of exchange #{exchange}, which the server accepted: the setting --bucket {host}={bucket} may be wrong, or it is not the secret that this client uses',
  'secret-unfit':
    'the given secret of the AccessKey ID {id} does not give the signature of exchange #{exchange}, which the server accepted: check that it is the secret this client uses; if it is, osscap rebuilds the string to sign wrongly here, so please report it',
  'internal-error': 'reading stopped with an internal error in osscap; what was found before it is reported',
  'read-error': 'reading stopped with an error ({error:long}); what was read is reported',
  'file-shrank':
    'the file became shorter while it was read (another program writes to it); what was read is reported: read it again, or a copy of it',
  'file-grew':
    'the file was still being written while it was read; packets that came later are not in this report: read it again when the capture has ended',
  'parts-overlap':
    'this file begins before {other:long} ends: their packets are not in time order, so they may come from two captures',
  'parts-missing':
    'files of this capture are missing between the others ({n:n}, the first is {file:long}), and so are the packets in them',
  'truncated-gzip': 'the compressed file ends too early; what could be unpacked is reported',
  'truncated-zstd': 'the compressed file ends too early; what could be unpacked is reported',
  'damaged-gzip': 'the compressed file is damaged; what could be unpacked is reported',
  'damaged-zstd': 'the compressed file is damaged; what could be unpacked is reported',
  'limit-unpacked-bytes':
    'the unpacked file is larger than {limit:n} bytes; the rest is not read (--limit unpacked-bytes=N reads more)',
  'unknown-link-type': 'packets of link type {linkType} ({name}) are skipped: osscap cannot read it',
  'truncated-packet':
    'packets were cut when they were captured, so parts of requests are missing; capture whole packets with tcpdump -s 0',
  'malformed-packet': 'a packet that contradicts itself is skipped',
  'fragment-incomplete': 'fragments of an IP datagram are missing',
  'fragment-overlap': 'IP fragments overlap with different contents',
  'tunnel-too-deep': 'tunnels are nested too deeply',
  'stream-gap':
    'bytes of a TCP connection are not in the capture (packets were lost or cut when it was taken)',
  'capture-loss':
    'the capture lost {bytes:n} byte{bytes:s} of the connection with {server}, in {holes:n} place{holes:s}, though their receiver acknowledged them (this packet is the first to do so); capture again with a larger buffer (tcpdump -B 16384)',
  'overlap-differs':
    '{from} sent the same bytes twice, with different contents: {first:q} in frame {firstFrame}, then {second:q}; the first are used ({taken:word})',
  'overlap-ttl':
    'two packets from {from} with different contents for the same bytes had different TTLs ({firstTtl} in frame {firstFrame}, then {ttl}): one may come from another sender, or was not meant to arrive',
  'bad-checksum':
    'a packet from {from} that contradicts another, or ends the connection, has a wrong checksum (not caused by checksum offload): its receiver drops it',
  'reset-ttl':
    'the reset from {from} had a TTL of {ttl}, its other packets {usual}: a device on the way may have sent it',
  'bytes-after-end':
    '{from} kept sending after it had ended the connection (frame {endFrame}): what follows is not read, and the end may not be its own',
  'connection-refused':
    'a connection to {server} was refused: its SYN was answered by a reset, so no request could be sent; check that address and port are right and that something listens there, and look for a firewall that rejects connections',
  'connection-unanswered':
    'a connection to {server} was never set up: {sent:n} SYNs got no answer, so no request could be sent; check the route, firewalls and security groups, and whether this endpoint can be reached from there at all (internal and VPC endpoints cannot from elsewhere)',
  'far-segment':
    'a packet from {from} is {distance:n} bytes away from the current position of its stream: it is read only if more like it follow, as another connection on the same ports whose start was not captured',
  'stray-syn':
    'a SYN from {from} with another initial sequence number is passed over: the connection went on with the number that the other side had acknowledged',
  'limit-connections':
    'more than {limit:n} connections at once; those silent for longest are dropped (--limit connections=N keeps more)',
  'limit-buffered-bytes':
    'more than {limit:n} bytes wait for missing packets, ends of headers or responses; the oldest gaps, or large requests, are dropped (--limit buffered-bytes=N keeps more)',
  'limit-direction-bytes':
    'too much of one connection waits for a missing packet; the gap is skipped (--limit buffered-bytes-per-direction=N keeps more than {limit:n} bytes)',
  'bad-request-line':
    'malformed request line, at byte {at:n} of what the client sent: {start:q}; it is not read as a request',
  'bad-status-line': 'a status line cannot be read',
  'bad-header-line':
    'there is white space before the colon of Content-Length or Transfer-Encoding: some programs take it for a different header',
  'head-too-long':
    'the headers of a message are too long; their end is cut (--limit head-bytes=N reads more)',
  'bad-chunk': 'a chunked body is malformed',
  'bad-content-length': 'Content-Length is not a number, or there are several that disagree',
  'length-and-chunked':
    'a message has both Content-Length and Transfer-Encoding: programs may disagree about where it ends (here Transfer-Encoding decides, if chunked is its last coding)',
  'bad-transfer-encoding':
    'Transfer-Encoding is not a list of codings that ends in chunked: programs may disagree about where the message ends',
  'bare-lf': 'lines end in a bare LF, without CR',
  'obsolete-folding': 'a header is folded over several lines',
  'response-without-request':
    'a response whose request is not in the capture, not readable in it, or not certain',
  'answers-in-doubt':
    'the client sends requests before earlier ones are answered (pipelining), and packets of the connection are missing, so that it is not certain which response belongs to which request: requests and responses in doubt are listed separately, and responses that were paired after the missing packets and before this frame may also belong to other requests',
  'limit-uploads':
    'more than {limit:n} multipart uploads: {exchanges:n} exchange{exchanges:s} of the others were not tracked (--limit uploads=N tracks more)',
  'limit-upload-parts':
    'more than {limit:n} parts of multipart uploads: {parts:n} request{parts:s} for others were not tracked (--limit upload-parts=N tracks more)',
  'limit-pipeline':
    'too many requests wait for a response on one connection (--limit pipelined-requests=N keeps more)',
  'bad-error-body': 'an error document cannot be read as XML, or only in part',
  'error-body-too-long':
    'an error document is longer than {limit:n} bytes; the rest is not read (--limit error-body-bytes=N reads more)',
  'xml-document-type':
    'an error document declares a document type: entities are not expanded, and it is not read',
  'limit-xml-depth': 'the elements of an error document are nested more than {limit:n} deep; it is not read',
  'limit-error-fields': 'an error document has more than {limit:n} fields; the others are not read',
  'limit-form-bytes':
    'the first {limit:n} bytes of a form end before its file: fields after them are unknown (--limit form-bytes=N reads more)',
  'limit-form-fields': 'a form has more than {limit:n} fields before its file; the others are not read',
  'limit-part-list':
    'the part list of a CompleteMultipartUpload is longer than {limit:n} bytes: parts after them are unknown (--limit part-list-bytes=N reads more)',
  'text-colours': 'the colour codes of a terminal are ignored, wherever they are in the text',
  'text-blank-lines-lost':
    'the text has lost blank lines; where headers end, and which lines of StringToSign are empty, is inferred',
  'text-indentation': 'lines are indented; white space at the start of lines is ignored',
  'text-spaces-added':
    '{name} has white space around its value, which the server does not write; it is ignored',
  'text-lines-wrapped':
    'a long line ({name}) was broken; its parts are joined without knowing what was between them',
  'text-redacted': '{name} was redacted; what depends on it cannot be determined from this text',
  'text-body-cut': 'Content-Length says {said:n} bytes, the text has {found:n}: a body was cut or edited',
  'text-bytes-replaced':
    'tcpdump -A, ngrep, tshark -z follow,…,ascii and curl --trace-ascii show "." for unprintable bytes: bodies are not compared with their digests (tcpdump -X, follow,…,raw and curl --trace keep every byte)',
  'text-headers-only': 'this kind of log lacks bodies, and headers that the HTTP library adds later',
  'text-request-missing': 'a response without its request: only what the server says about it is known',
  'text-request-cut':
    'the headers of a request cannot be read whole (the line was cut or wrapped, or its quotation marks were replaced), so the request is left out; copy it from the log file itself',
  'text-status-missing':
    'an error document without response headers; the status {status} is inferred from its error code',
  'text-signature-filled-in':
    "the request's signature was redacted; the one that the server received, according to the error document, is used instead",
  'text-no-signature':
    'a request without any signature; browsers omit Authorization unless the HAR is exported with sensitive data',
  'text-too-long':
    'the text is too long; what follows the first {limit:n} bytes is not read (--limit text-bytes=N reads more)',
  'text-too-many-exchanges':
    'the text or archive contains more than {limit:n} exchanges, or more lines than that many would have; the others are not read (--limit text-exchanges=N reads more)',
  'tls-key-log-lines': 'the TLS key log has {lines:n} line{lines:s} with neither a secret nor a comment',
  'tls-key-log-full':
    'the TLS key log holds more than {limit:n} sessions; {omitted:n} secret{omitted:s} were not kept (--limit tls-sessions=N keeps more)',
  'tls-key-log-unused':
    'none of the TLS keys matches a session in the capture ({sessions:n} session{sessions:s} captured, keys of {keys:n} known): was the log written by the same run of the same client?',
  'tls-keys-missing':
    'no key for the TLS session with {name:long} (client random {random}…): it is not among the {keys:n} session{keys:s} in the key log; missing: {missing:long}',
  'tls-keys-incomplete':
    'the key log lists the TLS session with {name:long} (client random {random}…), but without {missing:long}: the client broke the handshake off (a certificate that it does not accept, for example), or the log is cut off',
  'tls-server-key-unfit':
    'no private key of a server (--tls-key) can decrypt the TLS session with {name:long}, which uses {suite}: that takes TLS 1.2 with RSA key exchange; let the client write a key log (--tls-keylog)',
  'tls-server-key-other':
    'the private key (--tls-key) is not that of the TLS session with {name:long}: its premaster secret cannot be decrypted with it',
  'tls-wrong-keys':
    'the key log lists the TLS session with {name:long} (client random {random}…), but its secrets decrypt none of the records',
  'tls-bad-record':
    'a TLS record to or from {name:long} is not authentic: damaged, or changed in transit; its content is left out',
  'tls-unsupported': 'TLS with {name:long} uses {what}, which cannot be decrypted',
  'tls-no-hello':
    'the handshake of the TLS session with {name:long} is not (all) in the capture, so no key can be matched to it; start the capture before the client connects',
  'tls-malformed':
    'the TLS connection with {name:long} continues with something that is not TLS; the rest of it is not read',
  'tls-given-up':
    'after lost packets, no further TLS record to or from {name:long} could be decrypted; the rest of that direction is not read',
  'tls-limit':
    'too much of the TLS connection with {name:long} would have to be buffered; the rest is not read',
  'tls-certificate-refused':
    'the client does not accept the certificate of {name} (alert {alert}, {why}) and broke the TLS handshake off, so no request could be sent; check its list of CAs, its clock, the host name, and whether a proxy on the way intercepts TLS',
  'tls-server-alert': 'the server {name:long} ended the TLS session with alert {alert} ({why})',
  'tls-client-alert': 'the client ended the TLS session with {name:long} with alert {alert} ({why})',
  'tls-handshake-too-long': 'a TLS handshake message with {name:long} is too long and is skipped',
  http2:
    'HTTP/2 with {name:long}: osscap reads HTTP/1.x only; make the client use HTTP/1.1 (curl: --http1.1, Go: GODEBUG=http2client=0, Chrome: --disable-http2)',
  'notices-omitted':
    '{count:n} more warnings of the kind {of} were counted but not kept (--limit warnings=N keeps more)',
} as const satisfies Texts['notices'];
