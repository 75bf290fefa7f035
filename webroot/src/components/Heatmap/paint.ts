import { placeOf, type Grid } from './grid';
import { UNKNOWN, type Ink, type Palette } from './palette';

/** The part of a 2D context that is used, so that a test can record it. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  'fillStyle' | 'strokeStyle' | 'globalAlpha' | 'font' | 'textAlign' | 'textBaseline' | 'lineWidth' | 'clearRect' | 'fillRect' | 'strokeRect' | 'fillText'
>;

export interface Job {
  readonly grid: Grid;
  readonly count: number;
  readonly palette: Palette;
  readonly codeAt: (index: number) => number;
  readonly dimmed: (index: number) => boolean;
}

const DIM = 128;
const FAINT = 0.14;

/**
 * Draws the cells whose look differs from `drawn` and remembers them there: a tick costs what has changed, not what
 * there is. Returns how many cells it drew.
 */
export function paint(brush: Brush, job: Job, drawn: Uint8Array): number {
  const { grid, count, palette } = job;
  const size = grid.pitch - (grid.pitch > 12 ? 2 : 1);
  brush.font = `600 ${Math.round(size * 0.68)}px ui-monospace, 'DejaVu Sans Mono', monospace`;
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.lineWidth = 1;
  let cells = 0;
  for (let index = 0; index < count; index += 1) {
    const code = job.codeAt(index);
    const dim = job.dimmed(index);
    const look = dim ? code | DIM : code;
    if (drawn[index] === look) continue;
    drawn[index] = look;
    cells += 1;
    const { x, y } = placeOf(grid, index);
    cell(brush, x, y, size, String.fromCharCode(code), inkOf(palette, code), dim);
  }
  return cells;
}

export function inkOf(palette: Palette, code: number): Ink {
  return palette.get(String.fromCharCode(code)) ?? palette.get(UNKNOWN) ?? { fill: '#888', ink: '#000', edge: '#888' };
}

function cell(brush: Brush, x: number, y: number, size: number, letter: string, ink: Ink, dim: boolean): void {
  brush.clearRect(x, y, size, size);
  brush.globalAlpha = dim ? FAINT : 1;
  brush.fillStyle = ink.fill;
  brush.fillRect(x, y, size, size);
  brush.strokeStyle = ink.edge;
  brush.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
  brush.fillStyle = ink.ink;
  brush.fillText(letter, x + size / 2, y + size / 2 + 0.5);
  brush.globalAlpha = 1;
}
