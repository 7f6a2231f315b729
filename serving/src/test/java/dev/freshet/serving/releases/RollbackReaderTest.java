package dev.freshet.serving.releases;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RollbackReaderTest {

  @Test
  void isDescribedFieldByField() {
    assertThat(new RollbackReader().known())
        .isEqualTo(
            Arrays.stream(RollbackBody.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet()));
  }
}
