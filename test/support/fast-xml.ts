import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { xmlParserOf } from '../../src/engine/oss/xml.ts';

/** The XML port on fast-xml-parser, loaded with this file. */
export const parseXml = xmlParserOf({ XMLParser, XMLValidator });
