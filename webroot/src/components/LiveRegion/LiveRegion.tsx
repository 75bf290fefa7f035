import { useEffect, useRef, useState } from 'react';

const QUIET_MILLIS = 5_000;

/** Speaks the newest text to screen readers, at most every five seconds and only when it has changed. */
export function LiveRegion({ text }: { readonly text: string }) {
  const [spoken, setSpoken] = useState('');
  const newest = useRef(text);
  useEffect(() => {
    newest.current = text;
  }, [text]);
  useEffect(() => {
    const timer = setInterval(() => setSpoken(newest.current), QUIET_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="unseen" role="status" aria-live="polite" data-testid="spoken">
      {spoken}
    </p>
  );
}
