import type { KeyboardEvent } from 'react';
import styles from './SlotPanel.module.css';

interface Props<N extends string> {
  readonly names: readonly N[];
  readonly chosen: N;
  readonly onChoose: (name: N) => void;
}

/** Tabs as ARIA has them: one stop for the Tab key, arrows go from one to the next. */
export function Tabs<N extends string>({ names, chosen, onChoose }: Props<N>) {
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = names[(names.indexOf(chosen) + step + names.length) % names.length] ?? chosen;
    onChoose(next);
    document.getElementById(`tab-${next}`)?.focus();
    event.preventDefault();
  };
  return (
    <div role="tablist" aria-label="About this slot" className={styles.tabs}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === chosen}
          aria-controls={name === chosen ? `tabpanel-${name}` : undefined}
          tabIndex={name === chosen ? 0 : -1}
          className={styles.tab}
          onClick={() => onChoose(name)}
          onKeyDown={onKey}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
