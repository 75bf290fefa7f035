package examples.siteindex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class OutTest {
  @Test
  void the_default_lies_in_the_working_directory_or_in_fleet_data() {
    assertThat(Out.folder(Out.DEFAULT, null)).isEqualTo(Path.of(Out.DEFAULT).toAbsolutePath());
    assertThat(Out.folder(Out.DEFAULT, "/data")).isEqualTo(Path.of("/data/site-index"));
  }

  @Test
  void a_folder_that_was_chosen_stays_where_it_is() {
    assertThat(Out.folder("/mine", "/data")).isEqualTo(Path.of("/mine"));
  }
}
