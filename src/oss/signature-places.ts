import type { HttpRequest } from '../http/message.ts';
import { hasWholeForm, isForm } from '../http/multipart-form.ts';

/**
 * Whether the capture has all of a request that can bear a signature, its headers and the fields of
 * a form: only then does none there mean that none was sent.
 */
export function showsSignaturePlaces(request: HttpRequest): boolean {
  return request.headComplete && (!isForm(request) || hasWholeForm(request));
}
