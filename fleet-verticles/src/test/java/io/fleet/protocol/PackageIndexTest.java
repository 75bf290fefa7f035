package io.fleet.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackageIndexTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  @Test
  void a_package_of_one_jar_is_named_by_that_jar() {
    var one = new PackageIndex(List.of(new PackageIndex.Entry(A, "x.jar")));
    assertThat(one.hash()).isEqualTo(A);
  }

  @Test
  void a_package_of_several_is_named_by_all_of_them_in_their_order() {
    var a = new PackageIndex.Entry(A, "x.jar");
    var b = new PackageIndex.Entry(B, "lib y.jar");
    var ab = new PackageIndex(List.of(a, b));
    assertThat(ab.hash()).isNotIn(A, B).matches(PackageIndex.HASH);
    assertThat(new PackageIndex(List.of(b, a)).hash()).isNotEqualTo(ab.hash());
    assertThat(PackageIndex.parse(ab.text())).contains(ab);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PK",
        "fleet-package 1\n",
        "fleet-package 2\naaaa  x.jar\n",
        "fleet-package 1\nzzzz  x.jar\n",
        """
        fleet-package 1
        aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  ../x.jar
        """
      })
  void what_is_no_index_is_none(String text) {
    assertThat(PackageIndex.parse(text)).isEmpty();
  }

  @Test
  void a_name_that_leads_elsewhere_is_refused() {
    assertThatThrownBy(() -> new PackageIndex.Entry(A, "../x.jar"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
