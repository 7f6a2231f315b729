/**
 * Text from a language model, wherever it runs: {@link dev.freshet.models.language.text.TextModel}.
 */
@NullMarked
package dev.freshet.models.language.text;

import org.jspecify.annotations.NullMarked;
