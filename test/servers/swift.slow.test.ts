import { testServer } from './s3-server.ts';

testServer({
  title: 'Swift with s3api',
  script: 'start-swift.sh',
  needs: ['swift-proxy-server', 'swift-object-server', 'memcached'],
  id: 'AKSWIFT0001:op',
  secret: 'SwiftSecretFake0001',
});
