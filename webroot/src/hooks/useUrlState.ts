import { useCallback, useSyncExternalStore } from 'react';

export interface UrlState {
  readonly slot: string;
  readonly q: string;
  readonly state: string;
}

const CHANGED = 'fleet:url';

/** What is open and filtered stands in the URL, so that a link shows a colleague the same picture. */
export function readUrl(search: string): UrlState {
  const params = new URLSearchParams(search);
  return { slot: params.get('slot') ?? '', q: params.get('q') ?? '', state: params.get('state') ?? '' };
}

/** Keeps slashes readable and unknown parameters as they are. */
export function writeUrl(search: string, change: Partial<UrlState>): string {
  const params = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    if (value) params.set(key, value);
    else params.delete(key);
  }
  const text = params.toString().replaceAll('%2F', '/');
  return text ? `?${text}` : '';
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

export function useUrlState(): [UrlState, (change: Partial<UrlState>) => void] {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const set = useCallback((change: Partial<UrlState>) => {
    const { pathname, search: before, hash } = window.location;
    const url = pathname + writeUrl(before, change) + hash;
    // Opening a slot is a step to go back from; typing a filter is not.
    if (change.slot) window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
    window.dispatchEvent(new Event(CHANGED));
  }, []);
  return [readUrl(search), set];
}
