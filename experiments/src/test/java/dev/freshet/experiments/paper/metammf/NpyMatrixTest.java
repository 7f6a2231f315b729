package dev.freshet.experiments.paper.metammf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyMatrixTest {
  @TempDir private Path folder;

  @Test
  void readsDoublesRowByRow() throws IOException {
    Path file = file("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 6);

    NpyMatrix matrix = NpyMatrix.read(file);

    assertThat(matrix.rows()).isEqualTo(2);
    assertThat(matrix.row(1)).containsExactly(3, 4, 5);
  }

  @Test
  void refusesAFileThatIsCutOffOrOfAnotherForm() throws IOException {
    Path shortened = file("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 5);
    Path huge = file("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 3), }", 1);
    Path text = Files.writeString(folder.resolve("text.npy"), "user_id,item_id");

    assertThatThrownBy(() -> NpyMatrix.read(shortened))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith("its size is not its shape's");
    assertThatThrownBy(() -> NpyMatrix.read(huge)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> NpyMatrix.read(text)).hasMessageEndingWith("no NumPy file");
  }

  private Path file(String header, int values) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + text.length + values * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) text.length).put(text);
    for (int i = 0; i < values; i++) {
      bytes.putDouble(i);
    }
    return Files.write(folder.resolve("matrix-" + values + ".npy"), bytes.array());
  }
}
