const HTTP2_PREFACE = 'PRI * HTTP/2';

/** Whether the connection preface of HTTP/2 begins here (RFC 9113 §3.4). */
export function looksLikeHttp2(block: Uint8Array, start: number, end: number): boolean {
  if (block[start] !== 0x50 || end - start < HTTP2_PREFACE.length) return false;
  for (let i = 0; i < HTTP2_PREFACE.length; i++) {
    if (block[start + i] !== HTTP2_PREFACE.charCodeAt(i)) return false;
  }
  return true;
}
