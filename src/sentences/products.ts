/*
 * The line of configuration that mends a fault, by product: of what stands between a client and the service,
 * as it names itself in Server or Via, and of clients, as they name themselves in User-Agent.
 */

import type { SdkName } from '../engine/http/exchange.ts';

/** What shows the whole error document, where a client reports a part of it. */
export const WHOLE_DOCUMENT: Readonly<Record<SdkName, string>> = {
  ossutil: 'ossutil … --loglevel debug',
  rclone: 'rclone … -vv --dump bodies',
  s3cmd: 's3cmd --debug …',
  mc: 'mc --debug …',
  'aws-cli': 'aws … --debug',
  boto3: "boto3.set_stream_logger('')",
  'aws-java1': 'e.getErrorResponseXml()',
  'aws-java2': 'e.awsErrorDetails().rawResponse().asUtf8String()',
  'aws-go1': 'aws.Config{LogLevel: aws.LogLevel(aws.LogDebugWithHTTPBody)}',
  'aws-go2': 'config.WithClientLogMode(aws.LogRequest | aws.LogResponseWithBody)',
  'aws-js2': 'this.httpResponse.body.toString()',
  'aws-js3': 'console.dir(e, { depth: null })',
  'aws-php': 'echo $e->getResponse()->getBody();',
  'aws-net': 'e.ResponseBody',
  'aws-ruby': 'e.context.http_response.body_contents',
  'aws-rust': 'err.raw_response()',
  'oss-py1': 'print(e.body)',
  'oss-py2': 'print(e.unwrap().snapshot)',
  'oss-java': 'e.getRawResponseError()',
  'oss-go1': 'err.(oss.ServiceError).RawMessage',
  'oss-go2': 'errors.As(err, &serviceError); serviceError.Snapshot',
  'oss-node': 'DEBUG=ali-oss node …',
  'oss-php': "print_r($e->getDetails()['body']);",
};

/** What goes wrong, with the causes and suspects that it is. */
export const FAULTS = {
  host: ['host-rewritten', 'bucket-differs', 'host-unseen'],
  path: ['path-reencoded', 'key-changed'],
  slashes: ['path-normalised'],
  underscore: ['oss-header-dropped', 'signed-header-dropped', 'listed-header-gone'],
  dot: ['oss-header-dropped', 'signed-header-dropped', 'listed-header-gone'],
  type: ['content-type-added-in-transit', 'content-type-rewritten'],
  authorization: ['authorization-dropped-at-hop', 'authorization-replaced'],
  encoding: ['encoding-unseen', 'signed-header-changed', 'signed-header-dropped'],
  refusal: ['refused-without-reason'],
  size: ['intercepted-too-large'],
  head: ['head-sent-as-get'],
  domain: ['bucket-of-domain'],
  style: ['bucket-in-host-and-path', 'bucket-in-path', 'bucket-unseen'],
  checksums: ['default-checksums', 'chunk-trailer-differs', 'chunks-removed', 'chunks-too-small'],
  version: ['bucket-end-slash'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Faults of one header, with what its name (in lower case) has. */
export const FAULTS_OF_NAMES: Readonly<Partial<Record<keyof typeof FAULTS, string>>> = {
  underscore: '_',
  dot: '.',
  encoding: 'accept-encoding',
};

export type Fault = keyof typeof FAULTS;

/** What to write, or what to take out. */
export type ProductLine = string | { readonly without: string };

export interface Product {
  readonly name: string;
  /** In the headers of what is on the way, or at the beginning of a User-Agent. */
  readonly mark: RegExp;
  readonly in: 'hop' | 'client';
  readonly lines: Readonly<Partial<Record<Fault, ProductLine>>>;
}

// biome-ignore format: a table of data
export const PRODUCTS: readonly Product[] = [
  { name: 'nginx', mark: /\b(?:nginx|openresty|tengine)\b/i, in: 'hop', lines: {
    // https://nginx.org/en/docs/http/ngx_http_proxy_module.html, ngx_http_core_module.html
    host: 'proxy_set_header Host $http_host;', path: 'proxy_pass http://UPSTREAM;', slashes: 'merge_slashes off;',
    underscore: 'underscores_in_headers on;', dot: 'ignore_invalid_headers off;', type: { without: 'proxy_set_header Content-Type' },
    authorization: { without: 'proxy_set_header Authorization' }, encoding: { without: 'proxy_set_header Accept-Encoding' },
    refusal: 'proxy_intercept_errors off;', size: 'client_max_body_size 0;', head: 'proxy_cache_convert_head off;' } },
  { name: 'Apache httpd', mark: /\bApache\b(?!-)/, in: 'hop', lines: {
    // https://httpd.apache.org/docs/2.4/mod/core.html, mod_proxy.html, mod_headers.html
    host: 'ProxyPreserveHost On', path: 'AllowEncodedSlashes NoDecode + ProxyPass … nocanon', slashes: 'MergeSlashes Off',
    type: { without: 'RequestHeader set Content-Type' }, authorization: { without: 'RequestHeader set/unset Authorization' },
    encoding: { without: 'RequestHeader unset Accept-Encoding' }, refusal: 'ProxyErrorOverride Off', size: 'LimitRequestBody 0' } },
  { name: 'HAProxy', mark: /\bhaproxy\b/i, in: 'hop', lines: {
    // https://docs.haproxy.org/3.0/configuration.html, http-request
    host: { without: 'http-request set-header Host' }, path: { without: 'http-request set-path, normalize-uri' },
    slashes: { without: 'http-request normalize-uri path-merge-slashes' }, type: { without: 'http-request set-header Content-Type' },
    authorization: { without: 'http-request set-header/del-header Authorization' } } },
  { name: 'Caddy', mark: /\bCaddy\b/i, in: 'hop', lines: {
    // https://caddyserver.com/docs/caddyfile/directives/reverse_proxy
    host: 'header_up Host {hostport}', path: { without: 'rewrite, uri, handle_path' }, type: { without: 'header_up Content-Type' },
    authorization: { without: 'header_up Authorization' } } },
  { name: 'Envoy', mark: /\b(?:envoy|istio-envoy)\b/i, in: 'hop', lines: {
    // https://www.envoyproxy.io/docs/envoy/latest/api-v3, HttpConnectionManager
    host: { without: 'host_rewrite_literal' }, path: 'path_with_escaped_slashes_action: KEEP_UNCHANGED',
    slashes: 'merge_slashes: false', underscore: 'headers_with_underscores_action: ALLOW' } },
  { name: 'Kong', mark: /\bkong\b/i, in: 'hop', lines: {
    // https://docs.konghq.com/gateway/latest/key-concepts/routes
    host: 'preserve_host: true', path: 'strip_path: false' } },
  { name: 'Cloudflare', mark: /\bcloudflare\b/i, in: 'hop', lines: {
    // https://developers.cloudflare.com/rules: Origin Rules, URL normalization; DNS: proxy status
    host: { without: 'Origin Rules: Host Header' }, path: 'URL Normalization: Normalize URLs to origin off',
    slashes: 'URL Normalization: Normalize URLs to origin off', encoding: 'Proxy status: DNS only' } },
  { name: 'Spring Cloud Gateway', mark: /\bspring cloud gateway\b/i, in: 'hop', lines: {
    // https://docs.spring.io/spring-cloud-gateway/reference: GatewayFilter factories
    host: 'filters: PreserveHostHeader', path: { without: 'StripPrefix, RewritePath' } } },
  { name: 'boto3', mark: /^Boto3\//i, in: 'client', lines: {
    style: "Config(s3={'addressing_style': 'virtual'})", version: "Config(signature_version='s3v4')",
    checksums: "Config(request_checksum_calculation='when_required')" } },
  { name: 'AWS CLI', mark: /^aws-cli\//i, in: 'client', lines: {
    style: 'aws configure set default.s3.addressing_style virtual', version: 'aws configure set default.s3.signature_version s3v4',
    checksums: 'aws configure set default.request_checksum_calculation when_required' } },
  { name: 'AWS SDK for JavaScript v3', mark: /^aws-sdk-js\/3/i, in: 'client', lines: {
    style: 'new S3Client({ forcePathStyle: false })', checksums: "new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' })" } },
  { name: 'AWS SDK for Java 2', mark: /^aws-sdk-java\/2/i, in: 'client', lines: {
    style: 'S3Client.builder().forcePathStyle(false)', checksums: '.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)' } },
  { name: 'AWS SDK for Go v2', mark: /^aws-sdk-go-v2\//i, in: 'client', lines: {
    style: 'o.UsePathStyle = false', checksums: 'o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired' } },
  { name: 'AWS SDK for .NET', mark: /^aws-sdk-dotnet/i, in: 'client', lines: {
    style: 'ForcePathStyle = false', checksums: 'RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED' } },
  { name: 'oss2 (Python)', mark: /^aliyun-sdk-python\//, in: 'client', lines: { domain: 'oss2.Bucket(auth, endpoint, bucket, is_cname=True)' } },
  { name: 'OSS SDK for Java', mark: /^aliyun-sdk-java\//, in: 'client', lines: { domain: 'clientBuilderConfiguration.setSupportCname(true)' } },
  { name: 'ali-oss', mark: /^aliyun-sdk-(?:node)?js\//, in: 'client', lines: { domain: 'new OSS({ endpoint, cname: true })' } },
  { name: 'OSS SDK for Go', mark: /^aliyun-sdk-go\//, in: 'client', lines: { domain: 'oss.New(endpoint, id, secret, oss.UseCname(true))' } },
  { name: 'OSS SDK for PHP', mark: /^aliyun-sdk-php\//, in: 'client', lines: { domain: 'new OssClient($id, $secret, $endpoint, true)' } },
];
