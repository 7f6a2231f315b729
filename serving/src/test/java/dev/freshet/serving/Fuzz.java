package dev.freshet.serving;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.freshet.testkit.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Feeds a decoder with what nobody should send: valid inputs that were changed, and bytes of no
 * meaning. {@code -Dfreshet.fuzz.tries=N} sets the number of inputs of each property; without it
 * each has its own number in a nightly run, and a tenth of that otherwise.
 */
public final class Fuzz {

  /** Calls of a property, over which its inputs are spread; each has a random generator. */
  public static final int ROUNDS = 100;

  /** What parsers stumble over. */
  private static final List<String> TOKENS =
      List.of(
          "null",
          "true",
          "-1",
          "1e999",
          "0.1",
          "9223372036854775808",
          "99999999999999999999999999",
          "\"\"",
          "[]",
          "{}",
          "[[[[",
          "}",
          ",",
          ":",
          "\"",
          "\\",
          "\\ud800",
          "\\u0000",
          "\0",
          "\uFFFF",
          "\u202e",
          "é",
          "\uD83D\uDE00",
          "NaN",
          "%00",
          "%FF",
          "%",
          "&",
          "=",
          "+",
          "/",
          "..",
          "\r\n",
          "1969-12-31T23:59:59Z",
          "+1000000000-01-01T00:00:00Z",
          "a".repeat(300));

  private Fuzz() {}

  /** A run that is not a nightly one makes do with a part of the inputs. */
  private static final int PART = Boolean.getBoolean("freshet.nightly") ? 1 : 10;

  /** Inputs of one round, so many over all rounds of a nightly run. */
  private static int inputs(int nightly) {
    int tries = Integer.getInteger("freshet.fuzz.tries", nightly / PART);
    return Math.max(1, tries / ROUNDS);
  }

  /**
   * One round: hands over so many inputs made of {@code valid} ones. Fails when a call throws, or
   * when the round hangs.
   */
  public static void round(Random random, int nightly, List<byte[]> valid, Consumer<byte[]> call) {
    assertTimeoutPreemptively(
        Patience.LIMIT,
        () -> {
          for (int i = inputs(nightly); i > 0; i--) {
            byte[] input = input(valid, random);
            try {
              call.accept(input);
            } catch (RuntimeException | Error e) {
              throw new AssertionError(
                  "on " + Arrays.toString(input) + "\n" + new String(input, StandardCharsets.UTF_8),
                  e);
            }
          }
        });
  }

  /** A changed valid input or, one time in ten, any bytes. */
  public static byte[] input(List<byte[]> valid, Random random) {
    byte[] input = valid.get(random.nextInt(valid.size()));
    if (random.nextInt(10) == 0) {
      byte[] any = new byte[random.nextInt(200)];
      random.nextBytes(any);
      return any;
    }
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      input = changed(input, valid.get(random.nextInt(valid.size())), random);
    }
    return input;
  }

  private static byte[] changed(byte[] input, byte[] other, Random random) {
    int at = random.nextInt(input.length + 1);
    int to = Math.min(input.length, at + random.nextInt(20));
    return switch (random.nextInt(7)) {
      case 0 -> flipped(input, random);
      case 1 -> Arrays.copyOf(input, at);
      case 2 -> joined(head(input, at), tail(input, to));
      case 3 -> joined(head(input, to), tail(input, at));
      case 4 -> joined(head(input, at), tail(other, random.nextInt(other.length + 1)));
      case 5 -> joined(head(input, at), token(random), tail(input, at));
      default -> joined(head(input, at), token(random), tail(input, to));
    };
  }

  private static byte[] token(Random random) {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] flipped(byte[] input, Random random) {
    byte[] flipped = input.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] head(byte[] input, int to) {
    return Arrays.copyOf(input, to);
  }

  private static byte[] tail(byte[] input, int from) {
    return Arrays.copyOfRange(input, from, input.length);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    try {
      for (byte[] part : parts) {
        joined.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return joined.toByteArray();
  }

  /** The texts as bytes. */
  public static List<byte[]> bytes(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
