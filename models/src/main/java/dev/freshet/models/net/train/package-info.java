/** Training of networks with DJL and PyTorch: loss, autograd, Adam in native memory. */
@NullMarked
package dev.freshet.models.net.train;

import org.jspecify.annotations.NullMarked;
