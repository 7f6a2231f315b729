package dev.freshet.serving.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.UserId;
import dev.freshet.serving.page.PageBody;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PageBodyReaderTest {

  @Test
  void isDescribedFieldByField() {
    assertThat(
            new PageBodyReader(
                    new UserId("alice"), id -> null, (user, at) -> false, Clock.systemUTC())
                .known())
        .isEqualTo(
            Arrays.stream(PageBody.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet()));
  }
}
