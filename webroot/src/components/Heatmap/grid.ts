import type { MapEntry } from '../../api/types';

/** Where the cells of one automation lie: rows of a multiple of ten, with a little air after each ten. */
export interface Grid {
  readonly cols: number;
  readonly rows: number;
  readonly pitch: number;
  readonly width: number;
  readonly height: number;
}

const AIR = 4;
const TEN = 10;
const GROW = 4;
const SMALLEST = 11;
const FEW_TENS = 3;

/** Many slots get small cells; on a narrow page a cell gives way before the second ten does. Fills the width if it can. */
export function pitchFor(slots: number, width: number): number {
  const wanted = slots <= 2_000 ? 18 : slots <= 6_000 ? 14 : SMALLEST;
  const tens = tensIn(width, wanted) < FEW_TENS ? tensIn(width, SMALLEST + 1) : tensIn(width, wanted);
  const filling = Math.floor(((width + AIR) / tens - AIR) / TEN);
  return Math.max(SMALLEST, Math.min(filling, wanted + (wanted > SMALLEST ? GROW : 1)));
}

function tensIn(width: number, pitch: number): number {
  return Math.max(1, Math.floor((width + AIR) / (TEN * pitch + AIR)));
}

export function gridOf(count: number, width: number, pitch: number): Grid {
  const cols = Math.min(tensIn(width, pitch) * TEN, Math.max(1, count));
  const rows = Math.max(1, Math.ceil(count / cols));
  return { cols, rows, pitch, width: left(cols - 1, pitch) + pitch, height: rows * pitch };
}

export function left(col: number, pitch: number): number {
  return col * pitch + Math.floor(col / TEN) * AIR;
}

export function placeOf(grid: Grid, index: number): { x: number; y: number; row: number; col: number } {
  const row = Math.floor(index / grid.cols);
  const col = index % grid.cols;
  return { x: left(col, grid.pitch), y: row * grid.pitch, row, col };
}

/** The index under a point, or -1 between the tens and outside. */
export function indexAt(grid: Grid, count: number, x: number, y: number): number {
  const ten = Math.floor(x / (TEN * grid.pitch + AIR));
  const within = Math.floor((x - ten * (TEN * grid.pitch + AIR)) / grid.pitch);
  const col = ten * TEN + within;
  const row = Math.floor(y / grid.pitch);
  const index = row * grid.cols + col;
  return within < TEN && col < grid.cols && x >= 0 && row >= 0 && index < count ? index : -1;
}

/** Moves the focus; at the edge of one automation it goes on in the next. Undefined: not a key of the grid. */
export function step(key: string, at: number, entries: readonly MapEntry[], grids: readonly Grid[]): number | undefined {
  const here = entries.findIndex(({ from, count }) => at >= from && at < from + count);
  const entry = entries[here];
  const cols = grids[here]?.cols;
  if (!entry || !cols) return entries[0]?.from;
  const index = at - entry.from;
  const jump = (to: number, pick: (other: MapEntry) => number): number => {
    const other = entries[to];
    return other && other.count > 0 ? pick(other) : at;
  };
  switch (key) {
    case 'ArrowRight':
      return index + 1 < entry.count ? at + 1 : jump(here + 1, (next) => next.from);
    case 'ArrowLeft':
      return index > 0 ? at - 1 : jump(here - 1, (before) => before.from + before.count - 1);
    case 'ArrowDown':
      if (index + cols < entry.count) return at + cols;
      // A shorter last row: its end is nearer than the next automation.
      if (Math.floor(index / cols) < Math.floor((entry.count - 1) / cols)) return entry.from + entry.count - 1;
      return jump(here + 1, (next) => next.from + Math.min(index % cols, next.count - 1));
    case 'ArrowUp':
      if (index >= cols) return at - cols;
      return jump(here - 1, (before) => {
        const width = grids[here - 1]?.cols ?? 1;
        const lastRow = Math.floor((before.count - 1) / width) * width;
        return before.from + Math.min(lastRow + index, before.count - 1);
      });
    case 'Home':
      return at - (index % cols);
    case 'End':
      return entry.from + Math.min(index - (index % cols) + cols - 1, entry.count - 1);
    case 'PageDown':
      return jump(here + 1, (next) => next.from);
    case 'PageUp':
      return index > 0 ? entry.from : jump(here - 1, (before) => before.from);
    default:
      return undefined;
  }
}
