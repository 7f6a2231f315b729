package dev.freshet.models.paper.length.writer;

import dev.freshet.models.language.DecoderConfig;

/**
 * Size of a writer.
 *
 * @param words words and marks of the vocabulary, at most
 * @param width of the decoder's states, a multiple of 32
 * @param layers of the decoder
 */
public record WriterShape(int words, int width, int layers) {

  /** Most tokens of a source; longer ones are cut. */
  static final int SOURCE_TOKENS = 32;

  /** Most words and marks of a text. */
  static final int TEXT_TOKENS = 40;

  /** The shape of the committed writer of glosses: 0.9 M weights. */
  public static WriterShape glosses() {
    return new WriterShape(6000, 96, 3);
  }

  /** The decoder for a vocabulary of this shape. */
  static DecoderConfig decoder(int vocabulary, int width, int layers) {
    // the source, the mark before the text, the hint, the text and its end
    return DecoderConfig.small(vocabulary, width, layers, SOURCE_TOKENS + TEXT_TOKENS + 3);
  }
}
