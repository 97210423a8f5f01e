import { fromText } from '../../engine/bytes/byte-string.ts';
import { fail, ok } from '../../engine/bytes/result.ts';
import { type Name, settledArguments, USUAL_SETTINGS } from '../settings/table.ts';
import { FREE } from '../settings/value-types.ts';
import {
  type Command,
  type GivenArguments,
  LOCALE_LANG,
  PAGE_SETTINGS,
  PAGE_WIDTH,
  readLine,
  readSettings,
  valuesOf,
} from './command.ts';

const TAKES = [
  ...PAGE_SETTINGS,
  'method',
  'headers',
  'requestFile',
  'version',
  'region',
  'product',
  'date',
  'expires',
  'additionalHeaders',
  'payloadHash',
  'credentials',
  'defaultCredentials',
  'accessKeyId',
  'bucket',
  'buckets',
  'endpoints',
] as const satisfies readonly Name[];

export const COMMAND = {
  takes: TAKES,
  says: { width: PAGE_WIDTH, lang: LOCALE_LANG },
  offer: FREE,
  words: { url: { en: 'URL of the request, in quotes', zh: '请求的 URL，请加引号' } },
  help: {
    usage: {
      en: 'Usage: osscap sign [OPTION…] URL\nor: osscap sign [OPTION…] --request FILE\n\nShows how a request is signed, without any capture: every piece of the canonical strings, the strings themselves, the signature, and the header, URL or form fields to send. If the request already has a signature, the two are compared. Nothing is sent.',
      zh: '用法：osscap sign [OPTION…] URL\n或：osscap sign [OPTION…] --request FILE\n\n不需要抓包，展示请求如何签名：待签名字符串（V4 还有 CanonicalRequest）的各部分、字符串本身、签名，以及应发送的请求头、URL 或表单域。请求已带签名时与之比较。不会发送任何内容。',
    },
    summary: { en: 'sign a request step by step', zh: '逐步展示请求的签名' },
    examples: [
      [
        'osscap sign https://b.oss-cn-hangzhou.aliyuncs.com/a --credentials keys.json',
        { en: 'V4, header form', zh: 'V4，请求头形式' },
      ],
      [
        "osscap sign -X PUT -H 'Content-Type: text/plain' \\\n    'http://b.oss-cn-hangzhou.aliyuncs.com/a.txt?acl' --sign-version v1",
        {
          en: 'the V1 string; without a secret there is no signature',
          zh: 'V1 的待签名字符串；没有 Secret 时不计算签名',
        },
      ],
      [
        "osscap sign 'https://b.oss-cn-hangzhou.aliyuncs.com/a.txt' \\\n    --sign-version v4-url --expires 600 --credentials keys.json",
        { en: 'a signed URL', zh: '签名 URL' },
      ],
      [
        'osscap sign --request request.json --credentials keys.json',
        { en: 'a request from a file', zh: '从文件读取请求' },
      ],
    ],
    epilogue: {
      en: "Keys are also read from the environment: OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_SESSION_TOKEN, and the ALIBABA_CLOUD_… names, AWS_ACCESS_KEY_ID and its like for S3. Secrets are never arguments, and are never printed.\nExit codes: 0 signed, 1 the request's own signature is different, 2 an input or the command line is invalid.",
      zh: '也会读取环境变量中的 AccessKey：OSS_ACCESS_KEY_ID、OSS_ACCESS_KEY_SECRET、OSS_SESSION_TOKEN，以及 ALIBABA_CLOUD_… 和 AWS_… 系列。Secret 不作为参数传入，也从不输出。\n退出码：0 已签名，1 请求自带的签名与计算的不同，2 输入或命令行有误。',
    },
  },
  // A URL is no input.
  inputs: ({ options }, behindDashes) => [...valuesOf(options['request']).map(String), ...behindDashes],
  read(parsed) {
    const [url = null, unexpected] = parsed.words;
    if (unexpected !== undefined) return fail({ code: 'extra-argument', value: unexpected });
    const hasFile = parsed.options['request'] !== undefined;
    if (url === null && !hasFile) return fail({ code: 'missing-argument', name: 'URL' });
    if (url !== null && hasFile) return fail({ code: 'url-and-request' });
    const line = readLine(TAKES, parsed);
    if (!line.ok) return line;
    const settings = readSettings(TAKES, parsed);
    if (!settings.ok) return settings;
    const settled = settledArguments(TAKES, { ...USUAL_SETTINGS, ...settings.value.values });
    return ok({ ...line.value, ...settled, url: url === null ? null : fromText(url) });
  },
} as const satisfies Command;

/** It reads no configuration. `url`: null where the request stands in a file. */
export type SignArguments = GivenArguments<typeof COMMAND>;
