import { useLayoutEffect, useRef, type PointerEvent, type RefObject } from 'react';
import { indexAt, type Grid } from './grid';
import { paint, type Brush, type Job } from './paint';

interface Props extends Job {
  /** Grows with each frame of the fleet. */
  readonly version: number;
  /** A changed look (filter) is cheap, a changed size or palette draws all. */
  readonly onPoint: (index: number, event: PointerEvent) => void;
  readonly onLeave: () => void;
  readonly onPick: (index: number) => void;
}

interface Drawn {
  readonly grid: Grid;
  readonly palette: Job['palette'];
  readonly cells: Uint8Array;
}

/** One automation's slots. The pointer works here; the keyboard and readers have SlotFocus. */
export function HeatCanvas(props: Props) {
  const { grid, count, palette } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<Drawn>(undefined);
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, drawn, props);
  });
  const at = (event: PointerEvent): number => indexAt(grid, count, event.nativeEvent.offsetX, event.nativeEvent.offsetY);
  return (
    <canvas
      ref={canvas}
      aria-hidden="true"
      data-palette={palette.size}
      onPointerMove={(event) => props.onPoint(at(event), event)}
      onPointerLeave={props.onLeave}
      onClick={(event) => {
        const index = indexAt(grid, count, event.nativeEvent.offsetX, event.nativeEvent.offsetY);
        if (index >= 0) props.onPick(index);
      }}
    />
  );
}

function draw(canvas: HTMLCanvasElement, drawn: RefObject<Drawn | undefined>, job: Job): void {
  const ratio = window.devicePixelRatio || 1;
  const { grid, palette } = job;
  const brush = canvas.getContext('2d');
  if (!brush) return;
  const before = drawn.current;
  const sized = canvas.width === Math.ceil(grid.width * ratio) && canvas.height === Math.ceil(grid.height * ratio);
  if (!before || !sized || before.palette !== palette || before.grid.cols !== grid.cols || before.cells.length !== job.count) {
    canvas.width = Math.ceil(grid.width * ratio);
    canvas.height = Math.ceil(grid.height * ratio);
    canvas.style.width = `${grid.width}px`;
    canvas.style.height = `${grid.height}px`;
    brush.scale(ratio, ratio);
    drawn.current = { grid, palette, cells: new Uint8Array(job.count) };
  }
  if (drawn.current) paint(brush as Brush, job, drawn.current.cells);
}
