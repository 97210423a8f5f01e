/* The forms in which clients write a date. */

import { type ByteString, fromText } from '../../engine/bytes/byte-string.ts';
import { formatHttpDate, formatIsoBasic } from '../../engine/diagnose/date-forms.ts';

const LONG_WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** A moment in the renderings that are taken for the one that HTTP asks for. */
export function* usualRenderings(seconds: number): Generator<ByteString> {
  const imf = formatHttpDate(seconds);
  yield imf;
  yield formatHttpDate(seconds, '+0000');
  yield formatHttpDate(seconds, '-0000');
  yield formatHttpDate(seconds, 'UTC');
  yield imf.replace(/ 0(\d) /, ' $1 ');
  const basic = formatIsoBasic(seconds);
  yield basic;
  yield new Date(seconds * 1000).toISOString().replace('.000', '');
}

/** A moment in the other renderings that date libraries give by default. */
export function* rareRenderings(seconds: number): Generator<ByteString> {
  const imf = formatHttpDate(seconds);
  const date = new Date(seconds * 1000);
  for (const zone of ['+00:00', 'Z', 'GMT+00:00']) yield formatHttpDate(seconds, zone);
  yield imf.replace(/^[A-Za-z]+, /, '');
  yield imf.replace(' GMT', '');
  yield imf.replace(/:\d\d GMT$/, ' GMT');
  yield imf.toLowerCase();
  // RFC 850, and asctime of C
  const { day, month, year, clock } = partsOf(imf);
  yield `${LONG_WEEKDAYS[date.getUTCDay()] ?? ''}, ${day}-${month}-${year.slice(2)} ${clock} GMT`;
  yield `${imf.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${clock} ${year}`;
  const basic = formatIsoBasic(seconds);
  yield basic.slice(0, -1);
  yield basic.slice(0, 8);
  const iso = date.toISOString();
  yield iso;
  yield iso.slice(0, 19).replace('T', ' ');
  // Date of JavaScript as text
  const [hour, front] = [3600, `${imf.slice(0, 3)} ${month} ${day} ${year}`];
  const local = formatHttpDate(seconds + 8 * hour);
  const inChina = partsOf(local);
  yield `${front} ${clock} GMT+0000 (Coordinated Universal Time)`;
  for (const zone of ['China Standard Time', fromText('中国标准时间')]) {
    const { day: at, month: of, year: within, clock: then } = inChina;
    yield `${local.slice(0, 3)} ${of} ${at} ${within} ${then} GMT+0800 (${zone})`;
  }
  yield String(seconds);
  yield String(seconds * 1000);
}

/** Weekdays from Sunday on and months, as a date library names them. */
interface Names {
  readonly weekdays: readonly string[];
  readonly months: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');
const numbered = Array.from({ length: 12 }, (_, i) => `${i + 1}月`);

/**
 * What date libraries write under another locale than the English one that HTTP asks for. The Chinese forms
 * are those of Java up to version 8, of Java from 9 on, and of .NET.
 */
const LOCALES: readonly Names[] = [
  {
    weekdays: words('星期日 星期一 星期二 星期三 星期四 星期五 星期六'),
    months: words('一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月'),
  },
  { weekdays: words('周日 周一 周二 周三 周四 周五 周六'), months: numbered },
  { weekdays: words('星期日 星期一 星期二 星期三 星期四 星期五 星期六'), months: numbered },
  { weekdays: words('日 月 火 水 木 金 土'), months: numbered },
  {
    weekdays: words('So Mo Di Mi Do Fr Sa'),
    months: words('Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez'),
  },
  {
    weekdays: words('dim. lun. mar. mer. jeu. ven. sam.'),
    months: words('janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'),
  },
  {
    weekdays: words('dom lun mar mié jue vie sáb'),
    months: words('ene feb mar abr may jun jul ago sep oct nov dic'),
  },
  {
    weekdays: words('вс пн вт ср чт пт сб'),
    months: words('янв фев мар апр мая июн июл авг сен окт ноя дек'),
  },
];

/** A moment as an HTTP date whose names are in another language than English. */
export function* localisedDates(seconds: number): Generator<ByteString> {
  const date = new Date(seconds * 1000);
  const { day, year, clock } = partsOf(formatHttpDate(seconds));
  for (const { weekdays, months } of LOCALES) {
    const weekday = weekdays[date.getUTCDay()] ?? '';
    const month = months[date.getUTCMonth()] ?? '';
    yield fromText(`${weekday}, ${day} ${month} ${year} ${clock} GMT`);
  }
}

function partsOf(imf: string) {
  const [, day = '', month = '', year = '', clock = ''] = /, (\d\d) (\w+) (\d+) ([\d:]+)/.exec(imf) ?? [];
  return { day, month, year, clock };
}
