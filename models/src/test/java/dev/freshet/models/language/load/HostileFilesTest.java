package dev.freshet.models.language.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.Parameter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are cut off, lie or are made to harm get an error, and little memory. */
class HostileFilesTest {
  /** Above what a buffer, a parser and an exception take. */
  private static final long MOST_BYTES = 16 << 20;

  @TempDir private Path folder;

  @Test
  void anySafetensorsFileIsReadOrRefusedWithinBoundedMemory() throws IOException {
    Path file = folder.resolve("x.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(
            new Parameter("a", new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
            new Parameter("b", new float[] {7}, 1)));
    byte[] whole = Files.readAllBytes(file);

    fuzz(
        file,
        whole,
        given -> {
          try (SafetensorsFile tensors = SafetensorsFile.open(given)) {
            tensors.names().forEach(tensors::read);
          }
        });
  }

  @Test
  void anyLlama2cFileIsReadOrRefusedWithinBoundedMemory() throws IOException {
    Path file = folder.resolve("x.bin");
    byte[] whole = llama2c(8, 16, 1, 2, 1, 10, 4);
    Files.write(file, whole);
    assertThat(Llama2cFile.read(file).parameters()).hasSize(11);

    fuzz(file, whole, Llama2cFile::read);
  }

  @Test
  void headersThatLieAreRefused() throws IOException {
    assertHeaderRefused("[1]", "the header is not a JSON object");
    assertHeaderRefused("{\"a\":", "the header is not JSON");
    assertHeaderRefused("{\"a\":1}", "a needs dtype, shape and two data_offsets");
    assertHeaderRefused(
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", "has the type I64");
    assertHeaderRefused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
        "does not fit in bytes 0 to 8");
    assertHeaderRefused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[250000000],\"data_offsets\":[0,1000000000]}}",
        "tensors of 1000000000 bytes, 8 in the file");
    assertHeaderRefused(
        """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
        "b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}\
        """,
        "tensors overlap or leave a gap at byte 4");
    assertHeaderRefused(
        """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
        "a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}\
        """,
        "the header is not JSON");
  }

  @Test
  void aHeaderLongerThanTheFileIsRefused() throws IOException {
    Path file = folder.resolve("long.safetensors");
    Files.write(
        file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40).array());

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a header of 1099511627776 bytes in a file of 16");
  }

  private void assertHeaderRefused(String json, String message) throws IOException {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("lying.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + header.length + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array());

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  /** Cuts the file at each length, then changes bytes of it at random. */
  private static void fuzz(Path file, byte[] whole, Consumer<Path> read) throws IOException {
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Files.write(file, cut);
      assertThatThrownBy(() -> read.accept(file)).isInstanceOf(ModelException.class);
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] changed = whole.clone();
      for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      Files.write(file, changed);
      long before = allocated();
      try {
        read.accept(file);
      } catch (ModelException e) {
        assertThat(e.getMessage()).contains(file.getFileName().toString());
      }
      assertThat(allocated() - before).isLessThan(MOST_BYTES);
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static byte[] llama2c(
      int width, int hidden, int layers, int heads, int keyHeads, int vocabulary, int context) {
    int keys = width / heads * keyHeads;
    int floats =
        vocabulary * width
            + layers * (2 * width + 2 * width * width + 2 * keys * width + 3 * width * hidden)
            + width
            + context * width / heads;
    ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
    for (int each : new int[] {width, hidden, layers, heads, keyHeads, vocabulary, context}) {
      bytes.putInt(each);
    }
    return bytes.array();
  }
}
