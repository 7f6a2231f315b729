package dev.freshet.serving.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VideoReaderTest {

  @Test
  void isDescribedFieldByField() {
    assertThat(new VideoReader(id -> null, Clock.systemUTC()).known())
        .isEqualTo(
            Arrays.stream(VideoBody.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet()));
  }
}
