/**
 * Clients that can be made to write the keys of their TLS sessions to a file (NSS key log format,
 * which Wireshark reads too).
 */
export const TLS_CLIENTS = ['curl', 'node', 'python', 'java', 'go', 'browser'] as const;

export type TlsClient = (typeof TLS_CLIENTS)[number];

/** What to type, or to write into the client's source, a line each; the same in every language. */
export const TLS_CLIENT_LINES: Readonly<Record<TlsClient, readonly string[]>> = {
  // https://everything.curl.dev/usingcurl/tls/sslkeylogfile.html
  curl: ['SSLKEYLOGFILE=keys.log curl -v https://…'],
  // https://nodejs.org/api/cli.html#--tls-keylogfile
  node: ['NODE_OPTIONS=--tls-keylog=keys.log node app.js'],
  // https://docs.python.org/3/library/ssl.html#ssl.SSLContext.keylog_filename; urllib3, and with it
  // requests and oss2, reads the variable
  python: ['SSLKEYLOGFILE=keys.log python app.py', 'context.keylog_filename = "keys.log"'],
  // https://github.com/neykov/extract-tls-secrets
  java: ['java -javaagent:extract-tls-secrets-4.0.0.jar=keys.log -jar app.jar'],
  // https://pkg.go.dev/crypto/tls#Config
  go: ['transport.TLSClientConfig = &tls.Config{KeyLogWriter: file}'],
  // Chromium and Firefox; the browser must not be running already
  browser: ['SSLKEYLOGFILE=$PWD/keys.log google-chrome', 'SSLKEYLOGFILE=$PWD/keys.log firefox'],
};
