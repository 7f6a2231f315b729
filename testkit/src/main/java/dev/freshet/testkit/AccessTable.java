package dev.freshet.testkit;

import static java.util.stream.Collectors.toCollection;

import dev.freshet.schemas.topic.KafkaClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * Which principal may do what, as the table of the deploy guide says.
 *
 * @param permissions by principal
 */
record AccessTable(List<Permission> permissions) {

  /** Without access control. */
  static final AccessTable NONE = new AccessTable(List.of());

  private static final Path GUIDE = Path.of("../docs/how-to/deploy.md");
  private static final Pattern ROW = Pattern.compile("\\| (.+) \\| (.+) \\| (`.+`) \\|");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final String EVERY_NAME = "*";

  /** One operation of one principal on one resource. */
  record Permission(String principal, ResourcePattern resource, AclOperation operation) {}

  /** The table of this checkout. */
  static AccessTable ofTheDeployGuide() {
    String guide;
    try {
      guide = Files.readString(GUIDE);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + GUIDE.toAbsolutePath(), e);
    }
    String section = guide.substring(guide.indexOf("## Kafka with access control"));
    List<MatchResult> rows =
        ROW.matcher(section.substring(0, section.indexOf("\n## ", 1))).results().toList();
    Set<String> principals =
        rows.stream().flatMap(row -> quoted(row.group(1))).collect(toCollection(TreeSet::new));
    List<Permission> permissions = new ArrayList<>();
    for (MatchResult row : rows) {
      List<String> of = quoted(row.group(1)).toList();
      for (String principal : of.isEmpty() ? principals : of) {
        for (ResourcePattern resource : resources(row.group(2))) {
          quoted(row.group(3))
              .map(SecurityUtils::operation)
              .forEach(each -> permissions.add(new Permission(principal, resource, each)));
        }
      }
    }
    return new AccessTable(permissions);
  }

  private static List<ResourcePattern> resources(String cell) {
    if (cell.equals("all topics")) {
      return List.of(new ResourcePattern(ResourceType.TOPIC, EVERY_NAME, PatternType.LITERAL));
    }
    ResourceType type =
        switch (cell.substring(0, cell.indexOf(' '))) {
          case "topic", "topics" -> ResourceType.TOPIC;
          case "group", "groups" -> ResourceType.GROUP;
          case "transactional" -> ResourceType.TRANSACTIONAL_ID;
          default -> throw new IllegalArgumentException("no such resource: " + cell);
        };
    PatternType pattern = cell.contains(" from `") ? PatternType.PREFIXED : PatternType.LITERAL;
    return quoted(cell).map(name -> new ResourcePattern(type, name, pattern)).toList();
  }

  private static Stream<String> quoted(String cell) {
    Matcher names = QUOTED.matcher(cell);
    return names.results().map(name -> name.group(1));
  }

  /** Everybody whom the table names. */
  Set<String> principals() {
    return permissions.stream().map(Permission::principal).collect(toCollection(TreeSet::new));
  }

  /** Makes the broker keep to the table. */
  void grant(KafkaClients owner) {
    if (permissions.isEmpty()) {
      return;
    }
    try (Admin admin = Admin.create(owner.config())) {
      admin.createAcls(permissions.stream().map(AccessTable::acl).toList()).all().get();
    } catch (ExecutionException e) {
      throw new KafkaException("granting what the deploy guide says", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while granting", e);
    }
  }

  private static AclBinding acl(Permission permission) {
    return new AclBinding(
        permission.resource(),
        new AccessControlEntry(
            "User:" + permission.principal(),
            "*",
            permission.operation(),
            AclPermissionType.ALLOW));
  }
}
