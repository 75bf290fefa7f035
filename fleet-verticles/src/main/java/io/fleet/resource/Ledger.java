package io.fleet.resource;

import io.fleet.protocol.Balance;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the slots of this worker opened and what became of it: in all, and for each generation that
 * has not ended. Whatever is open when its generation has ended is a leak. Thread-safe.
 *
 * @since 0.1
 */
public final class Ledger {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);

  private final Counts totals = new Counts();
  private final Counts leaks = new Counts();
  private final Map<String, Account> living = new ConcurrentHashMap<>();

  /** How everything stands. */
  public Map<Kind, Balance> totals() {
    return totals.all();
  }

  /** What was left open by generations that have ended; {@code opened} counts it. */
  public Map<Kind, Balance> leaks() {
    return leaks.all();
  }

  /** How the living generation of a slot stands; empty when there is none. */
  public Optional<Map<Kind, Balance>> of(String slot) {
    return Optional.ofNullable(living.get(slot)).map(Account::balances);
  }

  /** Begins the account of a generation; the one of the generation before has ended. */
  Account open(String slot, long gen) {
    var account = new Account(slot, gen);
    living.put(slot, account);
    return account;
  }

  /** The account of one generation. Thread-safe. */
  final class Account {
    private final String slot;
    private final long gen;
    private final Counts counts = new Counts();

    private Account(String slot, long gen) {
      this.slot = slot;
      this.gen = gen;
    }

    Map<Kind, Balance> balances() {
      return counts.all();
    }

    void opened(Kind kind) {
      add(kind, 1, 0, 0);
    }

    void closed(Kind kind) {
      add(kind, 0, 1, 0);
    }

    void reaped(Kind kind) {
      add(kind, 0, 0, 1);
    }

    /** Something that nobody told us of, found and ended. */
    void foundAndReaped(Kind kind, long count) {
      add(kind, count, 0, count);
    }

    /** Something that nobody told us of, and that cannot be ended. */
    void found(Kind kind, long count) {
      add(kind, count, 0, 0);
    }

    /** The generation has ended: whatever is open now is a leak. */
    void end() {
      living.remove(slot, this);
      counts
          .all()
          .forEach(
              (kind, balance) -> {
                if (balance.open() > 0) {
                  leaks.add(kind, balance.open(), 0, 0);
                  log.error(
                      "leak slot={} generation={} kind={} open={}",
                      slot,
                      gen,
                      kind.word(),
                      balance.open());
                }
              });
    }

    void add(Kind kind, long opened, long closed, long reaped) {
      counts.add(kind, opened, closed, reaped);
      totals.add(kind, opened, closed, reaped);
    }
  }
}
