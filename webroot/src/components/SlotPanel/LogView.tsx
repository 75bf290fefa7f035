import { useEffect, useRef, useState } from 'react';
import { clock, generationOf } from '../../api/format';
import type { LogLine } from '../../api/types';
import { useLog } from '../../hooks/useLog';
import { CopyLine } from '../CopyLine/CopyLine';
import { copyText } from '../CopyLine/copyText';
import styles from './LogView.module.css';

interface Props {
  readonly slot: string;
  /** Where it runs; when that changes, the new place is asked at once. */
  readonly worker: string;
}

/** The last lines of a slot, and what follows. Paused it stands still, and counts what waits. */
export function LogView({ slot, worker }: Props) {
  const [paused, setPaused] = useState(false);
  const [said, setSaid] = useState('Copy');
  const { picture, waiting } = useLog(slot, worker, paused);
  const end = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const onScroll = (): void => {
    const list = end.current;
    if (list) atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < 24;
  };
  const { lines, note, problem, dropped } = picture;
  useEffect(() => {
    // Follows the end, but not away from a reader who has scrolled up.
    const list = end.current;
    if (list && atEnd.current) list.scrollTop = list.scrollHeight;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a line more makes the list longer
  }, [lines]);
  useEffect(() => {
    if (said === 'Copy') return undefined;
    const timer = setTimeout(() => setSaid('Copy'), 2_000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <section className={styles.log} data-testid="slot-log">
      <div className={styles.bar}>
        <button type="button" className={styles.button} aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? 'Go on' : 'Pause'}
        </button>
        <button type="button" className={styles.button} onClick={() => void copyText(lines.map(asText).join('\n')).then((done) => setSaid(done ? 'Copied' : 'Failed'))}>
          {said}
        </button>
        <span className={styles.quiet} data-testid="log-says">
          {paused ? `${waiting} new` : picture.worker && `on ${picture.worker}`}
        </span>
      </div>
      {note !== '' && <p className={styles.quiet}>{note}</p>}
      {problem !== '' && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {dropped > 0 && <p className={styles.quiet}>{dropped} lines dropped: they came too fast.</p>}
      {lines.length === 0 && problem === '' && <p className={styles.quiet}>{picture.worker === '' ? 'Asking its worker…' : 'Nothing logged yet.'}</p>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <ol ref={end} onScroll={onScroll} className={styles.lines} tabIndex={0} aria-label={`Log of ${slot}`}>
        {lines.map((line) => (
          <li key={line.n} data-level={line.level}>
            <span className={styles.meta} title={`${line.time} ${line.logger}`}>
              {clock(line.time)} {line.level} {place(line)}
            </span>
            {line.message}
            {line.error !== undefined && <span className={styles.error}>{line.error}</span>}
          </li>
        ))}
      </ol>
      <CopyLine command={`fleet logs -f ${slot}`} />
    </section>
  );
}

function place({ generation, execution }: LogLine): string {
  return [generation === undefined ? '' : generationOf(generation), execution === undefined ? '' : `#${execution}`].filter(Boolean).join(' ');
}

function asText(line: LogLine): string {
  const head = [line.time, line.level, place(line), line.logger, line.message].filter(Boolean).join(' ');
  return line.error === undefined ? head : `${head}\n${line.error}`;
}
