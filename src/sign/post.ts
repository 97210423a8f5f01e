import type { Canonical } from './canonical.ts';
import { CanonicalBuilder } from './canonical-builder.ts';
import type { Part } from './parts.ts';
import type { SignableRequest } from './request.ts';
import { formPart } from './request-parts.ts';

/** What a PostObject form signs in every version: the policy field, byte for byte. */
export interface PostParts {
  readonly kind: 'post';
  readonly policy: Part;
}

/** Null where the form has no policy, or was not captured. */
export function partsOfPost(request: SignableRequest): PostParts | null {
  const policy = formPart(request, 'policy');
  return policy === null ? null : { kind: 'post', policy };
}

export function formatPost(parts: PostParts): Canonical {
  return new CanonicalBuilder().piece('policy', parts.policy).build();
}
