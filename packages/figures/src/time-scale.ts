import { scaleTime } from 'd3-scale';
import { linearScale, type Scale, type Span } from './scale.ts';

const DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number) => String(value).padStart(2, '0');

/** A shorter span is told from a single moment by no scale of numbers as large as these. */
const LEAST = 4000;

/** Milliseconds since 1970, from end to end as they are, four seconds at least; ticks at round moments of local time. */
export function timeScale({ low, high }: Span): Scale {
  const around = Math.max(0, LEAST - (high - low)) / 2;
  const linear = linearScale({ low: low - around, high: high + around }, { exact: true });
  const { bounds } = linear;
  if (bounds.kind === 'choices') return linear;
  const moments = scaleTime().domain([bounds.from, bounds.to]);
  return {
    ...linear,
    *ticks(most) {
      for (let n = most; n >= 1; n--) {
        const values = moments.ticks(n).filter((moment) => linear.place(moment.getTime()) !== null);
        if (values.length === 0 || values.length > most) continue;
        const apart =
          values.length > 1 ? values[1]!.getTime() - values[0]!.getTime() : bounds.to - bounds.from;
        yield values.map((moment) => ({
          place: linear.place(moment.getTime())!,
          label: label(moment, apart),
        }));
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
  if (apart < 1000) return `${minutes}:${seconds}.${String(moment.getMilliseconds()).padStart(3, '0')}`;
  if (apart < 60_000) return `${hours}:${minutes}:${seconds}`;
  return hours === '00' && minutes === '00' ? day : `${hours}:${minutes}`;
}

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
