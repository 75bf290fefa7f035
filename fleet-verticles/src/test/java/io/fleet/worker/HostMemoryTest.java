package io.fleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostMemoryTest {
  @TempDir Path folder;

  private HostMemory memory() {
    return new HostMemory(folder.resolve("proc"), folder.resolve("groups"));
  }

  private HostMemoryTest write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return this;
  }

  private HostMemoryTest host(int totalKb, int availableKb) throws IOException {
    return write(
        "proc/meminfo",
        "MemTotal:       %d kB\nMemFree:  1 kB\nMemAvailable:   %d kB\n"
            .formatted(totalKb, availableKb));
  }

  @Test
  void what_the_host_can_give_back_is_not_in_use() throws IOException {
    host(1_000, 130);
    assertThat(memory().usedPercent()).hasValue(87);
  }

  @Test
  void a_tighter_limit_of_a_group_above_counts() throws IOException {
    host(1_000, 900)
        .write("proc/self/cgroup", "0::/shop/worker\n")
        .write("groups/shop/worker/memory.max", "max\n")
        .write("groups/shop/worker/memory.current", "700\n")
        .write("groups/shop/memory.max", "1000\n")
        .write("groups/shop/memory.current", "950\n")
        .write("groups/shop/memory.stat", "anon 5\ninactive_file 50\nactive_file 9\n");
    assertThat(memory().usedPercent()).hasValue(90);
  }

  @Test
  void there_is_as_much_as_the_tightest_limit_says() throws IOException {
    host(1_000, 900);
    assertThat(memory().totalBytes()).hasValue(1_024_000);
    write("proc/self/cgroup", "0::/shop/worker\n")
        .write("groups/shop/worker/memory.max", "max\n")
        .write("groups/shop/memory.max", "5000\n");
    assertThat(memory().totalBytes()).hasValue(5_000);
  }

  @Test
  void a_wider_limit_of_a_group_does_not_hide_a_full_host() throws IOException {
    host(1_000, 50)
        .write("proc/self/cgroup", "4:memory:/old\n0::/\n")
        .write("groups/memory.max", "1000\n")
        .write("groups/memory.current", "100\n");
    assertThat(memory().usedPercent()).hasValue(95);
  }

  @Test
  void a_group_outside_of_what_is_seen_here_is_not_looked_for_elsewhere() throws IOException {
    host(1_000, 500).write("proc/self/cgroup", "0::/../../elsewhere\n");
    assertThat(memory().usedPercent()).hasValue(50);
  }

  @Test
  void where_the_system_does_not_tell_there_is_no_number() throws IOException {
    assertThat(memory().usedPercent()).isEmpty();
    write("proc/meminfo", "MemTotal: lots\n");
    assertThat(memory().usedPercent()).isEmpty();
  }
}
