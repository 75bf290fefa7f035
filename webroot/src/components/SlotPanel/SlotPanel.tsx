import { useEffect, useRef, useState } from 'react';
import type { Frame } from '../../api/fleet';
import { letterOf, stateOf } from '../../api/states';
import type { Explanation } from '../../api/types';
import { useExplanation } from '../../hooks/useExplanation';
import { CopyLine } from '../CopyLine/CopyLine';
import { StateBadge } from '../StateBadge/StateBadge';
import { LogView } from './LogView';
import styles from './SlotPanel.module.css';
import { Tabs } from './Tabs';
import { Timeline } from './Timeline';
import { Why } from './Why';

interface Props {
  readonly slot: string;
  readonly frame: Frame;
  readonly onClose: () => void;
}

/** Why one slot is in its state. It lies over the page, so opening it moves nothing. */
export function SlotPanel({ slot, frame, onClose }: Props) {
  const { table, freshness } = frame;
  const heading = useRef<HTMLHeadingElement>(null);
  const [tab, setTab] = useState<'Why' | 'Log'>('Why');
  const letter = table.letterAt(table.find(slot));
  const { explanation, problem } = useExplanation(slot, letter, !freshness.stale);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onClose]);
  // The feed is quicker than the explanation; both must name one state, so the letter wins until the answer is there.
  const state = letter ? stateOf(letter).name : (explanation?.state ?? '');
  return (
    <aside className={styles.panel} aria-label={`Slot ${slot}`} data-testid="slot-panel">
      <div className={styles.head}>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          {slot}
        </h2>
        <button type="button" className={styles.close} onClick={onClose} title="Esc">
          Close
        </button>
      </div>
      {state !== '' && (
        <p className={styles.now}>
          <StateBadge letter={letterOf(state)} />
          <span data-testid="slot-state">{state}</span>
        </p>
      )}
      {explanation && <p className={styles.reason} data-testid="slot-reason">{explanation.reason ?? stateOf(letterOf(state)).means}</p>}
      {problem !== undefined && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Tabs names={['Why', 'Log']} chosen={tab} onChoose={setTab} />
      <div role="tabpanel" id={`tabpanel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'Log' ? (
          <LogView key={slot} slot={slot} worker={`${explanation?.worker ?? ''} ${explanation?.boot ?? ''}`} />
        ) : (
          <Reasons slot={slot} explanation={explanation} asking={problem === undefined} />
        )}
      </div>
    </aside>
  );
}

interface ReasonsProps {
  readonly slot: string;
  readonly explanation: Explanation | undefined;
  readonly asking: boolean;
}

function Reasons({ slot, explanation, asking }: ReasonsProps) {
  return (
    <>
      {explanation && <Facts of={explanation} />}
      {!explanation && asking && <p className={styles.quiet}>Asking the master…</p>}
      <CopyLine command={`fleet explain ${slot}`} />
      {explanation && <Why steps={explanation.why ?? []} />}
      {explanation?.advice && explanation.advice.length > 0 && (
        <section className={styles.part}>
          <h3>What you can do</h3>
          <ul className={styles.advice}>
            {explanation.advice.map((line) => (
              <li key={line}>{line.startsWith('fleet ') ? <CopyLine command={line} /> : line}</li>
            ))}
          </ul>
        </section>
      )}
      {explanation && <Timeline moves={explanation.timeline ?? []} />}
    </>
  );
}

function Facts({ of }: { readonly of: Explanation }) {
  const worker = of.worker && (of.boot ? `${of.worker} (boot ${of.boot})` : of.worker);
  const facts = [
    ['worker', worker],
    ['generation', of.generation],
    ['version', of.version],
    ['config', of.configHash],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value || '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
