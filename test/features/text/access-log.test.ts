import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { osscap } from '../../support/command.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { readText } from './read-text.ts';

const FOLDER = temporaryFolder();

/** A refusal as the documentation of each shows a line of its log. */
const LINES = {
  envoy:
    '{"authority":"acme.s3.eu-central-1.amazonaws.com","method":"PUT","path":"/in/a.csv","protocol":"HTTP/1.1","response_code":403,"response_flags":"-","user_agent":"aws-sdk-java/2.29","start_time":"2026-11-30T09:15:00.123Z"}',
  nginx:
    '{"time_iso8601":"2026-11-30T09:15:00+00:00","request":"PUT /in/a.csv HTTP/1.1","status":"403","host":"acme.oss-cn-hangzhou.aliyuncs.com"}',
  Caddy:
    '{"level":"info","ts":1796030100.1,"logger":"http.log.access","request":{"method":"PUT","host":"acme.s3.eu-central-1.amazonaws.com","uri":"/in/a.csv","headers":{"User-Agent":["curl/8"]}},"status":403}',
  Traefik:
    '{"DownstreamStatus":401,"RequestHost":"acme.s3.eu-central-1.amazonaws.com","RequestMethod":"PUT","RequestPath":"/in/a.csv","StartUTC":"2026-11-30T09:15:00.1Z"}',
  'of a container':
    '2026-11-30T09:15:00.1Z stdout F {"authority":"acme.s3.eu-central-1.amazonaws.com","method":"PUT","path":"/in/a.csv","response_code":400}',
} as const;

it.each(Object.entries(LINES))(
  'reads a refusal in a log of %s, and says no more than it shows',
  (_, line) => {
    const file = join(FOLDER, 'access.log');
    writeFileSync(file, `${line}\n`);
    const { stdout, status } = osscap(['scan', file, '--format', 'json']);
    const [exchange] = JSON.parse(stdout).captures[0].exchanges;
    expect(status).toBe(1);
    expect(exchange.oss).toMatchObject({ operation: 'PutObject', bucket: 'acme', key: 'in/a.csv' });
    expect(exchange.diagnosis).toMatchObject({
      verdict: 'undecided',
      certainty: 'open',
      cause: { id: 'headers-not-logged' },
    });
    expect(exchange.diagnosis.notes).toEqual([]);
  },
);

it.each([
  ['another host', LINES.envoy.replace('acme.s3.eu-central-1.amazonaws.com', 'example.com')],
  ['a success', LINES.envoy.replace('403', '200')],
  ['what is about the object', LINES.envoy.replace('403', '404')],
  ['no JSON', LINES.envoy.slice(0, -1)],
  ['no host', LINES.envoy.replace('authority', 'x')],
  ['a host that is none', LINES.envoy.replace('acme.s3', 'a b.s3')],
])('does not read %s', (_, line) => {
  const file = join(FOLDER, 'other.log');
  writeFileSync(file, `${line}\n`);
  expect(osscap(['scan', file]).status).toBe(2);
});

it('keeps its lines apart', () => {
  const text = `${LINES.envoy}\n${LINES.nginx}\n${LINES.Caddy}\n`;
  expect(readText(text).exchanges.map(({ request, response }) => [request?.frame, response?.status])).toEqual(
    [
      [1, 403],
      [2, 403],
      [3, 403],
    ],
  );
});
