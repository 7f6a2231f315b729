package dev.freshet.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.schemas.topic.WatermarkMark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\u2003"})
  void refusesABlankId(String blank) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UserId(blank))
        .withMessage("a user id must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VideoId(blank))
        .withMessage("a video id must not be blank");
  }

  @ParameterizedTest
  @ValueSource(strings = {WatermarkMark.KEY, "a\nb", "a\u007f"})
  void refusesControlCharactersSoThatNoIdIsTakenForAMark(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UserId(id))
        .withMessage("a user id must not have control characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VideoId(id))
        .withMessage("a video id must not have control characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"42", "alice@example.org", "a b", "用户/7", "😀"})
  void keepsAnyOtherIdAsItIs(String id) {
    assertThat(new UserId(id).value()).isEqualTo(id);
    assertThat(new VideoId(id).value()).isEqualTo(id);
  }
}
