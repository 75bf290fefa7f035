package io.fleet.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;

/**
 * Fetches an artifact and what it needs at run time from Maven repositories, the local one first.
 * What every Fleet has on its class path is left out. The methods block.
 */
final class MavenSource {
  /** {@code group:artifact:version}. */
  static final Pattern COORDINATES =
      Pattern.compile("([\\w.-]+):([\\w.-]+):([A-Za-z0-9][\\w.+-]*)");

  private static final String CENTRAL = "https://repo.maven.apache.org/maven2";

  private final MavenSettings settings;
  private final List<String> more;
  private final boolean offline;

  /**
   * Over the repositories of a user.
   *
   * @param more URLs that are asked as well
   * @param offline whether only the local repository is asked
   */
  MavenSource(MavenSettings settings, List<String> more, boolean offline) {
    this.settings = settings;
    this.more = List.copyOf(more);
    this.offline = offline;
  }

  /** The artifact's jar first, then what it needs. */
  List<Path> fetch(String coordinates) {
    var parts = COORDINATES.matcher(coordinates);
    if (!parts.matches()) {
      throw new IllegalArgumentException(coordinates);
    }
    var artifact = new DefaultArtifact(parts.group(1), parts.group(2), "jar", parts.group(3));
    RepositorySystem system = new RepositorySystemSupplier().get();
    try (system;
        var session =
            new SessionBuilderSupplier(system)
                .get()
                .withLocalRepositoryBaseDirectories(settings.local())
                .setOffline(offline)
                .setMirrorSelector(mirrors())
                .setAuthenticationSelector(logins())
                .build()) {
      var repositories = system.newResolutionRepositories(session, repositories());
      return fetch(system, session, repositories, artifact);
    }
  }

  private List<Path> fetch(
      RepositorySystem system,
      RepositorySystemSession session,
      List<RemoteRepository> repositories,
      Artifact artifact) {
    var root = new Dependency(artifact, "runtime").setExclusions(core());
    var collect = new CollectRequest(root, repositories);
    try {
      var found =
          system.resolveDependencies(
              session,
              new DependencyRequest(collect, DependencyFilterUtils.classpathFilter("runtime")));
      return found.getArtifactResults().stream()
          .map(ArtifactResult::getArtifact)
          .map(Artifact::getPath)
          .toList();
    } catch (DependencyResolutionException e) {
      throw new CommandFailed(Exit.FAILED, missing(e, artifact, repositories), e);
    }
  }

  private String missing(
      DependencyResolutionException e, Artifact wanted, List<RemoteRepository> repositories) {
    var lacking =
        e.getResult() == null
            ? List.<String>of()
            : e.getResult().getArtifactResults().stream()
                .filter(result -> !result.isResolved())
                .map(result -> result.getRequest().getArtifact())
                .filter(java.util.Objects::nonNull)
                .map(MavenSource::shown)
                .distinct()
                .toList();
    var what = lacking.isEmpty() ? shown(wanted) : String.join(", ", lacking);
    var tried =
        offline
            ? "offline"
            : repositories.stream().map(RemoteRepository::getUrl).collect(Collectors.joining(", "));
    return "Cannot find %s: not in %s, nor in any repository (%s). Check the coordinates, or name its repository: --repository URL. (%s)"
        .formatted(what, settings.local(), tried, Member.rootMessage(e));
  }

  private static String shown(Artifact artifact) {
    return artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getVersion();
  }

  private List<RemoteRepository> repositories() {
    var all = new ArrayList<RemoteRepository>();
    for (var i = 0; i < more.size(); i++) {
      all.add(repository("given-" + (i + 1), more.get(i)));
    }
    settings.repositories().forEach(each -> all.add(repository(each.id(), each.url())));
    if (all.stream().noneMatch(each -> each.getId().equals("central"))) {
      all.add(repository("central", CENTRAL));
    }
    return all;
  }

  private static RemoteRepository repository(String id, String url) {
    return new RemoteRepository.Builder(id, "default", url).build();
  }

  private DefaultMirrorSelector mirrors() {
    var selector = new DefaultMirrorSelector();
    settings
        .mirrors()
        .forEach(m -> selector.add(m.id(), m.url(), "default", false, false, m.of(), "*"));
    return selector;
  }

  private DefaultAuthenticationSelector logins() {
    var selector = new DefaultAuthenticationSelector();
    settings
        .servers()
        .forEach(
            each ->
                selector.add(
                    each.id(),
                    new AuthenticationBuilder()
                        .addUsername(each.user())
                        .addPassword(each.password())
                        .build()));
    return selector;
  }

  /** What is on the class path of this Fleet, and Fleet itself, with all that they need. */
  private static List<Exclusion> core() {
    return Stream.concat(
            Stream.of(new Exclusion("io.fleet", "*", "*", "*")),
            CoreJars.artifacts().stream().map(name -> new Exclusion("*", name, "*", "*")))
        .toList();
  }

  /** Whether a text is meant as coordinates. */
  static boolean isMeant(String source) {
    return source.chars().filter(c -> c == ':').count() >= 1
        && !source.toLowerCase(Locale.ROOT).endsWith(".jar");
  }
}
