package io.fleet.master;

/** Measures nothing. */
final class NoMeters implements MasterMeters {
  @Override
  public void passed(long tookNanos) {}

  @Override
  public void leads(boolean leads, long epoch) {}

  @Override
  public void fenced() {}
}
