import { useEffect, useRef, useState } from 'react';
import { NOTHING, type LogPicture } from '../api/logTail';
import { useFleetStore } from './useFleet';

export interface Log {
  readonly picture: LogPicture;
  /** How many lines came since it was paused. */
  readonly waiting: number;
}

/** Follows the log of a slot while it is shown; paused it goes on to listen and stands still. */
export function useLog(slot: string, worker: string, paused: boolean): Log {
  const store = useFleetStore();
  const [picture, setPicture] = useState(NOTHING);
  const [shown, setShown] = useState<LogPicture | undefined>();
  const following = useRef<{ renew: () => void; stop: () => void }>(undefined);
  useEffect(() => {
    const tail = store.follow(slot, setPicture);
    following.current = tail;
    return () => tail.stop();
  }, [store, slot]);
  useEffect(() => {
    following.current?.renew();
    // Another place has other lines.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [worker]);
  if (paused && !shown) setShown(picture);
  if (!paused && shown) setShown(undefined);
  const before = shown?.lines.at(-1)?.n ?? 0;
  return paused && shown ? { picture: shown, waiting: picture.lines.filter(({ n }) => n > before).length } : { picture, waiting: 0 };
}
