import { clock } from '../../api/format';
import { letterOf } from '../../api/states';
import type { Move } from '../../api/types';
import { StateBadge } from '../StateBadge/StateBadge';
import styles from './SlotPanel.module.css';

/** The slot's moves, newest first. */
export function Timeline({ moves }: { readonly moves: readonly Move[] }) {
  const newestFirst = moves.toSorted((a, b) => b.at.localeCompare(a.at));
  return (
    <section className={styles.part}>
      <h3>Timeline</h3>
      {moves.length === 0 && <p className={styles.source}>No moves kept yet.</p>}
      <ol className={styles.timeline} data-testid="slot-timeline">
        {newestFirst.map((move) => (
          <li key={`${move.at} ${move.from ?? ''} ${move.to} ${move.generation ?? ''}`}>
            <time className={styles.time} dateTime={move.at} title={move.at}>
              {clock(move.at)}
            </time>
            <span className={styles.move}>
              {move.from ? <StateBadge letter={letterOf(move.from)} /> : null}
              {move.from ? '→' : null}
              <StateBadge letter={letterOf(move.to)} />
            </span>
            <span className={styles.cause}>
              <span className="unseen">{move.from ? `${move.from} to ` : ''}</span>
              {move.to}
              {move.cause ? `: ${move.cause}` : ''}
              {(move.worker || move.generation) && (
                <span className={styles.where}>{[move.worker && `on ${move.worker}`, move.generation].filter(Boolean).join(', ')}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
