import type { Said } from './said';
import styles from './Verdict.module.css';

/** Colour and shape of the dot say the same as the sentence. */
export function Verdict({ said }: { readonly said: Said }) {
  return (
    <div className={`${styles.verdict} ${said.tone === 'unknown' ? styles.stale : ''}`}>
      <div className={styles.line}>
        <span className={styles.dot} data-tone={said.tone} aria-hidden="true" />
        <h1 className={styles.sentence} data-testid="verdict" data-verdict={said.tone}>
          {said.sentence}
        </h1>
      </div>
      <p className={styles.detail}>{said.detail}</p>
    </div>
  );
}
