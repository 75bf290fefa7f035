import { useId, type ReactNode } from 'react';
import styles from './Panel.module.css';

interface Props {
  readonly title: string;
  readonly note?: string;
  readonly side?: ReactNode;
  readonly children: ReactNode;
}

export function Panel({ title, note, side, children }: Props) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
          {note !== undefined && <span className={styles.note}>{note}</span>}
        </h2>
        {side !== undefined && <div className={styles.side}>{side}</div>}
      </div>
      {children}
    </section>
  );
}
