import { describe, expect, it } from 'vitest';
import { isBefore, SDK_DEFECTS, sdkVersionOf } from '../rooms/diagnose.ts';
import { EN } from '../support/texts.ts';
import { PLAIN, type Plain, type ReferenceVersion, type Signing, send, sign } from './reference-signer.ts';
import { diagnosed, keyRing, mismatch, NO_KEYS } from './scenario.ts';

/** A client of an SDK that signs `believed` where it sends `sent`. */
interface Client {
  readonly agent: (version: string) => string;
  readonly version: ReferenceVersion;
  readonly sent: Plain;
  readonly believed: Partial<Plain>;
  readonly signing?: Signing;
  readonly before: string;
  readonly fixed: string;
  readonly what: string;
}

const RESPONSE: Plain = { ...PLAIN, query: [['response-content-type', 'text/html']] };
const TYPED: Plain = { ...PLAIN, method: 'PUT', headers: [['Content-Type', 'text/html']] };

const CLIENTS: readonly Client[] = [
  {
    agent: (version) => `aliyun-sdk-nodejs/${version} Node.js v18`,
    version: 'v1-url',
    sent: { ...RESPONSE, token: 'T' },
    believed: { query: [] },
    before: '6.20.0',
    fixed: '6.21.0',
    what: 'defect-url-token-response',
  },
  {
    agent: (version) => `aliyun-sdk-nodejs/${version} Node.js v18`,
    version: 'v1',
    sent: {
      ...PLAIN,
      query: [
        ['uploads', '1'],
        ['uploadId', '2'],
      ],
    },
    believed: {},
    signing: { edit: (text) => text.replace('uploadId=2&uploads=1', 'uploads=1&uploadId=2') },
    before: '6.20.0',
    fixed: '6.21.0',
    what: 'defect-subresource-order',
  },
  {
    agent: (version) => `aliyun-sdk-js/${version} Chrome 120`,
    version: 'v1-url',
    sent: TYPED,
    believed: { headers: [] },
    before: '5.1.0',
    fixed: '5.1.1',
    what: 'defect-url-content-headers',
  },
  {
    agent: (version) => `aliyun-sdk-php/${version} (Linux/x86_64;8.1)`,
    version: 'v1-url',
    sent: TYPED,
    believed: { headers: [] },
    before: '2.6.0',
    fixed: '2.7.0',
    what: 'defect-url-content-headers',
  },
  {
    agent: (version) => `aliyun-sdk-python/${version}(Linux/3.10/x86_64;3.5)`,
    version: 'v1-url',
    sent: { ...PLAIN, query: [['security-token', 'T']] },
    believed: { query: [] },
    before: '2.0.4',
    fixed: '2.0.5',
    what: 'defect-token-parameter',
  },
  {
    agent: (version) => `aliyun-sdk-c/${version}(Compatible Linux)`,
    version: 'v1',
    sent: { ...PLAIN, query: [['x-oss-process', 'style/a']] },
    believed: { query: [] },
    before: '3.3.0',
    fixed: '3.4.0',
    what: 'defect-process-parameter',
  },
  {
    agent: (version) => `aliyun-sdk-go/v${version} (Linux/5/x86_64;go1.15)`,
    version: 'v1',
    sent: { ...PLAIN, query: [['x-oss-ac-vpc-id', '1']] },
    believed: { query: [] },
    before: '2.2.4',
    fixed: '2.2.5',
    what: 'defect-ac-parameters',
  },
  {
    agent: (version) => `aliyun-sdk-java/${version}(Linux/5)`,
    version: 'v1',
    sent: { ...PLAIN, key: 'a+b' },
    believed: { key: 'a b' },
    before: '3.6.9',
    fixed: '3.7.0',
    what: 'defect-plus-in-key',
  },
];

function notesFor({ agent, version, sent, believed, signing }: Client, of: string, keys = keyRing()) {
  const withAgent = (plain: Plain): Plain => ({
    ...plain,
    headers: [...plain.headers, ['User-Agent', agent(of)]],
  });
  const message = send(version, withAgent(sent), sign(version, withAgent({ ...sent, ...believed }), signing));
  const { notes } = diagnosed(message, mismatch(message), keys);
  return notes.filter(({ id }) => id === 'sdk-defect').map(({ args }) => args);
}

describe('a client of an SDK with a known defect', () => {
  it.each(CLIENTS.map((client) => [client.agent(client.before), client] as const))('%s', (agent, client) => {
    const told = { agent: /^[^\s(]*/.exec(agent)?.[0], fixed: client.fixed, what: client.what };
    expect(notesFor(client, client.before)).toEqual([told]);
    // without the secret, by the kind of request alone
    expect(notesFor(client, client.before, NO_KEYS)).toEqual([told]);
    expect(notesFor(client, client.fixed)).toEqual([]);
  });

  it.each(CLIENTS.map((client) => [client.agent(client.before), client] as const))(
    '%s is not told of where the request has nothing of the kind',
    (_, client) => {
      expect(notesFor({ ...client, sent: PLAIN, believed: {} }, client.before, NO_KEYS)).toEqual([]);
    },
  );

  it('is told of a token and a changed answer together, and of neither alone', () => {
    const [client] = CLIENTS;
    if (client === undefined) throw new Error('no client');
    for (const sent of [RESPONSE, { ...PLAIN, token: 'T' }]) {
      expect(notesFor({ ...client, sent, believed: {} }, client.before, NO_KEYS)).toEqual([]);
    }
  });

  it('is not told of where the cause is another', () => {
    const [client] = CLIENTS;
    if (client === undefined) throw new Error('no client');
    expect(notesFor({ ...client, believed: { method: 'PUT' } }, client.before)).toEqual([]);
  });

  it('is told by the header of browsers, which hide User-Agent', () => {
    const headers = [['x-oss-user-agent', 'aliyun-sdk-js/5.0.0 Chrome 100']] as const;
    const sent: Plain = { ...TYPED, headers: [...TYPED.headers, ...headers] };
    const message = send('v1-url', sent, sign('v1-url', { ...sent, headers }));
    expect(diagnosed(message, mismatch(message), keyRing()).notes).toContainEqual({
      id: 'sdk-defect',
      args: { agent: 'aliyun-sdk-js/5.0.0', fixed: '5.1.1', what: 'defect-url-content-headers' },
    });
  });
});

describe('the table', () => {
  it('has a word for what each defect concerns', () => {
    for (const { what } of SDK_DEFECTS) expect(Object.keys(EN.words)).toContain(what);
  });

  it('compares versions by their numbers', () => {
    expect(sdkVersionOf('aliyun-sdk-go/v2.2.10 (Linux)')).toBe('2.2.10');
    expect(sdkVersionOf('curl')).toBeNull();
    expect(isBefore('2.2.9', '2.2.10')).toBe(true);
    expect(isBefore('2.2.10', '2.2.9')).toBe(false);
    expect(isBefore('2.2', '2.2.0')).toBe(false);
    expect(isBefore('2', '2.0.1')).toBe(true);
  });
});

describe('an SDK that is older than advised', () => {
  const told = (agent: string, secret = false) => {
    const plain: Plain = { ...PLAIN, headers: [['User-Agent', agent]] };
    const sent = send('v1', plain, sign('v1', plain));
    const { notes } = diagnosed(sent, mismatch(sent), secret ? keyRing() : NO_KEYS);
    return notes.filter(({ id }) => id === 'old-sdk').map(({ args }) => args);
  };

  it('is told of, by the version from which on it is advised', () => {
    const agent = 'aliyun-sdk-python/2.6.0(Linux/4.4.0-31-generic/x86_64;3.4.3)';
    expect(told(agent)).toEqual([{ agent: 'aliyun-sdk-python/2.6.0', since: '2.7.5' }]);
    // the secret proves that nothing is wrong with what was signed
    expect(told(agent, true)).toEqual([]);
    for (const other of ['2.7.5', '2.8.0', '2.19.1'])
      expect(told(`aliyun-sdk-python/${other}(x)`)).toEqual([]);
    expect(told('aliyun-sdk-java/2.6.0')).toEqual([]);
  });
});
