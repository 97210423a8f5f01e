import type { ByteString } from '../../bytes/byte-string.ts';
import { fromHex } from '../../bytes/hex.ts';
import { escapeXml } from './escape-xml.ts';

/** Where only white space can be: behind the declaration, the root's start and each element. */
const BETWEEN = /(\?>|<Error>|<\/[A-Za-z0-9]{1,64}>)(\.{1,8})(?= *(?:<|$))/g;

/** Texts of many lines, each with the element that spells it in hex. */
const SIGNED_TEXTS = ['StringToSign', 'CanonicalRequest'] as const;

/**
 * An error document in which a dot stands for each byte that cannot be printed, line feeds among
 * them: what was signed is read again from its hex, and left empty where there is none. Null for
 * another text.
 */
export function restoreDots(text: ByteString): ByteString | null {
  if (!text.includes('<Error>')) return null;
  let document = text.replace(
    BETWEEN,
    (_, before: string, dots: string) => before + '\n'.repeat(dots.length),
  );
  for (const name of SIGNED_TEXTS) {
    const open = `<${name}>`;
    const from = document.indexOf(open);
    const to = document.indexOf(`</${name}>`, from);
    if (from < 0 || to < 0) continue;
    const start = from + open.length;
    const shown = document.slice(start, to);
    const spelled = escapeXml(spelledBeside(document, name) ?? '');
    document = document.slice(0, start) + (isShownAs(spelled, shown) ? spelled : '') + document.slice(to);
  }
  return document;
}

function spelledBeside(document: ByteString, name: string): ByteString | null {
  const hex = new RegExp(`<${name}Bytes>([^<]*)<`).exec(document)?.[1];
  return hex === undefined ? null : fromHex(hex);
}

/** Whether a text shows the same bytes, some of them as dots. */
function isShownAs(text: ByteString, shown: ByteString): boolean {
  if (text.length !== shown.length) return false;
  for (let at = 0; at < text.length; at++) if (shown[at] !== text[at] && shown[at] !== '.') return false;
  return true;
}
