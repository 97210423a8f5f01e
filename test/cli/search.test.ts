import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ExchangeJson, Report } from '../rooms/report.ts';
import { credentialsFile, osscap } from '../support/command.ts';

const HARBOR = [{ accessKeyId: 'LTAI5tHarborKey000000001', secret: 'HarborSecretFake0000000000001x' }];

function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
}

function last(
  path: string,
  credentials: Parameters<typeof credentialsFile>[0],
  input?: Buffer,
): ExchangeJson | undefined {
  const secrets = credentials.length === 0 ? [] : ['--credentials', credentialsFile(credentials)];
  const args = ['scan', path, '--format', 'json', ...secrets];
  const { stdout } = osscap(args, input === undefined ? {} : { input });
  return (JSON.parse(stdout) as Report).captures[0]?.exchanges.at(-1);
}

describe('captures of clients that signed something else', () => {
  it('another bucket of the capture is tried in the place of the one addressed', () => {
    const { diagnosis } = last(fixture('search/other-bucket.pcap'), HARBOR) ?? {};
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: 'bucket-signed-other' },
      divergences: [{ field: 'resource:bucket', client: 'harbor', server: 'pier' }],
    });
  });

  it('a number that was edited in a URL is found', () => {
    const { diagnosis } = last(fixture('search/url-edited.pcap'), HARBOR) ?? {};
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'proven',
      cause: { id: 'parameter-edited' },
      divergences: [
        {
          field: 'resource:subresource:x-oss-process',
          client: 'image/resize,w_200',
          server: 'image/resize,w_800',
        },
      ],
    });
  });

  it('a raw + in a token is why the server does not know it', () => {
    expect(last(fixture('search/token-plus.pcap'), [])?.diagnosis).toMatchObject({
      verdict: 'token',
      certainty: 'proven',
      cause: { id: 'parameter-plus-raw' },
    });
  });

  it('what was changed behind the signer is gone, and no secret is blamed for it', () => {
    const { diagnosis } = last(fixture('search/changed-after-signing.pcap'), HARBOR) ?? {};
    expect(diagnosis).toMatchObject({
      verdict: 'undecided',
      certainty: 'open',
      needs: 'the string that the client signed, as its debug log shows it',
      cause: null,
    });
    // all that the search knows of a dozen signed headers was tried
    expect(diagnosis?.notes.join('\n')).not.toContain('search-limit');
  });
});

describe('the published ticket, whose author hid the bucket in one of two strings', () => {
  const text = readFileSync(fixture('text/source-example.txt'), 'utf8');
  const [id = '', provided = ''] = /OSS (\S+):(\S+)/.exec(text)?.slice(1) ?? [];
  const credentials = [{ accessKeyId: id, secret: 'SecretOfTheTicket' }];
  const hex = /<StringToSignBytes>([^<]*)/.exec(text)?.[1]?.replaceAll(' ', '') ?? '';
  const bytes = Buffer.from(hex, 'hex').toString('latin1');

  function signedOver(string: string, document = text): ExchangeJson | undefined {
    const signature = createHmac('sha1', 'SecretOfTheTicket').update(string, 'latin1').digest('base64');
    return last('-', credentials, Buffer.from(document.replaceAll(provided, signature)));
  }

  it('is settled by the true secret: the string in bytes is the one that was signed', () => {
    const { diagnosis, signature } = signedOver(bytes) ?? {};
    expect(diagnosis).toMatchObject({
      verdict: 'wrong-secret',
      certainty: 'likely',
      cause: { id: 'server-holds-other-secret' },
    });
    expect(signature?.stringToSign?.server).toBe(bytes);
    expect(diagnosis?.notes.join('\n')).toMatch(
      /^edited-form: the signature belongs to StringToSignBytes, /m,
    );
  });

  it('an edit of the request alone is no change on the way', () => {
    const restored = text.replace(/\n\/rokid\/(?=.*<\/StringToSign>)/, '\n/rokid-ops-model/');
    expect(restored).not.toBe(text);
    for (const [signed, verdict] of [
      [bytes, 'wrong-secret'],
      [bytes.replace('POST', 'PUT'), 'client-miscomputed'],
    ] as const) {
      const { diagnosis } = signedOver(signed, restored) ?? {};
      expect(diagnosis).toMatchObject({ verdict, certainty: 'likely' });
      expect(diagnosis?.notes.join('\n')).toMatch(/^request-edited: /m);
      expect(diagnosis?.notes.join('\n')).not.toContain('rules-gap');
    }
  });

  it('the mistake is found in that string, too', () => {
    const type = 'application/x-www-form-urlencoded';
    const { diagnosis } = signedOver(bytes.replace(type, '')) ?? {};
    expect(diagnosis).toMatchObject({
      verdict: 'client-miscomputed',
      certainty: 'likely',
      cause: { id: 'content-type-added-after-signing' },
      divergences: [{ field: 'content-type', client: '', server: type }],
    });
  });
});
