package dev.freshet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.AccessTable.Permission;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AccessTableTest {

  private static final AccessTable TABLE = AccessTable.ofTheDeployGuide();

  @Test
  void letsSomebodyReadAndSomebodyWriteEachTopicAndItsDeadLetters() {
    for (Topic<String, ?> topic : Topics.ALL) {
      for (String name : List.of(topic.name(), topic.deadLetters())) {
        assertThat(principals(name, AclOperation.READ)).as(name).isNotEmpty();
        assertThat(principals(name, AclOperation.WRITE)).as(name).isNotEmpty();
      }
    }
  }

  @Test
  void letsNodesAloneEraseUsers() {
    assertThat(principals("erased-users", AclOperation.WRITE)).containsExactly("serving");
    assertThat(principals("feedback-events", AclOperation.WRITE))
        .containsExactlyInAnyOrder("serving", "producer");
  }

  @Test
  void knowsEveryKindOfRow() {
    assertThat(TABLE.permissions())
        .contains(
            new Permission(
                "streams",
                new ResourcePattern(ResourceType.TOPIC, "freshet-trending-", PatternType.PREFIXED),
                AclOperation.DELETE),
            new Permission(
                "streams",
                new ResourcePattern(
                    ResourceType.TRANSACTIONAL_ID, "freshet-trending-", PatternType.PREFIXED),
                AclOperation.WRITE),
            new Permission(
                "labels",
                new ResourcePattern(ResourceType.GROUP, "freshet-labels", PatternType.LITERAL),
                AclOperation.READ),
            new Permission(
                "labels",
                new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
                AclOperation.DESCRIBE_CONFIGS));
  }

  private static List<String> principals(String topic, AclOperation operation) {
    return TABLE.permissions().stream()
        .filter(each -> each.operation() == operation && each.resource().name().equals(topic))
        .map(Permission::principal)
        .toList();
  }
}
