import { useEffect, useState } from 'react';
import type { Explanation } from '../api/types';
import { useFleetStore } from './useFleet';

export interface Answer {
  readonly explanation?: Explanation;
  readonly problem?: string;
}

const AGAIN_MILLIS = 5_000;

/** Asks why a slot is in its state; asks again when its letter changes, after a reconnect, and each five seconds. */
export function useExplanation(slot: string, letter: string, live: boolean): Answer {
  const store = useFleetStore();
  const [answer, setAnswer] = useState<Answer & { slot: string }>({ slot });
  useEffect(() => {
    let current = true;
    const ask = async (): Promise<void> => {
      try {
        const explanation = await store.explain(slot);
        if (current) setAnswer({ slot, explanation });
      } catch (error) {
        const problem = error instanceof Error ? error.message : 'The master did not answer.';
        // An old answer is better than none; the page says how old everything is.
        if (current) setAnswer((before) => (before.slot === slot ? { ...before, problem } : { slot, problem }));
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), AGAIN_MILLIS);
    return () => {
      current = false;
      clearInterval(timer);
    };
    // A changed letter or a link that is back makes the old answer wrong, so both ask again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [store, slot, letter, live]);
  return answer.slot === slot ? answer : {};
}
