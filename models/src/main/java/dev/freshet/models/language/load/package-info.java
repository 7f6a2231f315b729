/** Decoders from files: Hugging Face folders, LoRA folders on them, and files of llama2.c. */
@NullMarked
package dev.freshet.models.language.load;

import org.jspecify.annotations.NullMarked;
