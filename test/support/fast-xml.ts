import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { xmlParserOf } from '../rooms/oss.ts';

/** The XML port on fast-xml-parser, loaded with this file. */
export const parseXml = xmlParserOf({ XMLParser, XMLValidator });
