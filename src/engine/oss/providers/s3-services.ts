/*
 * Services that speak like Amazon S3, by their host names: whose a host is, where it has its bucket, the
 * region that signatures name, and where the service keeps its keys.
 */

import type { Endpoint } from '../provider.ts';

/**
 * One service. `hosts`: what stands before `domain` (of several, each), behind the bucket and its dot: `R` is
 * the name of a region, `*` a label of the customer's (account, namespace, tenant), anything else itself.
 * Where the region is not in the host, or a scope may name any, `region` is absent, else `host`.
 */
interface ServiceRow {
  readonly name: string;
  /** What a user calls it who names a host of it. */
  readonly id?: string;
  readonly domain: string;
  readonly hosts: readonly string[];
  /** The region is checked against the one of the host. */
  readonly region?: 'host';
  /** Where the keys are made, as the service calls it. */
  readonly console?: string;
  /** Buckets are in the path alone. */
  readonly isPathOnly?: true;
  /** Others are served by this name, too: a request shows itself that it speaks like S3. */
  readonly isShared?: true;
}

// biome-ignore format: a table of data
const TABLE: readonly ServiceRow[] = [
  { name: 'Cloudflare R2', id: 'r2', domain: 'r2.cloudflarestorage.com', hosts: ['*', '*.eu', '*.us', '*.fedramp'], console: 'Cloudflare dashboard (R2 > API tokens)' },
  { name: 'Backblaze B2', id: 'b2', domain: 'backblazeb2.com', hosts: ['s3.R'], region: 'host', console: 'Backblaze account (Application Keys)' },
  { name: 'DigitalOcean Spaces', id: 'spaces', domain: 'digitaloceanspaces.com', hosts: ['R'], console: 'DigitalOcean control panel (Spaces access keys)' },
  { name: 'Wasabi', id: 'wasabi', domain: 'wasabisys.com', hosts: ['s3', 's3.R', 's3-R'], console: 'Wasabi console (Access Keys)' },
  { name: 'Scaleway', id: 'scaleway', domain: 'scw.cloud', hosts: ['s3.R'], region: 'host', console: 'Scaleway console (IAM > API keys)' },
  { name: 'OVHcloud', domain: 'cloud.ovh.net|cloud.ovh.us', hosts: ['s3.R', 's3.R.io', 's3.R.perf'], console: 'OVHcloud control panel (Object Storage users)' },
  { name: 'Linode', domain: 'linodeobjects.com', hosts: ['R'], console: 'Akamai Cloud Manager (Object Storage access keys)' },
  { name: 'Hetzner', domain: 'your-objectstorage.com', hosts: ['R'], console: 'Hetzner Console (S3 credentials)' },
  { name: 'IBM Cloud', domain: 'cloud-object-storage.appdomain.cloud', hosts: ['s3.R', 's3.private.R', 's3.direct.R'], console: 'IBM Cloud console (service credentials with HMAC)' },
  { name: 'IBM Cloud', domain: 'objectstorage.softlayer.net', hosts: ['s3.R', 's3-api.R'], console: 'IBM Cloud console (service credentials with HMAC)' },
  { name: 'Oracle Cloud', domain: 'oraclecloud.com', hosts: ['*.compat.objectstorage.R'], isPathOnly: true, console: 'Oracle Cloud console (customer secret keys)' },
  { name: 'Oracle Cloud', domain: 'customer-oci.com', hosts: ['*.compat.objectstorage.R.oci'], isPathOnly: true, console: 'Oracle Cloud console (customer secret keys)' },
  { name: 'Oracle Cloud', domain: 'customer-oci.com', hosts: ['vhcompat.objectstorage.R.oci'], console: 'Oracle Cloud console (customer secret keys)' },
  { name: 'Yandex Cloud', domain: 'yandexcloud.net', hosts: ['storage', 's3'], console: 'Yandex Cloud console (static access keys)' },
  { name: 'Tigris', domain: 'tigris.dev', hosts: ['fly.storage', 't3.storage'], console: 'Tigris console (Access Keys)' },
  { name: 'Tigris', domain: 'storage.dev', hosts: ['t3', 'fly'], console: 'Tigris console (Access Keys)' },
  { name: 'Qiniu Kodo', domain: 'qiniucs.com', hosts: ['s3.R', 's3-R'], region: 'host', console: 'Qiniu portal (AccessKey/SecretKey)' },
  { name: 'Baidu BOS', domain: 'bcebos.com', hosts: ['s3.R'], region: 'host', console: 'Baidu AI Cloud console (Access Key)' },
  { name: 'Kingsoft KS3', domain: 'ksyuncs.com', hosts: ['ks3-R', 'ks3-R-internal', 's3-R'], console: 'Kingsoft Cloud console (IAM access keys)' },
  { name: 'Volcengine TOS', domain: 'volces.com|ivolces.com', hosts: ['tos-s3-R'], region: 'host', console: 'Volcengine console (access keys)' },
  { name: 'JD Cloud', domain: 'jdcloud-oss.com', hosts: ['s3.R', 's3-internal.R'], region: 'host' },
  { name: 'Google Cloud Storage', domain: 'googleapis.com', hosts: ['storage', 'commondatastorage'], isShared: true, console: 'Google Cloud console (Cloud Storage > Settings > Interoperability)' },
  { name: 'ArvanCloud', domain: 'arvanstorage.ir|arvanstorage.com', hosts: ['s3.R'], console: 'ArvanCloud panel (Object Storage access keys)' },
  { name: 'Storj', domain: 'storjshare.io', hosts: ['gateway', 'gateway.R'], console: 'Storj console (Access Keys)' },
  { name: 'IDrive e2', domain: 'idrivee2.com', hosts: ['s3.R', 'R', '*.R'], console: 'IDrive e2 console (Access Keys)' },
  { name: 'Vultr', domain: 'vultrobjects.com', hosts: ['R'], console: 'Vultr customer portal (Object Storage)' },
  { name: 'UpCloud', domain: 'upcloudobjects.com', hosts: ['*'], console: 'UpCloud control panel (Object Storage users)' },
  { name: 'Contabo', domain: 'contabostorage.com', hosts: ['R'], console: 'Contabo customer panel (Object Storage)' },
  { name: 'DreamObjects', domain: 'dream.io', hosts: ['objects-R'] },
  { name: 'Exoscale', domain: 'exo.io', hosts: ['sos-R'] },
  { name: 'IONOS', domain: 'ionoscloud.com', hosts: ['s3.R', 's3-R'] },
  { name: 'Selectel', domain: 'selcloud.ru', hosts: ['s3.R.storage', 's3.storage'] },
  { name: 'VK Cloud', domain: 'vkcloud-storage.ru', hosts: ['hb', 'hb.R', 'hb-R'] },
  { name: 'Timeweb Cloud', domain: 'twcstorage.ru', hosts: ['s3'] },
  { name: 'Nebius', domain: 'nebius.cloud', hosts: ['storage.R'] },
  { name: 'Infomaniak', domain: 'infomaniak.cloud', hosts: ['s3', 's3.R'] },
  { name: 'Liara', domain: 'liara.space', hosts: ['storage', 'storage.R', 'storage.R.iran', 'storage.iran'] },
  { name: 'Cubbit', domain: 'cubbit.eu', hosts: ['s3'] },
  { name: 'Filebase', domain: 'filebase.com', hosts: ['s3'] },
  { name: 'Impossible Cloud', domain: 'impossibleapi.net', hosts: ['R.storage'] },
  { name: 'Seagate Lyve Cloud', domain: 'lyvecloud.seagate.com', hosts: ['s3.R'] },
  { name: 'Synology C2', domain: 'synologyc2.net', hosts: ['R.s3', 's3.R'] },
  { name: 'Naver Cloud', domain: 'ncloudstorage.com', hosts: ['R.object', 'R.object.private'] },
  { name: 'STACKIT', domain: 'onstackit.cloud', hosts: ['object.storage.R'] },
  { name: 'Supabase', domain: 'storage.supabase.co', hosts: ['*'], isPathOnly: true },
  { name: 'Clever Cloud', domain: 'clever-cloud.com', hosts: ['cellar-R.services', 'cellar.services'] },
  { name: 'Gcore', domain: 'cloud.gcore.lu', hosts: ['R'] },
  { name: 'Telnyx', domain: 'telnyxcloudstorage.com', hosts: ['R'] },
  { name: 'Leaseweb', domain: 'o.leaseweb.com', hosts: ['R'] },
  { name: 'Garage', id: 'garage', domain: '', hosts: [], console: 'keys of Garage (garage key list)' },
  { name: 'Mega S4', domain: 's4.mega.io', hosts: ['s3.R', 'R'] },
];

/** A label of a host name in regular expressions. */
const LABEL = '[a-z0-9-]+';

const FORMS = TABLE.flatMap((row) =>
  row.hosts.flatMap((host) => {
    const labels = host.replaceAll('.', '\\.').replace('*', LABEL).replace('R', `(?<region>${LABEL})`);
    const bucket = row.isPathOnly === true ? '' : '(?:(?<bucket>.+)\\.)?';
    const pattern = new RegExp(`^${bucket}${labels}$`);
    return row.domain.split('|').map((domain) => ({ row, end: `.${domain}`, pattern }));
  }),
);

/** IDrive gives each customer a domain of the kind: `NAME.REGION.idrivee2-22.com`. */
const NUMBERED = /\.idrivee2-\d+\.com$/;

/** The endpoint of a service of this table, from a bare host name; null for every other host. */
export function endpointOfService(host: string): Endpoint | null {
  const name = host.replace(NUMBERED, '.idrivee2.com');
  let found: Endpoint | null = null;
  for (const { row, end, pattern } of FORMS) {
    const match = name.endsWith(end) ? pattern.exec(name.slice(0, -end.length)) : null;
    if (match === null) continue;
    const { groups } = match;
    const endpoint: Endpoint = {
      provider: 's3',
      service: row.name,
      bucket: groups?.['bucket'] ?? null,
      region: row.region === 'host' ? (groups?.['region'] ?? null) : null,
      control: false,
      ...(row.isShared === true ? { isShared: true } : {}),
    };
    // the longest form leaves the least for a bucket
    if (found === null || lengthOf(endpoint) < lengthOf(found)) found = endpoint;
  }
  return found;
}

function lengthOf({ bucket }: Endpoint): number {
  return bucket?.length ?? 0;
}

/** Services by what a user calls them who names a host. */
export const SERVICES_BY_ID: ReadonlyMap<string, string> = new Map(
  TABLE.flatMap(({ id, name }) => (id === undefined ? [] : [[id, name] as const])),
);

/** Where a service keeps its keys, in its own words; null where that is not known. */
export function consoleOf(service: string): string | null {
  return TABLE.find(({ name }) => name === service)?.console ?? null;
}
