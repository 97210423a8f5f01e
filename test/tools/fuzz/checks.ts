/*
 * What each part of the program promises of any input, under the name that the inputs kept in
 * `fixtures/fuzz` begin with. Whatever one throws is a finding.
 */

export { checkCapture as pcap, checkCapture as pcapng } from './checks/capture.ts';
export {
  checkBlob as blob,
  checkConfig as config,
  checkCredentials as credentials,
  checkText as har,
  checkText as text,
} from './checks/files.ts';
export { checkErrorBytes as error, checkHttp as http } from './checks/http.ts';
export { checkMasked as masked } from './checks/masked.ts';
export { checkPackets as packet, checkStreams as stream } from './checks/packets.ts';
export { checkKeyLog as keylog, checkTlsBytes as tls } from './checks/tls.ts';
export { checkWhole as whole } from './checks/whole.ts';
