import type { ByteString } from '../bytes/byte-string.ts';
import type { Canonical } from './canonical.ts';
import { CanonicalBuilder, type HeaderPart, type ParameterPart, type Part } from './canonical-builder.ts';
import { type Dialect, formPart, type SignableRequest } from './request.ts';
import { pieceAt } from './text-lines.ts';

/** What a PostObject form signs in every version: the policy field, byte for byte. */
export interface PostParts {
  readonly family: 'policy';
  readonly dialect: Dialect;
  readonly policy: Part;
  /** It has neither. */
  readonly headers: readonly HeaderPart[];
  readonly parameters: readonly ParameterPart[];
}

/** Null where the form has no policy, or was not captured. */
export function partsOfPost(request: SignableRequest, dialect: Dialect): PostParts | null {
  const policy = formPart(request, 'policy');
  return policy === null ? null : { family: 'policy', dialect, policy, headers: [], parameters: [] };
}

export function formatPost(parts: PostParts): Canonical {
  return new CanonicalBuilder().piece('policy', parts.policy).build();
}

export function parsePost(text: ByteString): Canonical {
  return { pieces: [pieceAt('policy', text, 0, text.length)], text };
}
