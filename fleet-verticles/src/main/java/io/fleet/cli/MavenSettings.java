package io.fleet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What Maven's settings.xml says of repositories: where the local one is, mirrors, logins, and the
 * repositories of active profiles. Passwords may come from the environment, as {@code ${env.NAME}};
 * encrypted ones are not read.
 *
 * @param local the local repository
 * @param mirrors in their order
 * @param servers logins by id
 * @param repositories of active profiles
 */
record MavenSettings(
    Path local, List<Mirror> mirrors, List<Server> servers, List<Repository> repositories) {
  /** Stands in for repositories. */
  record Mirror(String id, String url, String of) {}

  /** A login. */
  record Server(String id, String user, String password) {}

  /** A place of artifacts. */
  record Repository(String id, String url) {}

  MavenSettings {
    mirrors = List.copyOf(mirrors);
    servers = List.copyOf(servers);
    repositories = List.copyOf(repositories);
  }

  /** Those of this user; defaults when there are none. */
  static MavenSettings ofUser() {
    var home = Path.of(System.getProperty("user.home", "."), ".m2");
    var property = System.getProperty("maven.repo.local");
    var local = property == null ? home.resolve("repository") : Path.of(property);
    return read(home.resolve("settings.xml"), local);
  }

  /** Of a file, which may be missing. */
  static MavenSettings read(Path file, Path local) {
    if (!Files.exists(file)) {
      return new MavenSettings(local, List.of(), List.of(), List.of());
    }
    final Element root;
    try (var in = Files.newInputStream(file)) {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      root = factory.newDocumentBuilder().parse(in).getDocumentElement();
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new CommandFailed(
          Exit.FAILED, "Cannot read " + file + " (" + e.getMessage() + "). Mend it.", e);
    }
    return new MavenSettings(
        text(root, "localRepository").map(Path::of).orElse(local),
        below(root, "mirrors", "mirror").stream()
            .map(e -> new Mirror(said(e, "id"), said(e, "url"), said(e, "mirrorOf")))
            .toList(),
        below(root, "servers", "server").stream()
            .map(e -> new Server(said(e, "id"), said(e, "username"), said(e, "password")))
            .toList(),
        repositories(root));
  }

  private static List<Repository> repositories(Element root) {
    var active = new HashSet<String>();
    below(root, "activeProfiles", "activeProfile")
        .forEach(each -> active.add(each.getTextContent().strip()));
    var found = new ArrayList<Repository>();
    for (var profile : below(root, "profiles", "profile")) {
      var byDefault =
          child(profile, "activation").flatMap(a -> text(a, "activeByDefault")).orElse("false");
      if (active.contains(said(profile, "id")) || byDefault.equals("true")) {
        below(profile, "repositories", "repository")
            .forEach(each -> found.add(new Repository(said(each, "id"), said(each, "url"))));
      }
    }
    return found;
  }

  private static List<Element> below(Element parent, String list, String item) {
    return child(parent, list).map(found -> children(found, item)).orElse(List.of());
  }

  private static Optional<Element> child(Element parent, String name) {
    return children(parent, name).stream().findFirst();
  }

  private static List<Element> children(Element parent, String name) {
    var nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(node -> node instanceof Element each && each.getNodeName().equals(name))
        .map(node -> (Element) node)
        .toList();
  }

  private static String said(Element parent, String name) {
    return text(parent, name).orElse("");
  }

  private static Optional<String> text(Element parent, String name) {
    return child(parent, name)
        .map(found -> found.getTextContent().strip())
        .filter(text -> !text.isEmpty())
        .map(MavenSettings::expanded);
  }

  private static String expanded(String text) {
    return text.startsWith("${env.") && text.endsWith("}")
        ? Optional.ofNullable(System.getenv(text.substring(6, text.length() - 1))).orElse("")
        : text.replace("${user.home}", System.getProperty("user.home", "."));
  }
}
