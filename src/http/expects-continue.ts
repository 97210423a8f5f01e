import { type HttpRequest, header } from './message.ts';

/** Whether a request asks for `100 Continue` before its body (RFC 9110 §10.1.1). */
export function expectsContinue(request: HttpRequest): boolean {
  return header(request, 'expect')?.toLowerCase() === '100-continue';
}
