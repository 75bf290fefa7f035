package io.fleet.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleet.config.FleetFile;
import io.fleet.config.FleetSpec;
import io.fleet.protocol.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a version means when it is applied. */
final class PinsTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  private static FleetSpec wants(String version) {
    var yaml =
        """
        apiVersion: fleet/v1
        kind: Fleet
        metadata: { name: test }
        automations:
          shop: { class: x.Shop, version: "%s" }
        """
            .formatted(version);
    return FleetFile.parse("f", yaml).spec().orElseThrow();
  }

  private static FleetSpec pinned(String version, String hash) {
    return wants(version).withEach(each -> each.pinned(hash));
  }

  private static WorkerView worker(String name, Code... code) {
    return worker(name, 0, code);
  }

  private static WorkerView worker(String name, long silentMillis, Code... code) {
    return new WorkerView(
        name, 2, "", 0, silentMillis, 1, 9, Map.of(), false, true, Map.of(), name, List.of(code));
  }

  private static Code has(String version, String hash) {
    return new Code("shop", "x.Shop", version, hash);
  }

  private static Code keeps(String version, String hash) {
    return has(version, hash).asKept();
  }

  private static String pin(FleetSpec wanted, FleetSpec present, WorkerView... workers) {
    return Pins.of(wanted, present, Arrays.asList(workers)).automations().get("shop").code();
  }

  @Test
  void the_one_package_that_workers_have_of_a_version_is_meant() {
    assertThat(
            pin(
                wants("1"),
                FleetSpec.empty(),
                worker("w1", has("1", A), has("2", B)),
                worker("w2", has("1", A)),
                worker("w3")))
        .isEqualTo(A);
  }

  @Test
  void of_two_packages_of_a_version_none_is_meant_unless_one_runs_now() {
    var one = worker("w1", has("1", A));
    var two = worker("w2", has("1", B));
    assertThat(pin(wants("1"), FleetSpec.empty(), one, two)).isEmpty();
    assertThat(pin(wants("1"), pinned("1", B), one, two)).isEqualTo(B);
    assertThat(pin(wants("2"), pinned("1", B), one, two)).isEmpty();
  }

  @Test
  void a_rebuilt_jar_is_meant_although_workers_keep_the_old_one_for_what_runs() {
    assertThat(pin(wants("1"), pinned("1", A), worker("w1", keeps("1", A), has("1", B))))
        .isEqualTo(B);
  }

  @Test
  void what_runs_goes_on_when_nobody_says_anything_of_its_code() {
    assertThat(pin(wants("1"), pinned("1", A))).isEqualTo(A);
    assertThat(pin(wants("1"), pinned("1", A), worker("w1", keeps("1", A)))).isEqualTo(A);
    assertThat(pin(wants("2"), pinned("1", A))).isEmpty();
  }

  @Test
  void a_worker_that_is_dead_by_now_has_no_say() {
    assertThat(pin(wants("1"), FleetSpec.empty(), worker("w1", 1_000_000, has("1", A)))).isEmpty();
  }

  @Test
  void a_pin_that_was_asked_for_is_kept_whatever_workers_have() {
    assertThat(pin(pinned("1", B), FleetSpec.empty(), worker("w1", has("1", A)))).isEqualTo(B);
  }

  @Test
  void code_on_the_class_path_cannot_be_pinned() {
    assertThat(pin(wants("1"), FleetSpec.empty(), worker("w1", has("", "")))).isEmpty();
    assertThat(pin(wants("1"), FleetSpec.empty(), worker("w1", has("1", "")))).isEmpty();
  }
}
