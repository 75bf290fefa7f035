import { between, clock } from '../../api/format';
import type { Need, Status } from '../../api/types';
import { CopyLine } from '../CopyLine/CopyLine';
import { Panel } from '../Panel/Panel';
import styles from './Needs.module.css';

/** What needs someone, in the master's order: worst first. */
export function Needs({ status }: { readonly status: Status | undefined }) {
  const needs = status?.needs ?? [];
  return (
    <Panel title="Needs attention" note={status ? String(needs.length) : ''}>
      {needs.length === 0 ? (
        <p className={styles.calm} data-testid="needs-none">
          {status ? 'Nothing needs you.' : 'Not known yet.'}
        </p>
      ) : (
        <ul className={styles.list} data-testid="needs">
          {needs.map((need) => (
            <Item key={`${need.kind} ${need.target} ${need.reason ?? ''}`} need={need} now={status?.at ?? ''} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Item({ need, now }: { readonly need: Need; readonly now: string }) {
  const since = between(need.since, now);
  return (
    <li className={styles.need}>
      <div className={styles.top}>
        <span className={styles.target}>{need.target}</span>
        {since !== undefined && need.since && (
          <span className={styles.since} title={need.since}>
            for {since}, since {clock(need.since)}
          </span>
        )}
      </div>
      <p title={need.reason}>{need.sentence}</p>
      {need.doing && <p className={styles.doing}>The fleet: {need.doing}</p>}
      {need.actions && need.actions.length > 0 && (
        <div className={styles.actions}>
          {need.actions.map(({ command }) => (
            <CopyLine key={command} command={command} />
          ))}
        </div>
      )}
    </li>
  );
}
