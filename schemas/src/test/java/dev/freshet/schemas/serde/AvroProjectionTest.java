package dev.freshet.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.feature.Preference;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroProjectionTest {

  private static final AvroProjection HEAD = AvroProjection.of(UserState.class, "user", "asOf");
  private static final byte[] STATE =
      AvroSerde.of(UserState.class)
          .encode(
              UserState.newBuilder()
                  .setUser("alice")
                  .setVersion(7)
                  .setAsOf(Instant.ofEpochMilli(1_767_225_600_000L))
                  .setSeenVideos(ByteBuffer.wrap(new byte[36]))
                  .setAuthors(
                      List.of(
                          new Preference("anna", PreferenceValue.HIDDEN, Instant.EPOCH),
                          new Preference("ben", PreferenceValue.FOLLOWED, Instant.EPOCH)))
                  .setCounters(new UserCounters())
                  .build());

  @Test
  void readsTheFieldsAndNoOthers() {
    GenericRecord head = HEAD.decode(STATE);

    assertThat(head.get("user")).hasToString("alice");
    assertThat(head.get("asOf")).isEqualTo(1_767_225_600_000L);
    assertThat(head.getSchema().getField("version")).isNull();
  }

  @Test
  void refusesARecordThatIsCutAnywhereThoughNothingOfThatIsRead() {
    for (int length = 0; length < STATE.length; length++) {
      byte[] cut = Arrays.copyOf(STATE, length);
      assertThatThrownBy(() -> HEAD.decode(cut))
          .as("%d bytes", length)
          .isInstanceOf(SerializationException.class);
    }
  }

  @Test
  void refusesBytesAfterTheRecord() {
    byte[] longer = Arrays.copyOf(STATE, STATE.length + 1);

    assertThatThrownBy(() -> HEAD.decode(longer))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("UserState");
  }

  @Test
  void refusesAFieldThatTheRecordDoesNotHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AvroProjection.of(UserState.class, "age"))
        .withMessageContaining("UserState has no field age");
  }
}
