import { scaleTime } from 'd3-scale';
import { linearScale, type Scale, type Span } from './scale.ts';

const DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number) => String(value).padStart(2, '0');

/** Milliseconds since 1970, from end to end as they are; ticks at round moments of local time. */
export function timeScale({ low, high }: Span): Scale {
  // From the start on: a second is too little of the time since 1970 to be told from nothing.
  const since = linearScale({ low: 0, high: Math.max(1, high - low) }, { exact: true });
  const to = low + Math.max(1, high - low);
  const moments = scaleTime().domain([low, to]);
  const shifted = (at: number | null | undefined) => (typeof at === 'number' ? at - low : at);
  const place: Scale['place'] = (at) => since.place(shifted(at));
  return {
    band: 0,
    bounds: { kind: 'linear', from: low, to },
    place,
    clamped: (at) => since.clamped(shifted(at)),
    *ticks(most) {
      for (let n = most; n >= 1; n--) {
        const values = moments.ticks(n).filter((moment) => place(moment.getTime()) !== null);
        if (values.length === 0 || values.length > most) continue;
        const apart = values.length > 1 ? values[1]!.getTime() - values[0]!.getTime() : to - low;
        yield values.map((moment) => ({ place: place(moment.getTime())!, label: label(moment, apart) }));
      }
    },
  };
}

/** As much as tells two ticks from one another; the day at midnights. */
function label(moment: Date, apart: number): string {
  const [hours, minutes, seconds] = [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two);
  const day = `${moment.getDate()} ${MONTHS[moment.getMonth()]}`;
  if (apart >= 300 * DAY) return String(moment.getFullYear());
  if (apart >= 0.9 * DAY) return day;
  if (apart < 1000) return `${hours}:${minutes}:${seconds}${fraction(moment.getMilliseconds())}`;
  if (apart < 60_000) return `${hours}:${minutes}:${seconds}`;
  return hours === '00' && minutes === '00' ? day : `${hours}:${minutes}`;
}

/** `.25`; nothing where a second is whole. */
const fraction = (milliseconds: number) => (milliseconds / 1000).toFixed(3).replace(/^0|\.?0+$/g, '');

/** `UTC+02:00`; both where summer time begins or ends in between. */
export function utcOffsets({ low, high }: Span): string {
  return [...new Set([low, high].map(offsetText))].join(', then ');
}

function offsetText(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset() || 0;
  const size = Math.abs(minutes);
  return size === 0 ? 'UTC' : `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** `27 Nov 13:28:04`, in local time. */
export function momentText(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '–';
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${date.getDate()} ${MONTHS[date.getMonth()]} ${clock}`;
}
