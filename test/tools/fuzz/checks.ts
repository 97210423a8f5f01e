/*
 * What each part of the program promises of any input, under the name that the inputs kept in `fixtures/fuzz`
 * begin with. Whatever one throws is a finding.
 */

export { checkCapture as pcapng, checkClassicCapture as pcap } from './checks/capture.ts';
export {
  checkBlob as blob,
  checkConfig as config,
  checkCredentials as credentials,
  checkText as har,
  checkText as text,
} from './checks/files.ts';
export { checkErrorBytes as error, checkHttp as http } from './checks/http.ts';
export { checkExtract as extract, checkMasked as masked, checkSecret as secret } from './checks/masked.ts';
export { checkPackets as packet, checkStreams as stream } from './checks/packets.ts';
export { checkPageBody as inflate, checkPageGzip as gunzip, checkPageKey as key } from './checks/page.ts';
export { checkSigned as signed } from './checks/signed.ts';
export { checkKeyLog as keylog, checkTlsBytes as tls, checkWebTls as webtls } from './checks/tls.ts';
export { checkWhole as whole } from './checks/whole.ts';
