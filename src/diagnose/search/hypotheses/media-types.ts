import type { ByteString } from '../../../bytes/byte-string.ts';

/**
 * Media types that SDKs guess from the end of an object key. Where they differ, the commoner one
 * comes first.
 */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  apk: ['application/vnd.android.package-archive'],
  avi: ['video/x-msvideo'],
  bmp: ['image/bmp'],
  bz2: ['application/x-bzip2'],
  css: ['text/css'],
  csv: ['text/csv'],
  doc: ['application/msword'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  exe: ['application/octet-stream', 'application/x-msdownload'],
  flv: ['video/x-flv'],
  gif: ['image/gif'],
  gz: ['application/gzip', 'application/x-gzip'],
  heic: ['image/heic'],
  htm: ['text/html'],
  html: ['text/html'],
  ico: ['image/x-icon', 'image/vnd.microsoft.icon'],
  jar: ['application/java-archive'],
  jpeg: ['image/jpeg', 'image/jpg'],
  jpg: ['image/jpeg', 'image/jpg'],
  js: ['application/javascript', 'text/javascript', 'application/x-javascript'],
  json: ['application/json'],
  log: ['text/plain'],
  m3u8: ['application/vnd.apple.mpegurl', 'application/x-mpegURL'],
  md: ['text/markdown', 'text/x-markdown'],
  mov: ['video/quicktime'],
  mp3: ['audio/mpeg', 'audio/mp3'],
  mp4: ['video/mp4'],
  pdf: ['application/pdf'],
  png: ['image/png'],
  ppt: ['application/vnd.ms-powerpoint'],
  pptx: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  rar: ['application/x-rar-compressed', 'application/vnd.rar'],
  svg: ['image/svg+xml'],
  tar: ['application/x-tar'],
  tif: ['image/tiff'],
  tiff: ['image/tiff'],
  ts: ['video/mp2t'],
  ttf: ['font/ttf', 'application/x-font-ttf'],
  txt: ['text/plain'],
  wav: ['audio/wav', 'audio/x-wav'],
  webm: ['video/webm'],
  webp: ['image/webp'],
  woff: ['font/woff', 'application/font-woff'],
  woff2: ['font/woff2'],
  xls: ['application/vnd.ms-excel'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  xml: ['application/xml', 'text/xml'],
  yaml: ['application/x-yaml', 'text/yaml'],
  yml: ['application/x-yaml', 'text/yaml'],
  zip: ['application/zip', 'application/x-zip-compressed'],
};

/** Each of them once. */
export function allTypes(): Iterable<string> {
  return new Set(Object.values(TYPES).flat());
}

export function typeOfKey(key: ByteString): readonly string[] {
  const extension = /\.([A-Za-z0-9]{1,5})$/.exec(key)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(TYPES, extension) ? (TYPES[extension] ?? []) : [];
}
