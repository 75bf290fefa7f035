import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Frame } from '../../api/fleet';
import { whole } from '../../api/format';
import { stateOf } from '../../api/states';
import type { SlotTable } from '../../api/slots';
import type { MapEntry } from '../../api/types';
import { usePalette } from '../../hooks/usePalette';
import { useWidth } from '../../hooks/useWidth';
import { gridOf, pitchFor, placeOf, step, type Grid } from './grid';
import { HeatCanvas } from './HeatCanvas';
import styles from './Heatmap.module.css';
import { SlotFocus } from './SlotFocus';

interface Props {
  readonly frame: Frame;
  readonly slot: string;
  readonly q: string;
  readonly state: string;
  readonly onOpen: (slot: string) => void;
}

interface Tip {
  readonly slotNo: number;
  readonly x: number;
  readonly y: number;
}

const RUNNING = 'R'.charCodeAt(0);

/** Every slot in one picture, by automation: a colour and a letter each. */
export function Heatmap({ frame, slot, q, state, onOpen }: Props) {
  const { table, version, freshness } = frame;
  const map = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const width = useWidth(ruler);
  const palette = usePalette();
  const [tip, setTip] = useState<Tip>();
  const [focus, setFocus] = useState({ at: 0, grab: false });
  const entries = table.map;
  const grids = useMemo(() => gridsOf(entries, width, pitchFor(table.size, width)), [entries, width, table.size]);
  const selected = slot ? table.find(slot) : -1;
  const at = focus.at < table.size ? focus.at : 0;

  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = event.key === 'n' || event.key === 'N' ? troubled(table, at, event.key === 'n' ? 1 : -1) : step(event.key, at, entries, grids);
    if (event.key === 'Enter' || event.key === ' ') onOpen(table.nameOf(at));
    else if (next === undefined) return;
    else setFocus({ at: next, grab: true });
    event.preventDefault();
  };

  return (
    <div ref={map} className={`${styles.map} ${freshness.stale ? styles.stale : ''}`} data-testid="heatmap" data-slots={table.size}>
      <div className={styles.group} style={{ position: 'absolute', left: 14, right: 14, height: 0 }} aria-hidden="true">
        <div />
        <div ref={ruler} />
      </div>
      {entries.map((entry, i) => {
        const grid = grids[i];
        if (!grid || width === 0) return null;
        const holds = (slotNo: number): boolean => slotNo >= entry.from && slotNo < entry.from + entry.count;
        const place = placeOf(grid, selected - entry.from);
        return (
          <section key={entry.automation} className={styles.group} aria-label={`Slots of ${entry.automation}`}>
            <div className={styles.label}>
              <span className={styles.name} title={entry.automation}>
                {entry.automation}
              </span>
              <span className={styles.fill}>
                {whole(running(table, entry))}/{whole(entry.count)} running
              </span>
            </div>
            <div className={styles.cells} data-automation={entry.automation}>
              <HeatCanvas
                version={version}
                grid={grid}
                count={entry.count}
                palette={palette}
                codeAt={(index) => table.codeAt(entry.from + index)}
                dimmed={(index) => !matches(`${entry.automation}/${index}`, table.letterAt(entry.from + index), q, state)}
                onPoint={(index, event) => setTip(index < 0 ? undefined : tipAt(entry.from + index, event, map.current))}
                onLeave={() => setTip(undefined)}
                onPick={(index) => {
                  setFocus({ at: entry.from + index, grab: false });
                  onOpen(`${entry.automation}/${index}`);
                }}
              />
              {holds(selected) && (
                <div className={styles.selected} style={{ left: place.x, top: place.y, width: grid.pitch - 2, height: grid.pitch - 2 }} />
              )}
              {holds(at) && (
                <SlotFocus
                  automation={entry.automation}
                  index={at - entry.from}
                  count={entry.count}
                  letter={table.letterAt(at)}
                  grid={grid}
                  selected={at === selected}
                  grab={focus.grab}
                  onKey={onKey}
                />
              )}
            </div>
          </section>
        );
      })}
      {tip && tip.slotNo < table.size && (
        <div className={styles.tip} style={{ left: tip.x, top: tip.y }} aria-hidden="true">
          <b>{table.nameOf(tip.slotNo)}</b>
          {stateOf(table.letterAt(tip.slotNo)).name}: {stateOf(table.letterAt(tip.slotNo)).means}
        </div>
      )}
    </div>
  );
}

export function matches(name: string, letter: string, q: string, state: string): boolean {
  return (state === '' || letter === state) && (q === '' || name.includes(q));
}

function gridsOf(entries: readonly MapEntry[], width: number, pitch: number): Grid[] {
  return entries.map((entry) => gridOf(entry.count, width, pitch));
}

function running(table: SlotTable, { from, count }: MapEntry): number {
  let sum = 0;
  for (let slotNo = from; slotNo < from + count; slotNo += 1) sum += table.codeAt(slotNo) === RUNNING ? 1 : 0;
  return sum;
}

/** The next slot that does not run; stays when all do. */
function troubled(table: SlotTable, at: number, direction: 1 | -1): number {
  for (let i = 1; i <= table.size; i += 1) {
    const slotNo = (at + direction * i + table.size * 2) % table.size;
    if (table.codeAt(slotNo) !== RUNNING) return slotNo;
  }
  return at;
}

/** Beside the pointer, and inside the panel also at its right edge. */
function tipAt(slotNo: number, event: { clientX: number; clientY: number }, map: HTMLElement | null): Tip | undefined {
  if (!map) return undefined;
  const box = map.getBoundingClientRect();
  return { slotNo, x: Math.min(event.clientX - box.left + 14, Math.max(0, box.width - 290)), y: event.clientY - box.top + 16 };
}
