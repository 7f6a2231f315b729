/**
 * Decoder language models: {@link dev.freshet.models.language.Decoder} is the network, trained and
 * served; {@link dev.freshet.models.language.CausalModel} serves it and shares prefixes; {@link
 * dev.freshet.models.language.PrefixCache} bounds what is kept of them.
 */
@NullMarked
package dev.freshet.models.language;

import org.jspecify.annotations.NullMarked;
