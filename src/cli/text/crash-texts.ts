import type { Lang } from '../../report/text/template.ts';

/** What is said of a fault of the program itself. Loaded only when there is one. */
interface CrashTexts {
  /** `{path}`: the input that was read. */
  readonly capture: string;
  /** `{index}` of `{path}`. */
  readonly exchange: string;
  /** `{file}`: the report; on standard output `{name}` alone is known. */
  readonly report: string;
  readonly command: string;
  /** Ends each of them. `{version}`, `{node}`. */
  readonly whatToDo: string;
}

export const CRASH_TEXTS = {
  en: {
    capture:
      'internal error ({name}) while reading {path:long}: a bug in osscap, not a fault of the capture. What was found before it is reported; the other inputs are read',
    exchange:
      'internal error ({name}) at exchange #{index} of {path:long}: a bug in osscap, not a fault of the capture. Reports lack this exchange, or part of it; everything else is reported',
    report:
      'internal error ({name}) while writing the report {file:long}: a bug in osscap, not a fault of the capture. This report is missing or cut short; the others are written',
    command: 'internal error ({name}): a bug in osscap, not a fault of its input',
    whatToDo:
      'Please report it with osscap {version}, Node.js {node}, the operating system and the command, but no secret and no capture: captures contain signatures and customer data. OSSCAP_DEBUG=1 shows the place in the code, without any captured data',
  },
  zh: {
    capture:
      '读取 {path:long} 时发生内部错误（{name}）：这是 osscap 的缺陷，与抓包文件无关。此前得出的结果仍会写入报告，其余输入会继续读取',
    exchange:
      '处理 {path:long} 的请求 #{index} 时发生内部错误（{name}）：这是 osscap 的缺陷，与抓包文件无关。报告中会缺少该请求或其部分内容，其余内容照常写入',
    report:
      '生成报告 {file:long} 时发生内部错误（{name}）：这是 osscap 的缺陷，与抓包文件无关。该报告缺失或不完整，其余报告会照常写出',
    command: '内部错误（{name}）：这是 osscap 的缺陷，与所给的输入无关',
    whatToDo:
      '请反馈该问题，并附上 osscap {version}、Node.js {node}、操作系统和所用命令；不要附上密钥和抓包文件，其中含有签名和客户数据。设置 OSSCAP_DEBUG=1 可显示代码位置，其中不含抓包内容',
  },
} as const satisfies Readonly<Record<Lang, CrashTexts>>;
