import type { Frame } from '../../api/fleet';
import { errorPercent, percent, rate, whole } from '../../api/format';
import { useTheme } from '../../hooks/useTheme';
import styles from './Header.module.css';
import { totalsOf } from './totals';

/** Name, the four figures of the whole fleet, and how fresh all of it is. */
export function Header({ frame }: { readonly frame: Frame }) {
  const { status, freshness } = frame;
  const [theme, nextTheme] = useTheme();
  const totals = totalsOf(status);
  return (
    <header className={styles.header}>
      <div className={styles.brand}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <rect x="1" y="1" width="6" height="6" rx="1.5" />
          <rect x="9" y="1" width="6" height="6" rx="1.5" />
          <rect x="1" y="9" width="6" height="6" rx="1.5" />
          <rect x="9" y="9" width="6" height="6" rx="3" />
        </svg>
        Fleet <span>{status?.fleet ?? ''}</span>
      </div>
      <dl className={styles.figures}>
        <div title="Slots RUNNING of slots desired, now. PromQL: sum(fleet_slots{state=&quot;RUNNING&quot;}) / sum(fleet_slots_desired)">
          <dt>slots</dt>
          <dd>
            {whole(totals.running)}/{whole(totals.desired)}
          </dd>
        </div>
        <div title="Seconds inside execute per slot-second, weighted by slots. PromQL: sum(rate(fleet_execute_seconds_sum[1m])) / sum(rate(fleet_slot_seconds_total[1m]))">
          <dt>busy</dt>
          <dd>{percent(totals.busy)}</dd>
        </div>
        <div title="Executions ended per second. PromQL: sum(rate(fleet_executions_total{outcome!=&quot;retried&quot;}[1m]))">
          <dt>ex/s</dt>
          <dd>{rate(totals.perSecond)}</dd>
        </div>
        <div title="Failed, timed out and lost executions of all, weighted by throughput; rejected items are not errors. PromQL: sum(rate(fleet_executions_total{outcome=~&quot;failed|timeout|lost&quot;}[5m])) / sum(rate(fleet_executions_total{outcome!=&quot;rejected&quot;}[5m]))">
          <dt>errors</dt>
          <dd>{errorPercent(totals.errorRate)}</dd>
        </div>
        {status?.master?.leader !== undefined && (
          <div title="The master that leads, its epoch, and who stands by. PromQL: fleet_leader, fleet_epoch">
            <dt>leader</dt>
            <dd>
              {status.master.leader}
              {status.master.epoch !== undefined && `, epoch ${status.master.epoch}`}
              {(status.master.standbys ?? []).length > 0 && ` (+ ${status.master.standbys?.join(', ')})`}
            </dd>
          </div>
        )}
      </dl>
      <div className={styles.right}>
        <span className={styles.freshness} data-testid="freshness" data-freshness={freshness.kind}>
          {freshness.text}
        </span>
        <button type="button" className={styles.theme} onClick={nextTheme} aria-label={`Theme: ${theme}. Change it`}>
          theme: {theme}
        </button>
      </div>
    </header>
  );
}
