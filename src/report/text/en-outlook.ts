import { ADVICE } from '../../diagnose/causes/advice.ts';
import { mapEntries } from './in-language.ts';
import type { OutlookTexts } from './texts.ts';

export const EN_OUTLOOK = {
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
  advice: mapEntries(ADVICE, ({ summary, advice }) => ({ summary: summary.en, advice: advice.en })),
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
