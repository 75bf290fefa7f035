import { errorPercent, millis, percent, rate, whole } from '../../api/format';
import { STATES } from '../../api/states';
import type { AutomationStatus } from '../../api/types';
import { StateBadge } from '../StateBadge/StateBadge';
import table from '../table.module.css';
import styles from './AutomationsTable.module.css';

interface Props {
  readonly automations: readonly AutomationStatus[];
  readonly onFilter: (name: string) => void;
}

const BAD_ERRORS = 0.05;

/** One row per automation: is it filled, is it busy, does it do its work well. */
export function AutomationsTable({ automations, onFilter }: Props) {
  return (
    <div className={table.scroll} role="region" aria-label="Table of automations" tabIndex={0}>
      <table className={table.table} data-testid="automations-table">
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col" title="Version that the slots should run">
              version
            </th>
            <th scope="col" className={table.figure} title="Slots RUNNING of slots desired">
              slots
            </th>
            <th scope="col" title="Slots RUNNING / desired, now. PromQL: fleet_slots{state=&quot;RUNNING&quot;} / fleet_slots_desired">
              fill
            </th>
            <th scope="col" title="Slots by state. PromQL: fleet_slots">
              states
            </th>
            <th scope="col" className={table.figure} title="Seconds inside execute per slot-second; resting and waiting are not busy. PromQL: rate(fleet_execute_seconds_sum[1m]) / rate(fleet_slot_seconds_total[1m])">
              busy
            </th>
            <th scope="col" className={table.figure} title="Executions ended per second. PromQL: sum by (automation) (rate(fleet_executions_total{outcome!=&quot;retried&quot;}[1m]))">
              ex/s
            </th>
            <th scope="col" className={table.figure} title="(failed + timeout + lost) / (ok + retried + failed + timeout + lost). PromQL: fleet_executions_total by outcome">
              errors
            </th>
            <th scope="col" className={table.figure} title="95 of 100 executions are faster. PromQL: histogram_quantile(0.95, rate(fleet_execute_seconds_bucket[5m]))">
              p95
            </th>
          </tr>
        </thead>
        <tbody>
          {automations.map((one) => (
            <Row key={one.name} one={one} onFilter={onFilter} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ one, onFilter }: { readonly one: AutomationStatus; readonly onFilter: (name: string) => void }) {
  const running = one.states['RUNNING'] ?? 0;
  const fill = one.fill ?? (one.desired > 0 ? running / one.desired : undefined);
  const others = STATES.filter(({ name }) => (one.states[name] ?? 0) > 0);
  return (
    <tr data-automation={one.name}>
      <th scope="row">
        <button type="button" className={styles.name} title="Show only this automation's slots" onClick={() => onFilter(`${one.name}/`)}>
          {one.name}
        </button>
        {one.class !== undefined && <span className={styles.class}>{one.class}</span>}
      </th>
      <td>
        {one.version ?? '–'}
        {one.paused === true && ' (paused)'}
      </td>
      <td className={table.figure}>
        {whole(running)}/{whole(one.desired)}
      </td>
      <td>
        <span className={styles.bar} data-low={(fill ?? 1) < 0.9} aria-hidden="true">
          <i style={{ width: `${Math.min(1, fill ?? 0) * 100}%` }} />
        </span>
        {percent(fill)}
      </td>
      <td>
        <span className={styles.states}>
          {others.map(({ letter, name }) => (
            <span key={letter} className={styles.one}>
              <StateBadge letter={letter} />
              <span className="unseen">{name} </span>
              {whole(one.states[name])}
            </span>
          ))}
        </span>
      </td>
      <td className={table.figure}>{percent(one.busy)}</td>
      <td className={table.figure}>{rate(one.perSecond)}</td>
      <td className={`${table.figure} ${(one.errorRate ?? 0) >= BAD_ERRORS ? table.bad : ''}`}>{errorPercent(one.errorRate)}</td>
      <td className={table.figure}>{millis(one.p95Millis)}</td>
    </tr>
  );
}
