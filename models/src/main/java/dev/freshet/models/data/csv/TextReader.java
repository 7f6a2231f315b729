package dev.freshet.models.data.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens text files: plain or gzipped, with or without a byte-order mark. */
public final class TextReader {

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_MARK = 3;

  private TextReader() {}

  /**
   * Opens a file. A byte-order mark of UTF-8 or UTF-16 decides how the file is read and is left
   * out.
   *
   * @param charset of a file without such a mark
   */
  public static Reader open(Path file, Charset charset) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      boolean zipped = String.valueOf(file.getFileName()).endsWith(CsvFile.GZ);
      var bytes =
          new PushbackInputStream(zipped ? new GZIPInputStream(in, BUFFER) : in, LONGEST_MARK);
      return new BufferedReader(new InputStreamReader(bytes, marked(bytes, charset)), BUFFER);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static Charset marked(PushbackInputStream in, Charset charset) throws IOException {
    byte[] begin = in.readNBytes(LONGEST_MARK);
    if (begin.length == LONGEST_MARK
        && begin[0] == (byte) 0xEF
        && begin[1] == (byte) 0xBB
        && begin[2] == (byte) 0xBF) {
      return StandardCharsets.UTF_8;
    }
    in.unread(begin);
    boolean bigEndian = begin.length >= 2 && begin[0] == (byte) 0xFE && begin[1] == (byte) 0xFF;
    boolean littleEndian = begin.length >= 2 && begin[0] == (byte) 0xFF && begin[1] == (byte) 0xFE;
    // this charset reads and drops the mark itself
    return bigEndian || littleEndian ? StandardCharsets.UTF_16 : charset;
  }
}
