/**
 * Text as vectors: {@link dev.freshet.models.text.SentenceEncoder} runs a sentence encoder that
 * comes as a library, weights and tokenizer included.
 */
@NullMarked
package dev.freshet.models.text;

import org.jspecify.annotations.NullMarked;
