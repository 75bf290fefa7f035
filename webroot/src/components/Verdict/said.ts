import type { Frame } from '../../api/fleet';
import { between, clock, whole } from '../../api/format';
import type { Verdict as Word } from '../../api/types';

export interface Said {
  readonly tone: Word | 'unknown';
  readonly sentence: string;
  readonly detail: string;
}

/** One sentence for the first second. A stale verdict is told as of its time, never as if it were true now. */
export function verdictOf({ status, freshness }: Pick<Frame, 'status' | 'freshness'>): Said {
  if (!status) {
    return {
      tone: 'unknown',
      sentence: 'Waiting for the master.',
      detail: 'Is it up? In a terminal: fleet status',
    };
  }
  const since = between(status.since, status.at);
  const held = status.converged ? 'converged' : 'not converged';
  const detail = since === undefined ? held : `${held} for ${since}`;
  if (freshness.stale) return { tone: 'unknown', sentence: status.sentence, detail: `as of ${clock(status.at)}` };
  return { tone: status.verdict, sentence: status.sentence, detail };
}

/** For the tab: what is wrong must be readable without opening it. */
export function titleOf(said: Said, fleet: string | undefined, needs: number): string {
  const name = fleet ? `Fleet ${fleet}` : 'Fleet';
  if (said.tone === 'unknown') return `? ${name}`;
  return needs > 0 ? `(${whole(needs)}) ${name}` : name;
}
