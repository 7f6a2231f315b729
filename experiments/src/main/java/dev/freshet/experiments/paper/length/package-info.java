/** Length control: arms and claims of the protocol, and the glosses that its generator learns. */
@NullMarked
package dev.freshet.experiments.paper.length;

import org.jspecify.annotations.NullMarked;
