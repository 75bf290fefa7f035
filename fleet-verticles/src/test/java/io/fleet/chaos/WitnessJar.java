package io.fleet.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The witnesses as a jar of automations: all that the fleet under test sees of the suite. */
final class WitnessJar {
  private static final List<Class<?>> CLASSES =
      List.of(
          Keeper.class,
          Keeper.Config.class,
          Witness.class,
          Mischief.class,
          Testimony.class,
          Sys.class,
          Pace.class,
          Sighting.class);

  private WitnessJar() {}

  /** Makes the folder with the jar. */
  static Path in(Path folder) {
    try {
      Files.createDirectories(folder);
      var names = CLASSES.stream().map(type -> type.getName().replace('.', '/') + ".class");
      try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("witness.jar")))) {
        for (var name : names.toList()) {
          jar.putNextEntry(new JarEntry(name));
          try (var in = WitnessJar.class.getClassLoader().getResourceAsStream(name)) {
            in.transferTo(jar);
          }
        }
        jar.putNextEntry(new JarEntry("META-INF/services/io.fleet.automation.Automation"));
        jar.write(
            (Witness.class.getName()
                    + "\n"
                    + Mischief.class.getName()
                    + "\n"
                    + Keeper.class.getName()
                    + "\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
