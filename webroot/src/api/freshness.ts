import type { Link } from './bus';
import { clock } from './format';

export interface Freshness {
  readonly kind: 'connecting' | 'live' | 'behind' | 'reconnecting';
  readonly text: string;
  readonly stale: boolean;
}

export const STALE_AFTER_MILLIS = 3_000;

/** Says how old the picture is. `ageMillis` counts from the last message that was really applied. */
export function freshnessOf(link: Link, ageMillis: number | undefined, at: string | undefined): Freshness {
  if (ageMillis === undefined) return { kind: 'connecting', text: 'connecting', stale: true };
  if (link !== 'open') {
    return { kind: 'reconnecting', text: `reconnecting, showing ${at ? clock(at) : 'the last known state'}`, stale: true };
  }
  if (ageMillis < STALE_AFTER_MILLIS) return { kind: 'live', text: 'live', stale: false };
  return { kind: 'behind', text: `${Math.floor(ageMillis / 1000)} s behind`, stale: true };
}
