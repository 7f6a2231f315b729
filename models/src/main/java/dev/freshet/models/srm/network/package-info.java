/**
 * The network of the sequence models, with its shapes and settings: {@link
 * dev.freshet.models.srm.network.SrmNetwork} and who tells it the history.
 */
@NullMarked
package dev.freshet.models.srm.network;

import org.jspecify.annotations.NullMarked;
