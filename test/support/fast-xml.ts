import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { xmlParserOf } from '../../src/oss/xml.ts';

/** The XML port on fast-xml-parser, loaded with this file. */
export const parseXml = xmlParserOf({ XMLParser, XMLValidator });
