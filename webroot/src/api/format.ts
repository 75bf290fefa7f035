const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SMALL = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const NONE = '–';

type Maybe = number | null | undefined;

export function whole(value: Maybe): string {
  return value === null || value === undefined ? NONE : NUMBER.format(value);
}

export function rate(value: Maybe): string {
  return value === null || value === undefined ? NONE : (value < 100 ? SMALL : NUMBER).format(value);
}

export function percent(value: Maybe, digits = 0): string {
  return value === null || value === undefined ? NONE : `${(value * 100).toFixed(digits)}%`;
}

/** Error rates: a small one must not look like none. */
export function errorPercent(value: Maybe): string {
  if (value === null || value === undefined) return NONE;
  if (value === 0) return '0%';
  return value < 0.0005 ? '<0.1%' : percent(value, value < 0.1 ? 1 : 0);
}

export function millis(value: Maybe): string {
  if (value === null || value === undefined) return NONE;
  return value < 1_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(1)} s`;
}

/** Bytes as whole MiB; a process of none has not said. */
export function mebi(bytes: Maybe): string {
  return bytes ? `${whole(bytes / 2 ** 20)} MiB` : NONE;
}

/** 12 s, 4 min, 3 h, 6 d */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** Time of day in the reader's zone: 11:02:07 */
export function clock(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** Both times are the master's, so a wrong clock on this machine does no harm. */
export function between(from: string | null | undefined, to: string): string | undefined {
  if (!from) return undefined;
  const ms = Date.parse(to) - Date.parse(from);
  return Number.isNaN(ms) ? undefined : duration(ms);
}

/** A generation comes as one number, epoch and counter; people read 3.117. */
export function generationOf(text: string): string {
  if (!/^\d{1,15}$/.test(text)) return text;
  const number = Number(text);
  return `${Math.floor(number / 2 ** 20)}.${number % 2 ** 20}`;
}
