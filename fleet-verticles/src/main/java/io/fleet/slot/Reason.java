package io.fleet.slot;

/**
 * Why a slot is as it is, or why the leader did what it did. One code, one meaning: docs, metrics,
 * events, CLI and dashboard print exactly these names.
 *
 * @since 0.1
 */
public enum Reason {
  // Start
  CONFIG_APPLIED("its automation was applied"),
  SCALED_UP("more slots were asked for"),
  SLOT_REPLACED("its former generation is proven over"),
  ROLLOUT("a rollout reached it"),
  CANARY("it tries a new version first"),
  RETRY_NOW("someone asked for a retry"),
  WORKER_RESTARTED("its worker came back with a later boot"),
  ADOPTED("it was found running after a loss of the store"),
  STARTED("setup is done"),
  // Stop
  SCALED_DOWN("fewer slots are asked for"),
  CONFIG_CHANGED("its config or version changed"),
  DRAIN("its worker is being drained"),
  PAUSED_BY("an operator paused it"),
  WORKER_LOST("its worker was silent for T_dead"),
  WORKER_DIED("its worker's death was certified"),
  FENCED("its lease ran out"),
  FAILED("it failed"),
  FAILED_PERMANENT("it failed and a retry cannot help"),
  RESTART_ATTEMPTS("it failed too often"),
  EXECUTE_TIMEOUT("an execution took too long"),
  NO_PROGRESS("nothing moved for too long"),
  MEMORY_LIMIT("it used more memory than it may"),
  QUARANTINED_BY("an operator quarantined it"),
  MISPLACED("its worker or host does not fit its placement any more"),
  BATCH_FINISHED("its batch is finished"),
  STOPPED("it stopped as asked"),
  // Wait
  NO_ELIGIBLE_WORKER("no worker can take it"),
  NO_ROOM("every worker that could take it is full"),
  CONSTRAINT_UNMET("no worker has the labels it needs"),
  BACKOFF_UNTIL("it failed and waits for its next try"),
  BUDGET_SPENT("the error budget is spent"),
  BRAKE_ON("too much failed at once"),
  ROLLOUT_PAUSED("the rollout is paused"),
  AWAITING_PROMOTION("the rollout waits for a person"),
  AWAITING_RELEASE("it waits for a person or a new version"),
  AWAITING_VERDICT("its worker is silent, the verdict is pending"),
  AWAITING_REPORT("its worker was told and has not answered yet"),
  AWAITING_STOP("it was told to stop and has not ended yet"),
  CODE_WILL_NOT_STOP("its code ignores the interrupt; its worker restarts"),
  MAX_UNAVAILABLE("as many slots are down as may be at once"),
  RECOVERING("the leader waits for the workers' word after a loss of the store"),
  STORE_UNAVAILABLE("the store does not answer"),
  CONFIG_REFUSED("the worker refuses its config"),
  VERSION_MISSING("no worker has its code"),
  MEMORY_HIGH("the host of whoever could take it is short of memory"),
  CLOCK_SKEWED("the clock of whoever could take it is too far off"),
  RATE_LIMITED("its rate limit holds it back"),
  DOWNSTREAM_FULL("the topic it writes to is full");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  /** One short sentence for people, in lower case and without a full stop. */
  public String sentence() {
    return sentence;
  }
}
