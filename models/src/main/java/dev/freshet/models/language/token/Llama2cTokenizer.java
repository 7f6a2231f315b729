package dev.freshet.models.language.token;

import dev.freshet.models.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A vocabulary of <a href="https://github.com/karpathy/llama2.c">llama2.c</a>: pieces with scores,
 * of which neighbours are joined, highest score first. Bytes that no piece has are pieces of their
 * own.
 */
public final class Llama2cTokenizer implements Tokenizer {
  /** Token before a text. */
  public static final int BEGINNING = 1;

  /** Token after a text. */
  public static final int END = 2;

  private static final int FIRST_BYTE = 3;
  private static final int LONGEST_PIECE = 4096;
  private static final long LARGEST_FILE = 64L << 20;

  private final List<byte[]> pieces;
  private final float[] scores;
  private final Map<String, Integer> tokens = new HashMap<>();

  private Llama2cTokenizer(List<byte[]> pieces, float[] scores) {
    this.pieces = pieces;
    this.scores = scores;
    for (int i = 0; i < pieces.size(); i++) {
      tokens.putIfAbsent(key(pieces.get(i)), i);
    }
  }

  /** Bytes as characters of the same number: pieces need not be whole characters. */
  private static String key(byte[] piece) {
    return new String(piece, StandardCharsets.ISO_8859_1);
  }

  /**
   * Reads a file.
   *
   * @param vocabulary number of tokens, which the file does not say
   * @throws ModelException if it is not of this layout
   */
  public static Llama2cTokenizer read(Path file, int vocabulary) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new ModelException(
            "%s has %d bytes; a vocabulary has %d at most"
                .formatted(file, Files.size(file), LARGEST_FILE));
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      bytes.getInt(); // length of the longest piece
      List<byte[]> pieces = new ArrayList<>();
      List<Float> scores = new ArrayList<>();
      while (bytes.hasRemaining()) {
        scores.add(bytes.getFloat());
        int length = bytes.getInt();
        if (length < 0 || length > LONGEST_PIECE) {
          throw new ModelException(
              "%s is not a llama2.c vocabulary: piece %d has %d bytes"
                  .formatted(file, pieces.size(), length));
        }
        byte[] piece = new byte[length];
        bytes.get(piece);
        pieces.add(piece);
      }
      if (pieces.size() != vocabulary || vocabulary < FIRST_BYTE + 256) {
        throw new ModelException(
            "%s has %d pieces, the model has %d tokens; take the vocabulary that came with it"
                .formatted(file, pieces.size(), vocabulary));
      }
      float[] values = new float[vocabulary];
      for (int i = 0; i < vocabulary; i++) {
        values[i] = scores.get(i);
      }
      return new Llama2cTokenizer(pieces, values);
    } catch (BufferUnderflowException e) {
      throw new ModelException(file + " is cut off or not a llama2.c vocabulary", e);
    } catch (IOException e) {
      throw new ModelException("reading " + file, new UncheckedIOException(e));
    }
  }

  @Override
  public int[] encode(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    List<Integer> found = new ArrayList<>();
    (" " + text) // as SentencePiece does
        .codePoints()
        .forEach(
            point -> {
              byte[] bytes = Character.toString(point).getBytes(StandardCharsets.UTF_8);
              Integer whole = tokens.get(key(bytes));
              if (whole != null) {
                found.add(whole);
              } else {
                for (byte each : bytes) {
                  found.add(FIRST_BYTE + Byte.toUnsignedInt(each));
                }
              }
            });
    return join(found);
  }

  /** Joins the two neighbours whose piece has the highest score, until none are a piece. */
  private int[] join(List<Integer> found) {
    while (true) {
      int at = -1;
      int joined = 0;
      for (int i = 0; i + 1 < found.size(); i++) {
        Integer both =
            tokens.get(key(pieces.get(found.get(i))) + key(pieces.get(found.get(i + 1))));
        if (both != null && (at < 0 || scores[both] > scores[joined])) {
          at = i;
          joined = both;
        }
      }
      if (at < 0) {
        return found.stream().mapToInt(Integer::intValue).toArray();
      }
      found.set(at, joined);
      found.remove(/* index */ at + 1);
    }
  }

  /** Without the space that {@link #encode} put before the text, if the beginning is given. */
  @Override
  public String decode(int... given) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < given.length; i++) {
      int token = given[i];
      if (token == BEGINNING || token == END) {
        continue;
      }
      if (token >= FIRST_BYTE && token < FIRST_BYTE + 256) {
        bytes.write(token - FIRST_BYTE);
        continue;
      }
      byte[] piece = pieces.get(token);
      boolean space = i == 1 && given[0] == BEGINNING && piece.length > 0 && piece[0] == ' ';
      bytes.write(piece, space ? 1 : 0, piece.length - (space ? 1 : 0));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public OptionalInt token(String written) {
    Integer token = tokens.get(key(written.getBytes(StandardCharsets.UTF_8)));
    return token == null ? OptionalInt.empty() : OptionalInt.of(token);
  }

  @Override
  public OptionalInt beginning() {
    return OptionalInt.of(BEGINNING);
  }

  @Override
  public void close() {}
}
