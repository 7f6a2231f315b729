/** Text as tokens and back: {@code tokenizer.json} files and vocabularies of llama2.c. */
@NullMarked
package dev.freshet.models.language.token;

import org.jspecify.annotations.NullMarked;
