import type { VerboseTexts } from './verbose-texts.ts';

export const VERBOSE_ZH = {
  config: '配置文件：{path:long}',
  noConfig: '配置文件：无',
  keysOfFile: 'AccessKey：{ids:long}（来自 {path:long}）',
  keysOfEnvironment: 'AccessKey：{ids:long}（来自环境变量 {variable}）',
  noKeys: 'AccessKey：无',
  tlsKeys: 'TLS 密钥：密钥日志 {logs:n} 个，私钥 {files:n} 个',
  inputs: '待读取：{n:n} 个文件',
  input: '  {path:long}',
  moreInputs: '  另有 {n:n} 个',
  capture:
    '{path:long}：{format}，{links:long}，{packets:n} 个包，{bytes:n} 字节，HTTP 请求 {exchanges:n} 次（其中 OSS {oss:n} 次）',
  textCapture:
    '{path:long}：文本（{kind}），{bytes:n} 字节，HTTP 请求 {exchanges:n} 次（其中 OSS {oss:n} 次）',
  pace: '；{time} 毫秒，{rate} MB/s',
  noLimits: '；未触及上限',
  limits: '；触及的上限：{names:long}',
  comma: '、',
} as const satisfies VerboseTexts;
