package dev.freshet.serving.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest {

  @TempDir Path dir;

  @Test
  void keepsWhatWasWrittenWhenItIsOpenedAgain() {
    try (LocalStore store = LocalStores.open(dir);
        Changes changes = store.changes()) {
      changes.put(Family.VIDEOS, "cat", new byte[] {1});
      changes.put(Family.OFFSETS, "videos/0", new byte[] {2});
      store.write(changes);
    }

    try (LocalStore again = LocalStores.open(dir)) {
      assertThat(again.value(Family.VIDEOS, "cat")).containsExactly(1);
      assertThat(again.value(Family.OFFSETS, "videos/0")).containsExactly(2);
      assertThat(again.value(Family.TRENDING, "cat")).isNull();
    }
  }

  @Test
  void changesNothingUntilABatchIsWritten() {
    try (LocalStore store = LocalStores.open(dir);
        Changes changes = store.changes()) {
      changes.put(Family.VIDEOS, "cat", new byte[] {1});

      assertThat(store.value(Family.VIDEOS, "cat")).isNull();
    }
  }

  @Test
  void keepsNoByteOfARemovedKeyInItsFilesAfterACompaction() throws IOException {
    byte[] secret = "carol-who-was-erased".getBytes(StandardCharsets.UTF_8);
    try (LocalStore store = LocalStores.open(dir);
        Changes puts = store.changes();
        Changes removal = store.changes()) {
      puts.put(Family.USER_STATES, "carol-who-was-erased", new byte[100]);
      puts.put(Family.USER_STATES, "dave", new byte[100]);
      store.write(puts);
      removal.remove(Family.USER_STATES, "carol-who-was-erased");
      store.write(removal);
      assertThat(filesWith(secret)).isNotEmpty();

      store.compact(List.of(Family.USER_STATES));

      assertThat(store.value(Family.USER_STATES, "dave")).hasSize(100);
    }
    try (LocalStore again = LocalStores.open(dir)) {
      assertThat(again.value(Family.USER_STATES, "dave")).hasSize(100);
      assertThat(filesWith(secret)).isEmpty();
    }
  }

  private List<Path> filesWith(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.walk(dir)) {
      List<Path> found = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
      return found;
    }
  }

  @Test
  void removesARangeOfKeys() {
    try (LocalStore store = LocalStores.open(dir);
        Changes puts = store.changes();
        Changes removal = store.changes()) {
      for (String key : List.of("a/1", "b/1", "b/2", "ba/1", "c/1")) {
        puts.put(Family.EMBEDDING_ROWS, key, new byte[0]);
      }
      store.write(puts);

      removal.removeRange(Family.EMBEDDING_ROWS, "b/", "b0");
      store.write(removal);

      List<String> left = new ArrayList<>();
      store.forEach(Family.EMBEDDING_ROWS, (key, value) -> left.add(key));
      assertThat(left).containsExactly("a/1", "ba/1", "c/1");
    }
  }

  @Test
  void saysWhichFolderCannotBeOpened() {
    try (LocalStore first = LocalStores.open(dir)) {
      assertThat(first.value(Family.VIDEOS, "cat")).isNull();

      assertThatThrownBy(() -> LocalStores.open(dir))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(dir.toString());
    }
  }

  @Test
  void refusesWorkAfterItWasClosed() {
    LocalStore store = LocalStores.open(dir);
    store.close();

    assertThatThrownBy(() -> store.value(Family.VIDEOS, "cat"))
        .isInstanceOf(IllegalStateException.class);
  }
}
