/** What `--verbose` tells beside the report. */
export interface VerboseTexts {
  readonly config: string;
  readonly noConfig: string;
  /** Access keys, masked, and where they come from. */
  readonly keysOfFile: string;
  readonly keysOfEnvironment: string;
  readonly noKeys: string;
  readonly tlsKeys: string;
  readonly inputs: string;
  readonly input: string;
  readonly moreInputs: string;
  /** One capture, when it has been read. */
  readonly capture: string;
  readonly textCapture: string;
  readonly pace: string;
  readonly noLimits: string;
  readonly limits: string;
  /** Between the names of a list. */
  readonly comma: string;
}
