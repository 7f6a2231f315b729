package dev.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshetTest {

  @TempDir Path dir;

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    var listening = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(listening);
    System.setErr(listening);
  }

  @AfterEach
  void stopListening() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void namesEachCommandOnALine() {
    int status = Freshet.run("--help");

    assertThat(status).isZero();
    assertThat(said()).containsPattern("(?m)^  up +\\S").containsPattern("(?m)^  replay +\\S");
    assertThat(said()).containsPattern("(?m)^  bench +\\S").containsPattern("(?m)^  test +\\S");
    assertThat(said()).containsPattern("(?m)^  key +\\S").containsPattern("(?m)^  import +\\S");
    assertThat(said()).containsPattern("(?m)^  export +\\S");
  }

  @Test
  void makesNoKeyWithoutARole() {
    assertThat(Freshet.run("key")).isEqualTo(2);
    assertThat(said()).contains("--role=ROLE");
  }

  @Test
  void saysWhichPortIsInUseAndHowToChooseAnother() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      int status = Freshet.run("up", "--var", dir.toString(), "--kafka-port", "0", "--port", port);

      assertThat(status).isEqualTo(1);
      assertThat(said())
          .contains(
              "freshet: port %s is in use, and serving needs it. Stop what listens there, or choose another with --port."
                  .formatted(port));
    }
  }

  @Test
  void saysThatNothingRuns() {
    assertThat(Freshet.run("status", "--var", dir.toString())).isEqualTo(1);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
