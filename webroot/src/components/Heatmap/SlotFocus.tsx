import type { KeyboardEvent } from 'react';
import { stateOf } from '../../api/states';
import { placeOf, type Grid } from './grid';
import styles from './Heatmap.module.css';

interface Props {
  readonly automation: string;
  readonly index: number;
  readonly count: number;
  readonly letter: string;
  readonly grid: Grid;
  readonly selected: boolean;
  /** True when the keyboard moved here, so that the focus must follow. */
  readonly grab: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** Each cell is a new element (its key is the index), so this runs once per move. */
function takeFocus(cell: HTMLDivElement | null): void {
  cell?.focus();
}

/**
 * The canvas's twin for keyboard and screen readers: a grid of which only the current cell exists, laid exactly over
 * the drawn one, so its focus ring is the visible cursor and ten thousand slots cost one element.
 */
export function SlotFocus({ automation, index, count, letter, grid, selected, grab, onKey }: Props) {
  const { x, y, row, col } = placeOf(grid, index);
  const size = grid.pitch - (grid.pitch > 12 ? 2 : 1);
  return (
    <div role="grid" aria-label={`Slots of ${automation}`} aria-rowcount={grid.rows} aria-colcount={grid.cols} data-testid="slot-grid">
      <div role="row" aria-rowindex={row + 1}>
        <div
          key={index}
          ref={grab ? takeFocus : null}
          role="gridcell"
          tabIndex={0}
          aria-colindex={col + 1}
          aria-selected={selected}
          aria-label={`${automation}/${index} of ${count}, ${stateOf(letter).name}`}
          className={styles.focus}
          style={{ left: x, top: y, width: size, height: size }}
          onKeyDown={onKey}
        />
      </div>
    </div>
  );
}
