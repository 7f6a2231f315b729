/**
 * Text as vectors: {@link dev.freshet.models.text.SentenceEncoder} runs a sentence encoder that
 * comes as a library, weights included; {@link dev.freshet.models.text.WordPiece} cuts text into
 * its tokens.
 */
@NullMarked
package dev.freshet.models.text;

import org.jspecify.annotations.NullMarked;
