package dev.freshet.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;

class AvroSerdePropertyTest {

  private static final int HEADER_BYTES = 10;

  @Provide
  Arbitrary<AvroSerde<SpecificRecordBase>> serdes() {
    return Arbitraries.of(Topics.ALL).map(AvroSerdePropertyTest::serde);
  }

  @Property(seed = "20260427")
  void readsBackEveryValueOfEveryTopic(
      @ForAll("serdes") AvroSerde<SpecificRecordBase> serde, @ForAll Random random) {
    SpecificRecordBase value = new RandomRecords(random).record(serde.schema());

    SpecificRecordBase read = serde.decode(serde.encode(value));

    assertThat(read).isEqualTo(value).hasSameClassAs(value);
  }

  @Property(seed = "20260427")
  void refusesEveryRecordThatIsCutShort(
      @ForAll("serdes") AvroSerde<SpecificRecordBase> serde, @ForAll Random random) {
    byte[] bytes = serde.encode(new RandomRecords(random).record(serde.schema()));

    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));

    assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> serde.decode(cut));
  }

  @Property(seed = "20260427")
  void refusesWhatFollowsARecord(
      @ForAll("serdes") AvroSerde<SpecificRecordBase> serde, @ForAll Random random) {
    byte[] bytes = serde.encode(new RandomRecords(random).record(serde.schema()));

    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));

    assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> serde.decode(longer));
  }

  @Property(seed = "20260427")
  void refusesBytesThatAreNoRecord(
      @ForAll("serdes") AvroSerde<SpecificRecordBase> serde, @ForAll @Size(max = 64) byte[] bytes) {
    assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> serde.decode(bytes));
  }

  @Property(seed = "20260427")
  void readsARandomBodyOrRefusesItInOneWay(
      @ForAll("serdes") AvroSerde<SpecificRecordBase> serde, @ForAll Random random) {
    byte[] bytes = serde.encode(new RandomRecords(random).record(serde.schema()));
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      bytes[HEADER_BYTES + random.nextInt(bytes.length - HEADER_BYTES)] = (byte) random.nextInt();
    }

    decodesOrRefuses(serde, bytes);
  }

  @Property(seed = "20260427")
  void allocatesNothingForALengthThatTheRecordDoesNotHold(
      @ForAll("serdes") AvroSerde<SpecificRecordBase> serde, @ForAll Random random)
      throws IOException {
    byte[] bytes = serde.encode(new RandomRecords(random).record(serde.schema()));
    int at = HEADER_BYTES + random.nextInt(bytes.length - HEADER_BYTES);
    var corrupt = new ByteArrayOutputStream();
    corrupt.write(bytes, 0, at);
    corrupt.write(zigzag(Integer.MAX_VALUE - 8L - random.nextInt(1_000)));
    corrupt.write(bytes, at, bytes.length - at);

    // Two gigabytes do not fit into this JVM, so an allocation would end in an error.
    decodesOrRefuses(serde, corrupt.toByteArray());
  }

  private static void decodesOrRefuses(AvroSerde<SpecificRecordBase> serde, byte[] bytes) {
    try {
      assertThat(serde.decode(bytes)).isNotNull();
    } catch (SerializationException e) {
      assertThat(e).hasMessageStartingWith("cannot decode " + serde.schema().getFullName());
    }
  }

  /** A length as Avro writes it. */
  private static byte[] zigzag(long value) throws IOException {
    var bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    encoder.writeLong(value);
    return bytes.toByteArray();
  }

  @SuppressWarnings("unchecked") // every topic's values are generated records
  private static AvroSerde<SpecificRecordBase> serde(Topic<String, ?> topic) {
    return (AvroSerde<SpecificRecordBase>) topic.valueSerde();
  }
}
