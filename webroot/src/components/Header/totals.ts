import type { AutomationStatus, Status } from '../../api/types';

export interface Totals {
  readonly running?: number | undefined;
  readonly desired?: number | undefined;
  readonly busy?: number | undefined;
  readonly perSecond?: number | undefined;
  readonly errorRate?: number | undefined;
}

/** Sums of what the automations say; a share is weighted by what it is a share of. Undefined: nobody has measured yet. */
export function totalsOf(status: Status | undefined): Totals {
  if (!status) return {};
  const automations = status.automations ?? [];
  return {
    running: status.slots['RUNNING'] ?? 0,
    desired: status.slots['desired'] ?? 0,
    busy: mean(automations, (one) => one.busy, (one) => one.states['RUNNING'] ?? 0),
    perSecond: sum(automations, (one) => one.perSecond),
    errorRate: mean(automations, (one) => one.errorRate, (one) => one.perSecond ?? 0),
  };
}

type Figure = (one: AutomationStatus) => number | null | undefined;

function sum(automations: readonly AutomationStatus[], figure: Figure): number | undefined {
  const known = automations.map(figure).filter((value) => value !== null && value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
}

function mean(automations: readonly AutomationStatus[], figure: Figure, weight: (one: AutomationStatus) => number): number | undefined {
  let total = 0;
  let weights = 0;
  for (const one of automations) {
    total += (figure(one) ?? 0) * weight(one);
    if (figure(one) !== null && figure(one) !== undefined) weights += weight(one);
  }
  return weights === 0 ? undefined : total / weights;
}
