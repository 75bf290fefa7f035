import type { WhyStep } from '../../api/types';
import styles from './SlotPanel.module.css';

/** From what is desired to what follows, one sentence each, with the place it comes from. */
export function Why({ steps }: { readonly steps: readonly WhyStep[] }) {
  if (steps.length === 0) return null;
  return (
    <section className={styles.part}>
      <h3>Why</h3>
      <ol className={styles.why} data-testid="slot-why">
        {steps.map(({ step, sentence, source }) => (
          <li key={`${step} ${sentence}`}>
            <span className={styles.step}>{step}</span>
            <span>
              {sentence}
              {source && <span className={styles.source}>{source}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
