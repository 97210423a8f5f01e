import { describe, expect, it } from 'vitest';
import {
  EVIDENCE_DOOR,
  headersThrough,
  MASKING_DOOR,
  maskAccessKeyId,
  maskToken,
  shortenSignature,
} from '../../rooms/redact.ts';

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

  it('decodes the headers of any head, and those that do not stand in theirs', () => {
    const headers = [
      { name: 'Host', value: 'a' },
      { name: 'x-oss-meta-\xe4\xb8\xad', value: 'caf\xe9' },
    ];
    const lines = [
      ['Host', 'a'],
      ['x-oss-meta-中', 'caf\\xe9'],
    ];
    const head = headers.map(({ name, value }) => `${name}: ${value}\r\n`).join('');
    const firstHeader = () => null;
    for (const message of [
      { headers },
      { headers, head: 'of other lines' },
      { headers, head, firstHeader },
    ]) {
      expect(headersThrough(EVIDENCE_DOOR, message)).toEqual({ lines, lossy: true });
    }
    const [ascii] = headers;
    expect(
      headersThrough(EVIDENCE_DOOR, { headers: headers.slice(0, 1), head: 'Host: a', firstHeader }),
    ).toEqual({
      lines: [[ascii?.name, ascii?.value]],
      lossy: false,
    });
  });
});
