package io.fleet.chaos;

import io.fleet.config.Default;
import java.time.Duration;

/**
 * How a witness is set up.
 *
 * @param folder of log, locks and mischief
 * @param every how long it rests between executions
 * @param round changes nothing; a new value makes new generations
 */
record Pace(String folder, @Default("100ms") Duration every, @Default("1") int round) {}
