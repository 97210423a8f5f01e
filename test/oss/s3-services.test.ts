import { describe, expect, it } from 'vitest';
import { consoleOf, parseEndpoint } from '../rooms/oss.ts';

/** Hosts as the services document them, with a bucket in front where they take one there. */
const HOSTS: readonly (readonly [
  host: string,
  service: string,
  bucket: string | null,
  region: string | null,
])[] = [
  ['acme.nyc3.digitaloceanspaces.com', 'DigitalOcean Spaces', 'acme', null],
  ['acme.s3.eu-central-1.wasabisys.com', 'Wasabi', 'acme', null],
  ['s3.wasabisys.com', 'Wasabi', null, null],
  ['a.b.s3.eu-central-003.backblazeb2.com', 'Backblaze B2', 'a.b', 'eu-central-003'],
  ['acme.0a1b2c3d4e5f60718293a4b5c6d7e8f9.r2.cloudflarestorage.com', 'Cloudflare R2', 'acme', null],
  ['0a1b2c3d4e5f60718293a4b5c6d7e8f9.eu.r2.cloudflarestorage.com', 'Cloudflare R2', null, null],
  ['acme.s3.fr-par.scw.cloud', 'Scaleway', 'acme', 'fr-par'],
  ['acme.s3.gra.io.cloud.ovh.net', 'OVHcloud', 'acme', null],
  ['acme.eu-central-1.linodeobjects.com', 'Linode', 'acme', null],
  ['acme.fsn1.your-objectstorage.com', 'Hetzner', 'acme', null],
  ['acme.s3.eu-de.cloud-object-storage.appdomain.cloud', 'IBM Cloud', 'acme', null],
  ['tenant.compat.objectstorage.eu-frankfurt-1.oraclecloud.com', 'Oracle Cloud', null, null],
  ['acme.storage.yandexcloud.net', 'Yandex Cloud', 'acme', null],
  ['acme.fly.storage.tigris.dev', 'Tigris', 'acme', null],
  ['acme.s3.cn-east-1.qiniucs.com', 'Qiniu Kodo', 'acme', 'cn-east-1'],
  ['acme.s3.bj.bcebos.com', 'Baidu BOS', 'acme', 'bj'],
  ['acme.ks3-cn-beijing.ksyuncs.com', 'Kingsoft KS3', 'acme', null],
  ['acme.storage.googleapis.com', 'Google Cloud Storage', 'acme', null],
  ['acme.s3.ir-thr-at1.arvanstorage.ir', 'ArvanCloud', 'acme', null],
  ['acme.gateway.storjshare.io', 'Storj', 'acme', null],
  ['acme.h0k0.ca.idrivee2-22.com', 'IDrive e2', 'acme', null],
  ['acme.ewr1.vultrobjects.com', 'Vultr', 'acme', null],
  ['acme.n0x7p.upcloudobjects.com', 'UpCloud', 'acme', null],
];

describe('hosts of services that speak like S3', () => {
  it.each(HOSTS)('%s', (host, service, bucket, region) => {
    expect(parseEndpoint(host)).toMatchObject({ provider: 's3', service, bucket, region });
  });

  it('are none of another name, nor the domain of a service itself', () => {
    for (const host of ['wasabisys.com', 'example.com', 's3.example.com', 'evilwasabisys.com']) {
      expect(parseEndpoint(host)).toBeNull();
    }
  });

  it('say where the keys are made, where that is known', () => {
    expect(consoleOf('Wasabi')).toContain('Wasabi');
    expect(consoleOf('Nobody')).toBeNull();
  });
});
