/* Configurations of proxies: a table of what in them breaks signatures, line by line, and one reader. */

import type { ProxyFault } from '../../engine/bytes/notice.ts';
import type { TextLine } from './text-line.ts';

/** Lines of nginx, Apache, Caddy, HAProxy and Traefik that pass requests on. */
const SETTINGS =
  /^\s{0,200}(?:proxy_pass\s{1,40}https?:|ProxyPass(?:Match|Reverse)?\s{1,40}\S|reverse_proxy\s{1,40}\S|(?:default|use)_backend\s{1,40}\S|-?\s{0,4}["']?traefik\.http\.|loadBalancer:|passHostHeader:)/;

/** Headers that are signed, or may be. */
const SIGNED = '(?:Authorization|Accept-Encoding|Content-(?:Type|MD5)|Date|Range|x-(?:amz|oss)-[\\w-]+)';

interface Rule {
  readonly fault: ProxyFault;
  readonly line: RegExp;
  /** It does no harm where another line has this. */
  readonly unless?: RegExp;
}

// biome-ignore format: a table of data
const RULES: readonly Rule[] = [
  { fault: 'host-replaced', line: /^\s*(?:proxy_set_header\s+Host\s+(?!["']?\$(?:http_host|host)\b)|header_up\s+Host\s|http-request\s+(?:set|replace|del)-header\s+Host\s|RequestHeader\s+\w{3,6}\s+Host\b|ProxyPreserveHost\s+Off\b|.{0,200}passHostHeader["']?\s*[:=]\s*["']?false\b)/i },
  { fault: 'host-without-port', line: /^\s*proxy_set_header\s+Host\s+["']?\$host["']?\s*;/i },
  { fault: 'host-not-passed', line: /^\s*proxy_pass\s+https?:/, unless: /^\s*proxy_set_header\s+Host\s/i },
  { fault: 'host-not-passed', line: /^\s*ProxyPass(?:Match)?\s/, unless: /^\s*ProxyPreserveHost\s/i },
  { fault: 'path-replaced', line: /^\s*proxy_pass\s+https?:\/\/[^\s/;]{1,255}\// },
  { fault: 'path-decoded', line: /^\s*ProxyPass\s+(?!.{0,500}\bnocanon\b)/ },
  { fault: 'path-rewritten', line: /^\s*(?:rewrite\s|RewriteRule\s|handle_path\s|uri\s+(?:strip_prefix|strip_suffix|replace|path_regexp)\s|http-request\s+(?:set-path|replace-path|set-uri|replace-uri|normalize-uri)\b)|\b(?:stripPrefix|replacePath|addPrefix)(?:Regex)?\b/i },
  { fault: 'head-becomes-get', line: /^\s*proxy_cache\s+(?!off\b)/, unless: /^\s*proxy_cache_convert_head\s+off\b/ },
  { fault: 'header-changed', line: new RegExp(`^\\s*(?:proxy_set_header|RequestHeader\\s+\\w{3,6}|header_up|http-request\\s+(?:set|del|replace)-(?:header|value))\\s+[+-]?${SIGNED}\\b`, 'i') },
];

/** Lines that are named, and what is looked at of each. */
const MOST = 12;
const MAX_LOOK = 2000;

/** What in a configuration breaks signatures, as `LINE:FAULT` each; null for a text that is none. */
export function proxyFaults(lines: readonly TextLine[]): readonly string[] | null {
  const looked = lines.map(({ text, number }) => ({ text: text.slice(0, MAX_LOOK), number }));
  if (!looked.some(({ text }) => SETTINGS.test(text))) return null;
  const rules = RULES.filter(({ unless }) => !looked.some(({ text }) => unless?.test(text) === true));
  return looked
    .filter(({ text }) => !/^\s*#/.test(text))
    .flatMap(({ text, number }) =>
      rules.filter(({ line }) => line.test(text)).map(({ fault }) => `${number}:${fault}`),
    )
    .slice(0, MOST);
}
