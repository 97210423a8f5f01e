import type { OutlookTexts } from './outlook-texts.ts';

export const EN_OUTLOOK = {
  waiters: { client: 'client', network: 'network', server: 'server', several: 'several' },
  reasons: {
    'client-paused':
      'the client had window and did not send ({ms} in all, {n:n} pause{n:s} of 10 ms and more): it was busy, for instance with a checksum in a slow language, or read its data slowly',
    'client-unfinished':
      'the client never sent the rest of the body that it announced; the server waited for it ({ms})',
    'client-not-reading':
      'the client did not take the answer in: its receive window was closed for {ms} ({n:n} time{n:s})',
    'limit-asked':
      'the request asked for no more than {asked} (x-oss-traffic-limit), and the transfer ran at {speed}: {ms} of it is that limit; raise the value, or leave it out',
    connecting: 'setting up the connection took {ms} ({resent:n} SYN{resent:s} sent again)',
    'packet-loss': 'packets were lost: {resent:n} segment{resent:s} sent again, {ms} without progress',
    'in-flight': 'bytes and acknowledgements were on their way for {ms}; a round trip takes {trip} here',
    'beyond-capture':
      'the server says that it needed {own}; the other {ms} went by between the point of capture and OSS: a proxy, a gateway or a queue',
    'server-thought': 'the server had the whole request and took {ms} to begin its answer',
    'server-continue':
      'the server let the client wait {ms} for the 100 Continue that it had asked for before it would send the body',
    'server-paused':
      'the server had window and did not send its answer on ({ms} in all, {n:n} pause{n:s} of 10 ms and more)',
    'server-not-reading':
      'the server did not take the request in: its receive window was closed for {ms} ({n:n} time{n:s})',
  },
  advice: {
    'clock-near-limit': {
      summary:
        "the client's clock is {seconds:offset} the server's; beyond {limit:duration} requests are refused",
      advice: 'switch on time synchronisation (NTP) where the client runs',
    },
    'url-near-expiry': {
      summary: 'signed URLs are used {seconds:duration} before they expire',
      advice:
        'give them a longer life, or sign them later; a retry or a slow start would already be too late',
    },
    'v1-signature': {
      summary:
        'signed with V1, which new accounts (since March 2025) and new buckets (since September 2025) refuse',
      advice: 'switch the client to V4: a region and the signature version are all that most SDKs need',
    },
    'token-in-clear': {
      summary: 'security tokens go over the network in plain HTTP: whoever can capture can use them',
      advice: 'use an https:// endpoint; tokens are as good as keys until they end',
    },
    'temporary-token': {
      summary:
        'temporary credentials (STS); requests do not tell when they end, after an hour unless asked otherwise',
      advice: 'see to it that the client fetches new ones in time',
    },
    'token-long-in-use': {
      summary:
        'one security token has been in use for {seconds:duration}; tokens live an hour unless asked otherwise',
      advice: 'see to it that the client fetches a new one in time',
    },
    'sdk-defect': {
      summary: '{agent} has a known defect in signing: {what:word}',
      advice: 'update the SDK; {fixed} is without it',
    },
  },
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
    'slow-none': 'No exchange has both its request and its answer in the packets, so nothing was timed.',
    'column-total': 'total',
    'column-connect': 'connect',
    'column-request': 'request',
    'column-wait': 'wait',
    'column-response': 'answer',
    'column-waited-for': 'waited for',

    'sum-title': 'sum',
    sum: '{n:n} exchange{n:s}, {total}: client {client}, network {network}, server {server}',
    'sum-network': '{resent:n} segment{resent:s} sent again, {closed:n} closed window{closed:s}',
    limit: 'the request asked for no more than {asked} (x-oss-traffic-limit)',
    'limit-measured':
      'the request asked for no more than {asked} (x-oss-traffic-limit), and the transfer ran at {speed}',
    throttled:
      'OSS says that it throttled this for {throttled} (x-oss-qos-delay-time): the bandwidth of the account or the bucket was used up',
    'advice-title': 'Still passing, for now:',
    'advice-where': ' ({n:n} exchange{n:s}, e.g. #{exchange:ref})',
    'advice-sampled': '{looked:n} of {seen:n} passing exchanges were looked at for this.',
    'tls-oss': 'TLS to OSS: {name} ({server}), {n:n} connection{n:s}',
    'tls-other': 'TLS to {name} ({server}), {n:n} connection{n:s}',
    'tls-unnamed': 'TLS to {server}, which names no host, {n:n} connection{n:s}',
    'tls-bytes': ', {up} up, {down} down',
    'tls-version': '; {version}, {suite}',
    'tls-offered': '; client offers {versions:long}',
    'tls-protocol': ', {protocol}',
    'tls-protocol-offered': ' and {protocols:long}',
    'tls-http2': ', which is not read with keys either: let the client speak HTTP/1.1 (curl: --http1.1)',
    'tls-alert': '; the server refused (alert {alert})',
    'tls-no-answer': '; no answer of the server',
    'tls-ways-title': 'To read it, let the client write its keys while you capture:',
    'tls-ways-then': 'then: osscap scan --tls-keylog keys.log CAPTURE',
    'tls-ways-else':
      'Or capture where the traffic is plain: between a proxy that ends TLS and OSS, or with a test client and an http:// endpoint.',
    'tls-beside':
      'Beside these, {n:n} TLS connection{n:s} to OSS ({name}, …) could not be read (--all tells how to).',
  },
} as const satisfies OutlookTexts;
