import { stateOf } from '../../api/states';
import styles from './StateBadge.module.css';

/** Colour and letter; the word stands beside it or in the tooltip. */
export function StateBadge({ letter }: { readonly letter: string }) {
  const { name, means } = stateOf(letter);
  return (
    <span className={styles.badge} data-state={letter} title={`${name}: ${means}`} aria-hidden="true">
      {letter}
    </span>
  );
}
