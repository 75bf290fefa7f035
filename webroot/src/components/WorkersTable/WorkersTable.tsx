import { mebi, millis, whole } from '../../api/format';
import type { Ledger, WorkerStatus } from '../../api/types';
import table from '../table.module.css';
import styles from './WorkersTable.module.css';

/** A worker's state borrows the colour of the slot state that means the same. */
const LIKE: Readonly<Record<string, string>> = { UP: 'R', DRAINING: 'D', SUSPECT: 'U', LOST: 'Q', DRAINED: 'P', QUARANTINED: 'Q', INCOMPATIBLE: 'B' };

/** One row per worker: which one is sick, and where it lives. */
export function WorkersTable({ workers }: { readonly workers: readonly WorkerStatus[] }) {
  return (
    <div className={table.scroll} role="region" aria-label="Table of workers" tabIndex={0}>
      <table className={table.table} data-testid="workers-table">
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col" title="UP, SUSPECT (silent, verdict to come), LOST, DRAINING">
              state
            </th>
            <th scope="col" title="Slots it holds of the slots it takes">
              slots
            </th>
            <th scope="col" className={table.figure} title="Grows with each start; a later boot proves the earlier one over">
              boot
            </th>
            <th scope="col" className={table.figure} title="Time since its last heartbeat">
              heartbeat
            </th>
            <th scope="col" className={table.figure} title="Processes, folders, ports and leases that its slots opened = closed by them + reaped for them">
              resources
            </th>
            <th scope="col" className={table.figure} title="Memory of its process">
              memory
            </th>
            <th scope="col" className={table.figure}>
              pid
            </th>
            <th scope="col">host</th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.name} data-worker={worker.name}>
              <th scope="row">{worker.name}</th>
              <td>
                <span className={styles.state} data-state={LIKE[worker.state] ?? 'F'}>
                  {worker.state}
                </span>
                {says(worker) !== '' && <span className={styles.says}>{says(worker)}</span>}
              </td>
              <td>
                <span className={styles.bar} aria-hidden="true">
                  <i style={{ width: `${share(worker) * 100}%` }} />
                </span>
                {whole(worker.slots)}/{whole(worker.capacity)}
              </td>
              <td className={table.figure}>{worker.boot ?? '–'}</td>
              <td className={table.figure}>{millis(worker.heartbeatAgoMillis)}</td>
              <td className={leaks(worker) ? `${table.figure} ${table.bad}` : table.figure}>{sum(worker.ledger)}</td>
              <td className={table.figure}>{mebi(worker.rss)}</td>
              <td className={table.figure}>{worker.pid ?? '–'}</td>
              <td className={table.quiet}>{worker.host ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What it says of its host, else why the leader closed it; often they are one sentence. */
function says({ closed, warning }: WorkerStatus): string {
  return warning || closed || '';
}

function leaks({ ledger }: WorkerStatus): boolean {
  return ledger !== undefined && ledger.leaked > 0;
}

/** 310 = 305 + 5, and what of it is open now or was left open for good. */
function sum(ledger: Ledger | undefined): string {
  if (!ledger) return '–';
  const { opened, closed, reaped, leaked } = ledger;
  const open = opened - closed - reaped - leaked;
  const all = `${whole(opened)} = ${whole(closed)} + ${whole(reaped)}`;
  return all + (open > 0 ? ` + ${whole(open)} open` : '') + (leaked > 0 ? ` + ${whole(leaked)} leaked` : '');
}

function share({ slots, capacity }: WorkerStatus): number {
  return capacity > 0 ? Math.min(1, slots / capacity) : 0;
}
