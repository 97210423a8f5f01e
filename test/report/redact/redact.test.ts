import { describe, expect, it } from 'vitest';
import {
  EVIDENCE_DOOR,
  MASKING_DOOR,
  maskAccessKeyId,
  maskToken,
  shortenSignature,
} from '../../../src/report/redact/redact.ts';

describe('doors', () => {
  it('masks what people paste into tickets', () => {
    expect(MASKING_DOOR.accessKeyId('LTAIexampleid0kFr').text).toBe('LTAI****kFr');
    expect(MASKING_DOOR.signature('r2KPR0y4dpxH0Cl8SSSwIcSiwVU=').text).toBe('r2KPR0y4…');
    expect(MASKING_DOOR.securityToken('CAISexampletoken').text).toBe('CAIS****(16)');
  });

  it('shows little of a short id', () => {
    expect(maskAccessKeyId('abc')).toBe('ab****');
    expect(maskAccessKeyId('123456789')).toBe('12****');
    expect(maskAccessKeyId('1234567890')).toBe('1234****890');
  });

  it('marks a signature as shortened where something is left out, and a token where there is one', () => {
    expect(shortenSignature('12345678')).toBe('12345678');
    expect(shortenSignature('123456789')).toBe('12345678…');
    expect(maskToken('')).toBe('');
  });

  it('gives machines the evidence as it is', () => {
    expect(EVIDENCE_DOOR.accessKeyId('LTAIexampleid0kFr').text).toBe('LTAIexampleid0kFr');
    expect(EVIDENCE_DOOR.signature('r2KP\xff')).toEqual({ text: 'r2KP\\xff', lossy: true });
  });
});
