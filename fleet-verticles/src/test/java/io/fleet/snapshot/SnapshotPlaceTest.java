package io.fleet.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleet.testkit.Redises;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotPlaceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:secret@db/fleet",
        "postgres://me:se@secret/@db:5432/fleet",
        "postgresql://me:a/secret@db/fleet?sslmode=require",
        "postgresql://db/fleet?user=me&password=secret",
        "postgresql://db/fleet?PASSWORD=secret&user=me",
      })
  void a_password_is_never_shown(String text) {
    var place = new SnapshotPlace(text);
    assertThat(place.database()).isTrue();
    assertThat(place.shown()).doesNotContain("secret").contains("db").contains("***");
    assertThat(place).hasToString(place.shown());
  }

  @Test
  void a_folder_is_shown_as_it_is() {
    assertThat(new SnapshotPlace("/var/lib/fl@et/s")).hasToString("/var/lib/fl@et/s");
  }

  @Test
  void what_is_neither_is_refused_with_an_example_and_without_its_password() {
    var vertx = Vertx.vertx();
    try {
      assertThatThrownBy(() -> new SnapshotPlace("mysql://me:secret@db/f").open(vertx, "f"))
          .hasMessageContainingAll("mysql://***@db/f", "postgresql://")
          .message()
          .doesNotContain("secret");
      assertThatThrownBy(() -> new SnapshotPlace("postgresql://me:secret@:x/").open(vertx, "f"))
          .hasMessageContaining("is no URL of a PostgreSQL")
          .message()
          .doesNotContain("secret");
    } finally {
      Redises.get(vertx.close());
    }
  }
}
