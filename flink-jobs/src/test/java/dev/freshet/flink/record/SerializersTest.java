package dev.freshet.flink.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Records;
import dev.freshet.flink.eventtime.MarkWatermarks;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.topic.AppliedUpTo;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.testkit.TestEvents;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

class SerializersTest {

  @Test
  void readsBackARecordWithItsOriginalBytes() throws Exception {
    var record = Records.of(TestEvents.longView("ann", "v1", TestEvents.START));

    var copy = roundTrip(SerializedBy.received(FeedbackEvent.class), record);

    assertThat(copy.required()).isEqualTo(record.required());
    assertThat(copy.bytes()).isEqualTo(record.bytes());
    assertThat(copy.keyText()).isEqualTo("ann");
  }

  @Test
  void readsBackAMark() throws Exception {
    WatermarkMark mark = new WatermarkMark(7, 1, 3);

    var copy =
        roundTrip(SerializedBy.received(FeedbackEvent.class), Records.<FeedbackEvent>mark(2, mark));

    assertThat(copy.mark()).isEqualTo(mark);
    assertThat(copy.partition()).isEqualTo(2);
  }

  @Test
  void readsBackUpsertsAndRemovals() throws Exception {
    var type = SerializedBy.upsert(UserCounters.class);
    var upsert = new Upsert<>("ann", new UserCounters(1L, 2L, 3L, 4L, 5L));

    assertThat(roundTrip(type, upsert)).isEqualTo(upsert);
    var applied = new Upsert<>("ann", upsert.value(), null, new AppliedUpTo(3, 41));
    assertThat(roundTrip(type, applied)).isEqualTo(applied);
    assertThat(roundTrip(type, new Upsert<UserCounters>("ann", null)))
        .isEqualTo(new Upsert<UserCounters>("ann", null));
  }

  @Test
  void readsBackTraces() throws Exception {
    var plain = Records.of(TestEvents.longView("ann", "v1", TestEvents.START));
    var traced =
        new Received<>(
            plain.topic(),
            plain.partition(),
            plain.offset(),
            plain.arrivedAt(),
            plain.key(),
            plain.bytes(),
            plain.value(),
            null,
            null,
            "00-a-b-01");
    var upsert = new Upsert<>("ann", new UserCounters(1L, 2L, 3L, 4L, 5L), "00-a-c-01");

    assertThat(roundTrip(SerializedBy.received(FeedbackEvent.class), traced).trace())
        .isEqualTo("00-a-b-01");
    assertThat(roundTrip(SerializedBy.received(FeedbackEvent.class), plain).trace()).isNull();
    assertThat(roundTrip(SerializedBy.upsert(UserCounters.class), upsert)).isEqualTo(upsert);
  }

  @Test
  void restoresTheSerializersFromTheirSnapshots() {
    for (TypeInformation<?> type :
        new TypeInformation<?>[] {
          SerializedBy.upsert(UserCounters.class), SerializedBy.received(FeedbackEvent.class)
        }) {
      TypeSerializer<?> serializer = type.createSerializer(new SerializerConfigImpl());

      assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
    }
  }

  @Test
  void keepsKryoAwayFromTheOtherTypes() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(MarkWatermarks.PartitionMark.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(DeadLetter.class);
  }

  private static <T> T roundTrip(TypeInformation<T> type, T value) throws IOException {
    TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }
}
