import { useCallback, useEffect, useRef } from 'react';
import type { Frame } from '../api/fleet';
import { whole } from '../api/format';
import { STATES } from '../api/states';
import { AutomationsTable } from '../components/AutomationsTable/AutomationsTable';
import { Empty } from '../components/Empty/Empty';
import { Header } from '../components/Header/Header';
import { Heatmap } from '../components/Heatmap/Heatmap';
import { LiveRegion } from '../components/LiveRegion/LiveRegion';
import { Needs } from '../components/Needs/Needs';
import { Panel } from '../components/Panel/Panel';
import { SlotPanel } from '../components/SlotPanel/SlotPanel';
import { StateCounts } from '../components/StateCounts/StateCounts';
import { titleOf, verdictOf } from '../components/Verdict/said';
import { Verdict } from '../components/Verdict/Verdict';
import { WorkersTable } from '../components/WorkersTable/WorkersTable';
import { useFleet } from '../hooks/useFleet';
import { useUrlState } from '../hooks/useUrlState';
import styles from './FleetPage.module.css';

/** The first page: is the fleet well, and where is it not. */
export function FleetPage() {
  const frame = useFleet();
  const [url, setUrl] = useUrlState();
  const { status, table, slotsKnown, freshness } = frame;
  const said = verdictOf(frame);
  const title = titleOf(said, status?.fleet, status?.needs?.length ?? 0);
  useEffect(() => {
    document.title = title;
  }, [title]);

  const opener = useRef<Element>(null);
  const open = useCallback(
    (slot: string) => {
      opener.current = document.activeElement;
      setUrl({ slot });
    },
    [setUrl],
  );
  const close = useCallback(() => {
    setUrl({ slot: '' });
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
  }, [setUrl]);

  const automations = (status?.automations ?? []).filter(({ name }) => url.q === '' || name.includes(url.q.split('/')[0] ?? ''));
  const workers = status?.workersList ?? [];
  const stale = freshness.stale ? (styles.stale ?? '') : '';
  return (
    <>
      <Header frame={frame} />
      <main className={styles.page}>
        <div className={styles.verdict}>
          <Verdict said={said} />
        </div>
        <div className={styles.main}>
          <Panel
            title="Slots"
            note={slotsKnown ? whole(table.size) : ''}
            side={
              <div className={styles.tools}>
                <Search q={url.q} onChange={(q) => setUrl({ q })} />
              </div>
            }
          >
            <div className={`${styles.bar} ${stale}`}>
              <StateCounts table={table} chosen={url.state} onChoose={(state) => setUrl({ state })} />
            </div>
            {table.size > 0 && <Heatmap frame={frame} slot={url.slot} q={url.q} state={url.state} onOpen={open} />}
            {table.size === 0 && slotsKnown && <Empty text="No slots yet: they come with the first automation." />}
            {!slotsKnown && <Empty text="Waiting for the first snapshot of the slots." />}
          </Panel>
          <Panel title="Automations" note={countNote(status, status?.automations?.length)}>
            {automations.length > 0 && (
              <div className={stale}>
                <AutomationsTable automations={automations} onFilter={(q) => setUrl({ q: url.q === q ? '' : q })} />
              </div>
            )}
            {automations.length === 0 && url.q !== '' && <Empty text={`No automation matches "${url.q}".`} />}
            {automations.length === 0 && url.q === '' && status && <Empty text="No automation yet:" command="fleet apply conf/fleet.yaml" />}
          </Panel>
          <Panel title="Workers" note={countNote(status, workers.length)}>
            {workers.length > 0 && (
              <div className={stale}>
                <WorkersTable workers={workers} />
              </div>
            )}
            {workers.length === 0 && status && <Empty text="No worker yet; start one on any machine that reaches Redis:" command="fleet worker" />}
          </Panel>
        </div>
        <div className={`${styles.side} ${stale}`}>
          <Needs status={status} />
        </div>
      </main>
      {url.slot !== '' && <SlotPanel key={url.slot} slot={url.slot} frame={frame} onClose={close} />}
      <LiveRegion text={spoken(frame)} />
    </>
  );
}

function Search({ q, onChange }: { readonly q: string; readonly onChange: (q: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <input
      ref={field}
      type="search"
      className={styles.search}
      placeholder="Filter, e.g. titles/14"
      aria-label="Filter slots and automations by name"
      aria-keyshortcuts="/"
      spellCheck={false}
      value={q}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function countNote(known: unknown, count: number | undefined): string {
  return known ? whole(count ?? 0) : '';
}

function spoken({ table, slotsKnown, freshness }: Frame): string {
  if (!slotsKnown) return '';
  if (freshness.stale) return freshness.text;
  const counts = STATES.filter(({ letter }) => table.count(letter) > 0).map(({ letter, name }) => `${table.count(letter)} ${name.toLowerCase()}`);
  return counts.length === 0 ? 'No slots' : counts.join(', ');
}
