package dev.freshet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WatermarkMarkTest {

  private static final String HEADER = "freshet-watermark";

  static Stream<byte[]> nonsense() {
    return Stream.of(
        null,
        new byte[0],
        new byte[15],
        new byte[17],
        header(1, 0, 0),
        header(1, 2, 2),
        header(1, -1, 2));
  }

  @ParameterizedTest
  @CsvSource({"0,0,1", "1714000000000,3,4", "9223372036854775807,0,1", "-1,1,2"})
  void travelsInTheHeadersOfATombstone(long upTo, int writer, int writers) {
    var mark = new WatermarkMark(upTo, writer, writers);

    ProducerRecord<byte[], byte[]> record = mark.record("videos", 3);

    assertThat(record.topic()).isEqualTo("videos");
    assertThat(record.partition()).isEqualTo(3);
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(WatermarkMark.KEY);
    assertThat(record.value()).isNull();
    assertThat(WatermarkMark.in(record.headers())).isEqualTo(mark);
  }

  @Test
  void isNotInARecordWithoutItsHeader() {
    var headers = new RecordHeaders();
    headers.add("trace", header(1, 0, 1));

    assertThat(WatermarkMark.in(headers)).isNull();
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void isNotInAHeaderThatMakesNoSense(byte[] value) {
    var headers = new RecordHeaders();
    headers.add(HEADER, value);

    assertThat(WatermarkMark.in(headers)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-1,2", "2,2"})
  void refusesAWriterThatIsNoneOfTheWriters(int writer, int writers) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WatermarkMark(0, writer, writers))
        .withMessage(
            "writer must be in [0, writers), of at most 1024: " + writer + " of " + writers);
  }

  private static byte[] header(long upTo, int writer, int writers) {
    return ByteBuffer.allocate(16).putLong(upTo).putInt(writer).putInt(writers).array();
  }
}
