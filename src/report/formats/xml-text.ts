type Attributes = Readonly<Record<string, string>>;

/** An XML element; `body` is XML already. */
export function element(name: string, attributes: Attributes, body: string): string {
  const start = startTag(name, attributes);
  return body === '' ? `${start.slice(0, -1)}/>` : `${start}${body}</${name}>`;
}

export function startTag(name: string, attributes: Attributes): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${name}${list.join('')}>`;
}

const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text for XML 1.0: what is no XML character (§2.2) is not in printable text, save for
 * noncharacters.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? character);
}
