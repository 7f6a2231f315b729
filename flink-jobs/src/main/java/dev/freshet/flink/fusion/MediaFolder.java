package dev.freshet.flink.fusion;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The files that a link of a video may name: {@code file:covers/v1.png} below the folder, or {@code
 * file:///media/covers/v1.png} if that is below it. No link leads out of the folder, be it by dots
 * or by links of the file system.
 */
final class MediaFolder {
  private static final String SCHEME = "file";

  private final Path folder;
  private final int largest;

  /**
   * @param largest bytes of a file, at most
   */
  MediaFolder(Path folder, int largest) {
    this.folder = folder;
    this.largest = largest;
  }

  /** Whether a link could name a file. */
  static boolean isFile(String link) {
    return link.regionMatches(true, 0, SCHEME + ":", 0, SCHEME.length() + 1);
  }

  /**
   * The bytes of a file.
   *
   * @throws IOException if the link is none, leads out of the folder or to no file, or to one that
   *     is too large
   */
  byte[] read(String link) throws IOException {
    Path file = path(link);
    Path real = file.toRealPath();
    if (!real.startsWith(folder.toRealPath())) {
      throw new IOException("leads out of the media folder");
    }
    if (!Files.isRegularFile(real)) {
      throw new IOException("no regular file");
    }
    try (InputStream in = Files.newInputStream(real)) {
      byte[] bytes = in.readNBytes(largest);
      if (in.read() >= 0) {
        throw new IOException("larger than %d bytes".formatted(largest));
      }
      return bytes;
    }
  }

  private Path path(String link) throws IOException {
    try {
      URI uri = new URI(link);
      if (uri.isOpaque()) {
        String relative = new URI("x:/" + uri.getRawSchemeSpecificPart()).getPath().substring(1);
        return folder.resolve(relative);
      }
      return Path.of(uri);
    } catch (URISyntaxException | InvalidPathException e) {
      throw new IOException("no link to a file", e);
    } catch (IllegalArgumentException e) { // a host, a query or a fragment
      throw new IOException("no link to a file of this machine", e);
    }
  }
}
