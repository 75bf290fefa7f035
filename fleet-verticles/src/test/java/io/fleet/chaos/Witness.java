package io.fleet.chaos;

import io.fleet.automation.ContinuousAutomation;
import io.fleet.automation.Next;
import io.fleet.automation.Run;
import io.fleet.stream.Topic;
import io.fleet.stream.Topics;
import org.jspecify.annotations.Nullable;

/** Runs all the time, and says so: to its log, and to a topic. */
public final class Witness extends ContinuousAutomation<Pace> {
  static final Topic<Sighting> SIGHTINGS = Topic.of("sightings", Sighting.class);

  private @Nullable Testimony testimony;
  private long n;

  /** Made by Fleet. */
  public Witness() {}

  @Override
  public Topics topics() {
    return emits(SIGHTINGS);
  }

  @Override
  public void setup(Run<Pace> run) {
    testimony = new Testimony(run.slot(), run.config().folder());
    testimony.start();
  }

  @Override
  public Next execute(Run<Pace> run) {
    if (testimony != null) {
      testimony.alive();
    }
    run.emit(SIGHTINGS, new Sighting(run.slot().toString(), run.slot().generation(), ++n));
    return Next.in(run.config().every());
  }

  @Override
  public void teardown(Run<Pace> run) {
    if (testimony != null) {
      testimony.end();
    }
  }
}
