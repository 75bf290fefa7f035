package io.fleet;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The borders between rooms, each rule a function of the root package, so that the same rule runs
 * on our code and on planted code where it must go red.
 */
final class ArchitectureRules {
  /** What reads the wall clock; Clock.system* is matched by its beginning. */
  private static final Set<String> WALL_CLOCK =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.LocalTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Date.<init>");

  private static final Set<String> MAY_READ_THE_CLOCK = Set.of("cli", "testkit");

  private static final Map<String, Set<String>> NEVER =
      Map.of(
          "worker", Set.of("reconcile", "master"), "api", Set.of("master", "worker", "reconcile"));

  private ArchitectureRules() {}

  /** Rule 1: a room imports what its row of the table lists, and every package has a row. */
  static ArchRule imports_follow_the_table(String root) {
    return everyClass(
        root,
        "import only what the table of rooms lists",
        (type, problem) -> {
          var room = Rooms.of(root, type.getPackageName());
          var allowed = Rooms.mayImport(room);
          if (allowed.isEmpty()) {
            problem.accept(type.getName() + " is in a room that the table does not know: " + room);
            return;
          }
          ownRooms(root, type).stream()
              .filter(other -> !allowed.get().contains(other))
              .forEach(
                  other ->
                      problem.accept(type.getName() + ": " + room + " may not import " + other));
        });
  }

  /** Rule 2: the rooms form no circle. */
  static ArchRule rooms_have_no_cycle(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  /** Rule 3: the pure rooms name no I/O, thread, logger, randomness or foreign library. */
  static ArchRule pure_rooms_are_pure(String root) {
    return everyClass(
        root,
        "be free of effects in " + Rooms.PURE,
        (type, problem) -> {
          var room = Rooms.of(root, type.getPackageName());
          if (!Rooms.PURE.contains(room)) {
            return;
          }
          type.getDirectDependenciesFromSelf().stream()
              .filter(uses -> Impure.forbids(room, root, uses.getTargetClass()))
              .forEach(uses -> problem.accept(uses.getDescription()));
          accesses(type).stream()
              .filter(Impure::forbids)
              .forEach(access -> problem.accept(access.getDescription()));
        });
  }

  /** Rule 4: the wall clock is read in cli and testkit alone. */
  static ArchRule clocks_are_injected(String root) {
    return everyClass(
        root,
        "take the time from an InstantSource or a ticker",
        (type, problem) -> {
          if (!MAY_READ_THE_CLOCK.contains(Rooms.of(root, type.getPackageName()))) {
            accesses(type).stream()
                .filter(ArchitectureRules::readsTheWallClock)
                .forEach(access -> problem.accept(access.getDescription()));
          }
        });
  }

  /** Rule 5: the worker knows no decisions and no leader, the API neither leader nor worker. */
  static ArchRule worker_and_api_know_no_leader(String root) {
    return everyClass(
        root,
        "keep to " + NEVER,
        (type, problem) -> {
          var room = Rooms.of(root, type.getPackageName());
          var never = NEVER.getOrDefault(room, Set.of());
          ownRooms(root, type).stream()
              .filter(never::contains)
              .forEach(other -> problem.accept(type.getName() + ": " + room + " names " + other));
        });
  }

  private static ArchRule everyClass(
      String root, String what, BiConsumer<JavaClass, Consumer<String>> check) {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .should(
            new ArchCondition<>(what) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, message -> events.add(violated(type, message)));
              }
            });
  }

  /** The other rooms of ours that a class names. */
  private static Set<String> ownRooms(String root, JavaClass type) {
    var rooms = new java.util.TreeSet<String>();
    for (var uses : type.getDirectDependenciesFromSelf()) {
      var target = uses.getTargetClass().getBaseComponentType().getPackageName();
      if (Rooms.holds(root, target)) {
        rooms.add(Rooms.of(root, target));
      }
    }
    rooms.remove(Rooms.of(root, type.getPackageName()));
    return rooms;
  }

  /** Calls and references to methods and constructors: {@code Instant::now} counts as well. */
  private static Collection<JavaAccess<?>> accesses(JavaClass type) {
    return type.getAccessesFromSelf();
  }

  private static boolean readsTheWallClock(JavaAccess<?> access) {
    var owner = access.getTargetOwner().getName();
    if (!WALL_CLOCK.contains(owner + "." + access.getName())) {
      return owner.equals("java.time.Clock") && access.getName().startsWith("system");
    }
    // With a clock or a number as argument nothing is read.
    return access.getTarget()
            instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget unit
        && (unit.getRawParameterTypes().isEmpty()
            || unit.getRawParameterTypes().get(0).getName().equals("java.time.ZoneId"));
  }
}
