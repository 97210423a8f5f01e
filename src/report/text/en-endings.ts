import type { EndingTexts } from './texts.ts';

export const EN_ENDINGS = {
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
