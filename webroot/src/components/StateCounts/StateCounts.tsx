import type { SlotTable } from '../../api/slots';
import { whole } from '../../api/format';
import { STATES } from '../../api/states';
import { StateBadge } from '../StateBadge/StateBadge';
import styles from './StateCounts.module.css';

interface Props {
  readonly table: SlotTable;
  readonly chosen: string;
  readonly onChoose: (letter: string) => void;
}

/** Legend, counts and filter in one: all nine are always there, so nothing moves when a count becomes zero. */
export function StateCounts({ table, chosen, onChoose }: Props) {
  return (
    <div className={styles.counts} role="group" aria-label="Slots by state; choose one to show only those">
      {STATES.map(({ letter, name, means }) => {
        const count = table.count(letter);
        return (
          <button
            key={letter}
            type="button"
            className={`${styles.chip} ${count === 0 ? styles.none : ''}`}
            aria-pressed={chosen === letter}
            title={`${name}: ${means}. PromQL: sum(fleet_slots{state="${name}"})`}
            onClick={() => onChoose(chosen === letter ? '' : letter)}
          >
            <StateBadge letter={letter} />
            <span className="unseen">{name} </span>
            <span className={styles.number} data-testid={`state-count-${letter}`} data-count={count}>
              {whole(count)}
            </span>
          </button>
        );
      })}
    </div>
  );
}
