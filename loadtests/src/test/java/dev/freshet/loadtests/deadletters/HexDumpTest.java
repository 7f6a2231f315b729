package dev.freshet.loadtests.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HexDumpTest {

  @Test
  void showsOffsetHexAndTextOfEachLine() {
    byte[] bytes = "0123456789abcdef\nZ".getBytes(StandardCharsets.US_ASCII);

    assertThat(HexDump.of(bytes, 100, "  "))
        .isEqualToNormalizingNewlines(
            """
              0000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef
              0010  0a 5a                                            .Z
            """);
  }

  @Test
  void saysHowMuchItLeavesOut() {
    assertThat(HexDump.of(new byte[] {'a', 'b', 'c'}, 2, ""))
        .isEqualToNormalizingNewlines(
            """
            0000  61 62                                            ab
            and 1 bytes more
            """);
  }
}
