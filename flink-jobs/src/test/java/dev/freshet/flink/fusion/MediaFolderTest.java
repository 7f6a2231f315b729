package dev.freshet.flink.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFolderTest {
  @TempDir private Path root;
  private Path folder;
  private MediaFolder media;

  @BeforeEach
  void fill() throws IOException {
    folder = Files.createDirectories(root.resolve("media"));
    Files.createDirectories(folder.resolve("covers"));
    Files.write(folder.resolve("covers/a b.png"), new byte[] {1, 2, 3});
    Files.write(root.resolve("secret"), new byte[] {4});
    media = new MediaFolder(folder, 3);
  }

  @Test
  void readsFilesByLinksBelowTheFolderAndByWholePaths() throws IOException {
    assertThat(media.read("file:covers/a%20b.png")).containsExactly(1, 2, 3);
    assertThat(media.read(folder.resolve("covers/a b.png").toUri().toString()))
        .containsExactly(1, 2, 3);
  }

  @Test
  void readsNothingOutsideTheFolder() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), root.resolve("secret"));

    refuses("file:../secret", "leads out");
    refuses("file:covers/%2e%2e/%2e%2e/secret", "leads out");
    refuses("file:link", "leads out");
    refuses(root.resolve("secret").toUri().toString(), "leads out");
    refuses("file:///etc/passwd", "leads out");
  }

  @Test
  void readsNoFolderAndNothingTooLarge() throws IOException {
    Files.write(folder.resolve("large"), new byte[4]);

    refuses("file:covers", "no regular file");
    refuses("file:large", "larger than 3 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:", "file:none", "file://host/a", "file:///a?b", "file:a\u0000b", "file:%zz"})
  void failsInOneWayOnlyWhateverTheLink(String link) {
    assertThatThrownBy(() -> media.read(link)).isInstanceOf(IOException.class);
  }

  @Test
  void leavesOtherLinksAlone() {
    assertThat(MediaFolder.isFile("FILE:a.png")).isTrue();
    assertThat(MediaFolder.isFile("https://example.org/a.png")).isFalse();
    assertThat(MediaFolder.isFile("file")).isFalse();
  }

  private void refuses(String link, String message) {
    assertThatThrownBy(() -> media.read(link))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }
}
