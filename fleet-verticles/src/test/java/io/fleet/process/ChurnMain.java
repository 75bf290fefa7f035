package io.fleet.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A JVM that starts children: one of each kind that sleeps, or 200 that leave daemons. */
final class ChurnMain {
  private ChurnMain() {}

  public static void main(String[] args) throws Exception {
    if (args[0].startsWith("sleep=")) {
      String time = args[0].substring("sleep=".length());
      Process unused = Spawner.start(new ProcessBuilder("sleep", time), Marker.NONE);
      System.out.println(
          Spawner.start(new ProcessBuilder("sleep", time), Marker.NONE, ParentDeath.LEAVES_CHILD)
              .pid());
      unused.waitFor();
    } else {
      churn();
    }
  }

  private static void churn() throws Exception {
    try (Reaper reaper = Reaper.start(Duration.ofMillis(200), table -> {})) {
      List<Process> children = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        children.add(
            Spawner.start(
                new ProcessBuilder("sh", "-c", "(setsid sleep 0.0" + i % 10 + " &); exit " + i),
                Marker.NONE));
      }
      int wrong = 0;
      for (int i = 0; i < 200; i++) {
        wrong += children.get(i).waitFor() == i ? 0 : 1;
      }
      System.out.println("wrong=" + wrong);
      int unused = System.in.read();
      System.out.println("reaped=" + reaper.reaped());
    }
  }
}
