/**
 * Length control around a language model that is only asked, never opened: prompts that write,
 * grade and compare texts.
 */
@NullMarked
package dev.freshet.models.paper.length.prompted;

import org.jspecify.annotations.NullMarked;
