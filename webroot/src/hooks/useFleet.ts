import { createContext, use, useSyncExternalStore } from 'react';
import type { FleetStore, Frame } from '../api/fleet';

export const FleetContext = createContext<FleetStore | undefined>(undefined);

export function useFleetStore(): FleetStore {
  const store = use(FleetContext);
  if (!store) throw new Error('FleetContext is missing above this component.');
  return store;
}

/** The current frame; one commit per animation frame at most. */
export function useFleet(): Frame {
  const store = useFleetStore();
  return useSyncExternalStore(store.subscribe, store.current);
}
