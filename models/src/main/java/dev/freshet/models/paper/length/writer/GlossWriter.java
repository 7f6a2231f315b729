package dev.freshet.models.paper.length.writer;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The writer that comes with this library: definitions of English words, trained on the glosses of
 * WordNet 3.1 (Princeton University; the licence lies beside it). A source is {@code kindN
 * headword}, N being the number of WordNet's file of its kind.
 */
public final class GlossWriter {

  private static final String FILE = "glosses.bin";

  private GlossWriter() {}

  /** Reads its weights. */
  public static WriterWeights weights() {
    try (InputStream stream = GlossWriter.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new FileNotFoundException(FILE + " is not on the class path");
      }
      return WriterWeights.read(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the writer of glosses", e);
    }
  }
}
