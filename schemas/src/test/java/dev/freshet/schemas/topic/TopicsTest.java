package dev.freshet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void listsEveryTopicThatItNames() throws IllegalAccessException {
    List<Object> named = new ArrayList<>();
    for (Field field : Topics.class.getFields()) {
      if (field.getType() == Topic.class) {
        named.add(field.get(null));
      }
    }

    assertThat(List.<Object>copyOf(Topics.ALL)).hasSameElementsAs(named);
  }

  @Test
  void namesEachTopicOnceInKebabCase() {
    assertThat(Topics.ALL)
        .extracting(Topic::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
  }

  @Test
  void writesKeysAsUtf8() {
    assertThat(Topics.USER_STATES.keySerde().serializer().serialize("user-states", "ü"))
        .containsExactly(0xc3, 0xbc);
  }
}
