import { testServer } from './s3-server.ts';

testServer({
  title: 'Ceph RGW',
  script: 'start-rgw.sh',
  needs: ['radosgw', 'radosgw-admin'],
  id: 'RGWKEY00000000000001',
  secret: 'RgwSecretFake000000000000000000000000001',
});
